package equations

import "math"

// indicated is an indicator matrix of the rolls, with t(n, k) of one's own.
func indicated(t func(d die, n, k int) bool) func(*probe) []float64 {
	return ofDie(func(d die) []float64 {
		T := rectangle[float64](len(d.rolls), 6)
		each(T, func(_ float64, n, k int) float64 {
			if t(d, n, k) {
				return 1
			}
			return 0
		})
		return flat(T)
	})
}

// ofCertainties gives f of each certainty.
func ofCertainties(f func(y float64) float64) func(*probe) []float64 {
	return mutateFormula(func(ys []float64) (losses []float64) {
		for _, y := range ys {
			losses = append(losses, f(y))
		}
		return losses
	})
}

var exampleMutants = []Mutant{
	{Equation: "2.1.2", Name: "faces counted from 0", answer: indicated(func(d die, n, k int) bool { return d.rolls[n]%6 == k })},
	{Equation: "2.1.2", Name: "only the three that are shown", answer: indicated(func(d die, n, k int) bool { return n < 3 && d.t(n, k) })},
	{Equation: "2.1.3", Name: "1 − y for −log y", answer: ofCertainties(func(y float64) float64 { return 1 - y })},
	{Equation: "2.1.3", Name: "log(y + 1e-12)", answer: ofCertainties(func(y float64) float64 { return -math.Log(y + 1e-12) })},
	{Equation: "2.5.5", Name: ".49974, cut off and not rounded", answer: set(4, 0.49974)},
	{Equation: "2.5.5", Name: "y(2) divided by 1 − β for 1 − β²", answer: mutateResult(func(_ *probe, g []float64) []float64 {
		g[4], g[5] = 0.999, 1
		return g
	})},
}
