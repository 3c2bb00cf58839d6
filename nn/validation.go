package nn

import (
	"math"

	"chainrule/tensor"
)

// Validation is early stopping: it measures a model in training on rows held back, remembers the
// parameters that did best there, and says when nothing has been gained for too long.
type Validation[F tensor.Float] struct {
	// Patience is the number of measurements in a row without a new least loss after
	// which Measure says to stop; 0 means never.
	Patience int

	Curve []float64 // loss of each measurement, divided by the sum of T: the mean of one-hot rows
	Best  int       // index in Curve of the least, the first of equals; NaN is the greatest
	Theta []F       // the parameters at that measurement

	net    Model[F]
	X, T   tensor.Matrix[F]
	weight float64 // the sum of T
	s      *Workspace[F]
}

// NewValidation returns the validation of a model on the rows of X (N×D) and T (N×K), before its first
// measurement. It keeps X and T.
func NewValidation[F tensor.Float](net Model[F], X, T tensor.Matrix[F], patience int) *Validation[F] {
	v := &Validation[F]{Patience: patience, net: net, X: X, T: T, s: net.Workspace(X.Rows())}
	for n := range T.Rows() {
		v.weight += float64(tensor.Sum(T.Row(n)))
	}
	return v
}

// Measure adds the loss of the model as it is to the curve, for instance after each epoch, and
// reports whether to stop. Besides the curve it allocates nothing after the first measurement.
func (v *Validation[F]) Measure() (stop bool) {
	v.net.Forward(v.s, v.X)
	loss := float64(v.net.Loss(v.s, v.T)) / v.weight
	v.Curve = append(v.Curve, loss)
	if best := v.Curve[v.Best]; len(v.Curve) == 1 || loss < best || math.IsNaN(best) && !math.IsNaN(loss) {
		v.Best = len(v.Curve) - 1
		v.Theta = append(v.Theta[:0], v.net.Parameters().Theta...)
	}
	return v.Exhausted()
}

// Exhausted reports whether patience has ended.
func (v *Validation[F]) Exhausted() bool {
	return v.Patience > 0 && len(v.Curve)-1-v.Best >= v.Patience
}

// Restore gives the model the parameters of the best measurement, if there was one.
func (v *Validation[F]) Restore() {
	if v.Theta != nil {
		copy(v.net.Parameters().Theta, v.Theta)
	}
}
