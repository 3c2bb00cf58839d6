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
	if c.precision == "float32" {
		return train[float32](ctx, &c, p, s)
	}
	return train[float64](ctx, &c, p, s)
}

// train trains, reports and saves. An error of the training itself, an
// interruption among them, is returned after that.
func train[F tensor.Float](ctx context.Context, c *settings, p problem, s streams) error {
	t, err := newTraining[F](c, p)
	if err != nil {
		return err
	}
	var file *saver
	if c.save != "" {
		if file, err = newSaver(c.save); err != nil {
			return err
		}
	}
	r := newReporter(c, p, s)
	trained := t.run(ctx, func(step nn.Step) { r.record(t.evaluate(), step) })
	if trained != nil && !errors.Is(trained, context.Canceled) {
		if file != nil {
			file.discard()
		}
		r.interrupt()
		return fmt.Errorf("train: %w", trained)
	}
	err = r.finish(t.final(), t.confusion(), trained != nil)
	if file != nil {
		saved := file.commit(func(w io.Writer) error { return nn.WriteNPZ(w, t.net) })
		if saved != nil {
			return fmt.Errorf("train: -save: %w", saved)
		}
		r.saved(c.save)
	}
	return errors.Join(err, trained)
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
	p       problem
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

func newTraining[F tensor.Float](c *settings, p problem) (*training[F], error) {
	σ, err := nn.ParseActivation(c.activation)
	if err != nil {
		return nil, err
	}
	t := &training[F]{c: c, p: p, random: dataset.NewRandom(c.seed), guessed: make([]int, p.testX.Rows())}
	t.X, t.T = convert[F](p.X), convert[F](p.T)
	t.testX, t.testT = convert[F](p.testX), convert[F](p.testT)
	t.net = nn.NewMLP[F](p.X.Cols(), c.hidden, len(p.classes), σ)
	t.net.Initialize(t.random.Normal)
	t.s = t.net.Workspace(max(p.X.Rows(), p.testX.Rows()))
	t.rule, err = newOptimizer[F](c, len(t.net.Parameters().Theta))
	return t, err
}

// convert returns A in the type F.
func convert[F tensor.Float](A tensor.Matrix[float64]) tensor.Matrix[F] {
	C := tensor.New[F](A.Rows(), A.Cols())
	tensor.Convert(C, A)
	return C
}

// run trains, and calls report after the last batch of every epoch or, as printed,
// after the batches 0 and 7 at which the listing prints.
func (t *training[F]) run(ctx context.Context, report func(nn.Step)) error {
	o := nn.Options{Epochs: t.c.epochs, Batch: t.c.batch, Batches: t.c.batches(t.p.allRows),
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
			report(step)
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

// test returns the cost of the test rows and the share predicted wrongly.
func (t *training[F]) test() (cost, rate float64) {
	t.net.Forward(t.s, t.testX)
	nn.Predict(t.guessed, t.s.Y)
	return float64(t.net.Loss(t.s, t.testT)), nn.ErrorRate(t.guessed, t.p.testLabels)
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
	return nn.Confusion(t.guessed, t.p.testLabels, len(t.p.classes))
}
