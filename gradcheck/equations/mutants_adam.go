package equations

import "math"

// correcting corrects only the selected moments.
func correcting(first, second bool) func(*probe) []float64 {
	return mutateOptimizer(func(a *mutableOptimizer) {
		a.step = func() float64 {
			m, v := a.m, a.v
			if first {
				m /= a.rest(a.Beta1, a.t)
			}
			if second {
				v /= a.rest(a.Beta2, a.t)
			}
			return a.Rate * m / a.root(v)
		}
	})
}

// folded has both corrections in the rate, √(1 − β₂ᵗ)/(1 − β₁ᵗ), and ε·by beside √v.
func folded(by func(root2 float64) float64) func(*probe) []float64 {
	return mutateStep(func(a *mutableOptimizer) float64 {
		root2 := math.Sqrt(a.rest(a.Beta2, a.t))
		return a.Rate * (root2 / a.rest(a.Beta1, a.t)) * a.m / (math.Sqrt(a.v) + float64(a.Epsilon*by(root2)))
	})
}

// largestV has the largest v so far in the step.
func largestV(a *mutableOptimizer) {
	v := 0.0
	a.step = func() float64 {
		v = max(v, a.vHat)
		return a.Rate * a.mHat / a.root(v)
	}
}

// emptyBatch makes an update with g = 0 after the second gradient.
func emptyBatch(q *probe) []float64 {
	a := newMutableOptimizer(q)
	return q.rule.answer(func(g float64) (θ, m, v float64) {
		if a.t == 2 {
			a.update(0)
		}
		return a.update(g)
	}, q.setting.gs)
}

// adamMutants lists planted errors in Adam, and in its defaults.
var adamMutants = []Mutant{
	{Equation: "56", Name: "β₁ and β₂ exchanged", answer: mutateOptimizer(func(a *mutableOptimizer) { a.Beta1, a.Beta2 = a.Beta2, a.Beta1 })},
	{Equation: "56", Name: "both moments corrected", answer: correcting(true, true)},
	{Equation: "56", Name: "g for m", answer: mutateStep(func(a *mutableOptimizer) float64 { return a.Rate * a.g / a.root(a.v) })},
	{Equation: "56", Name: "as its sentence says: (θ − η)m/√v", answer: mutateStep(func(a *mutableOptimizer) float64 {
		return a.θ - (a.θ-a.Rate)*a.m/a.root(a.v)
	})},
	{Equation: "56", Name: "m² for g² in v", answer: mutateSecondMoment(func(a *mutableOptimizer) float64 {
		return float64(a.Beta2*a.v) + float64((1-a.Beta2)*a.m*a.m)
	})},
	{Equation: "59", Name: "m alone corrected", answer: correcting(true, false)},
	{Equation: "59", Name: "v alone corrected", answer: correcting(false, true)},
	{Equation: "59", Name: "exponent t − 1", answer: mutateCorrection(byExponent(-1))},
	{Equation: "59", Name: "ε not scaled by √(1 − β₂ᵗ) with the rest", answer: folded(func(float64) float64 { return 1 })},
	{Equation: "59", Name: "the largest v so far", answer: mutateOptimizer(largestV)},
	{Equation: "59", Name: "Nesterov's look-ahead", answer: mutateStep(func(a *mutableOptimizer) float64 {
		m := float64(a.Beta1*a.mHat) + float64((1-a.Beta1)*a.g/a.rest(a.Beta1, a.t))
		return a.Rate * m / a.root(a.vHat)
	})},
	{Equation: "59", Name: "decoupled weight decay 0.01", answer: mutateStep(func(a *mutableOptimizer) float64 {
		return a.Rate*a.mHat/a.root(a.vHat) + float64(a.Rate*0.01*a.θ)
	})},
	{Equation: "59", Name: "both corrections in η, with ε√(1 − β₂ᵗ)", answer: folded(func(root2 float64) float64 { return root2 }),
		Equivalent: "The quotient is expanded by √(1 − β₂ᵗ); the denominators are right to ½ ulp, and no more roundings are made."},
	{Equation: "Code 13", Name: "ε outside the root", answer: mutateOptimizer(epsilonMoved)},
	{Equation: "Code 13", Name: "t not advanced", answer: mutateCorrection(settled)},
	{Equation: "Code 13", Name: "t advanced before the correction", answer: mutateCorrection(byExponent(1))},
	{Equation: "Code 13", Name: "v the sum of the squares", answer: mutateSecondMoment(func(a *mutableOptimizer) float64 {
		return a.v + float64(a.g*a.g)
	})},
	{Equation: "Code 13", Name: "an empty batch after the second", answer: emptyBatch},
	{Equation: "Code 13", Name: "βᵗ in float32", answer: mutateCorrection(byShortPower)},
	{Equation: "Code 5", Name: "β₂ = β₁, the only one in the print", answer: mutateOptimizer(func(a *mutableOptimizer) { a.Beta2 = a.Beta1 })},
	{Equation: "Code 5", Name: "η = 1e-4, as in Code 14", answer: mutateOptimizer(func(a *mutableOptimizer) { a.Rate = 1e-4 })},
}
