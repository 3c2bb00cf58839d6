package equations

import (
	"fmt"
	"slices"

	"chainrule/adam"
	"chainrule/gradcheck"
	"chainrule/tensor"
)

// Sections 2.5.1, 2.5.3 and 2.5.5: the update rules of package adam, on one parameter
// from θ = 0, so that no rounding of θ hides the rounding of the steps.

// setting is the input of an update rule: hyperparameters and gradients.
type setting struct {
	adam.Options
	gs []float64 // the gradients, one after the other
}

// settingsOf are all settings, each with each sequence.
func settingsOf(options []adam.Options, sequences [][]float64) (all []setting) {
	for _, o := range options {
		for _, gs := range sequences {
			all = append(all, setting{o, gs})
		}
	}
	return all
}

func (s setting) String() string {
	text := fmt.Sprintf("η = %.3g, β₁ = %.4g, from g = %.3g", s.Rate, s.Beta1, s.gs[0])
	if s.EpsilonInside {
		text += ", ε inside"
	}
	return text
}

// rule is an update rule on one parameter.
type rule struct {
	name       string
	hasM, hasV bool
	corrected  bool
	velocity   bool // whether m is a velocity, −η/(1 − β) times the average
	step       ruleStep[precise]
	rational   ruleStep[rat] // the truth, if it's rational
}

// ruleStep returns the decrement of θ, given the last gradient and the moments,
// which are corrected if the rule corrects them.
type ruleStep[N any] func(s setting, g, m, v N) N

// stepper is a rule of package adam in either precision.
type stepper func(g float64) (θ, m, v float64)

// updater is a rule of package adam.
type updater[F tensor.Float] interface {
	Update(θ, g []F)
	Moments() (m, v []F)
}

// made is the rule of package adam for one parameter.
func made[F tensor.Float](r rule, s setting) updater[F] {
	switch r.name {
	case "momentum":
		return must(adam.NewMomentum[F](1, s.Rate, s.Beta1))
	case "classical momentum":
		return must(adam.NewClassicalMomentum[F](1, s.Rate, s.Beta1))
	case "RMSprop":
		return must(adam.NewRMSprop[F](1, adam.RMSpropOptions{Rate: s.Rate, Beta: s.Beta2, Epsilon: s.Epsilon, EpsilonInside: s.EpsilonInside}))
	}
	return must(adam.New[F](1, s.Options))
}

// stepping returns a rule as a stepper from θ = 0.
func stepping[F tensor.Float](r updater[F]) stepper {
	θ := make([]F, 1)
	return func(g float64) (float64, float64, float64) {
		r.Update(θ, []F{F(g)})
		m, v := r.Moments()
		return float64(θ[0]), first(m), first(v)
	}
}

func first[F tensor.Float](xs []F) float64 {
	if len(xs) == 0 {
		return 0
	}
	return float64(xs[0])
}

// after returns θ and the moments that the rule has, after each of the gradients, one part after the other.
func after[N any](r rule, gs []float64, update func(g float64) (θ, m, v N)) []N {
	var θs, ms, vs []N
	for _, g := range gs {
		θ, m, v := update(g)
		θs = append(θs, θ)
		if r.hasM {
			ms = append(ms, m)
		}
		if r.hasV {
			vs = append(vs, v)
		}
	}
	return slices.Concat(θs, ms, vs)
}

// closed is the truth: the moments as weighted sums, corrected if need be.
func closed[N field[N]](r rule, s setting, step ruleStep[N]) []N {
	var θ N
	t := 0
	return after(r, s.gs, func(g float64) (N, N, N) {
		t++
		m, v := weighted(s.Beta1, s.gs[:t], itself[N]), weighted(s.Beta2, s.gs[:t], square[N])
		if r.velocity {
			m = m.Quo(m.Of(1).Sub(m.Of(s.Beta1))).Mul(m.Of(-s.Rate))
		}
		mHat, vHat := m, v
		if r.corrected {
			mHat, vHat = m.Quo(remaining[N](s.Beta1, t)), v.Quo(remaining[N](s.Beta2, t))
		}
		θ = θ.Sub(step(s, θ.Of(g), mHat, vHat))
		return θ, m, v
	})
}

