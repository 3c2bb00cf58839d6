package nn_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
	"chainrule/nn"
	"chainrule/tensor"
)

// atLogits returns a workspace whose logits are rows: the model's input has no
// influence, and its output bias is the row.
func atLogits(t *testing.T, rows ...[]float64) (*nn.MLP[float64], *nn.Workspace[float64], tensor.Matrix[float64]) {
	t.Helper()
	K := len(rows[0])
	net := nn.NewMLP[float64]([]int{len(rows), len(rows), K}, nn.ReLU)
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
	s.Softmax()
	loss := net.Loss(s, tensor.FromRows([]float64{1, 0, 0}))
	bound := (4*math.Log(3) + 1 + 8) * gradcheck.Unit64 // of tensor.LogSoftmax at the maximum of three
	require.True(t, math.Abs(loss-math.Ln2) <= bound, "%v", loss)
	require.True(t, math.IsInf(net.Loss(s, tensor.FromRows([]float64{0, 0, 1})), 1))
	copy(s.A.Row(0), []float64{1, math.NaN(), 2})
	s.Softmax()
	require.True(t, math.IsNaN(net.Loss(s, tensor.FromRows([]float64{1, 0, 0}))), "NaN is not swallowed")
}

// Where the textbook's y − t is 0 or has lost its digits, the gradient at the true
// class is minus the sum of the other elements. [tensor.Softmax] promises each of them a
// relative error below (gap + 1 + ln 3 + 9)·u; their sum and the expression here are within 8u.
func TestGradientAtTheTrueClassKeepsItsDigits(t *testing.T) {
	for _, gap := range []float64{10, 30, 40, 300, 700} {
		net, s, X := atLogits(t, []float64{gap, 0, -1})
		T, g := tensor.FromRows([]float64{1, 0, 0}), net.Gradient()
		net.Backward(g, s, X, T)
		e := math.Exp(-gap) * (1 + math.Exp(-1))
		want, bound := -e/(1+e), (gap+20)*gradcheck.Unit64
		require.True(t, math.Abs(g.C[0]-want) <= -want*bound, "gap %v: %v, want %v", gap, g.C[0], want)
		if gap >= 40 {
			require.Zero(t, s.Y.At(0, 0)-1, "the textbook form says 0")
		}
	}
}

// T may be any matrix that is not negative: dA = s⊙Y − T, and a row of T that is
// zero, or counts several, is as many one-hot rows. With equal logits Y is ¼, and
// nothing is rounded but log 4; the sum has three equal terms.
func TestCountsAreRepeatedRows(t *testing.T) {
	net, s, X := atLogits(t, []float64{1, 1, 1, 1}, []float64{-2, -2, -2, -2})
	g, sum := net.Gradient(), net.Gradient()
	T := tensor.FromRows([]float64{2, 0, 1, 0}, []float64{0, 0, 0, 0})
	net.Backward(g, s, X, T)
	loss := net.Loss(s, T)
	total := 0.0
	for _, k := range []int{0, 0, 2} {
		one := net.Gradient()
		T := tensor.New[float64](2, 4)
		T.Set(0, k, 1)
		net.Backward(one, s, X, T)
		total += net.Loss(s, T)
		for i, x := range one.Theta {
			sum.Theta[i] += x
		}
	}
	require.Equal(t, total, loss)
	require.Equal(t, sum.Theta, g.Theta)
	require.Equal(t, []float64{-1.25, 0.75, -0.25, 0.75}, g.C)
}

// A second Backward gives the results of the first; Loss between them changes nothing.
func TestBackwardLeavesTheForwardPassAlone(t *testing.T) {
	for _, σ := range nn.Activations {
		net := nn.NewMLP[float64]([]int{3, 4, 2}, σ)
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

// A probability clipped at 1e-15 makes the loss constant where the gradient is not 0, so
// that it is no integral of the gradient any more (scikit-learn's log_loss, gomlx). Here a
// difference of the loss is the gradient at logits of any size.
func TestDefectClippedLossIsNoIntegralOfTheGradient(t *testing.T) {
	for _, gap := range []float64{10, 40, 300, 1000} {
		loss := func(x float64) float64 {
			net, s, _ := atLogits(t, []float64{x, 0})
			return net.Loss(s, tensor.FromRows([]float64{1, 0}))
		}
		const h = 0.125
		slope := (loss(-gap+h) - loss(-gap-h)) / (2 * h) // y − t = −1 to within e^−10
		require.InDelta(t, -1, slope, 1e-4)
		clipped := func(x float64) float64 { return -math.Log(max(1e-15, 1/(1+math.Exp(-x)))) }
		if gap >= 40 {
			require.Zero(t, clipped(-gap+h)-clipped(-gap-h), "the clipped form would pass too")
		}
	}
}
