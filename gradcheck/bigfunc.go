package gradcheck

import (
	"math"
	"math/big"
	"sync"
)

// guard is the number of bits that the functions carry beyond the bits of
// their result. 64 bits make the working mantissa of a 320-bit result six
// whole words, so fewer would save nothing.
const guard = 64

// expLimit bounds the arguments of the exponential: e^±expLimit has an
// exponent of ±1.55·10⁹ bits, which is within the 32-bit range of math/big.
const expLimit = 1 << 30

// Exp returns eᵇ. It is +Inf for b > 2³⁰ and 0 for b < −2³⁰, which is far
// beyond anything that becomes a double.
func (b Big) Exp() Big {
	if b.nan {
		return b
	}
	x := b.float()
	switch c, _ := x.Float64(); {
	case c > expLimit:
		return b.Of(math.Inf(1))
	case c < -expLimit:
		return b.Of(0)
	}
	return b.rounded(exp(x, x.Prec()+guard))
}

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

// Tanh returns tanh b, with a small relative error also where b is tiny. For
// |b| > 320·log √2 + 1 the result is ±1, the nearest 320-bit number.
func (b Big) Tanh() Big {
	x := b.float()
	if b.nan || x.Sign() == 0 {
		return b
	}
	prec := x.Prec()
	if c, _ := x.Float64(); math.Abs(c) > float64(prec)*math.Ln2/2+1 {
		return b.Of(math.Copysign(1, c))
	}
	return b.rounded(tanh(x, prec+guard))
}

// rounded returns the value in the precision of b.
func (b Big) rounded(value *big.Float) Big {
	return Big{x: newFloat(b.float().Prec()).Set(value)}
}

// exp returns eˣ for |x| ≤ 2³⁰ with a relative error below 2⁷·2⁻ʷ:
//
//	eˣ = 2ᵏ·(1 + expm1(r)),   k = ⌊x/log 2⌋,   r = x − k·log 2 ∈ [0, log 2)
//
// The quotient is formed in doubles, which may put r outside by 2⁻²¹. k·log 2 may
// be as large as 2³⁰, so r is formed with 32 bits more.
func exp(x *big.Float, w uint) *big.Float {
	one := newFloat(w).SetInt64(1)
	if x.Sign() == 0 || x.MantExp(nil) < -int(w) {
		return one
	}
	c, _ := x.Float64()
	k := int64(math.Floor(c / math.Ln2))
	r := newFloat(w + 32).SetInt64(k)
	r.Sub(x, r.Mul(r, constants().ln2))
	return one.SetMantExp(one.Add(one, expm1(r, w)), int(k))
}

// expm1 returns eʸ − 1 for −2⁻²⁰ < y < 0.7 with a relative error below 2⁶·2⁻ʷ,
// however small y is: the series of eᵗ − 1 at t = y/2ˢ < 2⁻¹⁶, then s times
//
//	e²ᵗ − 1 = (eᵗ − 1)·((eᵗ − 1) + 2)
//
// without cancellation. The Horner scheme leaves at most 4 roundings; a
// doubling adds 2 and enlarges the relative error of E = eᵗ − 1 by the factor
// 1 + E/(E+2) = 1 + tanh(t/2) ≤ 1 + t/2. As the t of the doublings sum to less
// than y, all factors together are below √2, and √2·(4 + 2·17) < 2⁶.
func expm1(y *big.Float, w uint) *big.Float {
	if y.Sign() == 0 {
		return newFloat(w)
	}
	s := max(0, y.MantExp(nil)+16)
	t := newFloat(w).Set(y)
	t.SetMantExp(t, -s)

	n := terms(-t.MantExp(nil), w)
	sum, term := newFloat(w).Set(constants().inverse[n]), newFloat(w)
	for k := n - 1; k >= 1; k-- {
		sum.Add(term.Mul(sum, t), constants().inverse[k])
	}
	sum, term = term.Mul(sum, t), sum

	two, plus := newFloat(w).SetInt64(2), newFloat(w)
	for range s {
		plus.Add(sum, two)
		sum, term = term.Mul(sum, plus), sum
	}
	return sum
}

// terms returns an n such that the terms tᵏ/k! with k > n are below 2⁻ʷ·t for
// t < 2^−bits.
func terms(bits int, w uint) int {
	n := 1
	for sum := 0.0; sum < float64(w)+1; n++ {
		sum += float64(bits) + math.Log2(float64(n+1))
	}
	return n
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
func atanh(t *big.Float, w uint) *big.Float {
	sum := newFloat(w).Set(t)
	if t.Sign() == 0 {
		return sum
	}
	square, power, term := newFloat(w).Mul(t, t), newFloat(w).Set(t), newFloat(w)
	for k := int64(3); ; k += 2 {
		power.Mul(power, square)
		term.Quo(power, newFloat(64).SetInt64(k))
		if gap(t, term) > int64(w) {
			return sum
		}
		sum.Add(sum, term)
	}
}

// tanh returns tanh x for x ≠ 0 with a relative error below 2⁸·2⁻ʷ:
//
//	tanh x = E/(E + 2),   E = e²ˣ − 1,   for x > 0
//
// and tanh(−x) = −tanh x. From e²ˣ ≥ 2 on, E is eˣ·eˣ less 1, where at most
// one bit cancels. For |x| < 2⁻ʷ the result is x, as tanh x = x·(1 − x²/3 + …).
func tanh(x *big.Float, w uint) *big.Float {
	if x.MantExp(nil) < -int(w) {
		return x
	}
	y := newFloat(w).Abs(x)
	y.SetMantExp(y, 1)
	var E *big.Float
	if c, _ := y.Float64(); c < math.Ln2 {
		E = expm1(y, w)
	} else {
		E = exp(y, w)
		E.Sub(E, newFloat(w).SetInt64(1))
	}
	z := newFloat(w).Add(E, newFloat(w).SetInt64(2))
	z.Quo(E, z)
	if x.Sign() < 0 {
		z.Neg(z)
	}
	return z
}

// table holds the constants of the functions, to constantBits bits.
type table struct {
	ln2     *big.Float   // log 2
	inverse []*big.Float // 1/k!
}

const constantBits = 768

var constants = sync.OnceValue(func() table {
	third := newFloat(constantBits+guard).Quo(big.NewFloat(1), big.NewFloat(3))
	ln2 := atanh(third, constantBits+guard) // log 2 = 2·atanh ⅓
	t := table{ln2: newFloat(constantBits).SetMantExp(ln2, 1)}
	f := newFloat(constantBits).SetInt64(1)
	for k := int64(0); k < 64; k++ {
		if k > 0 {
			f.Quo(f, newFloat(64).SetInt64(k))
		}
		t.inverse = append(t.inverse, newFloat(constantBits).Set(f))
	}
	return t
})