// recursive is the formula of the code: the moments by recursion, and the corrections
// as factors 1/(1 − βᵗ). The double 1 − β is exact for β ≥ ½, by Sterbenz.
func recursive[N field[N]](r rule, s setting, step ruleStep[N], denominator func(β float64, t int) N) []N {
	var θ, m, v N
	one, t := θ.Of(1), 0
	return after(r, s.gs, func(x float64) (N, N, N) {
		t++
		g := θ.Of(x)
		if r.velocity {
			m = g.Of(s.Beta1).Mul(m).Sub(g.Of(s.Rate).Mul(g))
		} else {
			m = g.Of(s.Beta1).Mul(m).Add(g.Of(1 - s.Beta1).Mul(g))
		}
		v = g.Of(s.Beta2).Mul(v).Add(g.Of(1 - s.Beta2).Mul(g).Mul(g))
		mHat, vHat := m, v
		if r.corrected {
			mHat, vHat = m.Mul(one.Quo(denominator(s.Beta1, t))), v.Mul(one.Quo(denominator(s.Beta2, t)))
		}
		θ = θ.Sub(step(s, g, mHat, vHat))
		return θ, m, v
	})
}

// blocks name the parts.
func (r rule) blocks(T int) []gradcheck.Block {
	blocks := []gradcheck.Block{vector("θ", T)}
	if r.hasM {
		blocks = append(blocks, vector("m", T))
	}
	if r.hasV {
		blocks = append(blocks, vector("v", T))
	}
	return blocks
}

// probes probe the code for θ and the moments after each update.
func (r rule) probes(inside bool) probes {
	return func(p *Points) (qs []*probe) {
		for _, s := range settingsOf(p.settings, p.sequences) {
			s.EpsilonInside, s.NoCorrection = inside, !r.corrected
			q := r.probe(s)
			q.claim.values = after(r, s.gs, stepping(made[float64](r, s)))
			qs = append(qs, q)
		}
		for _, s := range settingsOf(p.settings32, p.sequences[:1]) {
			s.EpsilonInside, s.NoCorrection = inside, !r.corrected
			qs = append(qs, r.probe(s).single(after(r, s.gs, stepping(made[float32](r, s)))))
		}
		return qs
	}
}

// probe is of θ and the moments, without an answer.
func (r rule) probe(s setting) *probe {
	c := claim{formula: recursive(r, s, r.step, denominator)}
	truth := inFull(closed(r, s, r.step))
	q := value(s.String(), c, truth, r.blocks(len(s.gs))...)
	if r.rational != nil {
		q = fraction(s.String(), c, closed(r, s, r.rational), truth, r.blocks(len(s.gs))...)
	}
	q.rule, q.setting = &r, &s
	return q
}

// printed probes the formula as printed, with m/(1 − βᵗ) and the power as printed.
func (r rule) printed(inside bool) probes {
	return func(p *Points) (qs []*probe) {
		for _, s := range settingsOf(p.settings, p.sequences) {
			s.EpsilonInside = inside
			q := r.probe(s)
			q.claim = byFormula(recursive(r, s, r.step, remaining[precise]))
			qs = append(qs, q)
		}
		return qs
	}
}

// root is √v + ε or √(v + ε).
func root[N number[N]](v N, s setting) N {
	if s.EpsilonInside {
		return v.Add(v.Of(s.Epsilon)).Sqrt()
	}
	return v.Sqrt().Add(v.Of(s.Epsilon))
}

func stepMomentum[N field[N]](s setting, _, m, _ N) N { return m.Of(s.Rate).Mul(m) }

func stepRMSprop[N number[N]](s setting, g, _, v N) N {
	return g.Of(s.Rate).Mul(g).Quo(root(v, s))
}

func stepAdam[N number[N]](s setting, _, m, v N) N { return m.Of(s.Rate).Mul(m).Quo(root(v, s)) }

func stepVelocity[N field[N]](_ setting, _, m, _ N) N { return m.Neg() }

// The rules; classical momentum is m = μm − ηg, θ = θ + m, of 2.5.1.
var (
	momentum  = rule{name: "momentum", hasM: true, step: stepMomentum[precise], rational: stepMomentum[rat]}
	classical = rule{name: "classical momentum", hasM: true, velocity: true, step: stepVelocity[precise], rational: stepVelocity[rat]}
	rmsprop   = rule{name: "RMSprop", hasV: true, step: stepRMSprop[precise]}
)

// adamRule is Adam with or without correction.
func adamRule(corrected bool) rule {
	return rule{name: "Adam", hasM: true, hasV: true, corrected: corrected, step: stepAdam[precise]}
}
