package equations

import (
	"math"
	"slices"
)

// nonZero are the numbers other than 0, which a program may take for missing.
func nonZero(xs []float64) (some []float64) {
	for _, x := range xs {
		if x != 0 {
			some = append(some, x)
		}
	}
	return some
}

// skippingZeros is an average by recursion that skips zeros as missing.
func skippingZeros(β, y, x float64, _ int) float64 {
	if x == 0 {
		return y
	}
	return smoothedBy(β, y, x)
}

// onceEach is the mean of the different numbers.
func onceEach(xs []float64) float64 {
	sorted := slices.Sorted(slices.Values(xs))
	return averageOf(slices.Compact(sorted))
}

// trimmed is the mean without the least and the largest, where there are more.
func trimmed(xs []float64) float64 {
	sorted := slices.Sorted(slices.Values(xs))
	if len(sorted) > 2 {
		sorted = sorted[1 : len(sorted)-1]
	}
	return averageOf(sorted)
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

// warming has β at most (1 + t)/(10 + t), as averages of weights do.
func warming(β, y, x float64, t int) float64 {
	return smoothedBy(min(β, float64(1+t)/float64(10+t)), y, x)
}

// decimalAlpha has 1 − β as a decimal of its own.
func decimalAlpha(β, y, x float64, _ int) float64 {
	return float64(β*y) + float64(toDigits(1-β, 12)*x)
}

// heldOutAverage lists planted errors in the averages and their bias.
var heldOutAverage = []Mutant{
	{Equation: "52", Name: "without the least and the largest", answer: ofPrefixes(trimmed)},
	{Equation: "53", Name: "Welford's with (x − μ)² for the old μ", answer: ofPrefixes(oldDeviation)},
	{Equation: "51", Name: "divided by the weights' sum", answer: ofCorrection(func(y, β float64, t int) float64 { return y / power(β, t) })},
	{Equation: "57", Name: "β at most (1 + t)/(10 + t)", answer: ofDecay(warming)},
}

// heldOutAverageSubtle show at some points alone, or in late digits.
var heldOutAverageSubtle = []Mutant{
	{Equation: "50", Name: "the last ten alone", answer: ofPrefixes(func(xs []float64) float64 { return averageOf(xs[max(len(xs)-10, 0):]) })},
	{Equation: "50", Name: "zeros not counted", answer: ofPrefixes(func(xs []float64) float64 { return averageOf(nonZero(xs)) })},
	{Equation: "51", Name: "zeros skipped as missing", answer: ofDecay(skippingZeros)},
	{Equation: "52", Name: "each number once", answer: ofPrefixes(onceEach)},
	{Equation: "53", Name: "0 below 1e-12", answer: ofPrefixes(func(xs []float64) float64 { return least(1e-12, deviation(xs, len(xs))) })},
	{Equation: "57", Name: "1 − β as a decimal of its own", answer: ofDecay(decimalAlpha)},
	{Equation: "57", Name: "y below 1e-10 flushed to 0", answer: ofDecay(func(β, y, x float64, _ int) float64 {
		return least(1e-10, smoothedBy(β, y, x))
	})},
	{Equation: "58", Name: "no correction once βᵗ < 10⁻³", answer: dividedBy(func(β float64, t int) float64 {
		if d := power(β, t); 1-d >= 1e-3 {
			return d
		}
		return 1
	})},
	{Equation: "58", Name: "1 − βᵗ + 1e-12", answer: dividedBy(func(β float64, t int) float64 { return power(β, t) + 1e-12 })},
	{Equation: "2.5.2", Name: "1/10 for 1/T after the tenth", answer: inBlock("X̄", ofDecay(func(_, y, x float64, t int) float64 {
		α := 1 / float64(min(t, 10))
		return smoothedBy(1-α, y, x)
	}))},
	{Equation: "2.5.2", Name: "zeros skipped as missing", answer: inBlock("average", ofDecay(skippingZeros))},
	{Equation: "2.5.5", Name: "weights of ŷ(2) to ten digits", answer: mutateResult(func(_ *probe, g []float64) []float64 {
		g[4], g[5] = toDigits(g[4], 10), toDigits(g[5], 10)
		return g
	})},
}

// heldOutProof lists planted errors in the appendix.
var heldOutProof = []Mutant{
	{Equation: "B.1", Name: "minus lost in the last line", answer: inLine(1, 2, func(a []float64) []float64 {
		return scaledBy(floats(equation11[double](a)), -1)
	})},
	{Equation: "B.2", Name: "1/S in float32", answer: inLine(1, 2, diagonalLine(func(e, S float64) float64 {
		y := e * float64(float32(1/S))
		return y - float64(y*y)
	}))},
	{Equation: "B.4", Name: "|a| for a", answer: ofLinearForm(func(_ *probe, a []float64) []float64 {
		for i := range a {
			a[i] = math.Abs(a[i])
		}
		return a
	})},
}

// heldOutProofSubtle show at some points alone.
var heldOutProofSubtle = []Mutant{
	{Equation: "B.1", Name: "product rule with δ where aₖ = aₖ′", answer: inLine(0, 2, byValue)},
	{Equation: "B.3", Name: "1/y at most 1e12", answer: inLine(0, 2, func(ty []float64) []float64 {
		return []float64{ty[0] * min(1/ty[1], 1e12)}
	})},
	{Equation: "B.5", Name: "1/(1 + e)·(1 − 1/(1 + e))", answer: inSlope(1, 3, func(e float64) float64 { return 1 / (1 + e) * (1 - 1/(1+e)) })},
	{Equation: "B.6", Name: "first line 0 beyond |α| = 20", answer: inLine(0, 3, func(x []float64) []float64 {
		if math.Abs(x[0]) > 20 {
			return []float64{0}
		}
		return []float64{quotientB6(double(x[0])).Float64()}
	})},
	{Equation: "B.7", Name: "0 up to 2⁻²⁰", answer: above(0x1p-20)},
}
