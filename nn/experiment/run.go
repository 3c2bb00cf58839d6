package experiment

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"iter"
	"math"
	"unsafe"

	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/nn/file"
	"chainrule/tensor"
)

// Run is a network in training.
type Run[F tensor.Float] struct {
	Config
	Net    *nn.MLP[F]
	Rule   nn.Optimizer[F]
	Random *dataset.Random // drew the initial weights; goes on to draw the shuffles

	X, T         tensor.Matrix[F] // training rows
	TestX, TestT tensor.Matrix[F]
	Validation   *nn.Validation[F] // nil if no rows are held back

	// Adjust, if not nil, may change the gradient of each batch after the right one has
	// been computed from s, X and T: so are wrong gradients tried.
	Adjust func(g *nn.Parameters[F], s *nn.Workspace[F], X, T tensor.Matrix[F])

	s       *nn.Workspace[F] // to evaluate
	guessed []int
}

// New returns a run before its first step, with weights drawn from the seed. It is an error if
// there is no memory for it.
func New[F tensor.Float](c Config) (*Run[F], error) {
	if c.Problem == nil {
		c.Problem = PaperRows()
	}
	for _, M := range c.Hidden {
		if M < 1 {
			return nil, fmt.Errorf("%d hidden units: want at least 1", M)
		}
	}
	if err := file.Room(int(unsafe.Sizeof(F(0))), c.sizes()...); err != nil {
		return nil, fmt.Errorf("%d hidden units, %d classes and %d rows: the training %w", c.Hidden, len(c.Problem.Classes), c.Problem.Rows, err)
	}
	p := c.Problem
	r := &Run[F]{Config: c, Random: dataset.NewRandom(c.Seed), guessed: make([]int, p.TestX.Rows())}
	r.X, r.T, r.TestX, r.TestT = dataset.Rounded[F](p.X), dataset.Rounded[F](p.T), dataset.Rounded[F](p.TestX), dataset.Rounded[F](p.TestT)
	if K := len(p.Classes); c.ClassWeights != nil && len(c.ClassWeights) != K {
		return nil, fmt.Errorf("%d class weights: want one for each of %d classes", len(c.ClassWeights), K)
	} else if c.ClassWeights != nil {
		r.T = tensor.New[F](p.T.Rows(), p.T.Cols())
		tensor.Convert(r.T, p.T)
		nn.WeighClasses(r.T, c.ClassWeights)
	}
	r.Net = nn.NewMLP[F](c.widths(), c.Activation)
	r.Net.Initialize(r.Random.Normal)
	r.s = r.Net.Workspace(max(p.X.Rows(), p.TestX.Rows()))
	err := r.holdBack()
	if err != nil {
		return nil, err
	}
	r.Rule, err = NewOptimizer[F](c.Rule, len(r.Net.Parameters().Theta))
	return r, err
}

// holdBack moves the share of the training rows that is to validate on out of them.
func (r *Run[F]) holdBack() error {
	if r.ValidationShare == 0 {
		return nil
	}
	rest, held, err := dataset.StratifiedSplit(r.Problem.Labels, r.ValidationShare, r.Seed)
	if err != nil {
		return err
	}
	r.Validation = nn.NewValidation(r.Net, dataset.Gather(r.X, held), dataset.Gather(r.T, held), r.Patience)
	r.X, r.T = dataset.Gather(r.X, rest), dataset.Gather(r.T, rest)
	return nil
}

// Steps trains, and yields like [nn.Train]. With a validation it measures after each epoch, before it yields
// the last step, ends when patience does, and leaves the network with the best parameters,
// however it ends.
func (r *Run[F]) Steps(ctx context.Context) iter.Seq2[nn.Step, error] {
	var model nn.Model[F] = r.Net
	if r.Adjust != nil {
		model = adjusted[F]{r.Net, r.Adjust}
	}
	steps := nn.Train(ctx, model, r.Rule, r.X, r.T, r.Options)
	if r.Validation == nil {
		return steps
	}
	return func(yield func(nn.Step, error) bool) {
		defer r.Validation.Restore()
		if r.Validation.Exhausted() { // a run that goes on may have stopped before
			return
		}
		for step, err := range steps {
			if err == nil && step.LastOfEpoch {
				r.Validation.Measure()
			}
			if !yield(step, err) || step.LastOfEpoch && r.Validation.Exhausted() {
				return
			}
		}
	}
}

