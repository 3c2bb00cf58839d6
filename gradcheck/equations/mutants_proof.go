package equations

import "math"

// inLine is a mistake in one of the lines of a proof: f of the point replaces it.
func inLine(i, of int, f func(x []float64) []float64) func(*probe) []float64 {
	return mutateResult(func(q *probe, g []float64) []float64 {
		n := len(g) / of
		copy(g[i*n:(i+1)*n], f(q.x))
		return g
	})
}

// inSlope is the same in a proof about σ′, from e^−α.
func inSlope(i, of int, f func(e float64) float64) func(*probe) []float64 {
	return inLine(i, of, func(x []float64) []float64 { return []float64{f(math.Exp(-x[0]))} })
}

// inHalves is the same from e^α + e^−α and e^α − e^−α.
func inHalves(i int, f func(s, d float64) float64) func(*probe) []float64 {
	return inLine(i, 3, func(x []float64) []float64 {
		s, d := halves(double(x[0]))
		return []float64{f(s.Float64(), d.Float64())}
	})
}

// ofLinearForm is a mutateResult with ∂(xᵀa)/∂x.
func ofLinearForm(mistake func(q *probe, a []float64) []float64) func(*probe) []float64 {
	return func(q *probe) []float64 {
		if q.in != nil {
			return nil
		}
		return mutateResult(mistake)(q)
	}
}

// diagonalLine gives f of exp aₖ and the sum, for every k.
func diagonalLine(f func(e, S float64) float64) func(a []float64) []float64 {
	return func(a []float64) (values []float64) {
		e, S := exponentials[double](a)
		for _, x := range e {
			values = append(values, f(float64(x), float64(S)))
		}
		return values
	}
}

// noteB1 has d exp(aₖ′)/daₖ = exp(aₖ′), as its note says, where that is 0.
func noteB1(a []float64) []float64 {
	e, S := exponentials[double](a)
	return floats(jacobian(a, other, func(k1, k int) double {
		return e[k1].Quo(S).Sub(e[k1].Mul(e[k]).Quo(S.Mul(S)))
	}))
}

var proofMutants = []Mutant{
	{Equation: "B.1", Name: "last line with exp(aₖ′) twice, as printed", answer: inLine(1, 2, func(a []float64) []float64 {
		return floats(printedB1[double](a))
	})},
	{Equation: "B.1", Name: "its note taken literally", answer: inLine(0, 2, noteB1)},
	{Equation: "B.2", Name: "product rule without its second term", answer: inLine(0, 2, diagonalLine(func(e, S float64) float64 { return e / S }))},
	{Equation: "B.2", Name: "S to the power −1 after differentiation", answer: inLine(0, 2, diagonalLine(func(e, S float64) float64 {
		return e/S - float64(e*e)/S
	}))},
	{Equation: "B.3", Name: "(log y)′ = 1/y²", answer: inLine(0, 2, func(ty []float64) []float64 { return []float64{ty[0] / (ty[1] * ty[1])} })},
	{Equation: "B.4", Name: "x for a", answer: ofLinearForm(func(q *probe, _ []float64) []float64 { return q.x })},
	{Equation: "B.4", Name: "2a, as of a quadratic form", answer: ofLinearForm(func(_ *probe, a []float64) []float64 { return scaledBy(a, 2) })},
	{Equation: "B.5", Name: "d(−α)/dα = 1", answer: inSlope(0, 3, func(e float64) float64 { return -e / ((1 + e) * (1 + e)) })},
	{Equation: "B.5", Name: "1 + exp(−α)² for (1 + exp(−α))²", answer: inSlope(0, 3, func(e float64) float64 { return e / (1 + float64(e*e)) })},
	{Equation: "B.6", Name: "quotient rule with a plus sign", answer: inHalves(0, func(s, d float64) float64 {
		return (float64(s*s) + float64(d*d)) / (s * s)
	})},
	{Equation: "B.6", Name: "square of the quotient forgotten", answer: inHalves(1, func(s, d float64) float64 { return 1 - d/s })},
	{Equation: "B.7", Name: "the forward step: z", answer: atX(func(α float64) float64 { return max(α, 0) })},
	{Equation: "B.7", Name: "sign of α: −1 for α < 0", answer: atX(func(α float64) float64 { return math.Copysign(1, α) })},
}
