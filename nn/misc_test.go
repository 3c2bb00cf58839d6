package nn_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/nn"
	"chainrule/tensor"
)

func TestMetrics(t *testing.T) {
	Y := tensor.FromRows([]float64{0.2, 0.5, 0.3}, []float64{0.4, 0.4, 0.2}, []float64{0, 0, 1}, []float64{1, 0, 0})
	predicted := make([]int, 4)
	nn.Predict(predicted, Y)
	require.Equal(t, []int{1, 0, 2, 0}, predicted, "the first of equals")
	actual := []int{1, 1, 2, 2}
	require.Equal(t, 0.5, nn.ErrorRate(predicted, actual))
	require.Equal(t, [][]int{{0, 0, 0}, {1, 1, 0}, {1, 0, 1}}, nn.Confusion(predicted, actual, 3))
	require.True(t, math.IsNaN(nn.ErrorRate(nil, nil)))
	for _, c := range []struct {
		predicted, actual []int
		want              string
	}{
		{predicted, actual[:3], "4 predicted, 3 actual"},
		{predicted[:3], actual, "3 predicted, 4 actual"},
	} {
		require.PanicsWithError(t, "nn: ErrorRate: "+c.want, func() { nn.ErrorRate(c.predicted, c.actual) })
		require.PanicsWithError(t, "nn: Confusion: "+c.want, func() { nn.Confusion(c.predicted, c.actual, 3) })
	}
	for want, c := range map[string][2]int{"class 2 predicted as 0": {2, 0}, "class -1 predicted as 1": {-1, 1},
		"class 1 predicted as 2": {1, 2}, "class 0 predicted as -1": {0, -1}} {
		require.PanicsWithError(t, "nn: Confusion: row 1: "+want+" of 2", func() { nn.Confusion([]int{0, c[1]}, []int{1, c[0]}, 2) })
	}
}

func TestActivationsHaveNames(t *testing.T) {
	for _, σ := range nn.Activations {
		parsed, err := nn.ParseActivation(σ.String())
		require.NoError(t, err)
		require.Equal(t, σ, parsed)
	}
	_, err := nn.ParseActivation("gelu")
	require.EqualError(t, err, `unknown activation "gelu": want relu, tanh or sigmoid`)
	A := tensor.New[float64](1, 1)
	require.PanicsWithError(t, "nn: Apply: unknown activation 9", func() { nn.Apply(nn.Activation(9), A, A) })
	require.PanicsWithError(t, "nn: Derivative: unknown activation -1", func() { nn.Derivative(nn.Activation(-1), A, A) })
}

// The textbook forms z(1−z), 1−z², u(z) agree with the careful ones where they do
// not cancel, and have lost everything at 40.
func TestDerivativesEqualTheTextbookForms(t *testing.T) {
	α := tensor.FromRows([]float64{-3, -1, -0.25, 0, 0.25, 1, 3})
	textbook := map[nn.Activation]func(z float64) float64{
		nn.Sigmoid: func(z float64) float64 { return z * (1 - z) },
		nn.Tanh:    func(z float64) float64 { return 1 - z*z },
		nn.ReLU:    func(z float64) float64 { return map[bool]float64{true: 1}[z > 0] },
	}
	Z, D := tensor.New[float64](1, 7), tensor.New[float64](1, 7)
	for σ, f := range textbook {
		nn.Apply(σ, Z, α)
		nn.Derivative(σ, D, α)
		for j := range 7 {
			require.InDelta(t, f(Z.At(0, j)), D.At(0, j), 1e-15, "%v′(%v)", σ, α.At(0, j))
		}
	}
	far := tensor.FromRows([]float64{40})
	for _, σ := range []nn.Activation{nn.Sigmoid, nn.Tanh} {
		nn.Apply(σ, Z.Slice(0, 1, 0, 1), far)
		nn.Derivative(σ, D.Slice(0, 1, 0, 1), far)
		require.Zero(t, textbook[σ](Z.At(0, 0)))
		require.Greater(t, D.At(0, 0), 0.0)
	}
}

// All parameters lie in one block, in the order W, b, V, c.
func TestParametersAreViewsOfOneBlock(t *testing.T) {
	p := nn.NewMLP[float64]([]int{2, 3, 4}, nn.Tanh).Parameters()
	require.Len(t, p.Theta, 2*3+3+3*4+4)
	for i := range p.Theta {
		p.Theta[i] = float64(i)
	}
	require.Equal(t, 5.0, p.W.At(1, 2))
	require.Equal(t, []float64{6, 7, 8}, p.B)
	require.Equal(t, 9.0, p.V.At(0, 0))
	require.Equal(t, []float64{21, 22, 23, 24}, p.C)
	var names string
	for _, block := range p.Blocks() {
		names += block.Name
	}
	require.Equal(t, "WbVc", names)
	require.Len(t, nn.NewLogistic[float64](2, 3).Parameters().Blocks(), 1)
}

// W is filled row by row, then V, each with values over the root of its rows; b and c
// are cleared, whatever they were.
func TestInitializeSetsEveryParameter(t *testing.T) {
	next := 0.0
	normal := func() float64 { next++; return next }
	net := nn.NewMLP[float64]([]int{4, 9, 2}, nn.Tanh)
	for i := range net.Parameters().Theta {
		net.Parameters().Theta[i] = math.NaN()
	}
	net.Initialize(normal)
	for i, θ := range net.Parameters().Theta {
		want := 0.0
		switch {
		case i < 36: // W, divided by √4
			want = float64(i+1) / 2
		case 45 <= i && i < 63: // V, divided by √9
			want = float64(i-45+37) / 3
		}
		require.Equal(t, want, θ, "θ[%d]", i)
	}
	require.Equal(t, 54.0, next)

	logistic := nn.NewLogistic[float32](3, 30) // divided in float64, then rounded once
	next = 0
	logistic.Initialize(func() float64 { return normal() / 7 })
	for i, θ := range logistic.Parameters().Theta {
		require.Equal(t, float32(float64(i+1)/7/math.Sqrt(3)), θ)
	}
}

