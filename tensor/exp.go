package tensor

import "math"

// The exponential is computed from
//
//	x = (16·k + j)·ln2/16 + r,  0 ≤ j < 16,  |r| ≤ ln2/32
//	eˣ = 2ᵏ · 2^(j/16) · eʳ,    eʳ ≈ 1 + r + r²·q(r)
//
// with 2^(j/16) from a table of doubles and their remainders, and q the Taylor
// polynomial of degree 5, whose first missing term is r⁸/8! < 2⁻⁵⁹. The first step
// of the reduction is exact, since x − n·(ln2/16) cancels all but 52 bits; the
// second has an error below 2⁻⁵⁹. What remains is the last rounding and those of
// the terms below it, together at most 0.56 ulp where the result is normal.
//
// Constants: TestConstants recomputes each of them.
const (
	invLn2x16  = 0x1.71547652b82fep+04  // 16/ln2
	ln2x16hi   = 0x1.62e42fefa39efp-05  // ln2/16, nearest
	ln2x16lo   = 0x1.abc9e3b39803fp-60  // ln2/16 − ln2x16hi
	roundMagic = 0x1.8p52               // adding it rounds to an integer that lies in the last bits
	expMax     = 0x1.62e42fefa39efp+09  // largest x with a finite eˣ
	expMin     = -0x1.74910d52d3051p+09 // below it eˣ rounds to 0
)

// exp2x16 has 2^(j/16), rounded to nearest, and what the rounding left.
var exp2x16 = [16]struct{ hi, lo float64 }{
	{0x1p+00, 0x0p+00},
	{0x1.0b5586cf9890fp+00, 0x1.8a62e4adc610bp-54},
	{0x1.172b83c7d517bp+00, -0x1.19041b9d78a76p-55},
	{0x1.2387a6e756238p+00, 0x1.9b07eb6c70573p-54},
	{0x1.306fe0a31b715p+00, 0x1.6f46ad23182e4p-55},
	{0x1.3dea64c123422p+00, 0x1.ada0911f09ebcp-55},
	{0x1.4bfdad5362a27p+00, 0x1.d4397afec42e2p-56},
	{0x1.5ab07dd485429p+00, 0x1.6324c054647adp-54},
	{0x1.6a09e667f3bcdp+00, -0x1.bdd3413b26456p-54},
	{0x1.7a11473eb0187p+00, -0x1.41577ee04992fp-55},
	{0x1.8ace5422aa0dbp+00, 0x1.6e9f156864b27p-54},
	{0x1.9c49182a3f09p+00, 0x1.c7c46b071f2bep-56},
	{0x1.ae89f995ad3adp+00, 0x1.7a1cd345dcc81p-54},
	{0x1.c199bdd85529cp+00, 0x1.11065895048ddp-55},
	{0x1.d5818dcfba487p+00, 0x1.2ed02d75b3707p-55},
	{0x1.ea4afa2a490dap+00, -0x1.e9c23179c2893p-54},
}

// expCoefficients are 1/2!, 1/3!, …, 1/7!, the coefficients of q.
var expCoefficients = [6]float64{0.5, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040}

// reduce returns k, j, r and w = r²·q(r) for a finite x of magnitude below 2¹⁰, so
// that eˣ = 2ᵏ·2^(j/16)·(1 + r + w).
func reduce(x float64) (k, j int, r, w float64) {
	t := math.FMA(x, invLn2x16, roundMagic)
	bits := int64(math.Float64bits(t)) - int64(math.Float64bits(roundMagic))
	n := t - roundMagic
	r = math.FMA(-n, ln2x16hi, x)
	r = math.FMA(-n, ln2x16lo, r)
	q := expCoefficients[5]
	for i := 4; i >= 0; i-- {
		q = math.FMA(q, r, expCoefficients[i])
	}
	w = float64(float64(r*r) * q)
	return int(bits >> 4), int(bits & 15), r, w
}

// exp64 returns eˣ. exp64(−∞) = 0, exp64(+∞) = +∞, exp64(NaN) = NaN.
func exp64(x float64) float64 {
	switch {
	case x != x:
		return x
	case x > expMax:
		return math.Inf(1)
	case x < expMin:
		return 0
	}
	k, j, r, w := reduce(x)
	T := exp2x16[j]
	y := T.hi + math.FMA(T.hi, r, math.FMA(T.hi, w, T.lo))
	if k < -1021 { // the result may be subnormal: one exact scaling, then one that rounds
		return float64(float64(y*pow2(k+128)) * 0x1p-128)
	}
	if k > 1023 { // 2¹⁰²⁴ is no double
		return float64(float64(y*2) * pow2(k-1))
	}
	return float64(y * pow2(k))
}

// expm1 returns eˣ − 1 for −40 ≤ x ≤ 0. With S = 2ᵏ·2^(j/16) it is
// (S − 1) + (S·r + S·w), where S − 1 is carried with its rounding error. For
// |x| ≤ ln2/32 it is r + w: nothing cancels.
func expm1(x float64) float64 {
	k, j, r, w := reduce(x)
	T, scale := exp2x16[j], pow2(k)
	S := float64(T.hi * scale)
	d := S - 1
	lo := S - (d + 1)
	lo += float64(T.lo * scale)
	return d + math.FMA(S, r, math.FMA(S, w, lo))
}

// pow2 returns 2ᵏ for −1022 ≤ k ≤ 1023.
func pow2(k int) float64 { return math.Float64frombits(uint64(k+1023) << 52) }
