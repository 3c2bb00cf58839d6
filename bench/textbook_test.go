package main

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/tensor"
)

// newNaiveStep returns the textbook's network with the data and the parameters of
// newStep.
func newNaiveStep(tb testing.TB, N, D, M, K int) *naiveNetwork {
	tb.Helper()
	ours, p := newStep[float64](N, D, M, K), newNaiveNetwork(N, D, M, K)
	θ := ours.net.Parameters()
	for _, pair := range []struct {
		to   []float64
		from tensor.Matrix[float64]
	}{{p.X, ours.X}, {p.T, ours.T}, {p.W, θ.W}, {p.V, θ.V}} {
		for i := range pair.from.Rows() {
			copy(pair.to[i*pair.from.Cols():], pair.from.Row(i))
		}
	}
	copy(p.b, θ.B)
	copy(p.c, θ.C)
	return p
}

// The textbook's steps agree with nn and adam after ten steps, to 10⁻¹¹ in every
// parameter, the same bound that package nn's tests have for NumPy's steps, whose order of
// summation also differs.
func TestTextbookStepIsRight(t *testing.T) {
	for _, s := range [][4]int{{50, 5, 50, 3}, {1, 1, 1, 2}, {7, 3, 9, 4}} {
		ours, naive := newStep[float64](s[0], s[1], s[2], s[3]), newNaiveStep(t, s[0], s[1], s[2], s[3])
		for range 10 {
			ours.all()
			naive.step()
		}
		θ := append(append(append(append([]float64(nil), naive.W...), naive.b...), naive.V...), naive.c...)
		requireNear(t, ours.net.Parameters().Theta, θ)
		naive.dW[0] += 1e-3 // the test sees a wrong gradient
		naive.update()
		ours.update()
		require.Greater(t, math.Abs(naive.W[0]-ours.net.Parameters().Theta[0]), 1e-11)
	}
}

func requireNear(t *testing.T, want, got []float64) {
	t.Helper()
	require.Len(t, got, len(want))
	for i := range want {
		require.True(t, math.Abs(got[i]-want[i]) <= 1e-11, "[%d] is %v and not %v", i, got[i], want[i])
	}
}

// The rows of the textbook's softmax sum to 1 and agree with tensor.Softmax, each to
// within the roundings of an exponential, a sum and a quotient.
func TestTextbookSoftmaxIsRight(t *testing.T) {
	const rows, cols = 9, 17
	A := values(tensor.New[float64](rows, cols), false)
	a, y, want := make([]float64, rows*cols), make([]float64, rows*cols), tensor.New[float64](rows, cols)
	for i := range rows {
		copy(a[i*cols:], A.Row(i))
	}
	a[3], A.Row(0)[3] = 800, 800 // where an exponential would overflow
	naiveSoftmax(y, a, cols)
	tensor.Softmax(want, A)
	for i := range rows {
		sum := 0.0
		for j, x := range want.Row(i) {
			require.InDelta(t, x, y[i*cols+j], 2*(cols+8)*0x1p-53*x)
			sum += y[i*cols+j]
		}
		require.InDelta(t, 1, sum, cols*0x1p-53)
	}
}
