package adam

import "chainrule/tensor"

// RMSpropOptions are the settings of [RMSprop].
type RMSpropOptions struct {
	Rate          float64 // η > 0
	Beta          float64 // β, called β2 in (55), 0 ≤ β < 1
	Epsilon       float64 // ε ≥ 0
	EpsilonInside bool    // √(v+ε) as in (49), instead of √v + ε as in (55)
}

// RMSprop divides the gradient by the root of the moving average of its square:
//
//	vₜ = β·vₜ₋₁ + (1−β)·gₜ²
//	θₜ = θₜ₋₁ − η·gₜ/(√vₜ + ε)
//
// or, with EpsilonInside, by √(vₜ+ε), whose floor is √ε instead of ε.
type RMSprop[F tensor.Float] struct {
	rate[F]
	β, α, ε F // α = 1−β
	inside  bool
	v       []F
}

// NewRMSprop returns the rule for n parameters, with v₀ = 0. A β and an ε that are both 0 are an error.
func NewRMSprop[F tensor.Float](n int, o RMSpropOptions) (*RMSprop[F], error) {
	err := first(checkCount(n), checkRate[F](o.Rate), checkDecayRate[F]("beta", o.Beta), checkEpsilon[F](o.Epsilon),
		checkZero(o.Beta, o.Epsilon))
	if err != nil {
		return nil, err
	}
	return &RMSprop[F]{rate: rate[F]{F(o.Rate)}, β: F(o.Beta), α: 1 - F(o.Beta), ε: F(o.Epsilon),
		inside: o.EpsilonInside, v: make([]F, n)}, nil
}

// Update makes one step.
//
// Equations (49), (55).
func (r *RMSprop[F]) Update(θ, g []F) {
	checkLengths("RMSprop", len(r.v), θ, g)
	tensor.UpdateRMSprop(θ, g, r.v, r.η, r.β, r.α, r.ε, r.inside)
}

// Moments returns nil and v, which the rule goes on using.
func (r *RMSprop[F]) Moments() (m, v []F) { return nil, r.v }
