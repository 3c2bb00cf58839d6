package othercheckers

import "math"

// above is the smallest ratio that rejects.
var above = math.Nextafter(1, 2)

// ratio returns err/tol, which is at most 1 if and only if err ≤ tol: rounding
// does not move a quotient across 1. It is 0 for 0/0.
func ratio(err, tol float64) float64 {
	if err == 0 && tol == 0 {
		return 0
	}
	return err / tol
}

// strict is ratio for a rule that demands err < tol.
func strict(err, tol float64) float64 {
	if err < tol {
		return err / tol
	}
	return max(above, err/tol)
}

// either returns the ratio of an OR: the smaller one, where NaN counts as the
// larger.
func either(a, b float64) float64 {
	if math.IsNaN(a) {
		return b
	}
	if math.IsNaN(b) {
		return a
	}
	return min(a, b)
}

// near is the rule |claimed − numeric| ≤ atol + rtol·|numeric| of NumPy's and
// PyTorch's allclose, in which equal infinities are near, other infinities are
// not, and a NaN is near to nothing.
func near(claimed, numeric, atol, rtol float64) float64 {
	if claimed == numeric {
		return 0
	}
	return ratio(math.Abs(claimed-numeric), atol+float64(rtol*math.Abs(numeric)))
}

// worst returns the largest ratio of the entries, NaN if there is a NaN.
func worst(J, numeric [][]float64, entry func(claimed, numeric float64) float64) float64 {
	w := 0.0
	for j, row := range numeric {
		for i := range row {
			w = max(w, entry(J[j][i], row[i]))
		}
	}
	return w
}

// norm returns √Σxᵢ², which overflows only where the result does.
func norm(x []float64) float64 {
	scale := largest(x)
	if scale == 0 || math.IsInf(scale, 0) || math.IsNaN(scale) {
		return scale
	}
	s := 0.0
	for i := range x {
		s += float64((x[i] / scale) * (x[i] / scale))
	}
	return scale * math.Sqrt(s)
}

// largest returns the largest |xᵢ|, NaN if there is a NaN.
func largest(x []float64) float64 {
	m := 0.0
	for i := range x {
		m = max(m, math.Abs(x[i]))
	}
	return m
}

// distance returns the norm of x − y.
func distance(x, y []float64) float64 { return norm(quotient(x, y, 1)) }
