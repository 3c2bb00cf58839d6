package nn

import (
	"context"
	"fmt"
	"iter"

	"chainrule/tensor"
)

// Model is a model that [Train] can train: [Logistic] or [MLP].
type Model[F tensor.Float] interface {
	Parameters() *Parameters[F]
	Gradient() *Parameters[F]
	Workspace(rows int) *Workspace[F]
	Forward(s *Workspace[F], X tensor.Matrix[F])
	Loss(s *Workspace[F], T tensor.Matrix[F]) F
	Backward(g *Parameters[F], s *Workspace[F], X, T tensor.Matrix[F])
}

// Optimizer updates the parameters θ in place, given the gradient g of the loss;
// both have as many elements as the model has parameters. The rules of package
// adam are optimizers. If an optimizer also has a method Moments() (m, v []F), as
// they do, [Train] checks that the moments stay finite; and Options.Rate wants a method
// SetRate(η float64) error.
type Optimizer[F tensor.Float] interface {
	Update(θ, g []F)
}

// Options are the settings of [Train].
type Options struct {
	Epochs int // passes over the data, at least 1
	Batch  int // rows of a batch, at least 1

	// Batches is the number of batches of an epoch. 0 stands for ⌈N/Batch⌉; more
	// than that adds batches of no rows at the end of each epoch, as Code 13 has
	// two of; fewer, which would drop rows, is an error.
	Batches int

	// Permute, if not nil, is called at the start of each epoch to fill p with a
	// permutation of 0 … N−1, the order of the rows in that epoch. Otherwise it
	// takes them as they stand. The permutation is not checked.
	Permute func(p []int)

	// Rate, if not nil, is the learning rate of each step, set before it; the optimizer then
	// needs a method SetRate, as the rules of package adam have. Otherwise the rate is the optimizer's.
	Rate Schedule

	// Done is the number of epochs that are done already: a training that goes on begins with
	// the next, with parameters, moments and the stream of Permute as they were then.
	Done int

	Decay       float64 // λ ≥ 0: λθ is added to the gradient of each batch
	DecayBiases bool    // b and c decay as well, as in Code 13
}

// Step is the position of training after an update.
type Step struct {
	Number int // updates so far: 1 after the first
	Epoch  int // from 0
	Batch  int // in the epoch, from 0
	Rows   int // of the batch

	LastOfEpoch bool
}

// Train minimises the loss of the model on the rows of X (N×D) and T (N×K) by
// mini-batches: forward, backward, decay, update. It yields a [Step] after each
// update. The model isn't modified until the next iteration, so the caller may
// evaluate it in the loop body.
//
// It ends after the last epoch, or when the caller breaks off: it stops for no cost or
// curve, which is a caller's with [Validation]. Otherwise the last pair has a non-nil error:
//
//   - ctx's, if ctx is done;
//   - a [*NotFiniteError] at the first value that is NaN or infinite;
//   - SetRate's, which names the step, at the first rate that is unusable;
//   - before the first step one that names the unusable option, the place in X or T, or says that all
//     parameters are 0 in a model with a hidden layer, which would never learn: its units would
//     stay alike, and with tanh or ReLU at 0. Initialize has been forgotten.
//
// Parameters that were finite at the beginning are finite at the end, unless the error is about
// a parameter or a moment: an update changes both before either is looked at.
//
// A step allocates nothing and starts no goroutine. To range over the result a
// second time is to train on, from the parameters and moments reached, with steps
// counted from 1 again. An optimizer for another number of parameters panics.
//
// Section 2.4, Codes 3, 4 and 13.
func Train[F tensor.Float](ctx context.Context, net Model[F], opt Optimizer[F], X, T tensor.Matrix[F], o Options) iter.Seq2[Step, error] {
	return func(yield func(Step, error) bool) {
		if err := validate(net.Parameters(), X, T, o); err != nil {
			yield(Step{}, err)
			return
		}
		t, err := newTrainer(net, opt, X, T, o)
		if err != nil {
			yield(Step{}, err)
			return
		}
		for epoch := o.Done; epoch < o.Epochs; epoch++ {
			t.begin()
			for batch := range t.batches {
				if err := ctx.Err(); err != nil {
					yield(t.step, err) // the last completed
					return
				}
				err := t.update(epoch, batch)
				if !yield(t.step, err) || err != nil {
					return
				}
			}
		}
	}
}