// adjusted is a network whose gradient is changed after it has been computed.
type adjusted[F tensor.Float] struct {
	*nn.MLP[F]
	adjust func(g *nn.Parameters[F], s *nn.Workspace[F], X, T tensor.Matrix[F])
}

func (a adjusted[F]) Backward(g *nn.Parameters[F], s *nn.Workspace[F], X, T tensor.Matrix[F]) {
	a.MLP.Backward(g, s, X, T)
	a.adjust(g, s, X, T)
}

// Train trains to the end and returns r. It panics on an error, for configurations that
// are constants of a program.
func (r *Run[F]) Train() *Run[F] {
	for _, err := range r.Steps(context.Background()) {
		if err != nil {
			panic(err)
		}
	}
	return r
}

// Trained returns a run of float64 after its last step. It panics on an error, for
// configurations that are constants of a program.
func Trained(c Config) *Run[float64] { return must(New[float64](c)).Train() }

// Outcome is the state of a network: the costs of the rows it trains on and of the test rows, sums, and
// the share of the test rows that it predicts wrongly.
type Outcome struct {
	TrainCost, TestCost float64
	Validation          float64 // loss of a row held back, at the last measurement; 0 without
	Best                int     // the epoch of the least such loss, from 0,
	Least               float64 // and that
	ErrorRate           float64 // NaN if the test cost is not finite: nothing is predicted where logits overflow
	TrainRows, TestRows int
}

// Means returns the costs of a row.
func (o Outcome) Means() (train, test float64) {
	return o.TrainCost / float64(o.TrainRows), o.TestCost / float64(o.TestRows)
}

// HighestCost is the cost above which a training has gone astray, although it is finite.
const HighestCost = 1e100

// Evaluate returns the outcome of the network as it is. It allocates nothing.
func (r *Run[F]) Evaluate() Outcome {
	r.Net.Forward(r.s, r.X)
	o := Outcome{TrainCost: float64(r.Net.Loss(r.s, r.T)), TrainRows: r.X.Rows(), TestRows: r.TestX.Rows()}
	o.TestCost, o.ErrorRate = r.Test()
	if v := r.Validation; v != nil && len(v.Curve) > 0 {
		o.Validation, o.Best, o.Least = v.Curve[len(v.Curve)-1], v.Best, v.Curve[v.Best]
	}
	return o
}

// Test returns the cost and the error rate of the test rows.
func (r *Run[F]) Test() (cost, rate float64) {
	r.Net.Forward(r.s, r.TestX)
	nn.Predict(r.guessed, r.s.Y)
	cost = float64(r.Net.Loss(r.s, r.TestT))
	if math.IsNaN(cost) || math.IsInf(cost, 0) {
		return cost, math.NaN()
	}
	return cost, nn.ErrorRate(r.guessed, r.Problem.TestLabels)
}

// Predicted returns the classes that the last [Run.Test] or [Run.Evaluate] predicted for
// the test rows, until the next.
func (r *Run[F]) Predicted() []int { return r.guessed }

// Hash returns the SHA-256 of W, b, V, c, row by row, as little-endian float64, in
// hexadecimal.
func (r *Run[F]) Hash() string {
	h := sha256.New()
	for _, x := range r.Net.Parameters().Theta {
		h.Write(binary.LittleEndian.AppendUint64(nil, math.Float64bits(float64(x))))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// DeadUnits returns the number of units of each hidden layer that are dead for every training row; see
// [nn.MLP.DeadUnits].
func (r *Run[F]) DeadUnits() []int {
	r.Net.Forward(r.s, r.X)
	return r.Net.DeadUnits(r.s)
}
