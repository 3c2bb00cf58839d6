package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"chainrule/docs/cli"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/nn/experiment"
	"chainrule/nn/file"
	"chainrule/tensor"
)

// train trains a model.
func train(ctx context.Context, args []string, s cli.Streams) error {
	c := paperSettings()
	flags := c.flagSet()
	about := "Trains a network; without flags the paper's, with the batches that Code 13\n" +
		"means: 500 epochs of 8 batches. Costs are sums over the set, without decay.\n" +
		"Ctrl-C ends training; what was reached is reported and saved."
	if err := cli.Parse(flags, args, 0, about, s); err != nil {
		return err
	}
	if err := cli.CheckGiven(flags, "data", "save"); err != nil {
		return err
	}
	if c.asPrinted {
		if err := c.setAsPrinted(flags); err != nil {
			return err
		}
	}
	if err := c.check(); err != nil {
		return err
	}
	if err := c.load(); err != nil {
		return cli.Unusable("train: %w", err)
	}
	if err := c.checkSave(); err != nil {
		return cli.Unusable("train: -save %s: %w", c.save, err)
	}
	ctx, stop := cli.Interruptible(ctx)
	defer stop()
	if c.precision == "float32" {
		return run[float32](ctx, &c, s)
	}
	return run[float64](ctx, &c, s)
}

// checkSave returns an error if the network can't be saved under the name, or must not.
func (c *settings) checkSave() error {
	switch {
	case c.save == "":
		return nil
	case file.Same(c.save, c.data):
		return errors.New("is the file to learn from")
	}
	return file.Check(c.save)
}

// run trains, reports and saves. What ended the training early, an interruption among
// them, is returned after that; only a training that went astray is not saved.
func run[F tensor.Float](ctx context.Context, c *settings, s cli.Streams) error {
	t, err := experiment.New[F](c.Config)
	if err != nil {
		return cli.Unusable("train: %w (a smaller -hidden needs less)", err)
	}
	if c.shuffle {
		t.Permute = t.Random.Permute
	}
	r := newReporter(c, s)
	last, trained := steps(ctx, t, r)
	var astray *nn.NotFiniteError
	if errors.As(trained, &astray) {
		r.progress.Wipe()
		advice := map[bool]string{true: "0/0 without ε: give an -epsilon above 0", false: "a smaller -rate may help"}[c.Rule.Epsilon == 0]
		return fmt.Errorf("train: %w (%s; nothing was saved)", trained, advice)
	}
	end := t.Evaluate()
	isInterrupted := errors.Is(trained, context.Canceled)
	p := t.Problem
	confusion := nn.Confusion(t.Predicted(), p.TestLabels, len(p.Classes))
	r.finish(last, end, confusion, isInterrupted)
	more := []any{"final", true, "train_rows", p.X.Rows(), "test_rows", p.TestX.Rows(), "classes", p.Classes, "confusion", confusion, "kernel", tensor.Kernel(), "parameters_sha256", t.Hash()}
	if isInterrupted {
		more = slices.Insert(more, 2, any("interrupted"), any(true))
	}
	reported := r.encode(last, end, more...)
	if c.save != "" {
		if err := file.Write(c.save, func(w io.Writer) error { return nn.WriteNPZ(w, t.Net) }); err != nil {
			return fmt.Errorf("train: -save %s: %w", c.save, err)
		}
		r.text.Printf("saved to %s\n", cli.Printable(c.save))
	}
	if trained != nil {
		return trained
	}
	return reported
}

// steps trains, and reports after the last batch of every epoch or, as printed, after those
// at which the listing prints. It returns the last step.
func steps[F tensor.Float](ctx context.Context, t *experiment.Run[F], r *reporter) (last nn.Step, err error) {
	for step, err := range t.Steps(ctx) {
		if err != nil {
			return last, err
		}
		last = step
		if r.c.asPrinted && experiment.IsPrint(step) || !r.c.asPrinted && step.LastOfEpoch {
			if err := r.record(step, t.Evaluate()); err != nil {
				return last, err
			}
		}
	}
	return last, nil
}

// maxParameters limits a network: 1 GiB in float64, and Adam has three such blocks more.
const maxParameters = 1 << 27

// load reads the data, the paper's if there is no name, splits it and codes the labels.
func (c *settings) load() (err error) {
	t := experiment.PaperTable()
	if c.data != "" {
		t, err = dataset.ReadCSVFile(c.data)
	}
	if err == nil && c.precision == "float32" {
		err = t.CheckFloat32()
	}
	if err != nil {
		return err
	}
	p, err := dataset.NewProblem(t, c.test, c.splitSeed)
	if err != nil {
		return err
	}
	D, M, K := float64(p.X.Cols()), float64(c.Hidden[0]), float64(len(p.Classes))
	if n := D*M + M + M*K + K; n > maxParameters {
		return fmt.Errorf("-hidden %d: a %v-%v-%v network has %.3g parameters, want at most %d", c.Hidden[0], D, M, K, n, maxParameters)
	}
	c.Problem = p
	return nil
}
