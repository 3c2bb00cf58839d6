package gradcheck

import (
	"math"
	"math/big"
	"sync"
)

// Log returns log b, −Inf for b = ±0 and NaN for b < 0.
func (b Big) Log() Big {
	x := b.float()
	switch {
	case b.nan || x.Sign() < 0:
		return Big{nan: true}
	case x.Sign() == 0:
		return b.Of(math.Inf(-1))
	case x.IsInf():
		return b
	}
	return b.rounded(log(x, x.Prec()+guard))
}

// Log1p returns log(1 + b), −Inf for b = −1 and NaN for b < −1, with a small relative
// error also where b is tiny: where |b| is below ¼ it is 2·atanh(b/(2 + b)).
func (b Big) Log1p() Big {
	wide := b.widened()
	switch c := b.Float64(); {
	case b.nan || b.tiny():
		return b
	case math.Abs(c) >= 0.25:
		z := wide.Of(1).Add(wide).Log()
		return Big{x: b.rounded(z.float()).x, nan: z.nan}
	}
	t := wide.Quo(wide.Of(2).Add(wide)).float()
	return b.rounded(t.SetMantExp(atanh(t, t.Prec()), 1))
}

// log returns log x for finite x > 0 with a relative error below 2⁸·2⁻ʷ:
//
//	log(2ᵉ·m) = e·log 2 + y + 2·atanh(δ/(2+δ)),   δ = m·e⁻ʸ − 1
//
// where √½ ≤ m < √2 and y is the logarithm of m in doubles, so |δ| is about
// 2⁻⁵³ and the odd series of atanh gains 106 bits with every term. e·log 2
// exceeds the rest twice, hence does not cancel. If e = 0 and y ≠ 0 then
// |log m| > 2⁻⁵⁴, and 64 bits more in δ keep its error relatively small; if
// y = 0 then δ = m − 1 has no error.
func log(x *big.Float, w uint) *big.Float {
	m := newFloat(w)
	e := x.MantExp(m)
	if c, _ := m.Float64(); c < math.Sqrt2/2 {
		m.SetMantExp(m, 1)
		e--
	}
	c, _ := m.Float64()
	y := newFloat(w + 64).SetFloat64(-math.Log(c))
	δ := newFloat(w+64).Mul(m, exp(y, w+64))
	δ.Sub(δ, newFloat(w).SetInt64(1))
	t := newFloat(w).Add(δ, newFloat(w).SetInt64(2))
	t.Quo(δ, t)

	z := newFloat(w).SetInt64(int64(e))
	z.Mul(z, constants().ln2)
	z.Sub(z, y)
	a := atanh(t, w)
	return z.Add(z, a.SetMantExp(a, 1))
}

// atanh returns t + t³/3 + t⁵/5 + …, up to the first term below 2⁻ʷ·t.
func atanh(t *big.Float, w uint) *big.Float { return odd(t, newFloat(w).Mul(t, t)) }

// odd returns t·(1 + s/3 + s²/5 + …) in the precision of s: atanh t if s is t², atan t if s is −t².
func odd(t, s *big.Float) *big.Float {
	w := s.Prec()
	sum := newFloat(w).Set(t)
	if t.Sign() == 0 {
		return sum
	}
	power, term := newFloat(w).Set(t), newFloat(w)
	for k := int64(3); ; k += 2 {
		power.Mul(power, s)
		term.Quo(power, newFloat(64).SetInt64(k))
		if gap(t, term) > int64(w) {
			return sum
		}
		sum.Add(sum, term)
	}
}

// Sin returns sin b, and NaN for |b| ≥ 2¹¹⁰⁰, beyond all doubles.
func (b Big) Sin() Big {
	if b.tiny() {
		return b
	}
	return b.turned(0)
}

// Cos returns cos b, and NaN for |b| ≥ 2¹¹⁰⁰.
func (b Big) Cos() Big {
	if b.tiny() && !b.nan {
		return b.Of(1)
	}
	return b.turned(1)
}

