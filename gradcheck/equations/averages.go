package equations

import (
	"fmt"

	"chainrule/adam"
	"chainrule/gradcheck"
)

// Trials of section 2.5: the update rules and averages of package adam. The truth
// is the closed form, not the recursion: m_T = (1 − β) Σ β^(T−t) g_t.

// big is the judge's arithmetic.
type big = gradcheck.Big

// gradients are what the rules are fed, and what is averaged: ordinary, zero, tiny
// and large, all exact.
var gradients = []float64{0.5, -0.25, 0, 0, 0x1p-13, 3, -0x1p-20, 0.125, 2, -2, 0, 0.75}

// settings are tried one after the other.
var settings = []adam.Options{
	{Rate: 0x1p-10, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8},
	{Rate: 1e-4, Beta1: 0.99, Beta2: 0.999, Epsilon: 1e-8},
	{Rate: 0.01, Beta1: 0.5, Beta2: 0.75, Epsilon: 1e-3},
}

// decays are those at which averages are tried.
var decays = []float64{0.5, 0.9, 0.99, 0.999}

// weighted returns (1 − β) Σₜ β^(T−t) f(xₜ) over all of xs.
func weighted(β float64, xs []float64, f func(big) big) big {
	b := gradcheck.BigOf(β)
	var sum big
	for _, x := range xs {
		sum = b.Mul(sum).Add(f(gradcheck.BigOf(x)))
	}
	return b.Of(1).Sub(b).Mul(sum)
}

func itself(x big) big { return x }
func square(x big) big { return x.Mul(x) }

// remaining returns 1 − βᵗ.
func remaining(β float64, t int) big {
	b := gradcheck.BigOf(β)
	power := b.Of(1)
	for range t {
		power = power.Mul(b)
	}
	return b.Of(1).Sub(power)
}

// rule is an update rule on one parameter, three times: as code, exact, as formula.
type rule struct {
	code  interface{ Update(θ, g []float64) }
	step  func(gs []float64) big                  // what is subtracted from θ after these gradients
	gauge func(g gradcheck.Gauge) gradcheck.Gauge // the same by the code's formula, fed one by one
}

// follow tries θ after each update, from θ = 1.
func (r rule) follow(e *evidence, name string) {
	θ, exact, gauge := []float64{1}, gradcheck.BigOf(1), gradcheck.Gauge{}.Of(1)
	for i, g := range gradients {
		r.code.Update(θ, []float64{g})
		exact = exact.Sub(r.step(gradients[:i+1]))
		gauge = gauge.Sub(r.gauge(gauge.Of(g)))
		e.add(θ[0], exact, gauge, "%s after update %d", name, i+1)
	}
}

// must returns the rule; the settings of the trials are usable.
func must[R any](r R, err error) R {
	if err != nil {
		panic(err)
	}
	return r
}

// moment returns the recursion m = βm + (1−β)·g, or with ((1−β)·g)·g. The double
// 1−β is exact for β ≥ ½, by Sterbenz.
func moment(β float64, squared bool) func(g gradcheck.Gauge) gradcheck.Gauge {
	var m gradcheck.Gauge
	return func(g gradcheck.Gauge) gradcheck.Gauge {
		x := g.Of(1 - β).Mul(g)
		if squared {
			x = x.Mul(g)
		}
		m = g.Of(β).Mul(m).Add(x)
		return m
	}
}

// root is √v + ε or √(v + ε).
func root[N number[N]](v N, ε float64, inside bool) N {
	if inside {
		return v.Add(v.Of(ε)).Sqrt()
	}
	return v.Sqrt().Add(v.Of(ε))
}

func momentum(e *evidence) {
	for _, o := range settings {
		m := moment(o.Beta1, false)
		η := gradcheck.BigOf(o.Rate)
		rule{
			code:  must(adam.NewMomentum[float64](1, o.Rate, o.Beta1)),
			step:  func(gs []float64) big { return η.Mul(weighted(o.Beta1, gs, itself)) },
			gauge: func(g gradcheck.Gauge) gradcheck.Gauge { return g.Of(o.Rate).Mul(m(g)) },
		}.follow(e, "momentum: θ, "+describe(o))
	}
}

func rmspropInside(e *evidence)  { rmsprop(e, true) }
func rmspropOutside(e *evidence) { rmsprop(e, false) }

func rmsprop(e *evidence, inside bool) {
	for _, o := range settings {
		v := moment(o.Beta2, true)
		rule{
			code: must(adam.NewRMSprop[float64](1, adam.RMSpropOptions{Rate: o.Rate, Beta: o.Beta2, Epsilon: o.Epsilon, EpsilonInside: inside})),
			step: func(gs []float64) big {
				g := gradcheck.BigOf(gs[len(gs)-1])
				return g.Of(o.Rate).Mul(g).Quo(root(weighted(o.Beta2, gs, square), o.Epsilon, inside))
			},
			gauge: func(g gradcheck.Gauge) gradcheck.Gauge {
				return g.Of(o.Rate).Mul(g).Quo(root(v(g), o.Epsilon, inside))
			},
		}.follow(e, fmt.Sprintf("RMSprop: θ, %s, inside %t,", describe(o), inside))
	}
}

