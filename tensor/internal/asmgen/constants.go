package main

import (
	"math"
	"math/big"
	"sync"
)

// The constants of the functions, computed with 400 bits.
const precision = 400

func newFloat() *big.Float { return new(big.Float).SetPrec(precision) }

func number(x float64) *big.Float { return newFloat().SetFloat64(x) }

func quo(x, y *big.Float) *big.Float { return newFloat().Quo(x, y) }

// split returns the double nearest to x and the one nearest to the rest.
func split(x *big.Float) (hi, lo float64) {
	hi, _ = x.Float64()
	lo, _ = newFloat().Sub(x, number(hi)).Float64()
	return hi, lo
}

// cut returns the multiple of 2^lsb nearest to x, and the double nearest to the rest.
func cut(x *big.Float, lsb int) (hi, lo float64) {
	scaled, _ := newFloat().SetMantExp(x, -lsb).Float64()
	hi = math.Ldexp(math.RoundToEven(scaled), lsb)
	lo, _ = newFloat().Sub(x, number(hi)).Float64()
	return hi, lo
}

// logOf returns log x = 2·atanh((x−1)/(x+1)) for x near 1.
func logOf(x *big.Float) *big.Float {
	s := quo(newFloat().Sub(x, number(1)), newFloat().Add(x, number(1)))
	sum, power, square := newFloat(), newFloat().Set(s), newFloat().Mul(s, s)
	for d := 1.0; power.Sign() != 0 && power.MantExp(nil) > -precision-10; d += 2 {
		sum.Add(sum, quo(power, number(d)))
		power.Mul(power, square)
	}
	return sum.SetMantExp(sum, 1)
}

// ln2 returns log 2 = log(4/3) + log(3/2).
func ln2() *big.Float {
	return newFloat().Add(logOf(quo(number(4), number(3))), logOf(quo(number(3), number(2))))
}

// interpolate returns the coefficients of the polynomial of the degree that agrees
// with the series Σ term(i)·xⁱ at the Chebyshev points of [lo, hi], where its error
// is within a factor of two or so of the smallest possible.
func interpolate(term func(i int) *big.Float, lo, hi float64, degree int) []float64 {
	n := degree + 1
	points, c := make([]*big.Float, n), make([]*big.Float, n)
	for i := range points {
		x := math.Cos(math.Pi * (2*float64(i) + 1) / (2 * float64(n)))
		points[i] = number((lo+hi)/2 + (hi-lo)/2*x)
		c[i] = series(term, points[i])
	}
	for level := 1; level < n; level++ { // divided differences
		for i := n - 1; i >= level; i-- {
			c[i] = quo(newFloat().Sub(c[i], c[i-1]), newFloat().Sub(points[i], points[i-level]))
		}
	}
	for level := n - 2; level >= 0; level-- { // Newton's form to powers of x
		for i := level; i < n-1; i++ {
			c[i] = newFloat().Sub(c[i], newFloat().Mul(points[level], c[i+1]))
		}
	}
	result := make([]float64, n)
	for i := range c {
		result[i], _ = c[i].Float64()
	}
	return result
}

func series(term func(i int) *big.Float, x *big.Float) *big.Float {
	sum, power := newFloat(), number(1)
	for i := range 120 { // |x| < 2⁻⁴
		sum.Add(sum, newFloat().Mul(power, term(i)))
		power = newFloat().Mul(power, x)
	}
	return sum
}

// expTerm is coefficient i of the series (eˣ − 1 − x)/x² = Σ xⁱ/(i+2)!.
func expTerm(i int) *big.Float {
	f := new(big.Int).MulRange(1, int64(i+2))
	return quo(number(1), newFloat().SetInt(f))
}

// logTerm is coefficient i of the series (log(1+x) − x + x²/2)/x³ = Σ (−1)ⁱxⁱ/(i+3).
func logTerm(i int) *big.Float {
	return quo(number(float64(1-2*(i%2))), number(float64(i+3)))
}

// Bounds at which arguments are cut off, since the result changes no more beyond them.
const (
	expReach   = 750
	exp32Reach = 110
	tanhReach  = 22
)

