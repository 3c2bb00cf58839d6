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

// Expm1 returns eᵇ − 1, with a small relative error also where b is tiny: E = e^|b| − 1, or −E/(E + 1) for b < 0.
func (b Big) Expm1() Big {
	x := b.float()
	switch c := b.Float64(); {
	case b.nan || b.tiny():
		return b
	case c > expLimit:
		return b.Of(math.Inf(1))
	case c < -expLimit:
		return b.Of(-1)
	}
	E := Big{x: growth(x, x.Prec()+guard)}
	if b.Sign() < 0 {
		E = E.Quo(E.Add(E.Of(1))).Neg()
	}
	return b.rounded(E.float())
}

// Tanh returns tanh b, with a small relative error also where b is tiny: E/(E + 2) with E = e^2|b| − 1. For
// |b| > 320·log √2 + 1 the result is ±1, the nearest 320-bit number.
func (b Big) Tanh() Big {
	x := b.float()
	if b.nan || b.tiny() {
		return b
	}
	c, prec := b.Float64(), x.Prec()
	if math.Abs(c) > float64(prec)*math.Ln2/2+1 {
		return b.Of(math.Copysign(1, c))
	}
	E := Big{x: growth(newFloat(prec).Add(x, x), prec+guard)}
	z := E.Quo(E.Add(E.Of(2)))
	if c < 0 {
		z = z.Neg()
	}
	return b.rounded(z.float())
}

// rounded returns the value in the precision of b.
func (b Big) rounded(value *big.Float) Big {
	return Big{x: newFloat(b.float().Prec()).Set(value)}
}

// widened returns b with the guard bits of the functions.
func (b Big) widened() Big {
	return Big{x: newFloat(b.float().Prec() + guard).Set(b.float()), nan: b.nan}
}

// tiny reports whether |b| is below 2⁻ʷ, w the bits of b and the guard, so that a function
// x·(c + O(x)) is c·x.
func (b Big) tiny() bool {
	x := b.float()
	return x.Sign() == 0 || x.MantExp(nil) < -int(x.Prec()+guard)
}

// exp returns eˣ for |x| ≤ 2³⁰ with a relative error below 2⁵·2⁻ʷ:
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

// growth returns E = e^|x| − 1 for 0 < |x| ≤ 2³⁰ with a relative error below 2⁶·2⁻ʷ: from log 2 on at most one
// bit cancels in eˣ − 1.
func growth(x *big.Float, w uint) *big.Float {
	y := newFloat(x.Prec()).Abs(x)
	if c, _ := y.Float64(); c < math.Ln2 {
		return expm1(y, w)
	}
	E := exp(y, w)
	return E.Sub(E, newFloat(w).SetInt64(1))
}

// expm1 returns eʸ − 1 for −2⁻²⁰ < y < 0.7 with a relative error below 2⁴·2⁻ʷ, however small y is:
//
//	eʸ − 1 = (P − 1) + P·s,   P = e^(j/2²⁴),   s = e^(y − j/2²⁴) − 1,   j = ⌊2²⁴·y⌋, at least 0
//
// P is a product of three powers from a table, and s the series of few terms, by the Horner scheme, which leaves
// at most 4 roundings. P has 32 bits more, of which the difference P − 1 > 2⁻²⁴ loses 24.
func expm1(y *big.Float, w uint) *big.Float {
	if y.Sign() == 0 {
		return newFloat(w)
	}
	c, _ := y.Float64()
	j := int64(max(0, c*(1<<24)))
	t := newFloat(w)
	t.Sub(y, newFloat(64).SetMantExp(newFloat(64).SetInt64(j), -24))
	s := series(t)
	if j == 0 {
		return s
	}
	P := newFloat(w + 32).Set(powers()[0][j>>16])
	P.Mul(P, powers()[1][j>>8&255])
	P.Mul(P, powers()[2][j&255])
	s.Mul(s, P)
	return s.Add(s, P.Sub(P, newFloat(w).SetInt64(1)))
}

// series returns eᵗ − 1 for |t| ≤ 2⁻⁸, by the terms tᵏ/k! down to 2⁻ʷ·t.
func series(t *big.Float) *big.Float {
	w := t.Prec()
	if t.Sign() == 0 {
		return newFloat(w)
	}
	n := terms(-t.MantExp(nil), w)
	sum, term := newFloat(w).Set(constants().inverse[n]), newFloat(w)
	for k := n - 1; k >= 1; k-- {
		sum.Add(term.Mul(sum, t), constants().inverse[k])
	}
	return sum.Mul(sum, t)
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

// table holds the constants of the functions, to constantBits bits.
type table struct {
	ln2     *big.Float   // log 2
	inverse []*big.Float // 1/k!
}

const constantBits = 832

var constants = sync.OnceValue(func() table {
	third := newFloat(constantBits+guard).Quo(big.NewFloat(1), big.NewFloat(3))
	ln2 := atanh(third, constantBits+guard) // log 2 = 2·atanh ⅓
	t := table{ln2: newFloat(constantBits).SetMantExp(ln2, 1)}
	f := newFloat(constantBits).SetInt64(1)
	for k := int64(0); k < 96; k++ {
		if k > 0 {
			f.Quo(f, newFloat(64).SetInt64(k))
		}
		t.inverse = append(t.inverse, newFloat(constantBits).Set(f))
	}
	return t
})

// powers returns e^(j/2⁸), e^(j/2¹⁶) and e^(j/2²⁴) for j < 256, each the product of the one before and the first, within
// 2¹¹ roundings.
var powers = sync.OnceValue(func() (tables [3][]*big.Float) {
	for i := range tables {
		one := newFloat(constantBits).SetInt64(1)
		step, power := series(newFloat(constantBits).SetMantExp(one, -8*(i+1))), one
		step.Add(step, one)
		for range 256 {
			tables[i] = append(tables[i], power)
			power = newFloat(constantBits).Mul(power, step)
		}
	}
	return tables
})
