package tensor_test

import (
	"math"
	"math/big"
)

// Arithmetic with sums of two doubles, for an oracle that is as good as 2⁻⁹⁵ and takes
// a tenth of a microsecond, where math/big takes fifty. Products are written so that no
// compiler fuses them with a sum.

// A dd is the number hi + lo, |lo| ≤ half an ulp of hi: 106 bits or so.
type dd struct{ hi, lo float64 }

// twoSum returns a + b, exactly.
func twoSum(a, b float64) dd {
	s := a + b
	t := s - a
	return dd{s, (a - (s - t)) + (b - t)}
}

// quickSum returns a + b, exactly if |a| ≥ |b| or a = 0.
func quickSum(a, b float64) dd {
	s := a + b
	return dd{s, b - (s - a)}
}

// twoProduct returns a·b, exactly.
func twoProduct(a, b float64) dd {
	p := float64(a * b)
	return dd{p, math.FMA(a, b, -p)}
}

func (x dd) neg() dd { return dd{-x.hi, -x.lo} }

// plus returns x + y within 3·2⁻¹⁰⁶.
func (x dd) plus(y dd) dd {
	s, t := twoSum(x.hi, y.hi), twoSum(x.lo, y.lo)
	v := quickSum(s.hi, s.lo+t.hi)
	return quickSum(v.hi, v.lo+t.lo)
}

// above returns x + y for |x| > |y|, with the error of plus relative to x.
func (x dd) above(y dd) dd {
	s := quickSum(x.hi, y.hi)
	return quickSum(s.hi, s.lo+(x.lo+y.lo))
}

// times returns x·y within 5·2⁻¹⁰⁶.
func (x dd) times(y dd) dd {
	p := twoProduct(x.hi, y.hi)
	return quickSum(p.hi, p.lo+math.FMA(x.hi, y.lo, float64(x.lo*y.hi)))
}

// over returns x/y within 10·2⁻¹⁰⁶.
func (x dd) over(y dd) dd {
	q := x.hi / y.hi
	rest := x.plus(y.times(dd{-q, 0}))
	return quickSum(q, rest.hi/y.hi)
}

// polynomial returns c[0] + c[1]·x + … for small x, where each term outweighs the
// following ones. The last coefficients are doubles.
func (x dd) polynomial(c []dd, last []float64) dd {
	rest := 0.0
	for i := len(last) - 1; i >= 0; i-- {
		rest = math.FMA(rest, x.hi, last[i])
	}
	sum := dd{rest, 0}
	for i := len(c) - 1; i >= 0; i-- {
		sum = c[i].above(sum.times(x))
	}
	return sum
}

// power2 returns 2ⁿ; it is 0 or +∞ where that is no normal number.
func power2(n int) float64 {
	switch {
	case n < -1022:
		return 0
	case n > 1023:
		return math.Inf(1)
	}
	return math.Float64frombits(uint64(n+1023) << 52)
}

// scaled returns 2ⁿ·x for |n| ≤ 2000. It is exact unless the result is subnormal.
func scaled(x float64, n int) float64 {
	return x * power2(n/2) * power2(n-n/2)
}

// ddOf returns the number nearest to x, nearly.
func ddOf(x *big.Float) dd {
	hi, _ := x.Float64()
	lo, _ := bigNew().Sub(x, bigOf(hi)).Float64()
	return dd{hi, lo}
}

// exactly returns 2ⁿ·x.
func (x dd) exactly(n int) *big.Float {
	sum := bigNew().Add(bigOf(x.hi), bigOf(x.lo))
	return sum.SetMantExp(sum, n)
}

// exponent returns the e with 2ᵉ ≤ |x| < 2ᵉ⁺¹, for a normal x.hi.
func (x dd) exponent() int {
	bits := math.Float64bits(x.hi)
	e := int(bits>>52&0x7ff) - 1023
	if bits<<12 == 0 && x.lo != 0 && (x.lo < 0) != (x.hi < 0) {
		e--
	}
	return e
}

// ulps returns |got − 2ⁿ·x| in units of the last place of the latter, as the function
// of that name does, and whether 2ⁿ·x is subnormal.
func (x dd) ulps(got float64, n int) (err float64, subnormal bool) {
	if x.hi == 0 {
		return math.Abs(got), false
	}
	e := x.exponent() + n
	infinite := math.IsInf(got, 0)
	if infinite && e >= 1024 && (got > 0) == (x.hi > 0) {
		return 0, false
	}
	ulp := max(min(e, 1023)-52, -1074)
	if infinite {
		got = scaled(math.Copysign(1, got), 1024-n)
	} else {
		got = scaled(got, -n)
	}
	return scaled(math.Abs((got-x.hi)-x.lo), n-ulp), e < -1022
}