// adamUncorrected tries (56).
func adamUncorrected(e *evidence) {
	for _, o := range settings {
		o.NoCorrection = true
		tryAdam(e, o)
	}
}

// adamCorrected tries (59), and Code 13's ε inside the root.
func adamCorrected(e *evidence) {
	for _, o := range settings {
		tryAdam(e, o)
		o.EpsilonInside = true
		tryAdam(e, o)
	}
}

func tryAdam(e *evidence, o adam.Options) {
	m, v := moment(o.Beta1, false), moment(o.Beta2, true)
	c1, c2 := correction(o.Beta1, !o.NoCorrection), correction(o.Beta2, !o.NoCorrection)
	rule{
		code: must(adam.New[float64](1, o)),
		step: func(gs []float64) big {
			mHat, vHat := weighted(o.Beta1, gs, itself), weighted(o.Beta2, gs, square)
			if !o.NoCorrection {
				mHat, vHat = mHat.Quo(remaining(o.Beta1, len(gs))), vHat.Quo(remaining(o.Beta2, len(gs)))
			}
			return mHat.Of(o.Rate).Mul(mHat).Quo(root(vHat, o.Epsilon, o.EpsilonInside))
		},
		gauge: func(g gradcheck.Gauge) gradcheck.Gauge {
			mHat, vHat := m(g).Mul(c1()), v(g).Mul(c2())
			return g.Of(o.Rate).Mul(mHat).Quo(root(vHat, o.Epsilon, o.EpsilonInside))
		},
	}.follow(e, "Adam: θ, "+describe(o)+",")
}

// correction returns 1/(1 − βᵗ) for t = 1, 2, …, or always 1. Package adam's
// 1 − βᵗ is within 2 ulp, that is 4u, of the exact value, which its own tests show.
func correction(β float64, corrected bool) func() gradcheck.Gauge {
	t := 0
	return func() gradcheck.Gauge {
		one := gradcheck.Gauge{}.Of(1)
		if !corrected {
			return one
		}
		t++
		return one.Quo(denominator(β, t))
	}
}

func denominator(β float64, t int) gradcheck.Gauge {
	d := remaining(β, t).Float64()
	return gradcheck.Gauge{Value: d, Gauge: d, Count: 4}
}

func describe(o adam.Options) string {
	switch {
	case o.NoCorrection:
		return fmt.Sprintf("β₁ = %v, uncorrected", o.Beta1)
	case o.EpsilonInside:
		return fmt.Sprintf("β₁ = %v, ε inside", o.Beta1)
	}
	return fmt.Sprintf("β₁ = %v", o.Beta1)
}

func mean(e *evidence) {
	var average adam.Average
	var sum big
	var gauge gradcheck.Gauge
	for i, x := range gradients {
		T := float64(i + 1)
		sum = sum.Add(sum.Of(x))
		gauge = gauge.Add(gauge.Of(x).Sub(gauge).Quo(gauge.Of(T)))
		e.add(average.Add(x), sum.Quo(sum.Of(T)), gauge, "mean of %d", i+1)
	}
}

func ewma(e *evidence) {
	for _, β := range decays {
		y, m := must(adam.NewEWMA(β)), moment(β, false)
		for i, x := range gradients {
			e.add(y.Add(x), weighted(β, gradients[:i+1], itself), m(gradcheck.Gauge{}.Of(x)), "y(%d) (β = %v)", i+1, β)
		}
	}
}

func corrected(e *evidence) {
	for _, β := range decays {
		y, m := must(adam.NewEWMA(β)), moment(β, false)
		for i, x := range gradients {
			y.Add(x)
			exact := weighted(β, gradients[:i+1], itself).Quo(remaining(β, i+1))
			gauge := m(gradcheck.Gauge{}.Of(x)).Quo(denominator(β, i+1))
			e.add(y.Corrected(), exact, gauge, "ŷ(%d) (β = %v)", i+1, β)
		}
	}
}

// printed51 tries X̄_T = βX_{T−1} + (1 − β)X̄_T, which, solved for X̄_T, is X_{T−1}.
func printed51(e *evidence) {
	for _, β := range decays {
		for T := 2; T <= len(gradients); T++ {
			e.exact(gradients[T-2], weighted(β, gradients[:T], itself), "X̄[%d] (β = %v)", T, β)
		}
	}
}
