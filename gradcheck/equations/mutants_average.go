package equations

import (
	"math"
	"slices"
)

// ofSequence is an answer about the averages of each prefix.
func ofSequence(f func(a average) []float64) func(*probe) []float64 {
	return func(q *probe) []float64 { return f(*q.average) }
}

// ofPrefixes gives f of the first 1, 2, … numbers.
func ofPrefixes(f func(xs []float64) float64) func(*probe) []float64 {
	return ofSequence(func(a average) []float64 { return prefixes(a.xs, f) })
}

// ofDecay is an average by recursion: y from the last y, and x number t.
func ofDecay(next func(β, y, x float64, t int) float64) func(*probe) []float64 {
	return ofSequence(func(a average) (ys []float64) {
		y := 0.0
		for i, x := range a.xs {
			y = next(a.β, y, x, i+1)
			ys = append(ys, y)
		}
		return ys
	})
}

// ofCorrection is y/d with d from β and t.
func ofCorrection(quotient func(y, β float64, t int) float64) func(*probe) []float64 {
	return ofSequence(func(a average) []float64 {
		ys := floats(ewmaFormula[double](a))
		for i := range ys {
			ys[i] = quotient(ys[i], a.β, i+1)
		}
		return ys
	})
}

// dividedBy is the same with a denominator.
func dividedBy(d func(β float64, t int) float64) func(*probe) []float64 {
	return ofCorrection(func(y, β float64, t int) float64 { return y / d(β, t) })
}

func averageOf(xs []float64) float64 { return total(xs) / float64(len(xs)) }

// smoothedBy is βy + (1 − β)x.
func smoothedBy(β, y, x float64) float64 { return float64(β*y) + float64((1-β)*x) }

// windowed drops the weights of all but the last three.
func windowed(a average) []float64 {
	return prefixes(a.xs, func(xs []float64) float64 {
		return weighted(a.β, xs[max(len(xs)-3, 0):], itself[double]).Float64()
	})
}

// lagged has x of the step before.
func lagged(a average) []float64 {
	return floats(ewmaFormula[double](average{a.β, append([]float64{0}, a.xs[:len(a.xs)-1]...)}))
}

// correctedInPlace has the correction in y itself.
func correctedInPlace(β, y, x float64, t int) float64 {
	return smoothedBy(β, y, x) / remaining[big](β, t).Float64()
}

func median(xs []float64) float64 {
	sorted := slices.Sorted(slices.Values(xs))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// deviation is Σ(x − μ)² over a divisor.
func deviation(xs []float64, divisor int) float64 {
	μ, sum := averageOf(xs), 0.0
	for _, x := range xs {
		sum += float64((x - μ) * (x - μ))
	}
	return sum / float64(divisor)
}

func meanSquare(xs []float64) float64 {
	sum := 0.0
	for _, x := range xs {
		sum += float64(x * x)
	}
	return sum / float64(len(xs))
}

// averageMutants lists planted errors in the averages and their bias.
var averageMutants = []Mutant{
	{Equation: "50", Name: "divided by T − 1", answer: ofPrefixes(func(xs []float64) float64 { return total(xs) / float64(max(len(xs)-1, 1)) })},
	{Equation: "50", Name: "the last three numbers only", answer: ofPrefixes(func(xs []float64) float64 { return averageOf(xs[max(len(xs)-3, 0):]) })},
	{Equation: "51", Name: "bars exchanged, as printed", answer: ofSequence(func(a average) (ys []float64) {
		y, last := 0.0, 0.0
		for _, x := range a.xs {
			y, last = smoothedBy(a.β, last, y), x
			ys = append(ys, y)
		}
		return ys
	})},
	{Equation: "51", Name: "started at X₁", answer: ofDecay(func(β, y, x float64, t int) float64 {
		if t == 1 {
			return x
		}
		return smoothedBy(β, y, x)
	})},
	{Equation: "51", Name: "1 − β rounded to float32", answer: ofDecay(func(β, y, x float64, _ int) float64 {
		return float64(β*y) + float64(float64(float32(1-β))*x)
	})},
	{Equation: "52", Name: "median", answer: ofPrefixes(median)},
	{Equation: "52", Name: "halfway between least and largest", answer: ofPrefixes(func(xs []float64) float64 { return (slices.Min(xs) + slices.Max(xs)) / 2 })},
	{Equation: "52", Name: "ΣX/T, summed first", answer: ofPrefixes(averageOf),
		Equivalent: "The running mean is this by induction; one sum has fewer roundings than the recursion."},
	{Equation: "53", Name: "divided by T − 1", answer: ofPrefixes(func(xs []float64) float64 { return deviation(xs, max(len(xs)-1, 1)) })},
	{Equation: "53", Name: "E(X²), as v estimates", answer: ofPrefixes(meanSquare)},
	{Equation: "53", Name: "mean of (X − μ)²", answer: ofPrefixes(func(xs []float64) float64 { return deviation(xs, len(xs)) }),
		Equivalent: "That is what E(X²) − μ² comes to, E(X² − 2μX + μ²), without its cancellation."},
	{Equation: "57", Name: "β and 1 − β exchanged", answer: ofDecay(func(β, y, x float64, _ int) float64 { return smoothedBy(β, x, y) })},
	{Equation: "57", Name: "1 − β forgotten", answer: ofDecay(func(β, y, x float64, _ int) float64 { return float64(β*y) + x })},
	{Equation: "57", Name: "x(t − 1) for x(t)", answer: ofSequence(lagged)},
	{Equation: "57", Name: "weights but the last three dropped", answer: ofSequence(windowed)},
	{Equation: "57", Name: "fused multiply-add", answer: ofDecay(func(β, y, x float64, _ int) float64 { return math.FMA(β, y, float64((1-β)*x)) }),
		Equivalent: "The product βy is not rounded, so there is a rounding less."},
	{Equation: "58", Name: "exponent t − 1", answer: dividedBy(byExponent(-1))},
	{Equation: "58", Name: "exponent t + 1", answer: dividedBy(byExponent(1))},
	{Equation: "58", Name: "1 − βᵗ by subtraction", answer: dividedBy(bySubtraction)},
	{Equation: "58", Name: "βᵗ in float32", answer: dividedBy(byShortPower)},
	{Equation: "58", Name: "the correction kept in y", answer: ofDecay(correctedInPlace)},
	{Equation: "58", Name: "times 1/(1 − βᵗ)", answer: ofCorrection(func(y, β float64, t int) float64 { return y * (1 / byExponent(0)(β, t)) }),
		Equivalent: "With the denominator right to ½ ulp, a rounding more is within the 2 ulp that the bound allows it."},
	{Equation: "2.5.2", Name: "1/(T + 1) for 1/T", answer: inBlock("X̄", ofDecay(func(_, y, x float64, t int) float64 {
		α := 1 / float64(t+1)
		return smoothedBy(1-α, y, x)
	}))},
	{Equation: "2.5.2", Name: "α and 1 − α exchanged", answer: inBlock("average", ofDecay(func(β, y, x float64, _ int) float64 { return smoothedBy(β, x, y) }))},
}