// largestTurn is the exponent up to which angles are reduced.
const largestTurn = 1100

// turned returns sin(b + k·π/2), as ± the sine or cosine of r = b − n·π/2 with an integer n,
// |r| < 0.8. To the w bits of the result r has w bits more, since up to w of its
// own may cancel, and π/2 the bits of n in addition.
func (b Big) turned(k int64) Big {
	x := b.float()
	e := x.MantExp(nil)
	if b.nan || x.IsInf() || e > largestTurn {
		return Big{nan: true}
	}
	w := x.Prec() + guard
	long := 2*w + uint(max(e, 0))
	n, _ := newFloat(long).Add(newFloat(long).Quo(x, halfπ()), big.NewFloat(math.Copysign(0.5, b.Float64()))).Int(nil)
	r := newFloat(long).SetInt(n)
	r = newFloat(w).Sub(x, r.Mul(r, halfπ()))
	k += new(big.Int).And(n, big.NewInt(3)).Int64()
	z := alternating(r, r, 2)
	if k%2 != 0 {
		z = alternating(newFloat(w).SetInt64(1), r, 1)
	}
	if k&2 != 0 {
		z.Neg(z)
	}
	return b.rounded(z)
}

// alternating returns s − s·r²/(k·(k+1)) + s·r⁴/(k·…·(k+3)) − …, up to the first term below 2⁻ʷ·s: the
// sine of r if s is r and k is 2, the cosine if s is 1 and k is 1.
func alternating(s, r *big.Float, k int64) *big.Float {
	w := r.Prec()
	sum, term, square := newFloat(w).Set(s), newFloat(w).Set(s), newFloat(w).Mul(r, r)
	for ; term.Sign() != 0 && gap(sum, term) <= int64(w); k += 2 {
		term.Mul(term, square)
		term.Quo(term, newFloat(64).SetInt64(-k*(k+1)))
		sum.Add(sum, term)
	}
	return sum
}

// halfπ returns π/2 = 8·atan ⅕ − 2·atan 1/239 (Machin), to the bits that [Big.turned] may need of it.
var halfπ = sync.OnceValue(func() *big.Float {
	atan := func(n float64) *big.Float {
		t := newFloat(largestTurn+2*constantBits).Quo(big.NewFloat(1), big.NewFloat(n))
		return odd(t, newFloat(t.Prec()).Mul(t, newFloat(t.Prec()).Neg(t)))
	}
	a, b := atan(5), atan(239)
	return a.Sub(a.SetMantExp(a, 3), b.SetMantExp(b, 1))
})

// Erf returns erf b = (2/√π)·e^(−b²)·Σ (2b²)ⁿ·b/(1·3·…·(2n+1)), whose terms have one sign: each has at
// most 2n roundings, and n stays below 2¹¹. Where 1 − |erf b| < 2^(−b²/log 2) is less than half an ulp of 1, it is ±1.
func (b Big) Erf() Big {
	wide := b.widened()
	w := wide.float().Prec()
	c := b.Float64()
	if b.nan || b.Sign() == 0 {
		return b
	}
	if c*c > float64(w)*math.Ln2 {
		return b.Of(math.Copysign(1, c))
	}
	sum, term, square := wide, wide, wide.Mul(wide)
	for n := 1; !b.tiny(); n++ {
		term = term.Mul(square.Add(square)).Quo(wide.Of(float64(2*n + 1)))
		sum = sum.Add(term)
		if float64(2*n+1) > 4*c*c && gap(sum.float(), term.float()) > int64(w) {
			break
		}
	}
	halfRootπ := Big{x: newFloat(w).Set(halfπ())}.Quo(wide.Of(2)).Sqrt() // √π/2 = √(π/4)
	return b.rounded(sum.Mul(square.Neg().Exp()).Quo(halfRootπ).float())
}
