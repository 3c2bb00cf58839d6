package equations

import "math"

// lazy makes no update where the gradient is 0, as optimizers of sparse gradients do.
func lazy(a *mutableOptimizer) {
	first, second, step := a.first, a.second, a.step
	a.first = func() float64 { return unlessZero(a.g, a.m, first) }
	a.second = func() float64 { return unlessZero(a.g, a.v, second) }
	a.step = func() float64 { return unlessZero(a.g, 0, step) }
}

func unlessZero(g, old float64, f func() float64) float64 {
	if g == 0 {
		return old
	}
	return f()
}

// fed changes the gradient that both moments and the step see.
func fed(f func(g float64) float64) func(*probe) []float64 {
	return mutateOptimizer(func(a *mutableOptimizer) {
		first := a.first
		a.first = func() float64 {
			a.g = f(a.g)
			return first()
		}
	})
}

// restarting has the first moment begin anew where a condition says so.
func restarting(when func(a *mutableOptimizer) bool) func(*probe) []float64 {
	return mutateOptimizer(func(a *mutableOptimizer) {
		first := a.first
		a.first = func() float64 {
			if when(a) {
				a.m = 0
			}
			return first()
		}
	})
}

// fading has β₁(1 − 1e-8)ᵗ⁻¹ for β₁, as the first paper on Adam has in its proof.
func fading(a *mutableOptimizer) {
	β := a.Beta1
	first := a.first
	a.first = func() float64 {
		a.Beta1 = β * math.Pow(1-1e-8, float64(a.t-1))
		return first()
	}
}

// lateMaximum has the largest v so far in the step, from the third on.
func lateMaximum(a *mutableOptimizer) {
	most := 0.0
	a.step = func() float64 {
		v := a.v
		if most = max(most, v); a.t >= 3 {
			v = most
		}
		return a.Rate * a.mHat / a.root(v)
	}
}

// countingGradients has a t that counts the gradients other than 0.
func countingGradients(a *mutableOptimizer) {
	first, rest, count := a.first, a.rest, 0
	a.first = func() float64 {
		if a.g != 0 {
			count++
		}
		return first()
	}
	a.rest = func(β float64, _ int) float64 { return rest(β, max(count, 1)) }
}

// until has the correction while a condition on t and βᵗ = 1 − rest holds.
func until(holds func(t int, power float64) bool) func(*probe) []float64 {
	return mutateCorrection(func(β float64, t int) float64 {
		if d := power(β, t); holds(t, 1-d) {
			return d
		}
		return 1
	})
}

// byLerp is m += (1 − β)(g − m).
func byLerp(a *mutableOptimizer) float64 { return a.m + float64((1-a.Beta1)*(a.g-a.m)) }

var heldOutUpdate = []Mutant{
	{Equation: "48", Name: "m += (1 − β)(g − m)", answer: mutateFirstMoment(byLerp),
		Equivalent: "It is βm + (1 − β)g, of which the rounding of g − m is at most u(|g| + |m|), times 1 − β ≤ β."},
	{Equation: "49", Name: "√v + √ε for √(v + ε)", answer: mutateOptimizer(func(a *mutableOptimizer) {
		a.root = func(v float64) float64 { return math.Sqrt(v) + math.Sqrt(a.Epsilon) }
	})},
	{Equation: "49", Name: "ε added to v for good", answer: mutateSecondMoment(func(a *mutableOptimizer) float64 {
		return float64(a.Beta2*a.v) + float64((1-a.Beta2)*a.g*a.g) + a.Epsilon
	})},
	{Equation: "56", Name: "ηm/√v + ε, as without parentheses", answer: mutateStep(func(a *mutableOptimizer) float64 {
		return a.Rate*a.m/math.Sqrt(a.v) + a.Epsilon
	})},
	{Equation: "59", Name: "t advanced once for each moment", answer: mutateCorrection(func(β float64, t int) float64 { return power(β, 2*t) })},
	{Equation: "Code 13", Name: "t advanced by each of four parameters", answer: mutateCorrection(func(β float64, t int) float64 { return power(β, 4*t-3) })},
	{Equation: "2.5.1", Name: "μ(m − ηg)", answer: mutateFirstMoment(func(a *mutableOptimizer) float64 { return a.Beta1 * (a.m - float64(a.Rate*a.g)) })},
	{Equation: "2.5.1", Name: "μ at most ½ in the first two steps", answer: mutateFirstMoment(func(a *mutableOptimizer) float64 {
		μ := a.Beta1
		if a.t <= 2 {
			μ = min(μ, 0.5)
		}
		return float64(μ*a.m) - float64(a.Rate*a.g)
	})},
}

