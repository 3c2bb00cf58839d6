package nn_test

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/tensor"
)

// saboteur puts a value into some elements of θ at one step.
type saboteur struct {
	step    int
	indices []int
	value   float64
	count   int
}

func (s *saboteur) Update(θ, _ []float64) {
	if s.count++; s.count == s.step {
		for _, i := range s.indices {
			θ[i] = s.value
		}
	}
}

// Indices in the parameters of the paper's network, 5-50-3.
const (
	inW = 2*50 + 31
	inB = 250 + 7
	inV = 300 + 20*3 + 1
	inC = 450 + 2
)

// lastError trains until the end and returns the error of the last pair.
func lastError[F tensor.Float](t *testing.T, net nn.Model[F], opt nn.Optimizer[F], X, T tensor.Matrix[F], o nn.Options) (last error) {
	t.Helper()
	for _, err := range nn.Train(t.Context(), net, opt, X, T, o) {
		require.NoError(t, last, "nothing follows an error")
		last = err
	}
	return last
}

// If several values are not finite, the one in the output layer is named, since its gradient
// comes first; in a layer the matrix comes before the bias.
func TestTheFirstValueThatIsNotFiniteIsNamed(t *testing.T) {
	p := paperProblem(t)
	for _, c := range []struct {
		want    string
		indices []int
	}{
		{"nn: step 3, output layer: V, row 20, column 1 is +Inf", []int{inW, inB, inV, inC}},
		{"nn: step 3, output layer: c, row 0, column 2 is +Inf", []int{inW, inB, inC}},
		{"nn: step 3, hidden layer: W, row 2, column 31 is +Inf", []int{inW, inB}},
		{"nn: step 3, hidden layer: W, row 2, column 31 is +Inf", []int{inW + 50, inW, inW + 1}},
		{"nn: step 3, hidden layer: b, row 0, column 7 is +Inf", []int{inB}},
	} {
		net := initial(7)
		opt := &saboteur{step: 3, indices: c.indices, value: math.Inf(1)}
		for step, err := range nn.Train(t.Context(), net, opt, p.X, p.T, nn.Options{Epochs: 2, Batch: 50}) {
			require.Equal(t, step.Number == 3, err != nil)
			if err != nil {
				require.EqualError(t, err, c.want)
			}
		}
		require.Equal(t, 3, opt.count)
	}
	err := lastError(t, initial(7), &saboteur{step: 1, indices: []int{inW}, value: math.Inf(-1)}, p.X, p.T, nn.Options{Epochs: 1, Batch: 50})
	require.Equal(t, &nn.NotFiniteError{Step: 1, Layer: "hidden", Name: "W", Row: 2, Col: 31, Value: math.Inf(-1)}, err)
	err = lastError(t, initial(7), &saboteur{step: 1, indices: []int{inC}, value: math.NaN()}, p.X, p.T, nn.Options{Epochs: 1, Batch: 50})
	require.EqualError(t, err, "nn: step 1, output layer: c, row 0, column 2 is NaN")
}

// A gradient that overflows, here by λθ, never reaches the optimizer.
func TestAGradientThatIsNotFiniteIsNamed(t *testing.T) {
	p := paperProblem(t)
	for _, c := range []struct {
		want    string
		indices []int
	}{
		{"nn: step 1, output layer: dV, row 20, column 1 is +Inf", []int{inW, inB, inV, inC}},
		{"nn: step 1, output layer: dc, row 0, column 2 is +Inf", []int{inW, inB, inC}},
		{"nn: step 1, hidden layer: dW, row 2, column 31 is +Inf", []int{inW, inB}},
		{"nn: step 1, hidden layer: db, row 0, column 7 is +Inf", []int{inB}},
	} {
		net, r := initial(7), &recorder{}
		for _, i := range c.indices {
			net.Parameters().Theta[i] = 1e10
		}
		before := slices.Clone(net.Parameters().Theta)
		o := nn.Options{Epochs: 1, Batch: 50, Decay: 1e300, DecayBiases: true}
		require.EqualError(t, lastError(t, net, r, p.X, p.T, o), c.want)
		require.Empty(t, r.g)
		require.Equal(t, before, net.Parameters().Theta)
	}
}

// The only layer of softmax regression is its output; and the sum over the rows may
// overflow where each row is finite.
func TestAGradientThatIsNotFiniteIsNamedInRegression(t *testing.T) {
	X, T := tensor.New[float64](4, 2), tensor.New[float64](4, 2)
	for n := range 4 {
		X.Set(n, 1, 1e308)
		T.Set(n, 0, 1)
	}
	r := &recorder{}
	err := lastError(t, nn.NewLogistic[float64](2, 2), r, X, T, nn.Options{Epochs: 1, Batch: 4})
	require.EqualError(t, err, "nn: step 1, output layer: dW, row 1, column 0 is -Inf")
	require.Empty(t, r.g)
}

// moments is an optimizer that changes nothing and shows moments.
type moments struct {
	recorder
	m, v []float64
}

func (s *moments) Moments() (m, v []float64) { return s.m, s.v }

// The moments are looked at in the order m, v, before θ.
func TestMomentsThatAreNotFiniteAreNamed(t *testing.T) {
	p := paperProblem(t)
	bad := func(indices ...int) []float64 {
		x := make([]float64, 453)
		for _, i := range indices {
			x[i] = math.NaN()
		}
		return x
	}
	for _, c := range []struct {
		m, v []float64
		want string
	}{
		{bad(inB), bad(inV), "nn: step 1, hidden layer: m of b, row 0, column 7 is NaN"},
		{nil, bad(inC), "nn: step 1, output layer: v of c, row 0, column 2 is NaN"},
		{bad(), bad(inW), "nn: step 1, hidden layer: v of W, row 2, column 31 is NaN"},
		{bad(inV), nil, "nn: step 1, output layer: m of V, row 20, column 1 is NaN"},
	} {
		err := lastError(t, initial(7), &moments{m: c.m, v: c.v}, p.X, p.T, nn.Options{Epochs: 1, Batch: 50})
		require.EqualError(t, err, c.want)
	}
	require.NoError(t, lastError(t, initial(7), &moments{m: bad(), v: []float64{math.NaN()}}, p.X, p.T, nn.Options{Epochs: 1, Batch: 50}),
		"what is not of the parameters' length is none of them")
}

// Where the square of the gradient overflows, v becomes infinite, and with it every
// later step 0: training would stand still without a word.
func TestOverflowingMomentsAreNamed(t *testing.T) {
	p := paperProblem(t)
	net := initial(7)
	rule, err := adam.For(net.Parameters().Theta, adam.Listing())
	require.NoError(t, err)
	last := lastError(t, net, rule, p.X, p.T, nn.Options{Epochs: 1, Batch: 50, Decay: 1e160})
	require.EqualError(t, last, "nn: step 1, output layer: v of V, row 0, column 0 is +Inf")
}

// A finite parameter may make a forward value overflow; the step after names it.
func TestOverflowInTheForwardPassIsNamed(t *testing.T) {
	p := paperProblem(t)
	for index, want := range map[int]string{0: "hidden layer: α, row ", 300: "output layer: A, row "} {
		net := initial(7)
		s := &saboteur{step: 2, indices: []int{index}, value: 1e308}
		net.Parameters().W.Set(0, 0, 3) // hidden unit 0 is active for some rows
		last := lastError(t, net, s, p.X, p.T, nn.Options{Epochs: 1, Batch: 50})
		require.ErrorContains(t, last, "nn: step 3, "+want)
		require.ErrorContains(t, last, "Inf")
	}
}
