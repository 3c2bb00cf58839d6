package tensor

import "math"

// The hyperbolic tangent and the logistic sigmoid, and their derivatives as
// functions of the pre-activation, where nothing cancels. In float64 the exponential
// enters as a sum of two doubles, whose error is below 0.045 ulp, and a quotient is
// corrected by its rounding errors, so that the last rounding is nearly the whole
// error. In float32 plain formulas in double precision are rounded once.

// tanh64 returns (eˣ − e⁻ˣ)/(eˣ + e⁻ˣ) as −y/(2+y) with y = e^(−2|x|) − 1 and the
// sign of x. It is odd in every bit, ±1 from |x| = 19.07 on, and NaN for NaN.
//
// With S = 2ᵏ·2^(j/16), y is (S − 1) + S·(r + r²·q), where S − 1, r and S·r are carried
// with their rounding errors; y and 2 + y are sums of two doubles.
//
// Error: below 0.54 ulp. y as a sum of two doubles is within 0.044 ulp, most where x is 0.01 and S < 1: there
// low, S·r² and the last steps of q are rounded by 2⁻⁶⁶ to 2⁻⁶⁵ each, y has an ulp of 2⁻⁵⁸, and q itself is off by
// 2⁻⁶⁴. The result inherits at most 0.038 of its own ulp (TestBoundOfTanh). Largest seen: 0.5345719 at
// 0x1.6322971532f81p-07 (TestWorstCases); of y,
// 0.0342 at 0x1.6314bff8f4f8p-07. In float32 all results are the nearest
// (TestEveryFloat32); so they are for the functions below.
func tanh64(x float64) float64 {
	if x != x {
		return x
	}
	a := -min(math.Abs(x), tanhReach)
	n, r, rest := reduceTwice(a + a)
	square := float64(r * r)
	twoK := pow2(n >> 4)
	S, s := float64(exp2x16.hi[n&15]*twoK), float64(exp2x16.lo[n&15]*twoK)
	A := S - 1
	p := float64(S * r)
	B := A + p
	low := math.FMA(s, r, (S-(A+1))+s) + math.FMA(S, r, -p)
	low = math.FMA(S, rest, low+(p-(B-A)))
	low = math.FMA(float64(S*square), polynomial(r, square, expCoefficients[:]), low)
	y, D := B+low, B+2
	d := D + low
	dRest := (B - (D - 2)) + (low - (d - D))
	return math.Copysign(quotient(-y, (y-B)-low, d, dRest), x)
}

// tanh32 returns −h/(1+h) with h = y/2 from double precision, and rounds once. The
// argument, halved, is reduced to r = −|x| − n·ln2/32; the error of that, 2⁻⁴⁹ at most,
// does not show, as tanh x is nearly ±1 where n is large.
func tanh32(x float32) float32 {
	if x != x {
		return x
	}
	a := -min(math.Abs(float64(x)), tanhReach)
	t := math.FMA(a, 2*invLn2x16, roundMagic)
	r := math.FMA(roundMagic-t, ln2x16hi/2, a)
	n := int(int32(math.Float64bits(t)))
	S := float64(exp2x16.hi[n&15] * pow2(n>>4))
	square := float64(r * r)
	h := math.FMA(S, math.FMA(square, polynomial(r, square, tanh32Coefficients[:]), r), math.FMA(S, 0.5, -0.5))
	return float32(math.Copysign(h/(1+h), float64(x)))
}

// tanhDerivative64 returns tanh′(x) = 4e/(1+e)² with e = e^(−2|x|). The textbook
// form 1 − tanh²x is the same function and has no correct digit left at |x| = 19.
//
// Error: below 0.6 ulp, and 1.1 where the result is subnormal. Largest seen: 0.54125 at
// 0x1.3794a9951d262p+08, and 0.75415 at -0x1.631355818edffp+08.
func tanhDerivative64(x float64) float64 {
	return hump(float64(-2*math.Abs(x)), 2)
}

func tanhDerivative32(x float32) float32 {
	return hump32(float64(-2*math.Abs(float64(x))), 4)
}

// sigmoid64 returns 1/(1 + e⁻ˣ) as 1/(1+e) or e/(1+e) with e = e^(−|x|).
//
// Error: below 0.6 ulp, and 1.1 where the result is subnormal. Largest seen: 0.54124 at
// -0x1.eb768c2f929a5p+08, and 0.75565 at -0x1.625c58b180c73p+09.
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
	e := shortExponential(-math.Abs(a))
	if x < 0 {
		return float32(e / (1 + e))
	}
	return float32(1 / (1 + e))
}

// sigmoidLinear bounds the range in which the third term of σ(x) = ½ + x/4 − x³/48 + … is below 2⁻⁵³. Where the
// first two sum to a midpoint of two float32, the third decides; 2⁻⁵³ stands for it.
const sigmoidLinear = 0x1p-15

// sigmoidDerivative64 returns σ′(x) = e/(1+e)² with e = e^(−|x|). The textbook form
// σ(x)·(1 − σ(x)) is the same function and cancels where σ(x) is near 1.
//
// Error: below 0.6 ulp, and 1.1 where the result is subnormal. Largest seen: 0.54132 at
// 0x1.37949e4154d5ap+09, and 0.75553 at 0x1.625c5bda37898p+09.
func sigmoidDerivative64(x float64) float64 {
	return hump(-math.Abs(x), 0)
}

func sigmoidDerivative32(x float32) float32 {
	return hump32(-math.Abs(float64(x)), 1)
}

// quotient returns (y + yRest)/(d + dRest). The rounding of y·(1/d) would show in the
// result; the remainder r of that division is exact but for the rests.
func quotient(y, yRest, d, dRest float64) float64 {
	inverse := 1 / d
	q := float64(y * inverse)
	r := math.FMA(-q, d, y) + math.FMA(-q, dRest, yRest)
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
	e := shortExponential(x)
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
