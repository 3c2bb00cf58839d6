package tensor

import "math"

// The exponential is computed from
//
//	x = (16·k + j)·ln2/16 + r,  0 ≤ j < 16,  |r| ≤ ln2/32
//	eˣ = 2ᵏ · 2^(j/16) · eʳ,    eʳ ≈ 1 + r + r²·q(r)
//
// with 2^(j/16) from a table of doubles T and their remainders, and q a polynomial of
// degree 5 that is within 2⁻⁶⁴ of its series' sum where it is multiplied by r².
//
// Error: the first step of the reduction, x − n·ln2x16hi, is exact, since all but 52
// bits cancel; the second is rounded, by at most 2⁻⁵⁹, and so is T·r. What the
// product with T makes of either is below 2⁻⁵⁸, 1/64 of an ulp of a result between 1
// and 2. The remainder of T is not multiplied by r, which is 0.011 ulp; the terms below
// add less than 0.002. With the last rounding that is 0.545 ulp at most where the result is
// normal, and half an ulp more where the scaling rounds a second time, to a subnormal
// number. Largest seen, in 10⁸ points: 0.54124 at -0x1.eb768c2f929a5p+08, and 0.75559 of a
// subnormal result at -0x1.625c557c618fbp+09 (TestManyFloat64). In float32 all results are the
// nearest (TestEveryFloat32).
const roundMagic = 0x1.8p52 // adding it rounds to an integer that lies in the last bits

// reduce returns n and r with x = n·ln2/16 + r, for a finite x of magnitude below 2¹⁰.
func reduce(x float64) (n int, r float64) {
	n, r, _ = reduceTwice(x)
	return n, r
}

// reduceTwice returns n, r and the rounding error of r.
func reduceTwice(x float64) (n int, r, rest float64) {
	t := math.FMA(x, invLn2x16, roundMagic)
	m := t - roundMagic
	exact := math.FMA(-m, ln2x16hi, x)
	r = math.FMA(-m, ln2x16lo, exact)
	return int(int32(math.Float64bits(t))), r, math.FMA(-m, ln2x16lo, exact-r)
}

// exp64 returns eˣ. exp64(−∞) = 0, exp64(+∞) = +∞, exp64(NaN) = NaN.
func exp64(x float64) float64 {
	if x != x {
		return x
	}
	hi, _, k := exponential(x)
	return scale(hi, k)
}

// exponential returns eˣ = 2ᵏ·(hi + lo), where lo is below half an ulp of hi. Their sum
// has an error below 0.045 ulp of hi.
func exponential(x float64) (hi, lo float64, k int) {
	n, r := reduce(min(max(x, -expReach), expReach))
	square := float64(r * r)
	T, rest := exp2x16.hi[n&15], exp2x16.lo[n&15]
	t := math.FMA(T, r, math.FMA(float64(T*square), polynomial(r, square, expCoefficients[:]), rest))
	hi = T + t
	return hi, t - (hi - T), n >> 4
}

// exp32 returns eˣ from double precision, without the remainders: to 2⁻⁵² or so, and
// then rounded once.
func exp32(x float32) float32 {
	if x != x {
		return x
	}
	return float32(shortExponential(float64(x)))
}

// shortExponential returns eˣ, to about an ulp, for exponentials that are normal numbers;
// beyond ±110 it is 0 or +∞ in float32 all the same.
func shortExponential(x float64) float64 {
	n, r := reduce(min(max(x, -exp32Reach), exp32Reach))
	S := float64(exp2x16.hi[n&15] * pow2(n>>4))
	return math.FMA(S, shortExpm1(r), S)
}

// shortExpm1 returns eʳ − 1 for |r| ≤ ln2/32, to about an ulp.
func shortExpm1(r float64) float64 {
	square := float64(r * r)
	return math.FMA(square, polynomial(r, square, exp32Coefficients[:]), r)
}

// polynomial returns Σ c[i]·xⁱ: terms in pairs c[i] + c[i+1]·x, which do not wait for each
// other, and Horner's rule in x² for these.
func polynomial(x, square float64, c []float64) float64 {
	last := (len(c) - 1) &^ 1
	p := pairOf(x, c, last)
	for i := last - 2; i >= 0; i -= 2 {
		p = math.FMA(p, square, pairOf(x, c, i))
	}
	return p
}

// pairOf returns c[i] + c[i+1]·x, or c[i] if that is the last.
func pairOf(x float64, c []float64, i int) float64 {
	if i+1 == len(c) {
		return c[i]
	}
	return math.FMA(c[i+1], x, c[i])
}

// scale returns 2ᵏ·y, rounded once, for −1090 ≤ k ≤ 1090 and y between ⅛ and 8: the
// first product is exact. A remainder, which is smaller, may be rounded twice where it becomes
// subnormal, and is nothing then beside the 1 to which it is added.
func scale(y float64, k int) float64 {
	return float64(float64(y*pow2(k>>1)) * pow2(k-k>>1))
}

// pow2 returns 2ᵏ for −1022 ≤ k ≤ 1023.
func pow2(k int) float64 { return math.Float64frombits(uint64(k+1023) << 52) }
