package equations

import (
	"chainrule/adam"
	"chainrule/gradcheck"
	"chainrule/nn"
)

// The right sides that the paper prints rightly, written as printed and evaluated
// in doubles: T − Y, z(1 − z), m/(1 − βᵗ). The code computes the same numbers in
// other, more careful forms; these show what the printed ones give.

// part is one of the things that the network makes of a sample, in each arithmetic.
type part struct {
	name  string
	float func(row[gradcheck.Float64]) []gradcheck.Float64
	gauge func(row[gradcheck.Gauge]) []gradcheck.Gauge
	exact func(row[gradcheck.Big]) []gradcheck.Big
}

func partα[N any](r row[N]) []N { return r.α }
func partZ[N any](r row[N]) []N { return r.z }
func partA[N any](r row[N]) []N { return r.a }
func partY[N any](r row[N]) []N { return r.y }

var (
	preactivation = part{"α", partα[gradcheck.Float64], partα[gradcheck.Gauge], partα[gradcheck.Big]}
	hidden        = part{"z", partZ[gradcheck.Float64], partZ[gradcheck.Gauge], partZ[gradcheck.Big]}
	logit         = part{"a", partA[gradcheck.Float64], partA[gradcheck.Gauge], partA[gradcheck.Big]}
	output        = part{"y", partY[gradcheck.Float64], partY[gradcheck.Gauge], partY[gradcheck.Big]}
)

// printedValue tries the printed formula of a part of the network.
func printedValue(p part) func(*evidence) {
	return func(e *evidence) {
		for _, in := range asPrinted(all...) {
			for n := range in.N {
				float := p.float(network(in, gradcheck.FromFloats[gradcheck.Float64](in.θ), n))
				gauge := p.gauge(network(in, gradcheck.FromFloats[gradcheck.Gauge](in.θ), n))
				exact := p.exact(exactRow(in, n))
				for j := range float {
					e.formula(float[j], gauge[j], exact[j], "%s[%d,%d] (%v)", p.name, n, j, in)
				}
			}
		}
	}
}

// printedLikelihood tries ΣΣ t log y, times sign.
func printedLikelihood(sign float64) func(*evidence) {
	return func(e *evidence) {
		for _, in := range asPrinted(all...) {
			float := likelihood(in, gradcheck.FromFloats[gradcheck.Float64](in.θ))
			gauge := likelihood(in, gradcheck.FromFloats[gradcheck.Gauge](in.θ))
			exact := likelihood(in, gradcheck.FromFloats[gradcheck.Big](in.θ))
			e.formula(float.Mul(float.Of(sign)), gauge, exact.Mul(exact.Of(sign)), "J (%v)", in)
		}
	}
}

// printedRegressionGradient tries Xᵀ(T − Y) of softmax regression.
func printedRegressionGradient(e *evidence) {
	for _, in := range asPrinted(all...) {
		W := in.θ[:in.D*in.K]
		truth := gradcheck.Differences(func(θ []gradcheck.Big) gradcheck.Big { return regressionLikelihoodOf(in, θ) }, W)
		claim, gauge := regressionTMinusY[gradcheck.Float64](in), regressionTMinusY[gradcheck.Gauge](in)
		for i := range W {
			e.formula(claim[i], gauge[i], truth[i], "W[%d,%d] (%v)", i/in.K, i%in.K, in)
		}
	}
}

func regressionTMinusY[N number[N]](in *instance) []N {
	X, R := rectangle[N](in.N, in.D), rectangle[N](in.N, in.K)
	for n := range in.N {
		X[n] = gradcheck.FromFloats[N](in.X[n])
		_, y := regression(in, gradcheck.FromFloats[N](in.θ[:in.D*in.K]), n)
		for k := range y {
			R[n][k] = y[k].Of(in.T[n][k]).Sub(y[k])
		}
	}
	return transposedProduct(X, R)
}

// printedGradientV tries Zᵀ(T − Y).
func printedGradientV(e *evidence) {
	for _, in := range asPrinted(all...) {
		V, end := blockV(in)
		claim, gauge := zTimesTMinusY[gradcheck.Float64](in), zTimesTMinusY[gradcheck.Gauge](in)
		for i := V; i < end; i++ {
			e.formula(claim[i-V], gauge[i-V], in.truth()[i], "%s (%v)", in.where(i), in)
		}
	}
}

