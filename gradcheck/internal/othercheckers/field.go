package othercheckers

import "slices"

// field is a problem and the number M of its outputs.
type field struct {
	Problem
	outputs int
}

// moved returns F at the point with h added to xᵢ alone.
func (f field) moved(i int, h float64) []float64 {
	x := slices.Clone(f.At)
	x[i] += h
	return f.F(x)
}

// along returns F(x + t·u).
func (f field) along(t float64, u []float64) []float64 {
	x := slices.Clone(f.At)
	for i := range x {
		x[i] += float64(t * u[i])
	}
	return f.F(x)
}

// jacobian returns the matrix of M rows whose column i is column(i).
func (f field) jacobian(column func(i int) []float64) [][]float64 {
	J := make([][]float64, f.outputs)
	for j := range J {
		J[j] = make([]float64, len(f.At))
	}
	for i := range f.At {
		for j, d := range column(i) {
			J[j][i] = d
		}
	}
	return J
}

// central returns the Jacobian by central differences over ±h.
func (f field) central(h float64) [][]float64 {
	return f.jacobian(func(i int) []float64 { return quotient(f.moved(i, h), f.moved(i, -h), 2*h) })
}

// combine returns Σ wₖ·valuesₖ / scale.
func combine(values [][]float64, w []float64, scale float64) []float64 {
	s := make([]float64, len(values[0]))
	for k, value := range values {
		for j := range s {
			s[j] += float64(w[k] * value[j])
		}
	}
	for j := range s {
		s[j] /= scale
	}
	return s
}

// quotient returns (above − below)/width.
func quotient(above, below []float64, width float64) []float64 {
	return combine([][]float64{above, below}, []float64{1, -1}, width)
}

// pulledBack returns Jᵀ·v.
func pulledBack(J [][]float64, v []float64) []float64 { return combine(J, v, 1) }

func dot(x, y []float64) float64 {
	s := 0.0
	for i := range x {
		s += float64(x[i] * y[i])
	}
	return s
}

func sum(x []float64) float64 {
	s := 0.0
	for i := range x {
		s += x[i]
	}
	return s
}
