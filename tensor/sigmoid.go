package tensor

import "math"

// The hyperbolic tangent and the logistic sigmoid, and their derivatives as
// functions of the pre-activation, where nothing cancels.

// tanh64 returns (eˣ − e⁻ˣ)/(eˣ + e⁻ˣ) as −y/(y+2) with y = e^(−2|x|) − 1 and the
// sign of x. It is odd in every bit, ±1 from |x| = 20 on (the double nearest to
// tanh x already from 19.07 on), and NaN for NaN.
func tanh64(x float64) float64 {
	a := math.Abs(x)
	switch {
	case x != x:
		return x
	case a > 20:
		return math.Copysign(1, x)
	case a < 0x1p-1021: // too small for the division to be exact below: tanh x rounds to x
		return x
	}
	y := expm1(float64(-2 * a))
	return math.Copysign(quotient(-y, 2, y), x)
}

// tanhDerivative64 returns tanh′(x) = 4e/(1+e)² with e = e^(−2|x|). The textbook
// form 1 − tanh²x is the same function and has no correct digit left at |x| = 19.
func tanhDerivative64(x float64) float64 {
	return float64(4 * hump(exp64(float64(-2*math.Abs(x)))))
}

// sigmoid64 returns 1/(1 + e⁻ˣ) as 1/(1+e) or e/(1+e) with e = e^(−|x|).
func sigmoid64(x float64) float64 {
	e := exp64(-math.Abs(x))
	if x < 0 {
		return quotient(e, 1, e)
	}
	return quotient(1, 1, e)
}

// sigmoidDerivative64 returns σ′(x) = e/(1+e)² with e = e^(−|x|). The textbook form
// σ(x)·(1 − σ(x)) is the same function and cancels where σ(x) is near 1.
func sigmoidDerivative64(x float64) float64 {
	return hump(exp64(-math.Abs(x)))
}

// quotient returns y/(b+e) for b ≥ |e|. The rounding of b+e would show in the
// result, as would that of y·(1/d): the former is lo, exactly, and what both leave
// of y is r. With it the error is that of y and e, and of the last rounding.
func quotient(y, b, e float64) float64 {
	d := b + e
	lo := e - (d - b)
	inverse := 1 / d
	q := float64(y * inverse)
	r := math.FMA(-q, lo, math.FMA(-q, d, y))
	return math.FMA(r, inverse, q)
}

// hump returns e/(1+e)² for 0 ≤ e ≤ 1, in the manner of quotient; here lo is what
// (1+e)² exceeds its rounding by.
func hump(e float64) float64 {
	s := 1 + e
	d := float64(s * s)
	lo := math.FMA(float64(2*s), e-(s-1), math.FMA(s, s, -d))
	inverse := 1 / d
	q := float64(e * inverse)
	r := math.FMA(-q, lo, math.FMA(-q, d, e))
	return math.FMA(r, inverse, q)
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