func zTimesTMinusY[N number[N]](in *instance) []N {
	Z, R := rectangle[N](in.N, in.M), rectangle[N](in.N, in.K)
	for n := range in.N {
		r := network(in, gradcheck.FromFloats[N](in.θ), n)
		Z[n] = r.z
		for k := range r.y {
			R[n][k] = r.y[k].Of(in.T[n][k]).Sub(r.y[k])
		}
	}
	return transposedProduct(Z, R)
}

// printedSlopes tries z(1 − z) or 1 − z² of z = σ(α). Where σ saturates they have few
// correct digits left, or none, and their bounds say so.
func printedSlopes(σ nn.Activation) func(*evidence) {
	return func(e *evidence) {
		for _, x := range preactivations {
			truth := gradcheck.Differences(func(x []gradcheck.Big) gradcheck.Big { return sigma(σ, x[0]) }, []float64{x})
			claim := slopeOfZ(σ, sigma(σ, gradcheck.Float64(x)))
			gauge := slopeOfZ(σ, sigma(σ, gradcheck.Gauge{}.Of(x)))
			e.formula(claim, gauge, truth[0], "%v′(%v) from z", σ, x)
		}
	}
}

func slopeOfZ[N number[N]](σ nn.Activation, z N) N {
	one := z.Of(1)
	if σ == nn.Tanh {
		return one.Sub(z.Mul(z))
	}
	return z.Mul(one.Sub(z))
}

// printedStep is an update rule as printed: what is subtracted from θ, given the last
// gradient, the moments, ε and the numbers 1 − β₁ᵗ and 1 − β₂ᵗ.
type printedStep[N any] func(η, g, m, v, ε, rest1, rest2 N) N

func stepMomentum[N number[N]](η, _, m, _, _, _, _ N) N { return η.Mul(m) }
func stepInside[N number[N]](η, g, _, v, ε, _, _ N) N   { return η.Mul(g).Quo(v.Add(ε).Sqrt()) }
func stepOutside[N number[N]](η, g, _, v, ε, _, _ N) N  { return η.Mul(g).Quo(v.Sqrt().Add(ε)) }
func stepPlain[N number[N]](η, _, m, v, ε, _, _ N) N    { return η.Mul(m).Quo(v.Sqrt().Add(ε)) }
func stepAdam[N number[N]](η, _, m, v, ε, rest1, rest2 N) N {
	return η.Mul(m.Quo(rest1)).Quo(v.Quo(rest2).Sqrt().Add(ε))
}

// printedRule tries θ after each update.
func printedRule(name string, float printedStep[gradcheck.Float64], gauge printedStep[gradcheck.Gauge], exact printedStep[big]) func(*evidence) {
	return func(e *evidence) {
		for _, o := range settings {
			claims, gauges, truth := followPrinted(o, float), followPrinted(o, gauge), followPrinted(o, exact)
			for i := range claims {
				e.formula(claims[i], gauges[i], truth[i], "%s: θ after update %d (%s)", name, i+1, describe(o))
			}
		}
	}
}

// followPrinted returns θ after each update, from θ = 1 and moments 0.
func followPrinted[N number[N]](o adam.Options, step printedStep[N]) (θs []N) {
	var m, v, zero N
	one, β1, β2 := zero.Of(1), zero.Of(o.Beta1), zero.Of(o.Beta2)
	θ, power1, power2 := one, one, one
	for _, x := range gradients {
		g := zero.Of(x)
		m = β1.Mul(m).Add(one.Sub(β1).Mul(g))
		v = β2.Mul(v).Add(one.Sub(β2).Mul(g).Mul(g))
		power1, power2 = power1.Mul(β1), power2.Mul(β2)
		θ = θ.Sub(step(zero.Of(o.Rate), g, m, v, zero.Of(o.Epsilon), one.Sub(power1), one.Sub(power2)))
		θs = append(θs, θ)
	}
	return θs
}

// printedCorrection tries y(t)/(1 − βᵗ).
func printedCorrection(e *evidence) {
	for _, β := range decays {
		claims, gauges := averagesPrinted[gradcheck.Float64](β), averagesPrinted[gradcheck.Gauge](β)
		for i := range claims {
			exact := weighted(β, gradients[:i+1], itself).Quo(remaining(β, i+1))
			e.formula(claims[i], gauges[i], exact, "ŷ(%d) (β = %v)", i+1, β)
		}
	}
}

func averagesPrinted[N number[N]](β float64) (corrected []N) {
	var y, zero N
	one, b := zero.Of(1), zero.Of(β)
	power := one
	for _, x := range gradients {
		y = b.Mul(y).Add(one.Sub(b).Mul(zero.Of(x)))
		power = power.Mul(b)
		corrected = append(corrected, y.Quo(one.Sub(power)))
	}
	return corrected
}
