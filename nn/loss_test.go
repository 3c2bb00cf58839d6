package nn_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/nn"
	"chainrule/tensor"
)

// atLogits returns a workspace in which the logits are those given: the model has
// no input that matters, and its output bias is the row.
func atLogits(t *testing.T, rows ...[]float64) (*nn.MLP[float64], *nn.Workspace[float64], tensor.Matrix[float64]) {
	t.Helper()
	K := len(rows[0])
	net := nn.NewMLP[float64](len(rows), len(rows), K, nn.ReLU)
	X := tensor.New[float64](len(rows), len(rows))
	for n := range rows { // X, W = identity, V = the rows: A = X·W·V
		X.Set(n, n, 1)
		net.Parameters().W.Set(n, n, 1)
		copy(net.Parameters().V.Row(n), rows[n])
	}
	s := net.Workspace(len(rows))
	net.Forward(s, X)
	return net, s, X
}

func TestLossOfTheWorkedExamples(t *testing.T) {
	for p, want := range map[float64]float64{1: 0, 0.5: 0.693, 0.2: 1.609} {
		net, s, _ := atLogits(t, []float64{math.Log(p), math.Log1p(-p)})
		require.InDelta(t, want, net.Loss(s, tensor.FromRows([]float64{1, 0})), 5e-4)
	}
}

func TestLossNeverTakesTheLogOfAnUnderflowedProbability(t *testing.T) {
	net, s, _ := atLogits(t, []float64{0, -800})
	require.Equal(t, 0.0, s.Y.At(0, 1), "the probability has underflowed")
	require.Equal(t, 800.0, net.Loss(s, tensor.FromRows([]float64{0, 1})))
	require.Equal(t, 0.0, net.Loss(s, tensor.FromRows([]float64{1, 0})), "0·log 0 is 0")
}

func TestZeroTargetsOfImpossibleClassesCostNothing(t *testing.T) {
	inf := math.Inf(-1)
	net, s, _ := atLogits(t, []float64{0, 0, 0})
	copy(s.A.Row(0), []float64{1, 1, inf})
	require.InDelta(t, math.Ln2, net.Loss(s, tensor.FromRows([]float64{1, 0, 0})), 1e-15)
	require.True(t, math.IsInf(net.Loss(s, tensor.FromRows([]float64{0, 0, 1})), 1))
	copy(s.A.Row(0), []float64{1, math.NaN(), 2})
	require.True(t, math.IsNaN(net.Loss(s, tensor.FromRows([]float64{1, 0, 0}))), "NaN is not swallowed")
}

// Where the textbook's y − t is 0 or has lost its digits, the gradient at the true
// class is minus the sum of the others.
func TestGradientAtTheTrueClassKeepsItsDigits(t *testing.T) {
	for _, gap := range []float64{10, 30, 40, 300, 700} {
		net, s, X := atLogits(t, []float64{gap, 0, -1})
		T, g := tensor.FromRows([]float64{1, 0, 0}), net.Gradient()
		net.Backward(g, s, X, T)
		e := math.Exp(-gap) * (1 + math.Exp(-1))
		require.InEpsilon(t, -e/(1+e), g.C[0], 1e-14, "gap %v", gap)
		if gap >= 40 {
			require.Zero(t, s.Y.At(0, 0)-1, "the textbook form says 0")
		}
	}
}

// T may be any matrix that is not negative: dA = s⊙Y − T, and a row of T that is
// zero, or counts several, is as many one-hot rows.
func TestCountsAreRepeatedRows(t *testing.T) {
	net, s, X := atLogits(t, []float64{1, -2, 0.5}, []float64{0.25, 3, 1})
	g, sum := net.Gradient(), net.Gradient()
	T := tensor.FromRows([]float64{2, 0, 1}, []float64{0, 0, 0})
	net.Backward(g, s, X, T)
	loss := net.Loss(s, T)
	total := 0.0
	for _, k := range []int{0, 0, 2} {
		one := net.Gradient()
		T := tensor.New[float64](2, 3)
		T.Set(0, k, 1)
		net.Backward(one, s, X, T)
		total += net.Loss(s, T)
		for i, x := range one.Theta {
			sum.Theta[i] += x
		}
	}
	require.InDelta(t, total, loss, 1e-14)
	require.InDeltaSlice(t, sum.Theta, g.Theta, 1e-15)
	require.NotZero(t, g.C[0])
}

