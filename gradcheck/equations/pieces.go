package equations

import (
	"math"
	"slices"

	"chainrule/gradcheck/equations/internal/matrix"
)

// The pieces of which functions of the language of mistakes are made.

func total(xs []float64) (sum float64) {
	for _, x := range xs {
		sum += x
	}
	return sum
}

func multiplied(xs []float64) float64 {
	p := 1.0
	for _, x := range xs {
		p *= x
	}
	return p
}

func averageOf(xs []float64) float64 { return total(xs) / float64(len(xs)) }

func median(xs []float64) float64 {
	sorted := slices.Sorted(slices.Values(xs))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// distinct returns each number once, in the order of its first occurrence.
func distinct(xs []float64) (some []float64) {
	for _, x := range xs {
		if !slices.Contains(some, x) {
			some = append(some, x)
		}
	}
	return some
}

// largestOf and lastOf return the index of the first and of the last maximum.
func largestOf(xs []float64) (at int) {
	for i, x := range xs {
		if x > xs[at] {
			at = i
		}
	}
	return at
}

func lastOf(xs []float64) (at float64) {
	for i, x := range xs {
		if x >= xs[int(at)] {
			at = float64(i)
		}
	}
	return at
}

// leastOf returns the index of the number nearest to 0 that is not 0.
func leastOf(xs []float64) float64 {
	at := -1
	for i, x := range xs {
		if x != 0 && (at < 0 || math.Abs(x) < math.Abs(xs[at])) {
			at = i
		}
	}
	return float64(at)
}

// toDigits rounds to so many digits after the point.
func toDigits(x, digits float64) float64 {
	return math.Round(x*math.Pow10(int(digits))) / math.Pow10(int(digits))
}

// halved rounds to half precision, which has 11 binary digits.
func halved(x float64) float64 {
	f, e := math.Frexp(x)
	return math.Ldexp(math.RoundToEven(f*2048)/2048, e)
}

// coarse is AᵀB accumulated in float32.
func coarse(A, B [][]float64) (C []float64) {
	for i := range A[0] {
		for j := range B[0] {
			var sum float32
			for n := range A {
				sum += float32(A[n][i] * B[n][j])
			}
			C = append(C, float64(sum))
		}
	}
	return C
}

// misdirected is Kahan's sum of each column with its correction added for subtracted.
func misdirected(A [][]float64) []float64 {
	sums, lost := make([]float64, len(A[0])), make([]float64, len(A[0]))
	for _, row := range A {
		for j, x := range row {
			y := x + lost[j]
			sum := sums[j] + y
			lost[j], sums[j] = (sum-sums[j])-y, sum
		}
	}
	return sums
}

// softened returns the softmax of each row, shifted by its maximum.
func softened(A [][]float64, exp func(float64) float64) [][]float64 {
	Y := matrix.Clone(A)
	for n, row := range A {
		m, sum := row[largestOf(row)], 0.0
		for k, a := range row {
			Y[n][k] = exp(a - m)
			sum += Y[n][k]
		}
		for k := range row {
			Y[n][k] /= sum
		}
	}
	return Y
}

// residualOf is T − s⊙Y as [residual] has it.
func residualOf(T, Y [][]float64) [][]float64 {
	R := matrix.New[float64](len(T), len(T[0]))
	for n := range R {
		d := make([]double, len(R[n]))
		residual(doubles(Y[n : n+1])[0], d, T[n])
		R[n] = negative(floats(d))
	}
	return R
}
