package nn_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

// paper is the paper's problem: data, split, one-hot targets.
type paper struct {
	X, T, testX, testT tensor.Matrix[float64]
	labels, testLabels []int
}

func paperProblem(t testing.TB) paper {
	t.Helper()
	X, y, err := dataset.Paper().Generate()
	require.NoError(t, err)
	train, test, err := dataset.Split(X.Rows(), 0.2, 7)
	require.NoError(t, err)
	p := paper{X: dataset.Gather(X, train), testX: dataset.Gather(X, test)}
	p.T, p.labels = oneHot(y, train)
	p.testT, p.testLabels = oneHot(y, test)
	return p
}

func oneHot(y, rows []int) (tensor.Matrix[float64], []int) {
	T, labels := tensor.New[float64](len(rows), 3), make([]int, len(rows))
	for i, r := range rows {
		labels[i] = y[r]
		T.Set(i, y[r], 1)
	}
	return T, labels
}

// initial returns the paper's network with weights from the seed.
func initial(seed uint32) *nn.MLP[float64] {
	net := nn.NewMLP[float64]([]int{5, 50, 3}, nn.ReLU)
	net.Initialize(dataset.NewRandom(seed).Normal)
	return net
}

// evaluate returns cost and error rate.
func evaluate(net *nn.MLP[float64], s *nn.Workspace[float64], X, T tensor.Matrix[float64], labels []int) (cost, rate float64) {
	net.Forward(s, X)
	predicted := make([]int, X.Rows())
	nn.Predict(predicted, s.Y)
	return net.Loss(s, T), nn.ErrorRate(predicted, labels)
}

// furthest returns the largest distance between elements, NaN if any is NaN.
func furthest(t *testing.T, got, want []float64) float64 {
	t.Helper()
	require.Len(t, got, len(want))
	require.NotEmpty(t, want)
	worst := 0.0
	for i := range got {
		worst = max(worst, math.Abs(got[i]-want[i]))
	}
	return worst
}

// elements returns the elements of A row by row.
func elements(A tensor.Matrix[float64]) []float64 {
	var all []float64
	for i := range A.Rows() {
		all = append(all, A.Row(i)...)
	}
	return all
}
