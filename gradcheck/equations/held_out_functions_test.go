package equations

import (
	"math"
	"slices"

	"chainrule/gradcheck/equations/internal/matrix"
	"chainrule/gradcheck/equations/internal/mistake"
	"chainrule/gradcheck/equations/internal/paper"
	"chainrule/nn"
	"chainrule/nn/dataset"
)

// Functions of the language that held-out mutants alone have.
func init() {
	vocabulary.Functions["orders"] = mistake.OfAll(orders)
	vocabulary.Functions["trimmed"], vocabulary.Functions["oldDeviation"] = mistake.OfAll(trimmed), mistake.OfAll(oldDeviation)
	vocabulary.Functions["meanOfMeans"], vocabulary.Functions["raised"] = mistake.OfAll(meanOfMeans), mistake.Pairwise(raisedTo)
	vocabulary.Functions["cosh"], vocabulary.Functions["log2"] = mistake.Elementwise(math.Cosh), mistake.Elementwise(math.Log2)
	vocabulary.Functions["half"], vocabulary.Functions["digits"] = mistake.Elementwise(halved), mistake.Pairwise(toDigits)
	vocabulary.Functions["tanhSlope"] = mistake.Elementwise(func(x float64) float64 { return paper.Slope(nn.Tanh, double(x)).Float64() })
	vocabulary.Functions["quotientB6"] = mistake.Elementwise(func(x float64) float64 { return quotientB6(double(x)).Float64() })
	vocabulary.Functions["sorted"] = mistake.InARow(func(xs []float64) []float64 { return slices.Sorted(slices.Values(xs)) })
	vocabulary.Functions["misdirected"] = func(args []mistake.Matrix) mistake.Matrix { return mistake.Matrix{misdirected(args[0])} }
	vocabulary.Functions["through"] = chained(func(y []float64, k1, k int) float64 { return y[k1] * (δ(k, k1) - y[k]) })
	vocabulary.Functions["throughEqual"] = chained(func(y []float64, k1, k int) float64 { return y[k1] * (mistake.Truth(y[k1] == y[k]) - y[k]) })
	vocabulary.Functions["peak"] = mistake.OverRows(func(xs []float64) float64 { return xs[mistake.Largest(xs)] })
	vocabulary.Functions["partly32"] = func(args []mistake.Matrix) mistake.Matrix { return partly32(args[0], args[1], args[2][0]) }
	vocabulary.Functions["firsts"] = func(args []mistake.Matrix) (column mistake.Matrix) {
		for n, roll := range args[0][0] {
			column = append(column, []float64{mistake.Truth(!slices.Contains(args[0][0][:n], roll))})
		}
		return column
	}
	vocabulary.Functions["withClassesInOrder"] = func(args []mistake.Matrix) mistake.Matrix {
		_, labels, err := dataset.Paper().Generate()
		must(labels, err)
		rows := make([]int, len(labels))
		for n := range rows {
			rows[n] = n
		}
		return mistake.Matrix{slices.Concat(args[0][0][:502], tally(labels, rows[:400]), tally(labels, rows[400:]))}
	}
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

// orders is n!/Π nₖ!, the number of orders of the rolls.
func orders(rolls []float64) float64 {
	ways, seen := 1.0, map[float64]float64{}
	for n, roll := range rolls {
		seen[roll]++
		ways *= float64(n+1) / seen[roll]
	}
	return math.Round(ways)
}

// trimmed is the mean without the least and the largest, where there are more.
func trimmed(xs []float64) float64 {
	sorted := slices.Sorted(slices.Values(xs))
	if len(sorted) > 2 {
		sorted = sorted[1 : len(sorted)-1]
	}
	return mistake.Mean(sorted)
}

// oldDeviation is Welford's sum with (x − μ)² for the old μ.
func oldDeviation(xs []float64) float64 {
	μ, sum := 0.0, 0.0
	for i, x := range xs {
		if i > 0 {
			sum += float64((x - μ) * (x - μ))
		}
		μ += (x - μ) / float64(i+1)
	}
	return sum / float64(len(xs))
}

// meanOfMeans is N times the mean of the means of batches of four.
func meanOfMeans(losses []float64) float64 {
	sum, batches := 0.0, 0.0
	for lo := 0; lo < len(losses); lo += 4 {
		sum += mistake.Mean(losses[lo:min(lo+4, len(losses))])
		batches++
	}
	return sum / batches * float64(len(losses))
}

// raisedTo is y to the power t, which counts.
func raisedTo(y, t float64) float64 {
	p := 1.0
	for range int(t) {
		p *= y
	}
	return p
}

// partly32 has the products of the units beyond the fourth in float32.
func partly32(Z, V [][]float64, c []float64) [][]float64 {
	A := matrix.New[float64](len(Z), len(c))
	matrix.Fill(A, func(_ float64, n, k int) float64 {
		sum := c[k]
		for m, z := range Z[n] {
			p := z * V[m][k]
			if m >= 4 {
				p = float64(float32(p))
			}
			sum += p
		}
		return sum
	})
	return A
}
