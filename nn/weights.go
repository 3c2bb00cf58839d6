package nn

import "chainrule/tensor"

// WeighRows multiplies row n of T by w[n], its weight. Loss and gradient allow for targets of any sum, with
// s⊙Y − T for Y − T: a row counts in proportion to that sum, so that its weight is a factor of its
// targets, and a row of weight 2 is the same as two rows. Weights are not negative; 0 is a row without influence.
//
// Only the care that the gradient takes of 1 − y near y = 1 needs a one-hot row. With a weight s it is
// off by up to s·2⁻⁵³ (float32: s·2⁻²⁴), which shows where a row is nearly certain.
//
// WeighRows panics with a [*ShapeError] if T has not a row for each weight.
func WeighRows[F tensor.Float](T tensor.Matrix[F], w []float64) {
	if len(w) != T.Rows() {
		mismatch("WeighRows", "T is %v, %d weights", T.Shape(), len(w))
	}
	for n := range w {
		for k, t := range T.Row(n) {
			T.Set(n, k, F(F(w[n])*t))
		}
	}
}

// WeighClasses multiplies column k of T by w[k], and with it each one-hot row by the weight of its
// class; see [WeighRows]. It panics with a [*ShapeError] if T has not a column for each weight.
func WeighClasses[F tensor.Float](T tensor.Matrix[F], w []float64) {
	if len(w) != T.Cols() {
		mismatch("WeighClasses", "T is %v, %d weights", T.Shape(), len(w))
	}
	for n := range T.Rows() {
		for k, t := range T.Row(n) {
			T.Set(n, k, F(F(w[k])*t))
		}
	}
}

// BalancedWeights returns the weight N/(K·Nₖ) for each of K classes, of which the N labels have Nₖ of
// class k: every class weighs the same, and all rows together N if each class has one. A class
// without a row gets 0. It panics with a [*ShapeError] if a label is not in 0 … K−1.
func BalancedWeights(labels []int, K int) []float64 {
	w := make([]float64, max(K, 0))
	for n, k := range labels {
		if k < 0 || k >= K {
			mismatch("BalancedWeights", "labels[%d] is %d, of %d classes", n, k, K)
		}
		w[k]++
	}
	for k, count := range w {
		if count > 0 {
			w[k] = float64(len(labels)) / (float64(K) * count)
		}
	}
	return w
}
