package equations

import (
	"math"
	"slices"

	"chainrule/gradcheck"
)

// The pieces of which functions of the language of mistakes are made.

func narrow[N field[N]](rows [][]N) [][]float64 {
	all := make([][]float64, len(rows))
	for i, row := range rows {
		all[i] = floats(row)
	}
	return all
}

func doubles(rows [][]float64) [][]double {
	all := make([][]double, len(rows))
	for i, row := range rows {
		all[i] = gradcheck.FromFloats[double](row)
	}
	return all
}

func copied(rows [][]float64) [][]float64 {
	all := make([][]float64, len(rows))
	for i, row := range rows {
		all[i] = slices.Clone(row)
	}
	return all
}

// each sets every element to f of it and its place.
func each(A [][]float64, f func(x float64, i, j int) float64) {
	for i, row := range A {
		for j, x := range row {
			row[j] = f(x, i, j)
		}
	}
}

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

// distinct returns the numbers without those that occurred before.
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

// flipped returns the transpose.
func flipped(A [][]float64) [][]float64 {
	B := rectangle[float64](len(A[0]), len(A))
	each(B, func(_ float64, i, j int) float64 { return A[j][i] })
	return B
}

// refilled returns a matrix of the shape of A that is filled column by column.
func refilled(A [][]float64) [][]float64 { return flipped(cut(flat(A), len(A))) }

// moved returns the rows, each replaced by the next, the last by the first.
func moved(A [][]float64) [][]float64 { return append(copied(A[1:]), copied(A[:1])...) }

// backwards returns the rows, the last one first.
func backwards(A [][]float64) [][]float64 {
	B := copied(A)
	slices.Reverse(B)
	return B
}

// product returns AB + 1bᵀ; b may be nil.
func product(A, B [][]float64, b []float64) [][]float64 {
	C := rectangle[float64](len(A), len(B[0]))
	each(C, func(_ float64, i, j int) float64 {
		sum := 0.0
		if b != nil {
			sum = b[j]
		}
		for l := range B {
			sum += float64(A[i][l] * B[l][j])
		}
		return sum
	})
	return C
}

// times returns AᵀB, row by row, and sums Aᵀ1.
func times(A, B [][]float64) []float64 { return floats(transposedProduct(doubles(A), doubles(B))) }
func sums(A [][]float64) []float64     { return floats(columnSums(doubles(A))) }

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
	Y := copied(A)
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
	R := rectangle[float64](len(T), len(T[0]))
	for n := range R {
		d := make([]double, len(R[n]))
		residual(doubles(Y[n : n+1])[0], d, T[n])
		R[n] = negative(floats(d))
	}
	return R
}

// clipped is the R of Σ t log(y + ε), from R, T, Y and ε.
func clipped(args []matrixOf) matrixOf {
	R, T, Y, ε := copied(args[0]), args[1], args[2], args[3][0][0]
	weight := func(y float64) float64 { return y / (y + ε) }
	each(R, func(r float64, n, k int) float64 {
		t, y := T[n], Y[n]
		if isOneHot(t) {
			at := y[largestOf(t)]
			return r * at / (at + ε)
		}
		sum := 0.0
		for k := range t {
			sum += float64(t[k] * weight(y[k]))
		}
		return float64(t[k]*weight(y[k])) - float64(y[k]*sum)
	})
	return R
}

// through returns the sums over k′ of ∂J/∂yₖ′ times a slope ∂yₖ′/∂aₖ, by the chain rule.
func through(slope func(y []float64, k1, k int) float64) builtin {
	return func(args []matrixOf) matrixOf {
		R, Y := copied(args[0]), args[1]
		each(R, func(_ float64, n, k int) (sum float64) {
			for k1 := range Y[n] {
				sum += float64(args[0][n][k1] * slope(Y[n], k1, k))
			}
			return sum
		})
		return R
	}
}

// likelihoodOfRolls is (1) for rolls and probabilities.
func likelihoodOfRolls(args []matrixOf) matrixOf {
	d := die{w: flat(args[1])}
	for _, roll := range flat(args[0]) {
		d.rolls = append(d.rolls, int(roll))
	}
	return matrixOf{floats(dieLikelihood[double](d))}
}

// batchRows are so many batches of B of N rows, each with some rows more: their first and last rows, and their number.
func batchRows(args []matrixOf) matrixOf {
	count, B, N, more := integer(args[0]), integer(args[1]), integer(args[2]), integer(args[3])
	var values []float64
	for j := range count {
		values = append(values, float64(j*B), float64(min((j+1)*B+more, N)))
	}
	return matrixOf{append(values, float64(count))}
}

// scored appends the share of errors to the classes of the five rows.
func scored(args []matrixOf) matrixOf {
	classes, errors := flat(args[0]), 0.0
	for n, class := range classes {
		errors += 1 - δ(int(class), []int{1, 0, 2, 2, 1}[n])
	}
	return matrixOf{append(classes, errors/5)}
}
