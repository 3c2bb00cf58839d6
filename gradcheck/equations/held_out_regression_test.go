package equations

import "math"

// chained is the gradient in a of Σ t log y by the chain rule, with a slope ∂J/∂y and
// a δ of one's own.
func chained(slope func(t, y float64) float64, same func(y []float64, k1, k int) bool) func(*mutableMLP) {
	return setR(func(t, y []float64, k int) (sum float64) {
		for k1 := range t {
			diagonal := 0.0
			if same(y, k1, k) {
				diagonal = 1
			}
			sum += float64(slope(t[k1], y[k1]) * (y[k1] * (diagonal - y[k])))
		}
		return sum
	})
}

func byIndex(_ []float64, k1, k int) bool  { return k1 == k }
func byOutput(y []float64, k1, k int) bool { return y[k1] == y[k] }

func tOverY(t, y float64) float64 { return t / y }

// oneLogit has σ(a₁), and not σ(a₁ − a₀), for the second of two classes.
func oneLogit(s *mutableMLP) {
	if s.K == 2 {
		each(s.A, func(a float64, _, k int) float64 { return a * float64(k) })
		s.Y = softened(s.A, math.Exp)
		s.again()
	}
}

// clippedY is y within 1e-15 of neither 0 nor 1.
func clippedY(y float64) float64 { return min(max(y, 1e-15), 1-1e-15) }

// certainY rounds values near 1 to 1.
func certainY(y float64) float64 {
	if y > 1-1e-9 {
		return 1
	}
	return y
}

var heldOutRegression = []Mutant{
	{Equation: "9", Name: "g′ = 2y²", answer: atX(func(x float64) float64 {
		y := math.Exp(x)
		return slopeOfTanh(y*y*y) * 2 * y * y * y
	})},
	{Equation: "10", Name: "t log y for t/y", answer: mutateLogistic(chained(func(t, y float64) float64 { return t * math.Log(y) }, byIndex))},
	{Equation: "11", Name: "below the diagonal 0", answer: ofExponentials(other, func(e []float64, S float64, k1, k int) float64 {
		if k1 > k {
			return 0
		}
		return -e[k1] / (S * S) * e[k]
	})},
	{Equation: "14", Name: "y − y²/2", answer: ofPairs(same, func(y []float64, _, k int) float64 { return y[k] - y[k]*y[k]/2 })},
	{Equation: "15", Name: "the next class's y for 1 − y", answer: ofPairs(same, func(y []float64, _, k int) float64 {
		return y[k] * y[(k+1)%len(y)]
	})},
	{Equation: "18", Name: "the last logit fixed at 0", answer: ofLogits(func(in *instance, k, i, l int) float64 {
		return in.X[0][i] * δ(k, l) * (1 - δ(k, in.K-1))
	})},
	{Equation: "2.2.4", Name: "sum in float32", answer: mutateFormula(func(a []float64) []float64 {
		e, S := exponentials[double](a)
		return []float64{float64(e[0]) / float64(float32(S)), float64(e[1]) / float64(float32(S)), float64(e[2]) / float64(float32(S))}
	})},
	{Equation: "2.2.6", Name: "y − t", answer: mutateResult(negated)},
	{Equation: "2.2.7", Name: "rows of X from the last to the first", answer: where(several, forwardRegression(func(_ *instance, s *mutableMLP) []float64 {
		return flat(product(backwards(s.X), s.V, nil))
	}))},
}