// heldOutUpdateSubtle show at some points alone, or in late digits.
var heldOutUpdateSubtle = []Mutant{
	{Equation: "48", Name: "no update where g = 0", answer: mutateOptimizer(lazy)},
	{Equation: "48", Name: "η a tenth after ten steps", answer: mutateStep(func(a *mutableOptimizer) float64 {
		if a.t > 10 {
			return a.Rate / 10 * a.m
		}
		return a.Rate * a.m
	})},
	{Equation: "48", Name: "g clipped at ±1000", answer: fed(func(g float64) float64 { return min(max(g, -1000), 1000) })},
	{Equation: "49", Name: "g/√v at most 10", answer: mutateStep(func(a *mutableOptimizer) float64 {
		return a.Rate * min(max(a.g/a.root(a.v), -10), 10)
	})},
	{Equation: "54", Name: "β₁ times (1 − 1e-8)ᵗ⁻¹", answer: mutateOptimizer(fading)},
	{Equation: "54", Name: "m begun anew after ten steps", answer: restarting(func(a *mutableOptimizer) bool { return a.t == 11 })},
	{Equation: "54", Name: "m below 1e-38 flushed to 0", answer: mutateFirstMoment(func(a *mutableOptimizer) float64 {
		return least(1e-38, float64(a.Beta1*a.m)+float64((1-a.Beta1)*a.g))
	})},
	{Equation: "55", Name: "max(√v, ε) for √v + ε", answer: mutateOptimizer(func(a *mutableOptimizer) {
		a.root = func(v float64) float64 { return max(math.Sqrt(v), a.Epsilon) }
	})},
	{Equation: "55", Name: "ε in float32", answer: mutateOptimizer(func(a *mutableOptimizer) { a.Epsilon = float64(float32(a.Epsilon)) })},
	{Equation: "55", Name: "v below 1e-38 flushed to 0", answer: mutateSecondMoment(func(a *mutableOptimizer) float64 {
		return least(1e-38, float64(a.Beta2*a.v)+float64((1-a.Beta2)*a.g*a.g))
	})},
	{Equation: "56", Name: "g² at most 1e300", answer: mutateSecondMoment(func(a *mutableOptimizer) float64 {
		return float64(a.Beta2*a.v) + float64((1-a.Beta2)*min(a.g*a.g, 1e300))
	})},
	{Equation: "56", Name: "the largest v from the third step on", answer: mutateOptimizer(lateMaximum)},
	{Equation: "59", Name: "no correction after ten steps", answer: until(func(t int, _ float64) bool { return t <= 10 })},
	{Equation: "59", Name: "t counts gradients other than 0", answer: mutateOptimizer(countingGradients)},
	{Equation: "59", Name: "t begun anew after six steps", answer: mutateCorrection(func(β float64, t int) float64 { return power(β, (t-1)%6+1) })},
	{Equation: "59", Name: "1 − βᵗ by subtraction", answer: mutateCorrection(bySubtraction)},
	{Equation: "59", Name: "v not corrected in the first step", answer: mutateOptimizer(func(a *mutableOptimizer) {
		a.correct = func(x, β float64) float64 {
			if β == a.Beta2 && a.t == 1 {
				return x
			}
			return x / a.rest(β, a.t)
		}
	})},
	{Equation: "59", Name: "no update where g = 0", answer: mutateOptimizer(lazy)},
	{Equation: "Code 5", Name: "ε = 1e-7 always", answer: mutateOptimizer(func(a *mutableOptimizer) { a.Epsilon = 1e-7 })},
	{Equation: "Code 5", Name: "η in float32", answer: mutateOptimizer(func(a *mutableOptimizer) { a.Rate = float64(float32(a.Rate)) })},
	{Equation: "Code 13", Name: "no correction once βᵗ < 10⁻³", answer: until(func(_ int, power float64) bool { return power >= 1e-3 })},
	{Equation: "2.5.1", Name: "m begun anew where g turns against it", answer: restarting(func(a *mutableOptimizer) bool { return a.m*a.g > 0 })},
}
