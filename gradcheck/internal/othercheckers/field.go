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

// quotient returns (above − below)/width.
func quotient(above, below []float64, width float64) []float64 {
	q := make([]float64, len(above))
	for j := range q {
		q[j] = (above[j] - below[j]) / width
	}
	return q
}

// pulledBack returns Jᵀ·v.
func pulledBack(J [][]float64, v []float64) []float64 {
	x := make([]float64, len(J[0]))
	for j, row := range J {
		for i := range row {
			x[i] += float64(row[i] * v[j])
		}
	}
	return x
}

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