// A second Backward gives what the first gave; Loss between them changes nothing.
func TestBackwardLeavesTheForwardPassAlone(t *testing.T) {
	for _, σ := range nn.Activations {
		net := nn.NewMLP[float64](3, 4, 2, σ)
		for i := range net.Parameters().Theta {
			net.Parameters().Theta[i] = math.Sin(float64(i))
		}
		X, T := tensor.FromRows([]float64{1, 2, -1}, []float64{0, -3, 0.5}), tensor.FromRows([]float64{1, 0}, []float64{0, 1})
		s, first, second := net.Workspace(5), net.Gradient(), net.Gradient()
		net.Forward(s, X)
		net.Backward(first, s, X, T)
		net.Loss(s, T)
		for i := range second.Theta {
			second.Theta[i] = math.NaN() // whatever was in the gradient is overwritten
		}
		net.Backward(second, s, X, T)
		require.Equal(t, first.Theta, second.Theta)
		require.NotZero(t, furthest(t, first.Theta, make([]float64, len(first.Theta))))
	}
}

func TestABatchOfNoRowsHasNoLossAndNoGradient(t *testing.T) {
	net := initial(7)
	s, g := net.Workspace(3), net.Gradient()
	g.Theta[5] = 1
	X, T := tensor.New[float64](0, 5), tensor.New[float64](0, 3)
	net.Forward(s, X)
	net.Backward(g, s, X, T)
	require.Zero(t, net.Loss(s, T))
	require.Equal(t, make([]float64, len(g.Theta)), g.Theta)
}

// In float32 gradients are those of float64 to its precision.
func TestFloat32FollowsFloat64(t *testing.T) {
	p := paperProblem(t)
	net, net32 := initial(7), nn.NewMLP[float32](5, 50, 3, nn.ReLU)
	X32, T32 := tensor.New[float32](400, 5), tensor.New[float32](400, 3)
	tensor.Convert(X32, p.X)
	tensor.Convert(T32, p.T)
	for i, θ := range net.Parameters().Theta {
		net32.Parameters().Theta[i] = float32(θ)
	}
	s, s32, g, g32 := net.Workspace(400), net32.Workspace(400), net.Gradient(), net32.Gradient()
	net.Forward(s, p.X)
	net.Backward(g, s, p.X, p.T)
	net32.Forward(s32, X32)
	net32.Backward(g32, s32, X32, T32)
	require.InEpsilon(t, net.Loss(s, p.T), float64(net32.Loss(s32, T32)), 1e-5)
	for i := range g.Theta {
		require.InDelta(t, g.Theta[i], float64(g32.Theta[i]), 1e-3)
	}
}

// Softmax regression on the paper's data: the gradient of a concave J vanishes at
// the optimum, which descent finds.
func TestLogisticConverges(t *testing.T) {
	p := paperProblem(t)
	net := nn.NewLogistic[float64](5, 3)
	s, g := net.Workspace(400), net.Gradient()
	before := math.Inf(1)
	for range 400 {
		net.Forward(s, p.X)
		loss := net.Loss(s, p.T)
		require.Less(t, loss, before+1e-9, "descent descends")
		before = loss
		net.Backward(g, s, p.X, p.T)
		tensor.AddScaled(net.Parameters().W, -0.002, g.W)
	}
	require.Less(t, furthest(t, g.Theta, make([]float64, 15)), 1e-3)
	require.Less(t, before, 400*math.Log(3))
}
