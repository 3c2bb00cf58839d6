package equations

import "chainrule/adam"

// classical is m = μm − ηg, θ = θ + m, of 2.5.1.
var classical = rule{
	name: "classical momentum", hasM: true, velocity: true,
	code: func(s setting) (stepper, error) {
		return stepping(adam.NewClassicalMomentum[float64](1, s.Rate, s.Beta1))
	},
	code32: func(s setting) (stepper, error) {
		return stepping(adam.NewClassicalMomentum[float32](1, s.Rate, s.Beta1))
	},
	step: stepVelocity[precise], rational: stepVelocity[rat],
}

func stepVelocity[N field[N]](_ setting, _, m, _ N) N { return m.Neg() }
