package gradcheck

import (
	"math"
	"math/big"
	"sync"
)

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

// Expm1 returns eᵇ − 1, with a small relative error also where b is tiny: where |b| is below
// 0.69 as the series, of −|b| by e⁻ʸ − 1 = −E/(1 + E) with E = eʸ − 1, and elsewhere at most one bit cancels.
func (b Big) Expm1() Big {
	wide := b.widened()
	switch c := b.Float64(); {
	case b.nan || b.tiny():
		return b
	case math.Abs(c) > 0.69:
		return b.rounded(wide.Exp().Sub(wide.Of(1)).float())
	}
	E := Big{x: expm1(wide.Abs().float(), wide.float().Prec())}
	if b.Sign() < 0 {
		E = E.Quo(E.Add(wide.Of(1))).Neg()
	}
	return b.rounded(E.float())
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
	const bits = largestTurn + 2*constantBits
	atan := func(n int64) *big.Float {
		square := newFloat(bits).SetInt64(-n * n)
		power := newFloat(bits).Quo(big.NewFloat(1), newFloat(bits).SetInt64(n))
		sum := newFloat(bits).Set(power)
		for k := int64(3); gap(sum, power) <= bits; k += 2 {
			power.Quo(power, square)
			sum.Add(sum, newFloat(bits).Quo(power, newFloat(64).SetInt64(k)))
		}
		return sum
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
