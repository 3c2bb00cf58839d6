package main

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"

	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

// trainCommand trains a model.
func trainCommand(ctx context.Context, args []string, s streams) error {
	c := paperSettings()
	flags := c.flagSet()
	about := "Trains a network; without flags the paper's, with the batches that Code 13\n" +
		"means: 500 epochs of 8 batches. Costs are sums over the set, without decay.\n" +
		"Ctrl-C ends training; what was reached is reported and saved."
	if err := parse(flags, args, about, s); err != nil {
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
	p, err := loadProblem(&c)
	if err != nil {
		return err
	}
	if c.save != "" {
		if err := checkSave(c.save, c.data); err != nil {
			return err
		}
	}
	ctx, stop := interruptible(ctx)
	defer stop()
	if c.precision == "float32" {
		return train[float32](ctx, &c, p, s)
	}
	return train[float64](ctx, &c, p, s)
}

// train trains, reports and saves. What ended the training early, an interruption
// among them, is returned after that; only a training that went astray is not saved.
func train[F tensor.Float](ctx context.Context, c *settings, p *dataset.Problem, s streams) error {
	t, err := newTraining[F](c, p)
	if err != nil {
		return err
	}
	r := newReporter(c, p, s)
	trained := t.run(ctx, func(step nn.Step) error { return r.record(t.evaluate(), step) })
	var astray *nn.NotFiniteError
	if errors.As(trained, &astray) {
		r.endLine()
		return fmt.Errorf("train: %w (a smaller -rate may help; nothing was saved)", trained)
	}
	reported := r.finish(t.final(), t.confusion(), errors.Is(trained, context.Canceled))
	if c.save != "" {
		if err := save(c.save, func(w io.Writer) error { return nn.WriteNPZ(w, t.net) }); err != nil {
			return fmt.Errorf("train: -save %s: %w", c.save, err)
		}
		r.saved(c.save)
	}
	if trained != nil {
		return trained
	}
	return reported
}

// record is where training stands.
type record struct {
	Step      int    `json:"step"`
	Epoch     int    `json:"epoch"`
	TrainCost number `json:"train_cost"`
	TestCost  number `json:"test_cost"`
	TestError number `json:"test_error"`
}

// training is a network being trained on a problem.
type training[F tensor.Float] struct {
	c       *settings
	p       *dataset.Problem
	X, T    tensor.Matrix[F] // training rows
	testX   tensor.Matrix[F]
	testT   tensor.Matrix[F]
	net     *nn.MLP[F]
	rule    nn.Optimizer[F]
	s       *nn.Workspace[F] // to evaluate
	random  *dataset.Random
	step    nn.Step // the last
	guessed []int
}

func newTraining[F tensor.Float](c *settings, p *dataset.Problem) (*training[F], error) {
	σ, err := nn.ParseActivation(c.activation)
	if err != nil {
		return nil, err
	}
	t := &training[F]{c: c, p: p, random: dataset.NewRandom(c.seed), guessed: make([]int, p.TestX.Rows())}
	t.X, t.T = convert[F](p.X), convert[F](p.T)
	t.testX, t.testT = convert[F](p.TestX), convert[F](p.TestT)
	t.net = nn.NewMLP[F](p.X.Cols(), c.hidden, len(p.Classes), σ)
	t.net.Initialize(t.random.Normal)
	t.s = t.net.Workspace(max(p.X.Rows(), p.TestX.Rows()))
	t.rule, err = newOptimizer[F](c, len(t.net.Parameters().Theta))
	return t, err
}

// run trains, and calls report after the last batch of every epoch or, as printed,
// after the batches 0 and 7 at which the listing prints.
// An error of report ends the training.
func (t *training[F]) run(ctx context.Context, report func(nn.Step) error) error {
	o := nn.Options{Epochs: t.c.epochs, Batch: t.c.batch, Batches: t.c.batches(t.p.Rows),
		Decay: t.c.decay, DecayBiases: t.c.decayBiases}
	if t.c.shuffle {
		o.Permute = t.random.Permute
	}
	for step, err := range nn.Train(ctx, t.net, t.rule, t.X, t.T, o) {
		if err != nil {
			return err
		}
		t.step = step
		if printed := step.Batch%7 == 0; t.c.asPrinted && printed || !t.c.asPrinted && step.LastOfEpoch {
			if err := report(step); err != nil {
				return err
			}
		}
	}
	return nil
}

// evaluate returns the costs and the error rate now.
func (t *training[F]) evaluate() record {
	t.net.Forward(t.s, t.X)
	train := t.net.Loss(t.s, t.T)
	cost, rate := t.test()
	return record{t.step.Number, t.step.Epoch, number(train), number(cost), number(rate)}
}

// test returns the cost of the test rows and the share predicted wrongly, which is
// NaN if the cost is not finite: nothing was predicted where logits overflow.
func (t *training[F]) test() (cost, rate float64) {
	t.net.Forward(t.s, t.testX)
	nn.Predict(t.guessed, t.s.Y)
	cost = float64(t.net.Loss(t.s, t.testT))
	if math.IsNaN(cost) || math.IsInf(cost, 0) {
		return cost, math.NaN()
	}
	return cost, nn.ErrorRate(t.guessed, t.p.TestLabels)
}

// finalRecord is the record after the last update.
type finalRecord struct {
	record
	Final       bool   `json:"final"`
	Interrupted bool   `json:"interrupted,omitempty"`
	Kernel      string `json:"kernel"`
	SHA256      string `json:"parameters_sha256"`
}

func (t *training[F]) final() finalRecord {
	return finalRecord{record: t.evaluate(), Final: true, Kernel: tensor.Kernel(), SHA256: t.hash()}
}

// hash is the SHA-256 of W, b, V, c, row by row, as little-endian float64.
func (t *training[F]) hash() string {
	h := sha256.New()
	for _, x := range t.net.Parameters().Theta {
		h.Write(binary.LittleEndian.AppendUint64(nil, math.Float64bits(float64(x))))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// confusion is the table of the test rows after final.
func (t *training[F]) confusion() [][]int {
	return nn.Confusion(t.guessed, t.p.TestLabels, len(t.p.Classes))
}