// heldOutRegressionSubtle show at some points alone, or in late digits.
var heldOutRegressionSubtle = []Mutant{
	{Equation: "9", Name: "tanh′ 1 for |z| < 10⁻³", answer: atX(func(x float64) float64 {
		y := math.Exp(x)
		if y*y*y < 1e-3 {
			return 3 * y * y * y
		}
		return slopeOfTanh(y*y*y) * 3 * y * y * y
	})},
	{Equation: "10", Name: "δ where yₖ = yₖ′", answer: mutateLogistic(chained(tOverY, byOutput))},
	{Equation: "10", Name: "t/max(y, 1e-8)", answer: mutateLogistic(chained(func(t, y float64) float64 { return t / max(y, 1e-8) }, byIndex))},
	{Equation: "10", Name: "rows in pairs, an odd one left out", answer: mutateLogistic(pairsOnly)},
	{Equation: "10", Name: "two classes: the first fixed", answer: mutateLogistic(fixedFirst)},
	{Equation: "11", Name: "S² + 1e-12 for S²", answer: ofExponentials(other, func(e []float64, S float64, k1, k int) float64 {
		return -e[k1] / (float64(S*S) + 1e-12) * e[k]
	})},
	{Equation: "12", Name: "y clipped to 1e-15 and 1 − 1e-15", answer: ofPairs(other, func(y []float64, k1, k int) float64 {
		return -clippedY(y[k1]) * clippedY(y[k])
	})},
	{Equation: "12", Name: "y to twelve digits", answer: ofPairs(other, func(y []float64, k1, k int) float64 {
		return -toDigits(y[k1], 12) * toDigits(y[k], 12)
	})},
	{Equation: "13", Name: "S without what is below 2⁻⁵³ of its largest", answer: ofExponentials(same, func(e []float64, _ float64, _, k int) float64 {
		S := 0.0
		for _, x := range e {
			if x > 0x1p-53*e[largestOf(e)] {
				S += x
			}
		}
		return e[k]/S - float64(e[k]*e[k])/float64(S*S)
	})},
	{Equation: "14", Name: "y above 1 − 1e-9 taken for 1", answer: ofPairs(same, func(y []float64, _, k int) float64 {
		return certainY(y[k]) - float64(certainY(y[k])*certainY(y[k]))
	})},
	{Equation: "15", Name: "0 where y < 1e-12", answer: ofPairs(same, func(y []float64, _, k int) float64 {
		if y[k] < 1e-12 {
			return 0
		}
		return y[k] * (1 - y[k])
	})},
	{Equation: "16", Name: "δ where aₖ = aₖ′", answer: mutateFormula(func(a []float64) []float64 {
		y := softened([][]float64{a}, math.Exp)[0]
		return floats(jacobian(a, any2, func(k1, k int) double {
			if a[k1] == a[k] {
				return double(y[k1] * (1 - y[k]))
			}
			return double(-y[k1] * y[k])
		}))
	})},
	{Equation: "16", Name: "∂y₀/∂a₁ and its mirror off by ±1e-10", answer: mutateResult(func(q *probe, g []float64) []float64 {
		K := len(q.x)
		g[1], g[K] = g[1]+1e-10, g[K]-1e-10
		return g
	})},
	{Equation: "17", Name: "y at least 1e-15", answer: atTY(func(t, y float64) float64 { return t / max(y, 1e-15) })},
	{Equation: "17", Name: "y at least 1e-12", answer: atTY(func(t, y float64) float64 { return t / max(y, 1e-12) })},
	{Equation: "17", Name: "0 for t < 1", answer: atTY(func(t, y float64) float64 { return math.Floor(t) / y })},
	{Equation: "17", Name: "t at most 1", answer: atTY(func(t, y float64) float64 { return min(t, 1) / y })},
	{Equation: "18", Name: "X in half precision", answer: ofLogits(func(in *instance, k, i, l int) float64 { return halved(in.X[0][i]) * δ(k, l) })},
	{Equation: "19", Name: "counts and soft ones as if one-hot", answer: mutateLogistic(setT(byLargest))},
	{Equation: "19", Name: "weight decay 1e-12", answer: pulled(1e-12, identity)},
	{Equation: "19", Name: "residuals below 1e-9 set to 0", answer: mutateLogistic(prunedR(1e-9))},
	{Equation: "19", Name: "norm clipped at 5", answer: normClipped(5)},
	{Equation: "20", Name: "T over its rows' sums", answer: mutateLogistic(setT(bySum))},
	{Equation: "20", Name: "two classes: σ(a₁) for σ(a₁ − a₀)", answer: mutateLogistic(oneLogit)},
	{Equation: "20", Name: "rows beyond the fourth left out", answer: mutateLogistic(beyondFour)},
	{Equation: "2.2.4", Name: "y₃ = 1 − y₁ − y₂", answer: mutateFormula(func(a []float64) []float64 {
		return restForLast(softened([][]float64{a}, math.Exp))
	})},
	{Equation: "2.2.6", Name: "s the number of targets above 0", answer: forwardRegression(func(_ *instance, s *mutableMLP) []float64 {
		setR(func(t, y []float64, k int) float64 {
			s := 0.0
			for _, tk := range t {
				s += step(double(tk)).Float64()
			}
			return t[k] - float64(s*y[k])
		})(s)
		return flat(s.R)
	})},
	{Equation: "2.2.7", Name: "unrolled by two, an odd input left out", answer: forwardRegression(func(_ *instance, s *mutableMLP) []float64 {
		evenInputs(s)
		return flat(product(s.X, s.V, nil))
	})},
}
