package dataset

import (
	"math"

	"chainrule/tensor"
)

// Scaler standardises columns: z = (x − Mean)/Scale, with a mean and a scale for each.
type Scaler struct {
	Mean, Scale []float64
}

// FitScaler returns the scaler that gives every column of X mean 0 and variance 1: its mean and the
// root of its mean squared deviation, over N rows, at least one. The scale of a constant column is
// 1, so that it becomes 0. Neither overflows where the elements are finite and differ by
// less than the largest double. Fit it to training rows alone, and apply it to all others.
func FitScaler(X tensor.Matrix[float64]) Scaler {
	N, D := X.Rows(), X.Cols()
	s := Scaler{make([]float64, D), make([]float64, D)}
	for j := range D {
		lowest, highest := X.At(0, j), X.At(0, j)
		for i := range N {
			lowest, highest = min(lowest, X.At(i, j)), max(highest, X.At(i, j))
		}
		if s.Mean[j], s.Scale[j] = lowest, 1; lowest == highest {
			continue
		}
		for range 2 { // the second time corrects the roundings of the first
			sum := 0.0
			for i := range N {
				sum += (X.At(i, j) - s.Mean[j]) / float64(N)
			}
			s.Mean[j] += sum
		}
		reach, sum := max(highest-s.Mean[j], s.Mean[j]-lowest), 0.0
		for i := range N {
			q := (X.At(i, j) - s.Mean[j]) / reach
			sum += float64(q * q)
		}
		s.Scale[j] = float64(reach * math.Sqrt(sum/float64(N)))
	}
	return s
}

// Apply returns the standardised rows, a new matrix. Its elements need not be finite. It panics with an
// [*ArgumentError] if X has another number of columns than the scaler.
func (s Scaler) Apply(X tensor.Matrix[float64]) tensor.Matrix[float64] {
	if X.Cols() != len(s.Mean) {
		panicArgument("Scaler.Apply", "X is %v, the scaler has %d columns", X.Shape(), len(s.Mean))
	}
	Z := tensor.New[float64](X.Rows(), X.Cols())
	for i := range X.Rows() {
		for j, x := range X.Row(i) {
			Z.Set(i, j, (x-s.Mean[j])/s.Scale[j])
		}
	}
	return Z
}

// Standardize replaces X and TestX by their standardised rows, with the scaler fitted to X, the training
// rows, and returns that.
func (p *Problem) Standardize() Scaler {
	s := FitScaler(p.X)
	p.X, p.TestX = s.Apply(p.X), s.Apply(p.TestX)
	return s
}
