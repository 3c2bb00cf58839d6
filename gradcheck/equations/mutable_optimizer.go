package equations

import "math"

// mutableOptimizer is an update rule at work on one parameter, from θ = 0, with its pieces
// open to mistakes. Without a mistake the answer is right, to within rounding.
type mutableOptimizer struct {
	setting
	t          int
	g          float64 // the last gradient
	θ, m, v    float64
	oldM, oldV float64 // before the last update
	mHat, vHat float64 // m and v for the step, corrected if the rule corrects them

	first, second func() float64                 // the new m and v
	rest          func(β float64, t int) float64 // 1 − βᵗ
	correct       func(x, β float64) float64     // a moment corrected
	root          func(v float64) float64        // √v + ε or √(v + ε)
	step          func() float64                 // the decrement of θ
}

// newMutableOptimizer returns the rule of a probe.
func newMutableOptimizer(q *probe) *mutableOptimizer {
	a := &mutableOptimizer{setting: *q.setting}
	a.first = func() float64 { return float64(a.Beta1*a.m) + float64((1-a.Beta1)*a.g) }
	a.second = func() float64 { return float64(a.Beta2*a.v) + float64((1-a.Beta2)*a.g*a.g) }
	a.rest = func(β float64, t int) float64 { return remaining[big](β, t).Float64() }
	a.correct = func(x, _ float64) float64 { return x }
	if q.rule.corrected {
		a.correct = func(x, β float64) float64 { return x / a.rest(β, a.t) }
	}
	a.root = func(v float64) float64 { return root(double(v), a.setting).Float64() }
	switch q.rule.name {
	case "momentum":
		a.step = func() float64 { return a.Rate * a.m }
	case "RMSprop":
		a.step = func() float64 { return a.Rate * a.g / a.root(a.vHat) }
	case "Adam":
		a.step = func() float64 { return a.Rate * a.mHat / a.root(a.vHat) }
	case "classical momentum":
		a.first = func() float64 { return float64(a.Beta1*a.m) - float64(a.Rate*a.g) }
		a.step = func() float64 { return -a.m }
	}
	return a
}

// update makes one update and is a stepper.
func (a *mutableOptimizer) update(g float64) (θ, m, v float64) {
	a.t++
	a.g, a.oldM, a.oldV = g, a.m, a.v
	a.m = a.first()
	a.v = a.second()
	a.mHat, a.vHat = a.correct(a.m, a.Beta1), a.correct(a.v, a.Beta2)
	a.θ -= a.step()
	return a.θ, a.m, a.v
}

// mutateOptimizer is a mistake in an update rule.
func mutateOptimizer(mistake func(a *mutableOptimizer)) func(*probe) []float64 {
	return func(q *probe) []float64 {
		a := newMutableOptimizer(q)
		mistake(a)
		return q.rule.answer(a.update, q.setting.gs)
	}
}

// mutateStep is a mistake in the step alone.
func mutateStep(step func(a *mutableOptimizer) float64) func(*probe) []float64 {
	return mutateOptimizer(func(a *mutableOptimizer) { a.step = func() float64 { return step(a) } })
}

// mutateFirstMoment and mutateSecondMoment are mistakes in m and v.
func mutateFirstMoment(f func(a *mutableOptimizer) float64) func(*probe) []float64 {
	return mutateOptimizer(func(a *mutableOptimizer) { a.first = func() float64 { return f(a) } })
}

func mutateSecondMoment(f func(a *mutableOptimizer) float64) func(*probe) []float64 {
	return mutateOptimizer(func(a *mutableOptimizer) { a.second = func() float64 { return f(a) } })
}

// mutateCorrection is a mistake in 1 − βᵗ.
func mutateCorrection(f func(β float64, t int) float64) func(*probe) []float64 {
	return mutateOptimizer(func(a *mutableOptimizer) { a.rest = f })
}

// epsilonMoved has ε outside the root for inside, and inside for outside.
func epsilonMoved(a *mutableOptimizer) { a.EpsilonInside = !a.EpsilonInside }

// The powers of β, one of them wrong.

func byExponent(shift int) func(β float64, t int) float64 {
	return func(β float64, t int) float64 { return remaining[big](β, t+shift).Float64() }
}

// bySubtraction is 1 − βᵗ in doubles, which loses up to three digits for β = 0.999.
func bySubtraction(β float64, t int) float64 { return 1 - math.Pow(β, float64(t)) }

// byShortPower has βᵗ in float32.
func byShortPower(β float64, t int) float64 { return 1 - float64(float32(math.Pow(β, float64(t)))) }

// settled is the denominator after one step, for every step.
func settled(β float64, _ int) float64 { return 1 - β }

// classicalStep returns a step by classical momentum with rate η·by, which keeps the
// velocity to itself.
func classicalStep(by func(a *mutableOptimizer) float64) func(*mutableOptimizer) {
	return func(a *mutableOptimizer) {
		u := 0.0
		η := a.Rate * by(a)
		a.step = func() float64 {
			u = float64(a.Beta1*u) - float64(η*a.g)
			return -u
		}
	}
}
