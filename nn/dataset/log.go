package dataset

import "math"

// A pair is the unevaluated sum hi + lo of two float64 with |lo| ≤ ½ulp(hi), so
// that hi is the sum rounded to nearest: about 106 bits. u = 2⁻⁵³ throughout, and
// bounds marked JMP were proved by Joldes, Muller and Popescu, "Tight and
// rigorous error bounds for basic building blocks of double-word arithmetic", ACM
// Transactions on Mathematical Software 44 (2017).
type pair struct{ hi, lo float64 }

// twoSum returns x + y exactly (Knuth, Møller).
func twoSum(x, y float64) pair {
	s := x + y
	t := s - x
	return pair{s, (x - (s - t)) + (y - t)}
}

// fastTwoSum returns x + y exactly if |x| ≥ |y| or x = 0 (Dekker).
func fastTwoSum(x, y float64) pair {
	s := x + y
	return pair{s, y - (s - x)}
}

// twoProd returns x·y exactly, barring underflow: one multiplication, one residual.
func twoProd(x, y float64) pair {
	p := float64(x * y)
	return pair{p, math.FMA(x, y, -p)}
}

// add returns x + y within 3u² + O(u³) relative (JMP, algorithm 6).
func add(x, y pair) pair {
	s, t := twoSum(x.hi, y.hi), twoSum(x.lo, y.lo)
	v := fastTwoSum(s.hi, s.lo+t.hi)
	return fastTwoSum(v.hi, t.lo+v.lo)
}

// mul returns x·y within 6u² relative (JMP, algorithm 11).
func mul(x, y pair) pair {
	p := twoProd(x.hi, y.hi)
	cross := math.FMA(x.lo, y.hi, float64(x.hi*y.lo))
	return fastTwoSum(p.hi, p.lo+cross)
}

// over returns x/y within 6u² + O(u³) relative. The residual of the first quotient
// is exact; subtracting its share of y.lo leaves at most 2u|x|. The rounding of that, the
// rounding of the second quotient and the neglect of y.lo there cost 2u² each.
func over(x float64, y pair) pair {
	q := x / y.hi
	residual := math.FMA(-q, y.lo, math.FMA(-q, y.hi, x))
	return fastTwoSum(q, residual/y.hi)
}

// ln 2 = ln2Hi + ln2Lo within u²: the first 53 bits, and the remainder of
// math.Ln2, to 200 bits, by the exact constant arithmetic of the language.
const (
	ln2Hi = 0x1.62e42fefa39efp-1
	ln2Lo = math.Ln2 - ln2Hi
)

// The series is summed to z²⁰/41, from z¹⁰/21 on in plain float64; see log.
const (
	lastTerm  = 20
	lastExact = 9
)

// odd holds 1/(2k+1) for the terms of the series, each within u² relative.
var odd = func() (c [lastTerm + 1]pair) {
	for k := range c {
		c[k] = over(1, pair{hi: float64(2*k + 1)})
	}
	return c
}()

// log returns ln x for 0 < x < ∞, rounded to nearest from the pair that logPair
// returns, which is within 2⁻¹⁰¹ of ln x relative.
//
// It is therefore correctly rounded except where ln x lies that close to the
// midpoint of two neighbouring float64: by the usual count, one argument in 2⁴⁷.
func log(x float64) float64 { return logPair(x).hi }

// logPair returns ln x for 0 < x < ∞ within 20u² < 2⁻¹⁰¹ relative. With x = 2ᵉ·m,
// √½ ≤ m < √2, s = (m−1)/(m+1) and z = s² ≤ (3−2√2)² < 2⁻⁵·⁰⁸,
//
//	ln x = e·ln 2 + 2 artanh s,   artanh s = s·(1 + z/3 + z²/5 + z³/7 + …)
//
// in pairs. The error, in units of u² and relative to ln m:
//
//   - s: m−1 is exact, m+1 is exactly a pair, and over adds 6. Its effect on ln m is
//     6 through the factor s and, through z/3 < 0.01, less than 0.2 more;
//   - the series without its first term is less than 0.01 of the whole, so an error
//     inside counts a hundredth: 18 from z, 6 from the product with it, 4 from
//     the last sum and constant, the earlier ones damped by z each, 6 from the product
//     with s: 0.4. The terms from z¹⁰/21 < 2⁻⁵⁵ on, summed within 3u: 1. What is
//     cut off, z²¹/43 < 2⁻¹¹²: 0.02;
//   - the sum of the first term and the rest: 3.
//
// That is 11 for ln m, and all if e = 0. Otherwise e·ln 2 comes within 3 (the
// constant 1, the rounding of the low part 2), the sum adds 3, and since |ln m| ≤
// ½ ln 2 we have |ln m| ≤ |ln x| and |e·ln 2| ≤ 2|ln x|: 11 + 2·3 + 3 = 20.
func logPair(x float64) pair {
	e, m := normalize(x)
	s := over(m-1, twoSum(m, 1))
	z := mul(s, s)
	s.hi, s.lo = float64(2*s.hi), float64(2*s.lo)
	y := add(s, mul(s, mul(z, series(z))))
	if e != 0 {
		y = add(timesLn2(e), y)
	}
	return y
}

// series returns 1/3 + z/5 + z²/7 + …, the terms that count little in float64.
func series(z pair) pair {
	tail := odd[lastTerm].hi
	for k := lastTerm - 1; k > lastExact; k-- {
		tail = math.FMA(z.hi, tail, odd[k].hi)
	}
	y := pair{hi: tail}
	for k := lastExact; k > 0; k-- {
		y = add(odd[k], mul(z, y))
	}
	return y
}

// timesLn2 returns e·ln 2.
func timesLn2(e float64) pair {
	p := twoProd(e, ln2Hi)
	return fastTwoSum(p.hi, math.FMA(e, ln2Lo, p.lo))
}

// normalize returns the e and m of x = 2ᵉ·m with √½ ≤ m < √2, exactly, for 0 < x < ∞.
func normalize(x float64) (e, m float64) {
	if x < 0x1p-1022 { // subnormal
		x, e = float64(x*0x1p54), -54
	}
	b := math.Float64bits(x)
	e += float64(int(b>>52) - 1023)
	m = math.Float64frombits(b&(1<<52-1) | 1023<<52)
	if m >= math.Sqrt2 {
		m, e = float64(m*0.5), e+1
	}
	return e, m
}