// EpochSteps returns the number of batches of an epoch on N rows, as Batches says.
func (o Options) EpochSteps(N int) int {
	if o.Batches > 0 {
		return o.Batches
	}
	return batchCount(N, o.Batch)
}

// batchCount returns ⌈N/B⌉.
func batchCount(N, B int) int { return (N-1)/B + 1 }

// trainer is the state of a Train in progress.
type trainer[F tensor.Float] struct {
	net     Model[F]
	opt     Optimizer[F]
	o       Options
	X, T    tensor.Matrix[F]
	batches int

	order  []int            // rows of the epoch, if they are permuted
	Xb, Tb tensor.Matrix[F] // memory for a batch of them

	θ, g, m, v *Parameters[F] // m and v, if the optimizer shows them
	s          *Workspace[F]
	setRate    func(η float64) error // if there is a schedule
	step       Step
}

func newTrainer[F tensor.Float](net Model[F], opt Optimizer[F], X, T tensor.Matrix[F], o Options) (*trainer[F], error) {
	rows := min(o.Batch, X.Rows())
	t := &trainer[F]{net: net, opt: opt, o: o, X: X, T: T, batches: o.EpochSteps(X.Rows()),
		θ: net.Parameters(), g: net.Gradient(), s: net.Workspace(rows)}
	t.step.Number = o.Done * t.batches
	if o.Permute != nil {
		t.order = make([]int, X.Rows())
		t.Xb, t.Tb = tensor.New[F](rows, X.Cols()), tensor.New[F](rows, T.Cols())
	}
	if rule, ok := opt.(interface{ Moments() (m, v []F) }); ok {
		m, v := rule.Moments()
		t.m, t.v = t.like(m), t.like(v)
	}
	if o.Rate != nil {
		rule, ok := opt.(interface{ SetRate(η float64) error })
		if !ok {
			return nil, fmt.Errorf("nn: Options.Rate is given, but the optimizer %T has no method SetRate", opt)
		}
		t.setRate = rule.SetRate
	}
	return t, nil
}

// begin begins an epoch.
func (t *trainer[F]) begin() {
	if t.order != nil {
		t.o.Permute(t.order)
	}
}

// update makes the next step.
func (t *trainer[F]) update(epoch, batch int) error {
	X, T := t.batch(batch)
	t.step = Step{Number: t.step.Number + 1, Epoch: epoch, Batch: batch, Rows: X.Rows(), LastOfEpoch: batch == t.batches-1}
	if err := t.schedule(); err != nil {
		return err
	}

	t.net.Forward(t.s, X)
	if err := t.checkForward(); err != nil {
		return err
	}
	t.net.Backward(t.g, t.s, X, T)
	t.decay()
	if err := t.check(t.g, "d"); err != nil {
		return err
	}
	t.opt.Update(t.θ.Theta, t.g.Theta)
	return t.checkUpdate()
}

// schedule sets the rate of the step, if there is a schedule.
func (t *trainer[F]) schedule() error {
	if t.setRate == nil {
		return nil
	}
	if err := t.setRate(t.o.Rate(t.step.Number)); err != nil {
		return fmt.Errorf("nn: step %d: %w", t.step.Number, err)
	}
	return nil
}

// batch returns the rows of batch j, none if it lies beyond the data.
func (t *trainer[F]) batch(j int) (X, T tensor.Matrix[F]) {
	lo, hi := batchRange(t.X.Rows(), t.o.Batch, j)
	if t.order == nil {
		return t.X.RowSlice(lo, hi), t.T.RowSlice(lo, hi)
	}
	X, T = t.Xb.RowSlice(0, hi-lo), t.Tb.RowSlice(0, hi-lo)
	for i, n := range t.order[lo:hi] {
		copy(X.Row(i), t.X.Row(n))
		copy(T.Row(i), t.T.Row(n))
	}
	return X, T
}

// decay adds λθ to the gradient: the gradient of (λ/2)‖θ‖².
func (t *trainer[F]) decay() {
	if t.o.Decay == 0 {
		return
	}
	λ := F(t.o.Decay)
	for l, layer := range t.θ.Layers {
		tensor.AddScaled(t.g.Layers[l].W, λ, layer.W)
		if t.o.DecayBiases && layer.B != nil {
			tensor.AddScaled(row(t.g.Layers[l].B), λ, row(layer.B))
		}
	}
}
