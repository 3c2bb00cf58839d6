package tensor

import (
	"math"
	"unsafe"
)

// fma returns a·b + c, rounded once.
func fma[F Float](a, b, c F) F {
	if unsafe.Sizeof(a) == 8 {
		return F(math.FMA(float64(a), float64(b), float64(c)))
	}
	return F(fma32(float32(a), float32(b), float32(c)))
}

// fma32 returns a·b + c, rounded once to float32.
//
// The product of two float32 is exact in float64 (24+24 ≤ 53 bits; its exponent
// is in range). The sum is rounded to odd: if it is inexact, the last bit of the
// float64 that truncates it is set. Since 53 ≥ 24+2, rounding that to float32 gives
// the same number as one rounding of the exact sum. The error of the sum, which
// tells whether and where to the last bit must move, is exact by TwoSum.
func fma32(a, b, c float32) float32 {
	p, q := float64(float64(a)*float64(b)), float64(c)
	s := p + q
	t := s - p
	e := (p - (s - t)) + (q - t)
	if e != e || e == 0 { // NaN or Inf among the operands, or an exact sum
		return float32(s)
	}
	bits := math.Float64bits(s)
	if bits&1 == 0 {
		if (e > 0) == (s > 0) {
			bits++ // the exact sum is larger in magnitude
		} else {
			bits--
		}
	}
	return float32(math.Float64frombits(bits))
}
