package tensor_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
)

// The six functions in double-double arithmetic, each as y and n with the value 2ⁿ·y.
// The reductions and the series differ from the package's, and math/big makes the
// tables. Each is within 2⁻⁹⁵: TestOracleAgreesWithBig.

// ln2Parts sum to ln 2 within 2⁻¹⁴⁸. The first has 40 bits, so that its multiples are exact.
var ln2Parts = func() (parts [3]float64) {
	rest := bigNew().Copy(bigLn2Long())
	first, _ := rest.Float64()
	parts[0] = math.Float64frombits(math.Float64bits(first) &^ (1<<13 - 1))
	for i := range parts {
		if i > 0 {
			parts[i], _ = rest.Float64()
		}
		rest.Sub(rest, bigOf(parts[i]))
	}
	return parts
}()

// table returns f(first/64), f((first+1)/64), … f(last/64).
func table(f func(*big.Float) *big.Float, first, last int) []dd {
	var entries []dd
	for j := first; j <= last; j++ {
		entries = append(entries, ddOf(f(bigOf(float64(j)/64))))
	}
	return entries
}

const (
	expFirst, expLast = -23, 23 // of ln2/2, in 64ths
	logFirst, logLast = 45, 91  // of √½ and √2
)

var (
	expTable = table(bigExp, expFirst, expLast)
	logTable = table(bigLog, logFirst, logLast)
)

// fractions are 1/d for each d.
func fractions(denominators ...int64) (quotients []dd) {
	for _, d := range denominators {
		quotients = append(quotients, ddOf(bigNew().Quo(bigOf(1), bigOf(float64(d)))))
	}
	return quotients
}

// Coefficients of eˢ − 1 and of atanh s: the first in two parts, the rest in doubles.
var (
	factorials = fractions(1, 2, 6, 24, 120)
	odds       = fractions(1, 3, 5, 7)
)

var (
	moreFactorials = [...]float64{1. / 720, 1. / 5040, 1. / 40320, 1. / 362880, 1. / 3628800, 1. / 39916800, 1. / 479001600}
	moreOdds       = [...]float64{1. / 9, 1. / 11, 1. / 13, 1. / 15}
)

// expm1Near0 returns eˢ − 1 = s·(1 + s/2! + s²/3! + …) for |s| ≤ 1/127. From s⁵/6! on,
// which is below 2⁻⁴⁴, doubles do; s¹²/13! is below 2⁻¹¹⁶.
func expm1Near0(s dd) dd {
	return s.times(s.polynomial(factorials, moreFactorials[:]))
}

// reduced returns n, j and s with x = n·ln2 + j/64 + s, |s| < 1/127. Beyond ±1200, where
// the exponential is 0 or +∞, x is taken for ±1200.
func reduced(x float64) (n, j int, s dd) {
	x = min(max(x, -1200), 1200)
	m := math.RoundToEven(x / math.Ln2)
	s = twoSum(x, -float64(m*ln2Parts[0])).plus(twoProduct(-m, ln2Parts[1])).plus(dd{-float64(m * ln2Parts[2]), 0})
	i := math.RoundToEven(s.hi * 64)
	return int(m), int(i), s.plus(dd{-i / 64, 0})
}

func ddExp(x float64) (y dd, n int) {
	n, j, s := reduced(x)
	p, T := expm1Near0(s), expTable[j-expFirst]
	return T.above(T.times(p)), n
}

// ddExpm1 returns eˣ − 1 for |x| ≤ 80. Where n = j = 0 nothing cancels, and elsewhere the
// result is above 1/128, so at most seven bits do.
func ddExpm1(x float64) dd {
	n, j, s := reduced(x)
	p, T, scale := expm1Near0(s), expTable[j-expFirst], power2(n)
	start := dd{scale * T.hi, scale * T.lo}
	return start.plus(dd{-1, 0}).plus(start.times(p))
}

// ddLog returns log x = k·ln2 − log c + 2·atanh s for x = 2ᵏ·m, with c near 1/m in 64ths,
// r = c·m − 1 exactly and s = r/(2 + r). Around m = 1, c is 1 and nothing cancels.
func ddLog(x float64) (y dd, n int) {
	m, k := math.Frexp(x)
	if m < math.Sqrt2/2 {
		m, k = 2*m, k-1
	}
	i := math.RoundToEven(64 / m)
	product := twoProduct(m, i/64)
	r := quickSum(product.hi-1, product.lo)
	s := r.over(dd{2, 0}.above(r))
	square := s.times(s)
	log := s.times(dd{2, 0}).times(square.polynomial(odds, moreOdds[:])).plus(logTable[int(i)-logFirst].neg())
	K := float64(k)
	whole := dd{K * ln2Parts[0], 0}.plus(twoProduct(K, ln2Parts[1])).plus(dd{K * ln2Parts[2], 0})
	return whole.plus(log), 0
}

// ddTanh returns −y/(y + 2) with y = e^(−2|x|) − 1, and the sign of x. Below 2⁻⁶⁰ it is
// x, since x³/3 is at most 2⁻¹²¹ of it; as 2⁻¹⁰⁰·y it is never subnormal.
func ddTanh(x float64) (y dd, n int) {
	a := math.Abs(x)
	if a < 0x1p-60 {
		return dd{x * 0x1p100, 0}, -100
	}
	e := ddExpm1(-2 * min(a, 40))
	y = e.neg().over(e.plus(dd{2, 0}))
	if x < 0 {
		y = y.neg()
	}
	return y, 0
}

// onePlus returns 1 + 2ⁿ·y for y > 0 and n ≤ 0.
func onePlus(y dd, n int) dd {
	scale := power2(n)
	return dd{1, 0}.plus(dd{scale * y.hi, scale * y.lo})
}

func ddSigmoid(x float64) (dd, int) {
	e, n := ddExp(-math.Abs(x))
	if x < 0 {
		return e.over(onePlus(e, n)), n
	}
	return dd{1, 0}.over(onePlus(e, n)), 0
}

func ddSigmoidDerivative(x float64) (dd, int) {
	e, n := ddExp(-math.Abs(x))
	d := onePlus(e, n)
	return e.over(d.times(d)), n
}

func ddTanhDerivative(x float64) (dd, int) {
	y, n := ddSigmoidDerivative(2 * x)
	return y, n + 2
}

// differenceBits returns the number of leading bits in which 2ⁿ·y and exact agree.
func differenceBits(y dd, n int, exact *big.Float) int {
	d := y.exactly(n)
	d.Sub(d, exact)
	if d.Sign() == 0 {
		return bigPrec
	}
	return exact.MantExp(nil) - d.MantExp(nil)
}

// The double-double oracle agrees with the 256-bit one on each stratum to 95 bits, but
// where the result has no use: beyond 2^±1200.
func TestOracleAgreesWithBig(t *testing.T) {
	const bits = 95
	for i, s := range subjects() {
		least, at := bigPrec, 0.0
		for _, stratum := range s.strata {
			r := newRandom(uint64(i))
			for range samples() / 15 {
				x := stratum.sample(r)
				y, n := s.oracle(x)
				if agree := differenceBits(y, n, s.exact(bigOf(x))); agree < least {
					least, at = agree, x
				}
			}
		}
		t.Logf("%-18s agrees to %d bits, least at %x", s.name, least, at)
		require.GreaterOrEqual(t, least, bits, "%s(%x)", s.name, at)
	}
	y, n := ddExp(1)
	y.lo += 0x1p-93
	require.Less(t, differenceBits(y, n, bigExp(bigOf(1))), bits, "a small error")
}
