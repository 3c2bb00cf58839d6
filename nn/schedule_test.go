package nn_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

func TestSchedules(t *testing.T) {
	rates := func(s nn.Schedule, steps ...int) (all []float64) {
		for _, step := range steps {
			all = append(all, s(step))
		}
		return all
	}
	require.Equal(t, []float64{0.5, 0.5}, rates(nn.Constant(0.5), 1, 1e6))
	require.Equal(t, []float64{8, 8, 8, 4, 4, 4, 2, 8 / 1024.0}, rates(nn.StepDecay(8, 0.5, 3), 1, 2, 3, 4, 5, 6, 7, 31))
	require.Equal(t, []float64{1, 2, 3, 4, 4, 4}, rates(nn.Constant(4).WarmUp(4), 1, 2, 3, 4, 5, 6))
	require.Equal(t, []float64{2, 4, 4, 2}, rates(nn.StepDecay(4, 0.5, 3).WarmUp(2), 1, 2, 3, 4))
	cosine := nn.Cosine(9, 1, 4)
	require.Equal(t, []float64{9, 5, 1, 1}, rates(cosine, 1, 3, 5, 100))
	require.InDelta(t, 1+8*(1+math.Sqrt2/2)/2, cosine(2), 1e-14)
	require.InDelta(t, 1+8*(1-math.Sqrt2/2)/2, cosine(4), 1e-14)
	require.PanicsWithError(t, "nn: StepDecay: n = 0", func() { nn.StepDecay(1, 1, 0) })
	require.PanicsWithError(t, "nn: Cosine: n = -1", func() { nn.Cosine(1, 1, -1) })
}

// The cosine is within 2⁻⁵⁰ of math.Cos, which is right to an ulp, and falls all the way: a series
// that ends two terms earlier would be off by more.
func TestTheCosineIsACosine(t *testing.T) {
	const n = 10000
	s, before := nn.Cosine(1, -1, n), math.Inf(1) // cos πx itself
	for step := 1; step <= n; step++ {
		x := float64(step-1) / n
		require.True(t, math.Abs(s(step)-math.Cos(math.Pi*x)) <= 0x1p-50, "at %v", x)
		require.Less(t, s(step), before)
		before = s(step)
	}
}

// rated is an optimizer that records its rates.
type rated struct {
	recorder
	rates []float64
}

func (r *rated) SetRate(η float64) error { r.rates = append(r.rates, η); return nil }

// Train sets the rate before each step, and training with a schedule is training in pieces,
// each with its rate, to the bit.
func TestTrainFollowsTheSchedule(t *testing.T) {
	p := paperProblem(t)
	r := &rated{}
	require.NoError(t, lastError(t, initial(7), r, p.X, p.T, nn.Options{Epochs: 2, Batch: 100, Rate: nn.StepDecay(1, 0.5, 3)}))
	require.Equal(t, []float64{1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25}, r.rates)

	scheduled, pieces := initial(7), initial(7)
	rule, err := adam.For(scheduled.Parameters().Theta, adam.Default(1))
	require.NoError(t, err)
	o := nn.Options{Epochs: 2, Batch: 50}
	o.Rate = nn.StepDecay(1e-2, 0.5, 8)
	require.NoError(t, lastError(t, scheduled, rule, p.X, p.T, o))
	rule, err = adam.For(pieces.Parameters().Theta, adam.Default(1e-2))
	require.NoError(t, err)
	o = nn.Options{Epochs: 1, Batch: 50}
	require.NoError(t, lastError(t, pieces, rule, p.X, p.T, o))
	require.NoError(t, rule.SetRate(5e-3))
	require.NoError(t, lastError(t, pieces, rule, p.X, p.T, o))
	require.Equal(t, pieces.Parameters().Theta, scheduled.Parameters().Theta)
}

