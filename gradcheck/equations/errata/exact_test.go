package errata

import (
	"math"
	"slices"
	"sync"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/paper"
	"chainrule/nn"
)

// exact7 is the truth behind [seed7]: the same network in 320 bits.
var exact7 = sync.OnceValue(func() *network { return exactOf(seed7()) })

func exactOf(p position) *network {
	return &network{Perceptron: paper.Perceptron{
		Activation: nn.ReLU, N: p.X.Rows(), D: p.X.Cols(), M: len(p.θ.B), K: len(p.θ.C), X: rowsOf(p.X), T: rowsOf(p.T), Theta: p.θ.Theta,
	}}
}

// moved returns the parameters of which that with index i is moved by h.
func (e *network) moved(i int, h real320) []real320 {
	θ := numbers[real320](e.Theta...)
	θ[i] = θ[i].Add(h)
	return θ
}

// slope is ∂J/∂θᵢ, by differences.
func (e *network) slope(i int) float64 {
	J := func(h []real320) real320 { return likelihoodOf(e, e.moved(i, h[0])) }
	return gradcheck.Differences(J, []float64{0})[0].Float64()
}

// The indices in θ of the network of Code 13.
func indexW(d, m int) int { return 50*d + m }
func indexB(m int) int    { return 5*50 + m }
func indexV(m, k int) int { return 6*50 + 3*m + k }
func indexC(k int) int    { return 6*50 + 3*50 + k }

// regression returns the logits Wᵀx of softmax regression with K classes.
func regression(W []real320, x []float64, K int) []real320 {
	return paper.Affine(columns(W, K), numbers[real320](x...), make([]real320, K))
}

// regressionLikelihood is J of softmax regression, (7), for W of D×K, row by row.
func regressionLikelihood(X, T [][]float64, W []real320) (J real320) {
	return paper.Likelihood(paper.Deep{Widths: []int{len(X[0]), len(T[0])}, X: X, T: T}, W)
}

// columns cuts W, row by row, into rows of so many columns.
func columns(W []real320, cols int) [][]real320 { return slices.Collect(slices.Chunk(W, cols)) }

// softmaxSlope is ∂y_k/∂a_r, (16).
func softmaxSlope(y []real320, k, r int) real320 { return y[k].Mul(delta(k, r).Sub(y[r])) }

// delta is 1 if i = j, and 0 otherwise.
func delta(i, j int) real320 { return real320{}.Of(onlyIf(i == j, 1)) }

// worst returns the largest |aᵢ − bᵢ|.
func worst(a, b []real320) (gap float64) {
	for i := range b {
		gap = max(gap, math.Abs(a[i].Sub(b[i]).Float64()))
	}
	return gap
}

// workedSoftmax returns their softmax and its derivatives J[k][r] = ∂y_k/∂a_r.
func workedSoftmax() (y []real320, J [][]real320) {
	return paper.Softmax(numbers[real320](worked...)), gradcheck.Jacobian(paper.Softmax[real320], worked)
}

// furthestIndex returns the index of the largest |aᵢ − bᵢ|.
func furthestIndex(a, b []float64) (index int) {
	for i := range a {
		if math.Abs(a[i]-b[i]) > math.Abs(a[index]-b[index]) {
			index = i
		}
	}
	return index
}

func rowsOf(A matrix) (rows [][]float64) {
	for n := range A.Rows() {
		rows = append(rows, A.Row(n))
	}
	return rows
}

// agree reports whether two numbers of 320 bits are one: they differ by at most
// 2⁻¹⁰⁰, relative to the truth where that is above 1. A formula errs by some 2⁻³¹⁰, and
// a difference by 2⁻¹⁸²·x²·|f‴|, see [gradcheck.Differences]; no derivative here is
// near 2⁸⁰, and no wrong formula as near as 2⁻⁵⁰.
func agree(formula, truth real320) bool {
	if formula.IsNaN() || truth.IsNaN() {
		return false
	}
	bound := truth.Of(1).Max(truth).Max(truth.Neg()).Mul(truth.Of(0x1p-100))
	gap := formula.Sub(truth)
	return gap.Max(gap.Neg()).Cmp(bound) <= 0
}
