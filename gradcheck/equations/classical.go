package equations

import "chainrule/adam"

// classical is m = μm − ηg, θ = θ + m, of 2.5.1.
var classical = rule{
	name: "classical momentum", hasM: true,
	code: func(s setting) (stepper, error) {
		return stepping(adam.NewClassicalMomentum[float64](1, s.Rate, s.Beta1))
	},
	code32: func(s setting) (stepper, error) {
		return stepping(adam.NewClassicalMomentum[float32](1, s.Rate, s.Beta1))
	},
}

// velocity is its recursion, velocityClosed its closed form, −η Σ μ^(T−t) gₜ, both
// with θ, then m.
func velocity[N field[N]](s setting) []N {
	var out state[N]
	var θ, m N
	for _, g := range s.gs {
		m = m.Of(s.Beta1).Mul(m).Sub(m.Of(s.Rate).Mul(m.Of(g)))
		θ = θ.Add(m)
		out.m, out.θ = append(out.m, m), append(out.θ, θ)
	}
	return out.all()
}

func velocityClosed[N field[N]](s setting) []N {
	var out state[N]
	var θ N
	for i := range s.gs {
		one := θ.Of(1)
		m := weighted(s.Beta1, s.gs[:i+1], itself[N]).Quo(one.Sub(one.Of(s.Beta1))).Mul(one.Of(-s.Rate))
		θ = θ.Add(m)
		out.m, out.θ = append(out.m, m), append(out.θ, θ)
	}
	return out.all()
}

func probeClassical(p *Points) (qs []*probe) {
	probe := func(s setting) *probe {
		c := byFormula(velocity[precise](s))
		q := fraction(s.String(), c, velocityClosed[rat](s), velocityClosed[big](s), classical.blocks(len(s.gs))...)
		q.rule, q.setting = &classical, &s
		return q
	}
	for _, s := range settingsOf(p.settings, p.sequences) {
		q := probe(s)
		q.claim.values = classical.answer(must(classical.code(s)), s.gs)
		qs = append(qs, q)
	}
	for _, s := range settingsOf(p.settings32, p.sequences[:1]) {
		qs = append(qs, probe(s).single(classical.answer(must(classical.code32(s)), s.gs)))
	}
	return qs
}
