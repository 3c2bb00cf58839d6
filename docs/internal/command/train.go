package command

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"chainrule/docs/cli"
	"chainrule/nn"
	"chainrule/nn/classifier"
	"chainrule/nn/experiment"
	"chainrule/nn/file"
	"chainrule/tensor"
)

// train trains a model.
func train(ctx context.Context, args []string, s cli.Streams) error {
	c := paperSettings()
	flags := c.flagSet()
	about := "Trains a network; without flags the paper's, with the batches that Code 13\n" +
		"means: 500 epochs of 8 batches. With -data, on data of one's own: standardised,\n" +
		"shuffled, 100 units, 200 epochs of batches of 32, rate 0.001, β₁ 0.9, and a decay\n" +
		"that the number of rows sets. Costs are sums over the set, without decay.\n" +
		"Ctrl-C ends training; what was reached is reported and saved."
	if err := cli.Parse(flags, args, 0, about, s); err != nil {
		return err
	}
	if err := cli.CheckGiven(flags, "data", "test-data", "label", "separator", "decimal", "save", "checkpoint", "resume"); err != nil {
		return err
	}
	c.hasDecay = cli.Given(flags, "decay")
	if err := c.complete(flags); err != nil {
		return err
	}
	if err := c.check(); err != nil {
		return err
	}
	if err := c.load(); err != nil {
		return cli.Unusable("train: %w", err)
	}
	c.settings = c.encode(flags)
	if c.resume != "" && c.saved.Data != hash(c.table) {
		return cli.Unusable("train: -resume %s: its training had other data than %s", cli.Printable(c.resume), cli.Printable(c.Problem.Name))
	}
	for _, output := range []struct{ flag, name string }{{"save", c.save}, {"checkpoint", c.checkpoint}} {
		if err := c.checkOutput(output.name); err != nil {
			return cli.Unusable("train: -%s %s: %w", output.flag, cli.Printable(output.name), err)
		}
	}
	ctx, stop := cli.Interruptible(ctx)
	defer stop()
	if c.precision == "float32" {
		return run[float32](ctx, &c, s)
	}
	return run[float64](ctx, &c, s)
}

// complete sets the flags that were not given, by a checkpoint, the listing or the kind of data.
func (c *settings) complete(flags *flag.FlagSet) error {
	switch {
	case c.resume != "":
		return c.adoptCheckpoint(flags)
	case c.asPrinted:
		return c.setAsPrinted(flags)
	case c.data != "":
		c.setOwn(flags)
	}
	return nil
}

// checkOutput returns an error if a file can't be written under the name, or must not.
func (c *settings) checkOutput(name string) error {
	switch {
	case name == "":
		return nil
	case file.Same(name, c.data), file.Same(name, c.testData):
		return errors.New("is the file to learn from")
	}
	return file.Check(name)
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
	if c.resume != "" {
		saved, err := classifier.LoadCheckpoint[F](c.resume)
		if err == nil {
			err = t.Resume(saved.State)
		}
		if err != nil {
			return cli.Unusable("train: -resume %s: %w", cli.Printable(c.resume), err)
		}
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
	r.remark(t.DeadUnits(), end)
	more := []any{"final", true, "train_rows", t.X.Rows(), "test_rows", p.TestX.Rows(), "classes", p.Classes, "confusion", confusion, "kernel", tensor.Kernel(), "parameters_sha256", t.Hash()}
	if isInterrupted {
		more = slices.Insert(more, 2, any("interrupted"), any(true))
	}
	if len(r.valid) > 0 {
		more = append(more, "best_epoch", end.Best, "best_validation_cost", end.Least)
	}
	reported := r.encode(last, end, more...)
	if c.save != "" {
		write := classifierOf(c, t).Write
		if strings.HasSuffix(c.save, ".npz") {
			write = func(w io.Writer) error { return nn.WriteNPZ(w, t.Net) }
		}
		if err := file.Write(c.save, write); err != nil {
			return fmt.Errorf("train: -save %s: %w", c.save, err)
		}
		r.text.Printf("saved to %s\n", cli.Printable(c.save))
	}
	if trained != nil {
		return trained
	}
	return reported
}

// classifierOf returns the classifier in training.
func classifierOf[F tensor.Float](c *settings, t *experiment.Run[F]) *classifier.Classifier[F] {
	m := classifier.New(t.Net, c.table, t.Problem.Classes, c.scaler)
	m.Settings = c.settings
	return m
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
		if done := step.Epoch + 1; step.LastOfEpoch && r.c.checkpoint != "" && done%r.c.every == 0 {
			k := classifier.Checkpoint[F]{Classifier: classifierOf(r.c, t), State: t.State(done)}
			if err := k.Save(r.c.checkpoint); err != nil {
				r.progress.Wipe()
				r.text.Printf("-checkpoint %s: %v (training goes on)\n", cli.Printable(r.c.checkpoint), err)
			}
		}
	}
	return last, nil
}
