package gradcheck

import "math"

// The unit roundoffs: the largest relative error of rounding to nearest.
const (
	Unit64 = 0x1p-53 // float64
	Unit32 = 0x1p-24 // float32
)

// The number of roundings u that an evaluation may spend on one function: its
// relative error is at most expRoundings·u and so on. As 1 ulp is at most 2u
// relative to the value, 4 allow 2 ulp, 2 allow 1 ulp and 5 allow 2.5 ulp. Package
// math keeps within them, which a test watches (on amd64 its Exp exceeds the 1 ulp
// of its document), and package tensor documents 0.6, 1 and 2.3 ulp. For sin and cos they
// are relative to min(1, |x|) and to 1: near their zeros programs keep no more.
const (
	expRoundings  = 4 // and expm1
	logRoundings  = 2 // and log1p
	tanhRoundings = 5
	sqrtRoundings = 1
	sinRoundings  = 4 // and cos
	erfRoundings  = 4
)

// maxCount is the largest count with n·2⁻²⁴ < 1; more make the gauge infinite.
const maxCount = 1<<24 - 1

// Gauge is a number with its running error analysis. If a formula is evaluated
// with unit roundoff u ≤ 2⁻⁵³, its result x̂ and its exact value x* satisfy
//
//	|x̂ − x*| ≤ γₙ·g,   |x*| ≤ g,   γₙ = n·u/(1 − n·u)
//
// where {x, g, n} is the result of the same formula in Gauges. For u ≤ 2⁻²⁴ the same
// holds of the Wide gauge. n counts the longest chain of roundings, and g is their mean
// effect: for a sum of products of inputs it is the sum with absolute values. g = +Inf
// says that nothing is known, NaN that x is NaN.
//
// # Model
//
// Inputs and constants are representable. Sum, difference, product, quotient
// and root err by at most u relative to their result, eˣ and eˣ − 1 by 4u (2 ulp), log x
// and log(1 + x) by 2u (1 ulp), tanh x by 5u (2.5 ulp), erf x by 4u, sin x by 4u·min(1, |x|)
// and cos x by 4u. No operation overflows or underflows: the
// bound does not cover results that are subnormal or flushed to 0, unless they are
// exact. Where rounding may decide a branch on a sign, both branches must be the
// same function; a maximum is no branch but an operation, [Gauge.Max]. Fusing a product into a sum only helps, and the count of a sequential sum of
// terms of equal count covers every order of summation.
//
// # Derivation
//
// Of the rules for z = x + y, x·y, … each bounds the error before the last
// rounding by γₙ·A + γₙ′·B, with the counts n and n′ of its operands, and allows c·u
// for that rounding. Then the error of ẑ is at most
//
//	γₘ·G,   m = n + n′ + c,   G = (n·A + n′·B + c·|z*|)/m
//
// a mean weighted by counts. For with k = n + n′ and N = n·A + n′·B,
//
//	γₙ·A + γₙ′·B ≤ u·N/(1 − k·u)
//	(1 + c·u)·u·N/(1 − k·u) + c·u·|z*| ≤ u·(N + c·|z*|)/(1 − m·u) = γₘ·G
//
// The methods state A, B and c. Where A and B fall below |z*|, G is raised to it.
//
// Terms of second order grow with u: they are taken at u = 2⁻⁵³ for g, and at 2⁻²⁴
// for the wide gauge. Some rules have them in the divisor 1 − R, and give +Inf from R > 1/2 on.
// As x* is not at hand, the rules use the double x. But x is one of the x̂ for u = 2⁻⁵³,
// so both x and x̂ are within
//
//	d = γₙ·g
//
// of x*, and |z*| is at most the computed |z| and the change of the function over d. One term
// of second order is the magnitude h = |x| + 2d, above |x*| + d.
// Lastly z and g themselves are rounded at most 16 times per unit of n < 2²⁴, and low by at
// most 2⁻²⁵ for that; [Gauge.Bound] adds 2⁻²⁴.
type Gauge struct {
	Value float64 // x, evaluated in doubles
	Gauge float64 // g
	Count int     // n
	Wide  float64 // g for u from 2⁻⁵³ to 2⁻²⁴
}

// Bound returns γₙ·g·(1 + 2⁻²⁴), a bound of |x̂ − x*| for unit roundoff u. It is
// +Inf if n·u ≥ 1 or u > 2⁻²⁴, and NaN if the value is.
func (x Gauge) Bound(u float64) float64 {
	g := x.at(u)
	switch {
	case g == 0:
		return 0
	case u > Unit32:
		return math.Inf(1)
	}
	return γ(x.Count, u) * g * (1 + 0x1p-24)
}

// at returns g for unit roundoff u.
func (x Gauge) at(u float64) float64 {
	if u <= Unit64 {
		return x.Gauge
	}
	return max(x.Gauge, x.Wide)
}

// Bounds returns the bound of every gauge.
func Bounds(gauges []Gauge, u float64) []float64 {
	bounds := make([]float64, len(gauges))
	for i, g := range gauges {
		bounds[i] = g.Bound(u)
	}
	return bounds
}

// γ returns n·u/(1 − n·u), and +Inf if n·u ≥ 1.
func γ(n int, u float64) float64 {
	nu := float64(float64(n) * u)
	if nu >= 1 {
		return math.Inf(1)
	}
	return nu / (1 - nu)
}