func TestTrainRefusesRatesItCannotSet(t *testing.T) {
	p := paperProblem(t)
	net, o := initial(7), nn.Options{Epochs: 1, Batch: 50, Rate: nn.StepDecay(1, 0, 1)}
	err := lastError(t, net, &recorder{}, p.X, p.T, o)
	require.EqualError(t, err, "nn: Options.Rate is given, but the optimizer *nn_test.recorder has no method SetRate")
	rule, err := adam.NewDescent[float64](1)
	require.NoError(t, err)
	err = lastError(t, net, rule, p.X, p.T, o)
	require.EqualError(t, err, "nn: step 2: adam: rate 0: want a finite number above 0")
}

// From zeros a hidden layer never learns, which Train says; without one it does.
func TestTrainRefusesParametersThatWereForgotten(t *testing.T) {
	p := paperProblem(t)
	o := nn.Options{Epochs: 1, Batch: 50}
	for _, net := range []*nn.MLP[float64]{nn.NewMLP[float64]([]int{5, 4, 3}, nn.Sigmoid), nn.NewMLP[float64]([]int{5, 4, 4, 3}, nn.ReLU)} {
		require.EqualError(t, lastError(t, net, &recorder{}, p.X, p.T, o),
			"nn: all parameters are 0, from which hidden units never learn: call Initialize before Train")
		net.Parameters().Theta[3] = 0x1p-1074
		require.NoError(t, lastError(t, net, &recorder{}, p.X, p.T, o))
	}
	require.NoError(t, lastError(t, nn.NewMLP[float64]([]int{5, 3}), &recorder{}, p.X, p.T, o))
	require.NoError(t, lastError(t, nn.NewLogistic[float64](5, 3), &recorder{}, p.X, p.T, o))
}

// Where the error is about a moment, the parameters may be gone as well: the rule changes both in one
// pass. Here m = −η·g is over.
func TestAMomentIsNamedWhereParametersAreGoneToo(t *testing.T) {
	X, T := tensor.FromRows([]float64{math.MaxFloat64}), tensor.FromRows([]float64{0, 2}) // dA is (1, −1)
	net := nn.NewLogistic[float64](1, 2)
	rule, err := adam.NewClassicalMomentum[float64](2, 2, 0.5)
	require.NoError(t, err)
	err = lastError(t, net, rule, X, T, nn.Options{Epochs: 1, Batch: 1})
	require.EqualError(t, err, "nn: step 1, output layer: m of W, row 0, column 0 is -Inf")
	require.Equal(t, []float64{math.Inf(-1), math.Inf(1)}, net.Parameters().Theta)
}

// A unit is dead if it is off in every row; other activations have no dead units.
func TestDeadUnits(t *testing.T) {
	p := paperProblem(t)
	net := nn.NewMLP[float64]([]int{5, 6, 4, 3}, nn.ReLU)
	net.Initialize(dataset.NewRandom(7).Normal)
	s := net.Workspace(400)
	net.Forward(s, p.X)
	require.Equal(t, []int{0, 0}, net.DeadUnits(s))
	net.Parameters().Layers[0].B[2], net.Parameters().Layers[0].B[5], net.Parameters().Layers[1].B[1] = -1e3, -1e3, -1e3
	net.Forward(s, p.X)
	require.Equal(t, []int{2, 1}, net.DeadUnits(s))
	s.Hidden[0].Z.Set(399, 2, 1)
	require.Equal(t, []int{1, 1}, net.DeadUnits(s), "one row is enough, the last too")
	s.Hidden[0].Z.Set(399, 2, 0)
	g := net.Gradient()
	net.Backward(g, s, p.X, p.T)
	require.Zero(t, g.Layers[0].B[2], "no gradient")
	net.Forward(s, p.X.RowSlice(0, 0))
	require.Equal(t, []int{0, 0}, net.DeadUnits(s), "nothing is known without rows")
	tanh := nn.NewMLP[float64]([]int{5, 6, 3}, nn.Tanh)
	s = tanh.Workspace(400)
	tanh.Forward(s, p.X)
	require.Equal(t, []int{0}, tanh.DeadUnits(s))
}
