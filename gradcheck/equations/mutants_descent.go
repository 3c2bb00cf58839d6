package equations

import "math"

// descentMutants lists planted errors in momentum and RMSprop.
var descentMutants = []Mutant{
	{Equation: "48", Name: "1 − β forgotten", answer: mutateFirstMoment(func(a *mutableOptimizer) float64 { return float64(a.Beta1*a.m) + a.g })},
	{Equation: "48", Name: "β and 1 − β exchanged", answer: mutateOptimizer(func(a *mutableOptimizer) { a.Beta1 = 1 - a.Beta1 })},
	{Equation: "48", Name: "ascent", answer: mutateStep(func(a *mutableOptimizer) float64 { return -a.Rate * a.m })},
	{Equation: "48", Name: "θ moved with the old m", answer: mutateStep(func(a *mutableOptimizer) float64 { return a.Rate * a.oldM })},
	{Equation: "48", Name: "m₀ = g₁", answer: mutateFirstMoment(func(a *mutableOptimizer) float64 {
		if a.t == 1 {
			return a.g
		}
		return float64(a.Beta1*a.m) + float64((1-a.Beta1)*a.g)
	})},
	{Equation: "48", Name: "β in float32", answer: mutateOptimizer(func(a *mutableOptimizer) { a.Beta1 = float64(float32(a.Beta1)) })},
	{Equation: "48", Name: "θ by classical momentum with η(1 − β)",
		answer:     mutateOptimizer(classicalStep(func(a *mutableOptimizer) float64 { return 1 - a.Beta1 })),
		Equivalent: "u = βu − η(1 − β)g from u = 0 is −ηm by induction, with fewer roundings; 1 − β is exact for β ≥ ½."},
	{Equation: "54", Name: "β₂ for β₁", answer: mutateOptimizer(func(a *mutableOptimizer) { a.Beta1 = a.Beta2 })},
	{Equation: "54", Name: "|g| for g", answer: mutateFirstMoment(func(a *mutableOptimizer) float64 {
		return float64(a.Beta1*a.m) + float64((1-a.Beta1)*math.Abs(a.g))
	})},
	{Equation: "54", Name: "m corrected by 1 − β₁ᵗ", answer: mutateStep(func(a *mutableOptimizer) float64 { return a.Rate * a.m / a.rest(a.Beta1, a.t) })},
	{Equation: "54", Name: "Nesterov's look-ahead", answer: mutateStep(func(a *mutableOptimizer) float64 {
		return a.Rate * (float64(a.Beta1*a.m) + float64((1-a.Beta1)*a.g))
	})},
	{Equation: "49", Name: "ε outside the root", answer: mutateOptimizer(epsilonMoved)},
	{Equation: "49", Name: "root forgotten", answer: mutateStep(func(a *mutableOptimizer) float64 { return a.Rate * a.g / (a.v + a.Epsilon) })},
	{Equation: "49", Name: "|g| for g²", answer: mutateSecondMoment(func(a *mutableOptimizer) float64 {
		return float64(a.Beta2*a.v) + float64((1-a.Beta2)*math.Abs(a.g))
	})},
	{Equation: "49", Name: "v of the update before", answer: mutateStep(func(a *mutableOptimizer) float64 { return a.Rate * a.g / a.root(a.oldV) })},
	{Equation: "49", Name: "η/√t", answer: mutateStep(func(a *mutableOptimizer) float64 {
		return a.Rate / math.Sqrt(float64(a.t)) * a.g / a.root(a.v)
	})},
	{Equation: "55", Name: "ε inside the root", answer: mutateOptimizer(epsilonMoved)},
	{Equation: "55", Name: "ε forgotten", answer: mutateOptimizer(func(a *mutableOptimizer) { a.Epsilon = 0 })},
	{Equation: "55", Name: "ε ten times as large", answer: mutateOptimizer(func(a *mutableOptimizer) { a.Epsilon *= 10 })},
	{Equation: "55", Name: "centred: v − m²", answer: mutateStep(func(a *mutableOptimizer) float64 {
		return a.Rate * a.g / a.root(max(a.v-float64(a.m*a.m), 0))
	})},
	{Equation: "55", Name: "v corrected by 1 − β₂ᵗ", answer: mutateStep(func(a *mutableOptimizer) float64 {
		return a.Rate * a.g / a.root(a.v/a.rest(a.Beta2, a.t))
	})},
	{Equation: "2.5.1", Name: "θ − m for θ + m", answer: mutateStep(func(a *mutableOptimizer) float64 { return a.m })},
	{Equation: "2.5.1", Name: "as (48), with the same η", answer: mutateFirstMoment(func(a *mutableOptimizer) float64 {
		return float64(a.Beta1*a.m) - float64(a.Rate*(1-a.Beta1)*a.g)
	})},
	{Equation: "2.5.1", Name: "as its sentence says: μmg − η", answer: mutateFirstMoment(func(a *mutableOptimizer) float64 {
		return float64(a.Beta1*a.m*a.g) - a.Rate
	})},
	{Equation: "2.5.1", Name: "Nesterov's look-ahead", answer: mutateStep(func(a *mutableOptimizer) float64 {
		return float64(a.Rate*a.g) - float64(a.Beta1*a.m)
	})},
}