// A pair is a number as hi + lo.
type pair struct{ hi, lo float64 }

// powers returns 2^(j/16) for j = 0 … 15.
func powers() (table [16]pair) {
	root := number(2)
	for range 4 {
		root.Sqrt(root)
	}
	p := number(1)
	for j := range table {
		table[j].hi, table[j].lo = split(p)
		p.Mul(p, root)
	}
	return table
}

// A logEntry belongs to an interval of the significand: inverse is near 1/z in it,
// and hi + lo is −log inverse. lo32 is lo for float32, see nudges.
type logEntry struct{ inverse, hi, lo, lo32 float64 }

// nudges are added to lo for float32. Of all float32 there are five whose logarithm is so
// near to the middle between two float32 that double precision can't tell the
// side; each lies in an interval of its own, and the nudge, about half an ulp of
// double precision there, moves it to the right side. All inputs have been
// tried: no other result depends on the nudges.
var nudges = map[int]float64{1: 0x1p-51, 4: 0x1.8p-48, 5: 0x1.ep-50, 12: -0x1p-52, 15: 0x1p-48}

// logStart is the lower end of the range of significands: 45/64 = 0.703125, with nine intervals
// of 1/32, then one from 63/64 to 33/32, then six of 1/16.
const logStart = 45.0 / 64

// logInterval returns the bounds of interval j.
func logInterval(j int) (lo, hi float64) {
	at := func(j int) float64 {
		return math.Float64frombits(math.Float64bits(logStart) + uint64(j)<<48)
	}
	return at(j), at(j + 1)
}

// logLsb is the last bit of the high part of a logarithm: k·ln2 + log z with |k| < 2¹¹
// then has its high parts' sum exact.
const logLsb = -42

// logTable chooses for each interval the inverse with the least largest |r|,
// r = z·inverse − 1, among the multiples of 1/32 (z < 1) or 1/64, so that r is exact
// where it is below 1/32.
func logTable() (table [16]logEntry) {
	for j := range table {
		lo, hi := logInterval(j)
		steps := 32.0
		if lo >= 1 {
			steps = 64
		}
		best := math.Inf(1)
		for m := steps / 2; m <= 2*steps; m++ {
			inverse := m / steps
			if r := math.Max(math.Abs(lo*inverse-1), math.Abs(hi*inverse-1)); r < best {
				best = r
				table[j].inverse = inverse
			}
		}
		if lo < 1 && 1 < hi {
			table[j].inverse = 1
		}
		minus := logOf(number(table[j].inverse))
		table[j].hi, table[j].lo = cut(minus.Neg(minus), logLsb)
		table[j].lo32 = table[j].lo + nudges[j]
	}
	return table
}

// logReach returns the least and the largest r of all intervals.
func logReach() (least, largest float64) {
	for j, t := range logTable() {
		lo, hi := logInterval(j)
		least = math.Min(least, lo*t.inverse-1)
		largest = math.Max(largest, hi*t.inverse-1)
	}
	return least, largest
}

// The constants as the package declares them, coefficients from the lowest power on.
type declared struct {
	expHi, expLo, inverse float64
	exp, exp32            []float64
	ln2hi, ln2lo          float64
	log, log32            []float64
}

var constants = sync.OnceValue(func() (c declared) {
	sixteenth := newFloat().SetMantExp(ln2(), -4)
	c.expHi, c.expLo = split(sixteenth)
	c.inverse, _ = quo(number(1), sixteenth).Float64()
	h := math.Nextafter(c.expHi, 1) / 2
	c.exp, c.exp32 = interpolate(expTerm, -h, h, 5), interpolate(expTerm, -h, h, 4)
	c.ln2hi, c.ln2lo = cut(ln2(), logLsb)
	least, largest := logReach()
	c.log = append([]float64{-0.5}, interpolate(logTerm, least, largest, 8)...)
	c.log32 = append([]float64{-0.5}, interpolate(logTerm, least, largest, 6)...)
	return c
})
