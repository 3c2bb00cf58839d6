package nn_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/nn"
	"chainrule/tensor"
)

// Loss and gradient are the same for a row with weight 2 as for two rows, and for one with weight 0 as
// for none. On integers nothing is rounded but Y.
func TestAWeightIsANumberOfRows(t *testing.T) {
	X := tensor.FromRows([]float64{1, 2}, []float64{-3, 1}, []float64{2, 5})
	T := tensor.FromRows([]float64{1, 0}, []float64{0, 1}, []float64{0, 1})
	net := nn.NewLogistic[float64](2, 2) // W = 0, Y = ½
	lossOf := func(X, T tensor.Matrix[float64]) (float64, []float64) {
		s, g := net.Workspace(X.Rows()), net.Gradient()
		net.Forward(s, X)
		net.Backward(g, s, X, T)
		return net.Loss(s, T), g.Theta
	}
	loss, g := lossOf(tensor.FromRows(X.Row(0), X.Row(0), X.Row(2)), tensor.FromRows(T.Row(0), T.Row(0), T.Row(2)))
	nn.WeighRows(T, []float64{2, 0, 1})
	require.Equal(t, []float64{2, 0, 0, 0, 0, 1}, elements(T))
	weighted, h := lossOf(X, T)
	require.InDelta(t, loss, weighted, 4e-16)
	require.Equal(t, g, h)

	wrong := tensor.FromRows([]float64{2, 0}, []float64{0, 0}, []float64{0, 1.5})
	_, h = lossOf(X, wrong)
	require.NotEqual(t, g, h, "another weight shows")
}

func TestClassWeights(t *testing.T) {
	labels := []int{0, 0, 0, 1, 3, 3}
	w := nn.BalancedWeights(labels, 4)
	require.Equal(t, []float64{6.0 / 12, 6.0 / 4, 0, 6.0 / 8}, w)
	T := tensor.New[float32](6, 4)
	for n, k := range labels {
		T.Set(n, k, 1)
	}
	nn.WeighClasses(T, w)
	sums := make([]float32, 4)
	tensor.ColumnSums(sums, T)
	require.Equal(t, []float32{1.5, 1.5, 0, 1.5}, sums, "every class weighs the same")
	require.Equal(t, []float64{1, 1}, nn.BalancedWeights([]int{1, 0}, 2))
	require.PanicsWithError(t, "nn: BalancedWeights: labels[1] is 2, of 2 classes", func() { nn.BalancedWeights([]int{0, 2}, 2) })
	require.PanicsWithError(t, "nn: WeighRows: T is 6×4, 4 weights", func() { nn.WeighRows(T, w) })
	require.PanicsWithError(t, "nn: WeighClasses: T is 6×4, 6 weights", func() { nn.WeighClasses(T, make([]float64, 6)) })
}
