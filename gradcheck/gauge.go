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
// of its document), and package tensor documents 0.6, 1 and 2.3 ulp.
const (
	expRoundings  = 4
	logRoundings  = 2
	tanhRoundings = 5
	sqrtRoundings = 1
)

// maxCount is the largest count with n·2⁻²⁴ < 1; more make the gauge infinite.
const maxCount = 1<<24 - 1

// Gauge is a number with its running error analysis. If a formula is evaluated
// with unit roundoff u ≤ 2⁻²⁴, its result x̂ and its exact value x* satisfy
//
//	|x̂ − x*| ≤ γₙ·g,   |x*| ≤ g,   γₙ = n·u/(1 − n·u)
//
// where {x, g, n} is the result of the same formula in Gauges. n counts the
// longest chain of roundings, and g is their mean effect: for a sum of products
// of inputs it is the sum with absolute values. g = +Inf says that nothing is
// known, NaN that x is NaN.
//
// # Model
//
// Inputs and constants are representable. Sum, difference, product, quotient
// and root err by at most u relative to their result, eˣ by 4u (2 ulp), log x by 2u
// (1 ulp) and tanh x by 5u (2.5 ulp). No operation overflows or underflows: the
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
// Terms of second order grow with u, and are taken at u = 2⁻²⁴, where γₙ is called
// Γₙ. Some rules have them in the divisor 1 − R, and give +Inf from R > 1/2 on.
// As x* is not at hand, the rules use the double x. But x is one of the x̂, for
// u = 2⁻⁵³ and with 8 times the above errors of functions at most, so that
//
//	|x − x*| ≤ γ₈ₙ(2⁻⁵³)·g ≤ 2⁻²⁶·Γₙ·g
//
// which the terms of second order pay as well: all of them are at least twice
// as large as they must be. One is the magnitude h = |x| + Γₙ·g, above |x*| + Γₙ·g/2.
// Lastly g itself is rounded at most 16 times per unit of n < 2²⁴, and low by at
// most 2⁻²⁵ for that; [Gauge.Bound] adds 2⁻²⁴.
type Gauge struct {
	Value float64 // x, evaluated in doubles
	Gauge float64 // g
	Count int     // n
}

