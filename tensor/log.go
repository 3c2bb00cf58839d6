package tensor

import "math"

// The logarithm is computed from
//
//	x = 2ᵏ·z,  45/64 ≤ z < 45/32,  r = z·inverse − 1,  |r| < 1/30
//	log x = k·ln2 − log inverse + log(1 + r),  log(1 + r) ≈ r + r²·P(r)
//
// with inverse, near 1/z and short, and its logarithm from a table of sixteen; around z =
// 1, inverse is 1. P is a polynomial of degree 9 whose error is below 2⁻⁶⁹ where it is
// multiplied by r².
//
// Error: k·ln2 − log inverse comes in two parts; the first is exact, and the sum of the second with r carries
// its rounding along. r is exact, but at either end of the range of z, where it exceeds 1/32 and may be off by
// 2⁻⁵⁸; the result lies between 0.3 and 0.36 there: 1/16 ulp. There remain the roundings of r²·P, which weigh
// most where the result is small, right above z = 66/64: r is −0.0332 there, the result 0.0308, and in ulp of
// that the last multiply-add is 0.0156, r² 0.0160, and both last steps of P 0.0176 each; right below, where
// inverse is 1 and r 1/32, P is below ½ in magnitude and a step is half of that. With the last rounding, and
// 2⁻¹⁰ for the rest, that is below 0.568 ulp (TestBoundOfTheLogarithm). Largest seen:
// 0.5650992 at 0x1.080374c8b4515p+00 (TestWorstCases). In float32 all
// results are the nearest (TestEveryFloat32).

// log64 returns the natural logarithm of x. log64(±0) = −∞, log64(+∞) = +∞; of a
// negative number or NaN it is NaN.
func log64(x float64) float64 {
	switch {
	case x != x || x > math.MaxFloat64:
		return x
	case x < 0:
		return math.NaN()
	case x == 0:
		return math.Inf(-1)
	}
	return logarithm(x, 0)
}

// logarithm returns log x + more, for a finite x > 0 and a small summand.
func logarithm(x, more float64) float64 {
	k, z, j := significand(x)
	r := math.FMA(z, logTable.inverse[j], -1)
	hi := math.FMA(k, ln2hi, logTable.hi[j])
	sum := hi + r
	rest := (hi - sum) + r
	lo := math.FMA(k, ln2lo, logTable.lo[j])
	square := float64(r * r)
	return sum + math.FMA(square, polynomial(r, square, logCoefficients[:]), (lo+rest)+more)
}

// log1p64 returns log(1 + r) for 0 ≤ r ≤ 2⁵³, and NaN for NaN: with x = 1 + r, rounded, and
// c = (1 + r) − x, which is exact, log x + c/x. What is left out, (c/x)²/2, is below 2⁻¹⁰⁷.
//
// Error: below 1 ulp. To that of the logarithm come the rounding of c/x and of its sum with r²·P,
// 2⁻¹⁰⁷ each where x is near 1: ¼ ulp of an r just above 2⁻⁵³, and nothing as r grows. Up to 2⁻⁵³, x is 1
// and the result r. Largest seen: 0.6560 at 0x1.9ead6985ce5bep-53 (TestLog1p).
func log1p64(r float64) float64 {
	if r != r {
		return r
	}
	x := 1 + r
	return logarithm(x, (r-(x-1))/x)
}

// log1p32 is log1p64 in float32: from double precision, as in log32, and then rounded once.
func log1p32(r float32) float32 {
	if r != r {
		return r
	}
	x := 1 + float64(r)
	return shortLogarithm(x, (float64(r)-(x-1))/x)
}

// log32 returns log x from double precision, to 2⁻⁵² or so, and then rounded once.
func log32(x float32) float32 {
	switch {
	case x != x || x > math.MaxFloat32:
		return x
	case x < 0:
		return float32(math.NaN())
	case x == 0:
		return float32(math.Inf(-1))
	}
	return shortLogarithm(float64(x), 0)
}

// shortLogarithm is logarithm to 2⁻⁵² or so, rounded to float32.
func shortLogarithm(x, more float64) float32 {
	k, z, j := significand(x)
	r := math.FMA(z, logTable.inverse[j], -1)
	hi := math.FMA(k, ln2hi, logTable.hi[j])
	lo := math.FMA(k, ln2lo, logTable.lo32[j])
	square := float64(r * r)
	return float32(hi + math.FMA(square, polynomial(r, square, log32Coefficients[:]), (r+lo)+more))
}

// significand returns k, z and j with x = 2ᵏ·z, logStart ≤ z < 2·logStart, and z in
// interval j of the table, for a finite x > 0.
func significand(x float64) (k, z float64, j int) {
	const one, start = 0x3ff << 52, 0x3fe6_8000_0000_0000 // the bits of 1 and of logStart
	if x < 0x1p-1022 {
		x, k = float64(x*0x1p54), -54
	}
	bits := math.Float64bits(x) + (one - start)
	k += float64(int(bits>>52) - 1023)
	return k, math.Float64frombits(bits&(1<<52-1) + start), int(bits >> 48 & 15)
}
