package adam

import "chainrule/tensor"

// Options are the settings of [Adam].
type Options struct {
	Rate          float64 // η > 0
	Beta1         float64 // decay of the first moment, 0 ≤ β1 < 1
	Beta2         float64 // decay of the second moment, 0 ≤ β2 < 1
	Epsilon       float64 // ε ≥ 0
	EpsilonInside bool    // √(vHat+ε) as in Code 13, instead of √vHat + ε as in (59)
	NoCorrection  bool    // m and v in place of mHat and vHat: Equation (56)
}

// Default returns the usual settings with rate η: β1 0.9, β2 0.999, ε 1e-8 outside the root.
func Default(η float64) Options {
	return Options{Rate: η, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8}
}

// Listing returns the settings of the paper's final run (Codes 13 and 14): rate
// 1e-4, β1 0.99, β2 0.999, ε 1e-8 inside the root.
func Listing() Options {
	return Options{Rate: 1e-4, Beta1: 0.99, Beta2: 0.999, Epsilon: 1e-8, EpsilonInside: true}
}

// Adam descends along the first moment divided by the root of the second:
//
//	mₜ = β1·mₜ₋₁ + (1−β1)·gₜ        mHat = mₜ/(1−β1ᵗ)
//	vₜ = β2·vₜ₋₁ + (1−β2)·gₜ²       vHat = vₜ/(1−β2ᵗ)
//	θₜ = θₜ₋₁ − η·mHat/(√vHat + ε)
//
// The quotients are products with 1/(1−βᵗ), computed once an update.
type Adam[F tensor.Float] struct {
	rate[F]
	β1, α1, β2, α2, ε F // αᵢ = 1−βᵢ
	inside            bool
	c1, c2            BiasCorrection
	corrected         bool
	m, v              []F
}

// For returns the rule for the parameters θ, by their type and number: [New] with len(θ).
func For[F tensor.Float](θ []F, o Options) (*Adam[F], error) { return New[F](len(θ), o) }

// New returns the rule for n parameters, with m₀ = v₀ = 0 and t = 0. Options whose decay rates and ε
// are all 0 are an error: see [Default].
func New[F tensor.Float](n int, o Options) (*Adam[F], error) {
	err := first(checkCount(n), checkRate[F](o.Rate), checkDecayRate[F]("beta1", o.Beta1),
		checkDecayRate[F]("beta2", o.Beta2), checkEpsilon[F](o.Epsilon),
		checkZero(o.Beta1, o.Beta2, o.Epsilon))
	if err != nil {
		return nil, err
	}
	return &Adam[F]{
		rate: rate[F]{F(o.Rate)}, ε: F(o.Epsilon), inside: o.EpsilonInside, corrected: !o.NoCorrection,
		β1: F(o.Beta1), α1: 1 - F(o.Beta1), c1: newBiasCorrection(float64(F(o.Beta1))),
		β2: F(o.Beta2), α2: 1 - F(o.Beta2), c2: newBiasCorrection(float64(F(o.Beta2))),
		m: make([]F, n), v: make([]F, n),
	}, nil
}

// Update makes one step: t is advanced, the moments are updated, then θ.
//
// Equations (54), (55), (56), (58), (59).
func (r *Adam[F]) Update(θ, g []F) {
	checkLengths("Adam", len(r.m), θ, g)
	next1, next2 := r.c1, r.c2
	c1, c2 := F(1), F(1)
	if r.corrected {
		next1.Advance()
		next2.Advance()
		c1, c2 = F(1/next1.Denominator()), F(1/next2.Denominator())
	}
	tensor.UpdateAdam(θ, g, r.m, r.v, tensor.AdamNumbers[F]{
		Rate: r.η, Beta1: r.β1, Alpha1: r.α1, Beta2: r.β2, Alpha2: r.α2, C1: c1, C2: c2, Epsilon: r.ε, Inside: r.inside,
	})
	r.c1, r.c2 = next1, next2
}

// Moments returns m and v, which the rule goes on using.
func (r *Adam[F]) Moments() (m, v []F) { return r.m, r.v }

// Advance increases t by so many steps, so that the rule goes on where another one stopped, once the other's
// moments have been copied into the slices of Moments.
func (r *Adam[F]) Advance(steps int) {
	for range steps {
		r.c1.Advance()
		r.c2.Advance()
	}
}
