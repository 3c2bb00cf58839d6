package adam_test

import (
	"math"

	"chainrule/adam"
	"chainrule/gradcheck"
	"chainrule/tensor"
)

// formula is an update rule in the paper's form. All rules are
//
//	m ← β1·m + (1−β1)·g   v ← β2·v + (1−β2)·g²   θ ← θ − η·m̂/(√v̂ + ε)
//
// with or without m, v and the hats. The last fields are mistakes.
//
// 1/(1−βᵗ) has 5 roundings in float64, 4 of the difference, which is within 2 ulp,
// and 1 of the quotient. In float32 these are nothing, as it is computed in float64,
// and of 2 the second is to spare.
type formula struct {
	η, β1, β2, ε       float64
	hasM, hasV         bool
	corrected, inside  bool
	classical          bool // m ← β1·m − η·g, θ ← θ + m
	roundings          int  // of 1/(1−βᵗ)
	lag                int  // βᵗ⁻ˡᵃᵍ for βᵗ in the correction
	noα1, noα2, linear bool // 1−β1 or 1−β2 left out, g for g²
}

// formulas are the rules of the golden file.
func (v vectors) formulas() map[string]formula {
	f := formula{η: v.Eta, β1: v.Beta1, β2: v.Beta2, ε: v.Epsilon, roundings: 5}
	with := func(change func(*formula)) formula {
		f := f
		change(&f)
		return f
	}
	return map[string]formula{
		"classical":           with(func(f *formula) { f.hasM, f.classical = true, true }),
		"momentum48":          with(func(f *formula) { f.hasM = true }),
		"rms49_inside":        with(func(f *formula) { f.hasV, f.inside = true, true }),
		"rms55_outside":       with(func(f *formula) { f.hasV = true }),
		"adam56_nocorrection": with(func(f *formula) { f.hasM, f.hasV = true, true }),
		"adam59_outside":      with(func(f *formula) { f.hasM, f.hasV, f.corrected = true, true, true }),
		"adam_code13_inside":  with(func(f *formula) { f.hasM, f.hasV, f.corrected, f.inside = true, true, true, true }),
	}
}

// sequence returns θ, m and v after each update with the gradients g.
func sequence[N gradcheck.Number[N]](f formula, θ0 float64, g []float64) (θ, m, v []N) {
	var mt, vt, zero N
	β1, β2, η, ε, one := zero.Of(f.β1), zero.Of(f.β2), zero.Of(f.η), zero.Of(f.ε), zero.Of(1)
	α1, α2 := complement[N](f.β1), complement[N](f.β2)
	switch {
	case f.classical:
		α1, η = η.Neg(), one.Neg()
	case f.noα1:
		α1 = one
	}
	if f.noα2 {
		α2 = one
	}
	θt := zero.Of(θ0)
	for t, x := range gradcheck.FromFloats[N](g) {
		step, square := x, x
		if !f.linear {
			square = x.Mul(x)
		}
		mt, vt = β1.Mul(mt).Add(α1.Mul(x)), β2.Mul(vt).Add(α2.Mul(square))
		if f.hasM {
			step = mt
		}
		hat := vt
		if f.corrected {
			step, hat = step.Mul(correction[N](f, f.β1, t+1-f.lag)), hat.Mul(correction[N](f, f.β2, t+1-f.lag))
		}
		step = η.Mul(step)
		switch {
		case f.hasV && f.inside:
			step = step.Quo(hat.Add(ε).Sqrt())
		case f.hasV:
			step = step.Quo(hat.Sqrt().Add(ε))
		}
		θt = θt.Sub(step)
		θ, m, v = append(θ, θt), append(m, mt), append(v, vt)
	}
	return θ, m, v
}

// complement returns 1−β, which has one rounding.
func complement[N gradcheck.Number[N]](β float64) N {
	return given[N](gradcheck.BigOf(1).Sub(gradcheck.BigOf(β)), 1)
}

// correction returns 1/(1−βᵗ).
func correction[N gradcheck.Number[N]](f formula, β float64, t int) N {
	power, one := gradcheck.BigOf(1), gradcheck.BigOf(1)
	for range t {
		power = power.Mul(gradcheck.BigOf(β))
	}
	return given[N](one.Quo(one.Sub(power)), f.roundings)
}

// given returns x as it is known to an update: in Gauges, with so many roundings.
func given[N gradcheck.Number[N]](x gradcheck.Big, roundings int) (n N) {
	switch n := any(&n).(type) {
	case *gradcheck.Big:
		*n = x
	case *gradcheck.Float64:
		*n = gradcheck.Float64(x.Float64())
	case *gradcheck.RunningError:
		*n = gradcheck.RunningError{Value: x.Float64(), Scale: math.Abs(x.Float64()), Roundings: roundings}
	}
	return n
}

// rounded returns the formula with the hyperparameters that a rule for float32 has.
func (f formula) rounded() formula {
	for _, x := range []*float64{&f.η, &f.β1, &f.β2, &f.ε} {
		*x = float64(float32(*x))
	}
	f.roundings = 2
	return f
}

// updater is the interface common to the rules with moments.
type updater[F tensor.Float] interface {
	Update(θ, g []F)
	Moments() (m, v []F)
}

// newRule returns the package's rule for n parameters, and its name.
func newRule[F tensor.Float](f formula, n int) (opt updater[F], name string, err error) {
	switch {
	case f.hasM && f.hasV:
		opt, err = adam.New[F](n, adam.Options{Rate: f.η, Beta1: f.β1, Beta2: f.β2, Epsilon: f.ε,
			EpsilonInside: f.inside, NoCorrection: !f.corrected})
		name = "Adam"
	case f.hasV:
		opt, err = adam.NewRMSprop[F](n, adam.RMSpropOptions{Rate: f.η, Beta: f.β2, Epsilon: f.ε, EpsilonInside: f.inside})
		name = "RMSprop"
	case f.classical:
		opt, err = adam.NewClassicalMomentum[F](n, f.η, f.β1)
		name = "ClassicalMomentum"
	default:
		opt, err = adam.NewMomentum[F](n, f.η, f.β1)
		name = "Momentum"
	}
	return opt, name, err
}

// computed returns the results of the package's rule in F: θ, m and v after each
// update; m or v is nil if the rule has none.
func computed[F tensor.Float](f formula, θ0 float64, g []float64) (θ, m, v []float64, err error) {
	rule, _, err := newRule[F](f, 1)
	if err != nil {
		return nil, nil, nil, err
	}
	θt := []F{F(θ0)}
	for _, x := range g {
		rule.Update(θt, []F{F(x)})
		θ = append(θ, float64(θt[0]))
		mt, vt := rule.Moments()
		if mt != nil {
			m = append(m, float64(mt[0]))
		}
		if vt != nil {
			v = append(v, float64(vt[0]))
		}
	}
	return θ, m, v, nil
}