func TestWrongShapesPanicWithBothShapes(t *testing.T) {
	net := nn.NewMLP[float64]([]int{2, 3, 4}, nn.Tanh)
	s, g := net.Workspace(5), net.Gradient()
	require.PanicsWithError(t, "nn: MLP.Forward: X is 5×3, W is 2×3", func() { net.Forward(s, tensor.New[float64](5, 3)) })
	require.PanicsWithError(t, "nn: MLP.Forward: 6 rows in a workspace for 5", func() { net.Forward(s, tensor.New[float64](6, 2)) })
	X := tensor.New[float64](5, 2)
	net.Forward(s, X)
	require.PanicsWithError(t, "nn: MLP.Loss: T is 5×3, A is 5×4", func() { net.Loss(s, tensor.New[float64](5, 3)) })
	require.PanicsWithError(t, "nn: MLP.Backward: X is 4×2, T is 5×4, Y is 5×4",
		func() { net.Backward(g, s, X.RowSlice(0, 4), tensor.New[float64](5, 4)) })
	require.PanicsWithError(t, "nn: MLP.Backward: X is 5×2, T is 5×3, Y is 5×4",
		func() { net.Backward(g, s, X, tensor.New[float64](5, 3)) })
	logistic := nn.NewLogistic[float64](2, 3)
	w := logistic.Workspace(5)
	require.PanicsWithError(t, "nn: Logistic.Forward: X is 5×3, W is 2×3", func() { logistic.Forward(w, tensor.New[float64](5, 3)) })
	logistic.Forward(w, X)
	require.PanicsWithError(t, "nn: Logistic.Loss: T is 4×3, A is 5×3", func() { logistic.Loss(w, tensor.New[float64](4, 3)) })
	require.PanicsWithError(t, "nn: Logistic.Backward: X is 5×2, T is 5×2, Y is 5×3",
		func() { logistic.Backward(logistic.Gradient(), w, X, X) })
	require.PanicsWithError(t, "nn: Logistic.Backward: X is 4×2, T is 5×3, Y is 5×3",
		func() { logistic.Backward(logistic.Gradient(), w, X.RowSlice(0, 4), tensor.New[float64](5, 3)) })
}

func TestImpossibleSizesPanic(t *testing.T) {
	const big = math.MaxInt / 4
	huge := func(widths ...int) string { return fmt.Sprintf("widths %v", widths) }
	for want, f := range map[string]func(){
		"NewMLP: widths []":                              func() { nn.NewMLP[float64](nil, nn.Tanh) },
		"NewMLP: widths [1]":                             func() { nn.NewMLP[float64]([]int{1}, nn.Tanh) },
		"NewMLP: widths [-1 1 1]":                        func() { nn.NewMLP[float64]([]int{-1, 1, 1}, nn.Tanh) },
		"NewMLP: widths [1 -1 1]":                        func() { nn.NewMLP[float64]([]int{1, -1, 1}, nn.Tanh) },
		"NewMLP: widths [1 1 0]":                         func() { nn.NewMLP[float64]([]int{1, 1, 0}, nn.Tanh) },
		"NewMLP: widths [1 1 1], σ [3]":                  func() { nn.NewMLP[float64]([]int{1, 1, 1}, 3) },
		"NewMLP: widths [1 1 1], σ []":                   func() { nn.NewMLP[float64]([]int{1, 1, 1}) },
		"NewMLP: widths [1 1 1 1 1], σ [1 1]":            func() { nn.NewMLP[float64]([]int{1, 1, 1, 1, 1}, nn.Tanh, nn.Tanh) },
		"NewLogistic: widths [-1 1]":                     func() { nn.NewLogistic[float64](-1, 1) },
		"NewLogistic: widths [1 0]":                      func() { nn.NewLogistic[float64](1, 0) },
		"NewMLP: " + huge(big, big, 2):                   func() { nn.NewMLP[float64]([]int{big, big, 2}, nn.Tanh) },
		"NewMLP: " + huge(1, big, 2):                     func() { nn.NewMLP[float64]([]int{1, big, 2}, nn.Tanh) },
		"NewMLP: " + huge(1, 1, big):                     func() { nn.NewMLP[float64]([]int{1, 1, big}, nn.Tanh) },
		"NewLogistic: " + huge(math.MaxInt, math.MaxInt): func() { nn.NewLogistic[float64](math.MaxInt, math.MaxInt) },
		fmt.Sprintf("Workspace: %d rows", big):           func() { nn.NewLogistic[float64](1, 1).Workspace(big) },
		fmt.Sprintf("Workspace: %d rows", math.MaxInt):   func() { nn.NewMLP[float64]([]int{0, 0, 1}, nn.Tanh).Workspace(math.MaxInt) },
		"Workspace: -1 rows":                             func() { nn.NewLogistic[float64](1, 1).Workspace(-1) },
		"Batches: size = 0":                              func() { nn.Batches(5, 0) },
		"Confusion: K = -1":                              func() { nn.Confusion(nil, nil, -1) },
	} {
		require.PanicsWithError(t, "nn: "+want, f)
	}
	require.Empty(t, nn.NewLogistic[float64](0, 1).Parameters().Theta)
	require.Len(t, nn.NewMLP[float64]([]int{0, 0, 1}, nn.ReLU).Parameters().Theta, 1)
}
