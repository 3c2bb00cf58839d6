package tensor_test

import (
	"math"
	"math/big"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// Elementary functions in math/big, from their series. They share nothing with the
// package: no table, no polynomial, no constant.

// bigPrec is the working precision, in bits. The results below are good to 230
// bits or more; comparisons with 53 need some 120.
const bigPrec = 256

func bigNew() *big.Float { return new(big.Float).SetPrec(bigPrec) }

// bigOf returns x, exactly.
func bigOf(x float64) *big.Float { return bigNew().SetFloat64(x) }

// atanhSeries returns atanh s = s + s³/3 + s⁵/5 + … for |s| ≤ ½.
func atanhSeries(s *big.Float) *big.Float {
	sum, power, square := bigNew().Set(s), bigNew().Set(s), bigNew().Mul(s, s)
	for d := 3.0; power.Sign() != 0 && power.MantExp(nil) > sum.MantExp(nil)-bigPrec-2; d += 2 {
		power.Mul(power, square)
		sum.Add(sum, bigNew().Quo(power, bigOf(d)))
	}
	return sum
}

// bigLn2 returns ln 2 = 2·atanh ⅓.
var bigLn2 = sync.OnceValue(func() *big.Float {
	l := atanhSeries(bigNew().Quo(bigOf(1), bigOf(3)))
	return l.SetMantExp(l, 1)
})

// bigExp returns eˣ = 2ⁿ·e^(x−n·ln2), the latter by halving the argument ten times,
// Taylor's series and as many squarings.
func bigExp(x *big.Float) *big.Float {
	const halvings = 10
	approximate, _ := x.Float64()
	n := math.Floor(approximate/math.Ln2 + 0.5)
	// n has up to 21 bits, which the subtraction takes from the precision.
	r := new(big.Float).SetPrec(bigPrec+32).Mul(bigOf(n), bigLn2Long())
	r.Sub(x, r)
	r.SetMantExp(r, -halvings)
	sum, term := bigNew().SetInt64(1), bigNew().SetInt64(1)
	for i := 1.0; term.Sign() != 0 && term.MantExp(nil) > -bigPrec-8; i++ {
		term.Mul(term, r)
		term.Quo(term, bigOf(i))
		sum.Add(sum, term)
	}
	for range halvings {
		sum.Mul(sum, sum)
	}
	return sum.SetMantExp(sum, int(n))
}

// bigLn2Long returns ln 2 with 64 bits more than bigLn2, from another series:
// 18·atanh(1/26) − 2·atanh(1/4801) + 8·atanh(1/8749), in integers.
var bigLn2Long = sync.OnceValue(func() *big.Float {
	const bits = bigPrec + 80
	sum := new(big.Int)
	for _, term := range [][2]int64{{18, 26}, {-2, 4801}, {8, 8749}} {
		square := big.NewInt(term[1] * term[1])
		power := new(big.Int).Lsh(big.NewInt(term[0]), bits)
		power.Quo(power, big.NewInt(term[1]))
		for d := int64(1); power.Sign() != 0; d += 2 {
			sum.Add(sum, new(big.Int).Quo(power, big.NewInt(d)))
			power.Quo(power, square)
		}
	}
	l := new(big.Float).SetPrec(bigPrec + 64).SetInt(sum)
	return l.SetMantExp(l, -bits)
})

// bigLog returns log x = k·ln2 + 2·atanh((m−1)/(m+1)) for x = 2ᵏ·m > 0, ¾ ≤ m < 3/2.
func bigLog(x *big.Float) *big.Float {
	m := bigNew()
	k := x.MantExp(m)
	if m.Cmp(bigOf(0.75)) < 0 {
		m.SetMantExp(m, 1)
		k--
	}
	s := bigNew().Quo(bigNew().Sub(m, bigOf(1)), bigNew().Add(m, bigOf(1)))
	l := atanhSeries(s)
	l.SetMantExp(l, 1)
	return l.Add(l, bigNew().Mul(bigOf(float64(k)), bigLn2Long()))
}

// bigLog1p returns log(1 + r) = 2·atanh(r/(2 + r)) for 0 ≤ r ≤ 2, and log(1 + r) beyond.
func bigLog1p(r *big.Float) *big.Float {
	if r.Cmp(bigOf(2)) > 0 {
		return bigLog(bigNew().Add(r, bigOf(1)))
	}
	l := atanhSeries(bigNew().Quo(r, bigNew().Add(r, bigOf(2))))
	return l.SetMantExp(l, 1)
}

// bigTanh returns tanh x = (1 − e)/(1 + e) with e = e^(−2x), or the first terms of
// its series where that would cancel.
func bigTanh(x *big.Float) *big.Float {
	if x.Sign() == 0 || x.MantExp(nil) < -40 { // the next term is 17x⁷/315
		square := bigNew().Mul(x, x)
		sum := bigNew().Quo(bigNew().Mul(square, bigOf(2)), bigOf(15))
		sum.Sub(sum, bigNew().Quo(bigOf(1), bigOf(3)))
		sum.Mul(sum, square)
		sum.Add(sum, bigOf(1))
		return sum.Mul(sum, x)
	}
	e := bigExp(bigNew().Mul(x, bigOf(-2)))
	return bigNew().Quo(bigNew().Sub(bigOf(1), e), bigNew().Add(bigOf(1), e))
}

// bigSigmoid returns 1/(1 + e⁻ˣ).
func bigSigmoid(x *big.Float) *big.Float {
	e := bigExp(bigNew().Neg(x))
	return e.Quo(bigOf(1), e.Add(e, bigOf(1)))
}

// bigSigmoidDerivative returns σ(x)·σ(−x).
func bigSigmoidDerivative(x *big.Float) *big.Float {
	return bigNew().Mul(bigSigmoid(x), bigSigmoid(bigNew().Neg(x)))
}

// bigTanhDerivative returns 1/cosh²x = 4/(eˣ + e⁻ˣ)².
func bigTanhDerivative(x *big.Float) *big.Float {
	c := bigNew().Add(bigExp(x), bigExp(bigNew().Neg(x)))
	return c.Quo(bigOf(4), c.Mul(c, c))
}

// requireClose requires that two numbers agree to so many bits.
func requireClose(t *testing.T, want, got *big.Float, bits int, what string) {
	t.Helper()
	d := bigNew().Sub(got, want)
	require.True(t, d.Sign() == 0 || d.MantExp(nil) <= want.MantExp(nil)-bits,
		"%s: %.60g and %.60g differ", what, got, want)
}

// The oracles agree among themselves and with digits known from elsewhere.
func TestOracles(t *testing.T) {
	digits := func(s string) *big.Float { x, _ := bigNew().SetString(s); return x }
	requireClose(t, digits("0.69314718055994530941723212145817656807550013436025525412068000949339362196969471560586332699641868754"),
		bigLn2(), 250, "ln 2")
	requireClose(t, bigLn2(), bigLn2Long(), 250, "ln 2")
	requireClose(t, digits("2.7182818284590452353602874713526624977572470936999595749669676277240766303535475945713821785251664274"),
		bigExp(bigOf(1)), 240, "e")
	requireClose(t, digits("2.3025850929940456840179914546843642076011014886287729760333279009675726096773524802359972050895982983"),
		bigLog(bigOf(10)), 240, "log 10")
	r := newRandom(1)
	for range 200 {
		x := bigOf(math.Ldexp(fraction[float64](r), r.IntN(30)-20))
		requireClose(t, x, bigLog(bigExp(x)), 200, "log exp x")
		z1 := bigOf(math.Ldexp(1+fraction[float64](r), r.IntN(30)-20))
		requireClose(t, bigLog(bigNew().Add(z1, bigOf(1))), bigLog1p(z1), 200, "log1p")
		y := bigOf(fraction[float64](r))
		requireClose(t, bigExp(bigNew().Add(x, y)), bigNew().Mul(bigExp(x), bigExp(y)), 225, "exp(x+y)")
		// 1 − tanh², where it does not cancel much, and tanh x = 2σ(2x) − 1.
		z := bigOf(fraction[float64](r) * 8)
		squared := bigNew().Mul(bigTanh(z), bigTanh(z))
		requireClose(t, bigTanhDerivative(z), squared.Sub(bigOf(1), squared), 200, "tanh′")
		s := bigSigmoid(bigNew().Mul(z, bigOf(2)))
		requireClose(t, bigTanh(z), s.Sub(s.Mul(s, bigOf(2)), bigOf(1)), 200, "tanh by σ")
	}
	tiny := bigNew().SetMantExp(bigOf(1), -400) // log(1 + r) = r − r²/2 + …
	requireClose(t, tiny, bigLog1p(tiny), 250, "log1p of a tiny number")
	for _, e := range []int{-39, -40, -41, -42} { // where bigTanh changes its form
		x := math.Ldexp(0.9, e)
		d := bigNew().Sub(bigTanh(bigOf(x)), bigTanh(bigOf(math.Nextafter(x, 1))))
		requireClose(t, bigOf(x-math.Nextafter(x, 1)), d, 70, "slope of tanh at 0")
	}
}
