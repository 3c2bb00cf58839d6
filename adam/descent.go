package adam

import "chainrule/tensor"

// Descent is plain gradient descent, θₜ = θₜ₋₁ − η·gₜ.
//
// Section 2.4, Code 3.
type Descent[F tensor.Float] struct{ rate[F] }

// NewDescent returns the rule with rate η > 0.
func NewDescent[F tensor.Float](η float64) (*Descent[F], error) {
	if err := checkRate[F](η); err != nil {
		return nil, err
	}
	return &Descent[F]{rate[F]{F(η)}}, nil
}

// Update sets θ ← θ − η·g.
func (d *Descent[F]) Update(θ, g []F) {
	checkLengths("Descent", len(θ), θ, g)
	tensor.UpdateDescent(θ, g, d.η)
}

// Momentum descends along the moving average of the gradient:
//
//	mₜ = β·mₜ₋₁ + (1−β)·gₜ
//	θₜ = θₜ₋₁ − η·mₜ
//
// It is [ClassicalMomentum] with μ = β and the rate η·(1−β), not with the same rate.
type Momentum[F tensor.Float] struct {
	rate[F]
	β, α F // α = 1−β
	m    []F
}

// NewMomentum returns the rule for n parameters, with m₀ = 0. It wants η > 0 and
// 0 ≤ β < 1.
func NewMomentum[F tensor.Float](n int, η, β float64) (*Momentum[F], error) {
	if err := first(checkCount(n), checkRate[F](η), checkDecayRate[F]("beta", β)); err != nil {
		return nil, err
	}
	return &Momentum[F]{rate: rate[F]{F(η)}, β: F(β), α: 1 - F(β), m: make([]F, n)}, nil
}

// Update makes one step.
//
// Equations (48), (54).
func (r *Momentum[F]) Update(θ, g []F) {
	checkLengths("Momentum", len(r.m), θ, g)
	tensor.UpdateMomentum(θ, g, r.m, r.η, r.β, r.α)
}

// Moments returns m, which the rule goes on using, and nil.
func (r *Momentum[F]) Moments() (m, v []F) { return r.m, nil }

// ClassicalMomentum is the usual form, which the paper gives first (section 2.5.1):
//
//	mₜ = μ·mₜ₋₁ − η·gₜ
//	θₜ = θₜ₋₁ + mₜ
type ClassicalMomentum[F tensor.Float] struct {
	rate[F]
	μ F
	m []F
}

// NewClassicalMomentum returns the rule for n parameters, with m₀ = 0. It wants
// η > 0 and 0 ≤ μ < 1.
func NewClassicalMomentum[F tensor.Float](n int, η, μ float64) (*ClassicalMomentum[F], error) {
	if err := first(checkCount(n), checkRate[F](η), checkDecayRate[F]("mu", μ)); err != nil {
		return nil, err
	}
	return &ClassicalMomentum[F]{rate: rate[F]{F(η)}, μ: F(μ), m: make([]F, n)}, nil
}

// Update makes one step.
func (r *ClassicalMomentum[F]) Update(θ, g []F) {
	checkLengths("ClassicalMomentum", len(r.m), θ, g)
	tensor.UpdateClassicalMomentum(θ, g, r.m, r.η, r.μ)
}

// Moments returns m, which the rule goes on using, and nil.
func (r *ClassicalMomentum[F]) Moments() (m, v []F) { return r.m, nil }