// error returns d = γₙ·g.
func (x Gauge) error(u float64) float64 {
	if x.Count == 0 {
		return 0
	}
	return float64(γ(x.Count, u) * x.at(u))
}

// magnitude returns h = |x| + 2d.
func (x Gauge) magnitude(u float64) float64 { return math.Abs(x.Value) + 2*x.error(u) }

// mean returns (n·A + n′·B + c·z)/(n + n′ + c).
func mean(n int, A float64, n2 int, B float64, c int, z float64) float64 {
	sum := float64(float64(n)*A) + float64(float64(n2)*B) + float64(float64(c)*z)
	return sum / float64(n+n2+c)
}

// ruled returns {value, G/(1 − R), n}, where the rule gives G and R for a unit roundoff.
func ruled(value float64, n int, rule func(u float64) (G, R float64)) Gauge {
	z := Gauge{Value: value, Count: min(n, maxCount)}
	at := func(u float64) float64 {
		switch G, R := rule(u); {
		case math.IsNaN(value):
			return math.NaN()
		case !(R <= 0.5) || n > maxCount || math.IsNaN(G):
			return math.Inf(1)
		default:
			return G / (1 - R)
		}
	}
	z.Gauge, z.Wide = at(Unit64), at(Unit32)
	return z
}

// smooth returns the f(x) of a function computed as z with c roundings relative to a
// size, whose slope within 2d of x is at most s/(1 − R):
//
//	A = g·s,   |z*| ≤ |z| + d·s,   G ≥ |z*|
//
// each over 1 − R. The size is |z*| itself unless it is larger.
func (x Gauge) smooth(z float64, c int, size float64, slope func(u float64) (s, R float64)) Gauge {
	return ruled(z, x.Count+c, func(u float64) (G, R float64) {
		s, R := slope(u)
		most := math.Abs(z) + x.error(u)*s
		A := mean(x.Count, x.at(u)*s, 0, 0, c, max(size, most))
		return max(most, A), R
	})
}

// Of returns the exact number x: {x, |x|, 0}.
func (Gauge) Of(x float64) Gauge { return Gauge{x, math.Abs(x), 0, math.Abs(x)} }

// Add returns x + y: {x + y, g + g′, max(n, n′) + 1}, since
// |x̂ + ŷ − z*| ≤ γₙ·g + γₙ′·g′ ≤ γ_max·(g + g′), and one rounding, c = 1, raises it to
// γ_max₊₁. Weighted means would be smaller, but not hold for sums in any order.
func (x Gauge) Add(y Gauge) Gauge {
	return ruled(x.Value+y.Value, max(x.Count, y.Count)+1, func(u float64) (G, R float64) { return x.at(u) + y.at(u), 0 })
}

// Sub returns x − y, with the gauge of x + y.
func (x Gauge) Sub(y Gauge) Gauge { return x.Add(y.Neg()) }

// Neg returns −x, which is exact: {−x, g, n}.
func (x Gauge) Neg() Gauge { x.Value = -x.Value; return x }

// Abs returns |x|, which is exact: {|x|, g, n}.
func (x Gauge) Abs() Gauge { x.Value = math.Abs(x.Value); return x }

// Mul returns x·y, with A = g·h′, B = g′·h and c = 1, where h and h′ are the
// magnitudes of x and y: the error before rounding is at most
//
//	|x̂ − x*|·|y*| + |ŷ − y*|·|x*| + |x̂ − x*|·|ŷ − y*|
//	≤ d·(|y*| + d′/2) + d′·(|x*| + d/2)
//
// Tried: g·g′, the formula with absolute values throughout. Relative errors then
// multiply where they should add; bounds of a gradient were 100 times larger.
func (x Gauge) Mul(y Gauge) Gauge {
	return ruled(float64(x.Value*y.Value), x.Count+y.Count+1, func(u float64) (G, R float64) {
		hx, hy := x.magnitude(u), y.magnitude(u)
		return mean(x.Count, x.at(u)*hy, y.Count, y.at(u)*hx, 1, hx*hy), 0
	})
}

// Quo returns x/y, with A = (g/|y|)/(1 − R), B = (h/|y|)·(g′/|y|)/(1 − R), c = 1 and
// R = 3t, where h is the magnitude of x and t = d′/|y|. Before rounding,
//
//	|x̂/ŷ − z*| = |(x̂ − x*) − z*·(ŷ − y*)| / |ŷ| ≤ (d + d′·|x*|/|y*|) / |ŷ|
//
// and |y*| ≥ |y|·(1 − t), |ŷ| ≥ |y|·(1 − 2t), whose product is at least |y|²·(1 − 3t).
func (x Gauge) Quo(y Gauge) Gauge {
	return ruled(x.Value/y.Value, x.Count+y.Count+1, func(u float64) (G, R float64) {
		v, h := math.Abs(y.Value), x.magnitude(u)
		a := y.at(u) / v
		return mean(x.Count, x.at(u), y.Count, h*a, 1, h) / v, 3 * y.error(u) / v
	})
}

// Sign returns the sign of the value.
func (x Gauge) Sign() int { return sign(x.Value) }

// Float64 returns the value.
func (x Gauge) Float64() float64 { return x.Value }
