package tensor

import "math"

// The hyperbolic tangent and the logistic sigmoid, and their derivatives as
// functions of the pre-activation, where nothing cancels. In float64 the exponential
// enters as a sum of two doubles, whose error is below 0.045 ulp, and a quotient is
// corrected for what the roundings left, so that the last rounding is nearly all
// there is. In float32 plain formulas in double precision are rounded once.

// tanh64 returns (eˣ − e⁻ˣ)/(eˣ + e⁻ˣ) as −y/(y+2) with y = e^(−2|x|) − 1 and the
// sign of x. It is odd in every bit, ±1 from |x| = 19.07 on, x itself where |x| is
// below 2⁻²⁷, since x³/3 is then less than a quarter ulp, and NaN for NaN.
//
// Error: below 0.54 ulp. y as a sum of two doubles is within 0.02 ulp.
func tanh64(x float64) float64 {
	a := math.Abs(x)
	switch {
	case x != x:
		return x
	case a < tanhLinear:
		return x
	}
	hi, lo := expm1(float64(-2 * min(a, tanhReach)))
	d := 2 + hi
	return math.Copysign(quotient(-hi, -lo, d, (hi-(d-2))+lo), x)
}

const (
	tanhLinear = 0x1p-27 // tanh x rounds to x below it
	tanhReach  = 22      // and to ±1 beyond it
)

// expm1 returns eˣ − 1 = hi + lo for −44 ≤ x ≤ 0. With S = 2ᵏ·2^(j/16) it is
// (S − 1) + (S·r + S·w), where S − 1, r and S·r are carried with their rounding errors.
func expm1(x float64) (hi, lo float64) {
	n, r, rest := reduceTwice(x)
	w := math.FMA(float64(r*r), polynomial(r, expCoefficients[:]), rest)
	T, twoK := exp2x16[n&15], pow2(n>>4)
	S, s := float64(T.hi*twoK), float64(T.lo*twoK)
	A := S - 1
	p := float64(S * r)
	B := A + p
	rest = (math.FMA(S, w, math.FMA(s, r, (S-(A+1))+s)) + math.FMA(S, r, -p)) + (p - (B - A))
	hi = B + rest
	return hi, rest - (hi - B)
}

// tanh32 is tanh64 with eˣ − 1 to an ulp of double precision or so.
func tanh32(x float32) float32 {
	a := math.Abs(float64(x))
	if x != x {
		return x
	}
	n, r := reduce(float64(-2 * min(a, tanhReach)))
	S := float64(exp2x16[n&15].hi * pow2(n>>4))
	y := math.FMA(S, shortExpm1(r), S-1)
	return float32(math.Copysign(y/(2+y), float64(x)))
}

// tanhDerivative64 returns tanh′(x) = 4e/(1+e)² with e = e^(−2|x|). The textbook
// form 1 − tanh²x is the same function and has no correct digit left at |x| = 19.
//
// Error: below 0.6 ulp, and 1.1 where the result is subnormal.
func tanhDerivative64(x float64) float64 {
	return hump(float64(-2*math.Abs(x)), 2)
}

func tanhDerivative32(x float32) float32 {
	return hump32(float64(-2*math.Abs(float64(x))), 4)
}

// sigmoid64 returns 1/(1 + e⁻ˣ) as 1/(1+e) or e/(1+e) with e = e^(−|x|).
//
// Error: below 0.6 ulp, and 1.1 where the result is subnormal.
func sigmoid64(x float64) float64 {
	if x != x {
		return x
	}
	hi, lo, k := exponential(-math.Abs(x))
	e := scale(hi, k)
	d := 1 + e
	rest := (e - (d - 1)) + scale(lo, k)
	if x < 0 {
		return scale(quotient(hi, lo, d, rest), k)
	}
	return quotient(1, 0, d, rest)
}

func sigmoid32(x float32) float32 {
	if x != x {
		return x
	}
	a := float64(x)
	if math.Abs(a) < sigmoidLinear {
		return float32(math.FMA(a, 0.25, 0.5) - math.Copysign(0x1p-53, a))
	}
	hi, k := shortExponential(-math.Abs(a))
	e := float64(hi * pow2(k))
	if x < 0 {
		return float32(e / (1 + e))
	}
	return float32(1 / (1 + e))
}

// sigmoidLinear is where σ(x) = ½ + x/4 − x³/48 + … has a third term below 2⁻⁵³. Where the
// first two lie just in the middle between two float32, it decides; 2⁻⁵³ stands for it.
const sigmoidLinear = 0x1p-15

// sigmoidDerivative64 returns σ′(x) = e/(1+e)² with e = e^(−|x|). The textbook form
// σ(x)·(1 − σ(x)) is the same function and cancels where σ(x) is near 1.
//
// Error: below 0.6 ulp, and 1.1 where the result is subnormal.
func sigmoidDerivative64(x float64) float64 {
	return hump(-math.Abs(x), 0)
}

func sigmoidDerivative32(x float32) float32 {
	return hump32(-math.Abs(float64(x)), 1)
}

// quotient returns (y + rest of y)/(d + rest of d). The rounding of y·(1/d) would show in
// the result; what it leaves of y is r, exactly but for the rests.
func quotient(y, yRest, d, dRest float64) float64 {
	inverse := 1 / d
	q := float64(y * inverse)
	r := math.FMA(-q, d, y) + yRest
	r = math.FMA(-q, dRest, r)
	return math.FMA(r, inverse, q)
}

// hump returns 2ⁿ·e/(1+e)² with e = eˣ, x ≤ 0.
func hump(x float64, n int) float64 {
	if x != x {
		return x
	}
	hi, lo, k := exponential(x)
	e := scale(hi, k)
	s := 1 + e
	rest := (e - (s - 1)) + scale(lo, k)
	d := float64(s * s)
	return scale(quotient(hi, lo, d, math.FMA(float64(2*s), rest, math.FMA(s, s, -d))), k+n)
}

// hump32 returns factor·e/(1+e)² with e = eˣ, x ≤ 0.
func hump32(x, factor float64) float32 {
	if x != x {
		return float32(x)
	}
	hi, k := shortExponential(x)
	e := float64(hi * pow2(k))
	s := 1 + e
	return float32(float64(factor*e) / float64(s*s))
}

// relu returns 0 if x < 0 and x otherwise, so that NaN stays NaN and −0 stays −0.
func relu[F Float](x F) F {
	if x < 0 {
		return 0
	}
	return x
}

// reluDerivative returns u(x): 1 if x > 0, 0 if x ≤ 0, NaN if x is NaN. At the kink
// the one-sided slopes are 0 and 1; the convention is u(0) = 0.
func reluDerivative[F Float](x F) F {
	switch {
	case x > 0:
		return 1
	case x <= 0:
		return 0
	}
	return x
}