// Bound returns γₙ·g·(1 + 2⁻²⁴), a bound of |x̂ − x*| for unit roundoff u. It is
// +Inf if n·u ≥ 1 or u > 2⁻²⁴, and NaN if the value is.
func (x Gauge) Bound(u float64) float64 {
	switch {
	case x.Gauge == 0:
		return 0
	case u > Unit32:
		return math.Inf(1)
	}
	return γ(x.Count, u) * x.Gauge * (1 + 0x1p-24)
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

// magnitude returns h = |x| + Γₙ·g.
func (x Gauge) magnitude() float64 {
	return math.Abs(x.Value) + float64(γ(x.Count, Unit32)*x.Gauge)
}

// mean returns (n·A + n′·B + c·z)/(n + n′ + c).
func mean(n int, A float64, n2 int, B float64, c int, z float64) float64 {
	sum := float64(float64(n)*A) + float64(float64(n2)*B) + float64(float64(c)*z)
	return sum / float64(n+n2+c)
}

// gauged returns {value, first/(1 − R), n}, the common end of all rules.
func gauged(value, first, R float64, n int) Gauge {
	switch {
	case math.IsNaN(value):
		first = math.NaN()
	case !(R <= 0.5) || n > maxCount || math.IsNaN(first):
		first, n = math.Inf(1), min(n, maxCount)
	default:
		first /= 1 - float64(R)
	}
	return Gauge{value, first, n}
}

// Of returns the exact number x: {x, |x|, 0}.
func (Gauge) Of(x float64) Gauge { return gauged(x, math.Abs(x), 0, 0) }

// Add returns x + y: {x + y, g + g′, max(n, n′) + 1}, since
// |x̂ + ŷ − z*| ≤ γₙ·g + γₙ′·g′ ≤ γ_max·(g + g′), and one rounding, c = 1, raises it to
// γ_max₊₁. Weighted means would be smaller, but not hold for sums in any order.
func (x Gauge) Add(y Gauge) Gauge {
	return gauged(x.Value+y.Value, x.Gauge+y.Gauge, 0, max(x.Count, y.Count)+1)
}

// Sub returns x − y, with the gauge of x + y.
func (x Gauge) Sub(y Gauge) Gauge { return x.Add(y.Neg()) }

// Neg returns −x, which is exact: {−x, g, n}.
func (x Gauge) Neg() Gauge { return Gauge{-x.Value, x.Gauge, x.Count} }

// Mul returns x·y, with A = g·h′, B = g′·h and c = 1, where h and h′ are the
// magnitudes of x and y: the error before rounding is at most
//
//	|x̂ − x*|·|y*| + |ŷ − y*|·|x*| + |x̂ − x*|·|ŷ − y*|
//	≤ γₙ·g·(|y*| + Γₙ′·g′/2) + γₙ′·g′·(|x*| + Γₙ·g/2)
//
// Tried: g·g′, the formula with absolute values throughout. Relative errors then
// multiply where they should add; bounds of a gradient were 100 times larger.
func (x Gauge) Mul(y Gauge) Gauge {
	hx, hy := x.magnitude(), y.magnitude()
	first := mean(x.Count, x.Gauge*hy, y.Count, y.Gauge*hx, 1, hx*hy)
	return gauged(float64(x.Value*y.Value), first, 0, x.Count+y.Count+1)
}

// Quo returns x/y, with A = (g/|y|)/(1 − R), B = (h/|y|)·(g′/|y|)/(1 − R), c = 1 and
// R = 2·Γₙ′·g′/|y|, where h is the magnitude of x.
//
// Let θ = γₙ′·g′/|y*|, the relative error of the divisor. Before rounding,
//
//	|x̂/ŷ − z*| = |(x̂ − x*) − z*·(ŷ − y*)| / |ŷ|
//	           ≤ (γₙ·g + γₙ′·|z*|·g′) / (|y*|·(1 − θ))
//
// and |y*| ≥ (1 − ε)·|y| with ε = 2⁻²⁶·R/2, so that
// (1 − ε)²·(1 − θ) ≥ (1 − ε)·(1 − ε − R/2) ≥ 1 − R.
func (x Gauge) Quo(y Gauge) Gauge {
	v, h := math.Abs(y.Value), x.magnitude()
	a := y.Gauge / v
	first := mean(x.Count, x.Gauge, y.Count, h*a, 1, h) / v
	return gauged(x.Value/y.Value, first, 2*γ(y.Count, Unit32)*a, x.Count+y.Count+1)
}

// Exp returns eˣ, with A = eˣ·g/(1 − R), c = 4 and R = Γₘ·max(1, g), m = n + 4.
//
// With d = γₙ·g ≤ R the error before rounding is at most
// e^x*·(eᵈ − 1) ≤ e^x*·d/(1 − d/2), and e^x* exceeds the double eˣ by less than
// 2⁻²⁵·R relative to it.
func (x Gauge) Exp() Gauge {
	value, m := exponential(x.Value), x.Count+expRoundings
	relative := max(1, mean(x.Count, x.Gauge, 0, 0, expRoundings, 1))
	return gauged(value, value*relative, γ(m, Unit32)*max(1, x.Gauge), m)
}

// Log returns log x, with A = (g/x)/(1 − R), c = 2 and R = 2·Γₘ·g/x, m = n + 2.
//
// With θ = γₙ·g/x*, the relative error of x̂, the error before rounding is at most
// −log(1 − θ) ≤ θ/(1 − θ), and x* ≥ (1 − 2⁻²⁶·R/2)·x.
func (x Gauge) Log() Gauge {
	value, m := math.Log(x.Value), x.Count+logRoundings
	z, a := math.Abs(value), x.Gauge/x.Value
	first := max(z, mean(x.Count, a, 0, 0, logRoundings, z))
	return gauged(value, first, 2*γ(m, Unit32)*a, m)
}

// Sqrt returns √x, with A = √x·(g/2x)/(1 − R), c = 1 and R = 2·Γₘ·g/x, m = n + 1. The
// root of an exact 0 is exact; near an inexact 0 nothing is known.
//
// With θ = γₙ·g/x* the error before rounding is at most √x*·(1 − √(1 − θ)), and
// 1 − √(1 − θ) = θ/(1 + √(1 − θ)) ≤ (θ/2)/(1 − θ/2).
func (x Gauge) Sqrt() Gauge {
	value, m := math.Sqrt(x.Value), x.Count+sqrtRoundings
	if x.Gauge == 0 {
		return gauged(value, 0, 0, m)
	}
	a := x.Gauge / x.Value
	relative := max(1, mean(x.Count, a/2, 0, 0, sqrtRoundings, 1))
	return gauged(value, value*relative, 2*γ(m, Unit32)*a, m)
}

// Tanh returns tanh x, with A = (g/cosh² x)/(1 − R), c = 5 and
// R = 4·Γₘ·max(1, g), m = n + 5.
//
// With d = γₙ·g the error before rounding is at most d times the slope 1/cosh²
// somewhere within d of x*. The logarithm of that slope changes by at most 2 per
// unit, so it is below e²ᵈ/cosh² x* ≤ (1/cosh² x*)/(1 − 2d), and 2d ≤ R/2. It is
// computed as 4e/(1 + e)², e = e^−2|x|, since 1 − tanh² x cancels.
func (x Gauge) Tanh() Gauge {
	value, m := math.Tanh(x.Value), x.Count+tanhRoundings
	z, e := math.Abs(value), math.Exp(-2*math.Abs(x.Value))
	slope := 4 * e / ((1 + e) * (1 + e))
	first := max(z, mean(x.Count, x.Gauge*slope, 0, 0, tanhRoundings, z))
	return gauged(value, first, 4*γ(m, Unit32)*max(1, x.Gauge), m)
}

// Max returns the larger of x and y. Where x − y > 2·(Γₙ·g + Γₙ′·g′) that is x with its
// own gauge: x̂ and x* are within (1 + 2⁻²⁶)·Γₙ·g of x, ŷ and y* accordingly, so x̂ > ŷ and
// x* > y*, and no rounding decides otherwise. Elsewhere it is {max(x, y), max(g, g′),
// max(n, n′)}, since the larger of x̂ and ŷ is no further from the larger of x* and y*
// than the further of the two is from its own, whichever of them wins.
func (x Gauge) Max(y Gauge) Gauge {
	unsure := 2 * (float64(γ(x.Count, Unit32)*x.Gauge) + float64(γ(y.Count, Unit32)*y.Gauge))
	if x.Value-y.Value > unsure {
		return x
	} else if y.Value-x.Value > unsure {
		return y
	}
	return gauged(max(x.Value, y.Value), max(x.Gauge, y.Gauge), 0, max(x.Count, y.Count))
}

// Sign returns the sign of the value.
func (x Gauge) Sign() int { return sign(x.Value) }

// Float64 returns the value.
func (x Gauge) Float64() float64 { return x.Value }
