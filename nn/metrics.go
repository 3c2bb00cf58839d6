package nn

import "chainrule/tensor"

// Predict sets dst[n] to the class of the largest probability (or logit) in row n
// of Y, the first of equals; NaN counts as the largest. dst has an element for each
// row; another length panics.
//
// Code 12.
func Predict[F tensor.Float](dst []int, Y tensor.Matrix[F]) { tensor.RowArgmax(dst, Y) }

// ErrorRate returns the share of predictions that differ from the actual classes,
// and NaN for empty slices. It panics with a [*ShapeError] if the lengths differ.
//
// Code 12.
func ErrorRate(predicted, actual []int) float64 {
	if len(predicted) != len(actual) {
		mismatch("ErrorRate", "%d predicted, %d actual", len(predicted), len(actual))
	}
	wrong := 0
	for n := range predicted {
		if predicted[n] != actual[n] {
			wrong++
		}
	}
	return float64(wrong) / float64(len(predicted))
}

// Confusion returns the K×K table whose row i and column j counts the rows of
// class i that were predicted as class j. It panics with a [*ShapeError] if the
// lengths differ, K is negative or a class is not in 0 … K−1.
func Confusion(predicted, actual []int, K int) [][]int {
	if len(predicted) != len(actual) {
		mismatch("Confusion", "%d predicted, %d actual", len(predicted), len(actual))
	}
	if K < 0 {
		mismatch("Confusion", "K = %d", K)
	}
	table := make([][]int, K)
	for i := range table {
		table[i] = make([]int, K)
	}
	for n, j := range predicted {
		i := actual[n]
		if i < 0 || K <= i || j < 0 || K <= j {
			mismatch("Confusion", "row %d: class %d predicted as %d of %d", n, i, j, K)
		}
		table[i][j]++
	}
	return table
}

// DeadUnits returns the number of dead units of each hidden layer at the rows of the last Forward on
// s: ReLUs that are 0 in every row, so that no gradient reaches their weights. Units with
// another activation are never counted, since its slope is nowhere 0.
func (p *MLP[F]) DeadUnits(s *Workspace[F]) []int {
	dead := make([]int, len(s.Hidden))
	for l := range s.Hidden {
		Z := s.Hidden[l].Z
		if p.σ[l] != ReLU || Z.Rows() == 0 {
			continue
		}
		for m := range Z.Cols() {
			n := 0
			for n < Z.Rows() && Z.At(n, m) == 0 {
				n++
			}
			if n == Z.Rows() {
				dead[l]++
			}
		}
	}
	return dead
}
