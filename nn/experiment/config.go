package experiment

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/nn/file"
	"chainrule/tensor"
)

// The paper's result (Code 14): the listing's output at epoch 499, batch 7.
const (
	PaperCost      = 49.135031 // sum over the test rows
	PaperErrorRate = 0.18
)

// The paper's settings (Codes 13 and 14).
const (
	PaperHidden = 50
	PaperEpochs = 500
	PaperBatch  = 50

	paperSplitSeed = 7
	paperTestShare = 0.2
	printPeriod    = 7 // the listing prints after the batches whose index is a multiple
)

// Config describes a training.
type Config struct {
	Problem    *dataset.Problem // rows to train and to test on; nil for the paper's
	Hidden     []int            // M, of each hidden layer at least 1
	Activation nn.Activation    // σ
	Seed       uint32           // of the initial weights, as in np.random.seed
	Rule       Rule
	nn.Options

	ValidationShare float64   // of the training rows of each class, held back to validate on; 0 for none
	Patience        int       // epochs without a new least validation cost after which training ends; 0 for never
	ClassWeights    []float64 // of the rows of each class, in training and validation; nil for 1
}

// sizes returns about the matrices that a run needs beside the problem: rows in its type, α, Z, A
// and Y with their gradients for all rows and for a batch, and the parameters with their
// gradient and moments.
func (c Config) sizes() (list [][2]int) {
	widths, N := c.widths(), c.Problem.Rows
	list = append(list, [2]int{N, widths[0] + len(c.Problem.Classes)})
	for l, units := range widths[1:] {
		list = append(list, [2]int{N + min(N, c.Batch), 3 * units}, [2]int{5 * (widths[l] + 1), units})
	}
	return list
}

// widths returns the widths of the layers, the inputs' first.
func (c Config) widths() []int {
	return slices.Concat([]int{c.Problem.X.Cols()}, c.Hidden, []int{len(c.Problem.Classes)})
}

// Paper returns the training that Code 13 means: 500 epochs of 8 batches of 50 rows, Adam
// with ε inside the root.
func Paper(seed uint32) Config {
	return Config{Hidden: []int{PaperHidden}, Activation: nn.ReLU, Seed: seed, Rule: Rule{Adam, adam.Listing()},
		Options: nn.Options{Epochs: PaperEpochs, Batch: PaperBatch}}
}

// Printed returns the training that Code 13 performs: the number of batches of an epoch is
// computed from all 500 rows, so that the last two of ten are empty.
func Printed(seed uint32) Config {
	c := Paper(seed)
	c.Batches = PaperRows().Rows / c.Batch
	return c
}

// Default returns the training for N rows of one's own, standardised and in a new order each epoch:
// 100 ReLU units, 200 epochs of batches of 32, Adam with its usual settings, and a decay
// of the weights that sums to 4 over an epoch, so that it weighs less the more rows there are.
//
// We chose these on iris, wine, breast cancer and digits; see docs/decisions/11-classifier.md.
func Default(N int, seed uint32) Config {
	const batch, decay = 32, 4.0
	return Config{Hidden: []int{100}, Activation: nn.ReLU, Seed: seed, Rule: Rule{Adam, adam.Default(1e-3)},
		Options: nn.Options{Epochs: 200, Batch: batch, Decay: decay * batch / float64(max(N, batch))}}
}

// PaperTable returns the 500 rows of Code 6. The result is shared: don't change it.
var PaperTable = sync.OnceValue(func() *dataset.Table {
	t := must(dataset.Paper().Table())
	t.Name = "the paper's data"
	return t
})

// PaperRows returns the same rows split as in Code 7, 400 to train and 100 to test on. The
// result is shared: don't change it.
var PaperRows = sync.OnceValue(func() *dataset.Problem {
	return must(dataset.NewProblem(PaperTable(), paperTestShare, paperSplitSeed))
})

// must returns x. It panics if there is an error, which constant input can't cause.
func must[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}

// The names of the update rules.
const (
	Adam      = "adam"      // Equation (59), or (56) without correction
	RMSprop   = "rmsprop"   // Equation (55)
	Momentum  = "momentum"  // Equation (48)
	Classical = "classical" // section 2.5.1, the textbook form
	Descent   = "descent"   // Code 4
)

// Rules lists the names of the update rules.
var Rules = []string{Adam, RMSprop, Momentum, Classical, Descent}

// Rule is an update rule by name with its settings, as far as it has them: β of momentum is
// Beta1, β of RMSprop Beta2.
type Rule struct {
	Name string
	adam.Options
}

// NewOptimizer returns the rule for n parameters. Its error names the setting that can't
// be used.
func NewOptimizer[F tensor.Float](r Rule, n int) (nn.Optimizer[F], error) {
	switch r.Name {
	case Adam:
		return adam.New[F](n, r.Options)
	case RMSprop:
		return adam.NewRMSprop[F](n, adam.RMSpropOptions{Rate: r.Rate, Beta: r.Beta2, Epsilon: r.Epsilon, EpsilonInside: r.EpsilonInside})
	case Momentum:
		return adam.NewMomentum[F](n, r.Rate, r.Beta1)
	case Classical:
		return adam.NewClassicalMomentum[F](n, r.Rate, r.Beta1)
	case Descent:
		return adam.NewDescent[F](r.Rate)
	}
	return nil, fmt.Errorf("unknown optimizer %s: want %s", file.Quote(r.Name), strings.Join(Rules, ", "))
}
