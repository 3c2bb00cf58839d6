package tensor

import "math"

// The logarithm is computed from
//
//	x = 2ᵏ·m,  √½ ≤ m < √2,  f = m − 1,  s = f/(2+f),  z = s²
//	log m = 2·atanh s = f − (f²/2 − s·(f²/2 + R)),  R = z·(2/3 + z·(2/5 + …))
//
// with eleven terms of R, of which the first missing one is below 2⁻⁶⁰ of the
// result, and k·ln2 added in two parts of which the first is exact.
//
// Constants: TestConstants recomputes each of them.
const (
	sqrtHalf = 0x1.6a09e667f3bcdp-01
	ln2hi    = 0x1.62e42fefa38p-01  // ln2 to 42 bits: k·ln2hi is exact
	ln2lo    = 0x1.ef35793c7673p-45 // ln2 − ln2hi
)

// logCoefficients are 2/3, 2/5, …, 2/23.
var logCoefficients = [11]float64{
	2.0 / 3, 2.0 / 5, 2.0 / 7, 2.0 / 9, 2.0 / 11, 2.0 / 13, 2.0 / 15, 2.0 / 17, 2.0 / 19, 2.0 / 21, 2.0 / 23,
}

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
	k := 0
	if x < 0x1p-1022 {
		x, k = float64(x*0x1p54), -54
	}
	bits := math.Float64bits(x) + (math.Float64bits(1) - math.Float64bits(sqrtHalf))
	k += int(bits>>52) - 1023
	f := math.Float64frombits(bits&(1<<52-1)+math.Float64bits(sqrtHalf)) - 1
	s := f / (2 + f)
	z := float64(s * s)
	R := logCoefficients[10]
	for i := 9; i >= 0; i-- {
		R = math.FMA(R, z, logCoefficients[i])
	}
	R = float64(R * z)
	h := float64(float64(0.5*f) * f)
	e := float64(k)
	low := math.FMA(e, ln2lo, float64(s*(h+R)))
	return float64(e*ln2hi) - ((h - low) - f)
}
