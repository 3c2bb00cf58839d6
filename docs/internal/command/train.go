package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"

	"chainrule/docs/cli"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/nn/experiment"
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
	case cli.SameFile(c.save, c.data):
		return errors.New("is the file to learn from")
	}
	return cli.CheckFile(c.save)
}

// run trains, reports and saves. What ended the training early, an interruption among
// them, is returned after that; only a training that went astray is not saved.
func run[F tensor.Float](ctx context.Context, c *settings, s cli.Streams) error {
	t, err := experiment.New[F](c.Config)
	if err != nil {
		return err
	}
	if c.shuffle {
		t.Permute = t.Random.Permute
	}
	r := newReporter(c, s)
	last, trained := steps(ctx, t, r)
	var astray *nn.NotFiniteError
	if errors.As(trained, &astray) {
		r.progress.Wipe()
		return fmt.Errorf("train: %w (a smaller -rate may help; nothing was saved)", trained)
	}
	end := t.Evaluate()
	isInterrupted := errors.Is(trained, context.Canceled)
	r.finish(last, end, nn.Confusion(t.Predicted(), t.Problem.TestLabels, len(t.Problem.Classes)), isInterrupted)
	more := []any{"final", true, "kernel", tensor.Kernel(), "parameters_sha256", t.Hash()}
	if isInterrupted {
		more = slices.Insert(more, 2, any("interrupted"), any(true))
	}
	reported := r.encode(last, end, more...)
	if c.save != "" {
		if err := cli.WriteFile(c.save, func(w io.Writer) error { return nn.WriteNPZ(w, t.Net) }); err != nil {
			return fmt.Errorf("train: -save %s: %w", c.save, err)
		}
		r.text.Printf("saved to %s\n", c.save)
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

const (
	maxFile       = 1 << 30 // bytes of a file to learn from
	maxParameters = 1 << 27 // of a network: 1 GiB in float64, and Adam has three such blocks more
)

// load reads or generates the data, splits it and codes the labels.
func (c *settings) load() error {
	t, err := loadTable(c.data)
	if err == nil && c.precision == "float32" {
		err = fitsFloat32(t)
	}
	if err != nil {
		return err
	}
	p, err := dataset.NewProblem(t, c.test, c.splitSeed)
	if err != nil {
		return err
	}
	D, M, K := float64(p.X.Cols()), float64(c.Hidden), float64(len(p.Classes))
	if n := D*M + M + M*K + K; n > maxParameters {
		return fmt.Errorf("-hidden %d: a %v-%v-%v network has %.3g parameters, want at most %d", c.Hidden, D, M, K, n, maxParameters)
	}
	c.Problem = p
	return nil
}

// loadTable reads the file, or generates the paper's data if there is no name.
func loadTable(name string) (*dataset.Table, error) {
	if name == "" {
		return experiment.PaperTable(), nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	limited := &io.LimitedReader{R: f, N: maxFile + 1}
	t, err := dataset.ReadCSV(limited, name)
	if limited.N == 0 {
		return nil, fmt.Errorf("%s: larger than %d bytes", name, maxFile)
	}
	return t, err
}

// fitsFloat32 returns an error that names the first number that float32 can't hold.
func fitsFloat32(t *dataset.Table) error {
	for i := range t.X.Rows() {
		for j, x := range t.X.Row(i) {
			if math.Abs(x) > math.MaxFloat32 {
				return fmt.Errorf("%s: row %d after the header, column %d: %v does not fit float32", t.Name, i+1, j+1, x)
			}
		}
	}
	return nil
}
