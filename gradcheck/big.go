package gradcheck

import (
	"fmt"
	"math"
	"math/big"
)

// Bits is the length of the mantissa of a [Big].
const Bits = 320

// Big is a real number with a mantissa of 320 bits, an exponent of 32, a
// signed zero, ±Inf and NaN. It is a value: methods never modify an operand,
// and copies are independent. The zero value is 0.
//
// The arithmetic is [math/big.Float]'s, rounded to nearest even, with
// the rules of IEEE 754 where math/big panics: Inf − Inf, 0·Inf, 0/0, Inf/Inf
// and the logarithm or root of a negative number are NaN, and NaN spreads. So
// no formula panics, however wrong it is.
//
// Add, Sub, Mul, Quo and Sqrt round their exact result, an error of at most 1/2
// ulp (unit in the last place, 2⁻³¹⁹ relative to a power of two). The
// functions err by at most 0.501 ulp.
type Big struct {
	x   *big.Float // never modified once it is here; nil is 0
	nan bool
}

var zeroFloat = newFloat(Bits) // read only

func newFloat(prec uint) *big.Float { return new(big.Float).SetPrec(prec) }

// BigOf returns x, exactly.
func BigOf(x float64) Big { return bigOf(x, Bits) }

// bigOf is BigOf for a mantissa of prec bits. Operations keep the larger
// precision of their operands, so that a test can repeat a computation in more bits.
func bigOf(x float64, prec uint) Big {
	if math.IsNaN(x) {
		return Big{nan: true}
	}
	return Big{x: newFloat(prec).SetFloat64(x)}
}

func (b Big) float() *big.Float {
	if b.x == nil {
		return zeroFloat
	}
	return b.x
}

// Of returns the constant x, exactly.
func (b Big) Of(x float64) Big { return bigOf(x, b.float().Prec()) }

// IsNaN reports whether b is NaN.
func (b Big) IsNaN() bool { return b.nan }

// Sign returns −1, 0 or +1 as b < 0, b = ±0 or NaN, b > 0.
func (b Big) Sign() int {
	if b.nan {
		return 0
	}
	return b.float().Sign()
}

// Float64 returns the double nearest to b, ties to even; ±Inf beyond the range
// of doubles, and NaN of NaN.
func (b Big) Float64() float64 {
	if b.nan {
		return math.NaN()
	}
	x, _ := b.float().Float64()
	return x
}

// Cmp returns −1, 0 or +1 as b < c, b = c, b > c. It returns 0 if either is
// NaN; ask [Big.IsNaN] first.
func (b Big) Cmp(c Big) int {
	if b.nan || c.nan {
		return 0
	}
	return b.float().Cmp(c.float())
}

// Max returns the larger of b and c, or NaN if either is NaN.
func (b Big) Max(c Big) Big {
	if b.nan || !c.nan && b.Cmp(c) >= 0 {
		return b
	}
	return c
}

// Min returns the smaller of b and c, or NaN if either is NaN.
func (b Big) Min(c Big) Big { return b.Neg().Max(c.Neg()).Neg() }

// Abs returns |b|.
func (b Big) Abs() Big {
	if b.nan || !b.float().Signbit() {
		return b
	}
	return b.Neg()
}

// finite reports whether b is neither NaN nor infinite.
func (b Big) finite() bool { return !b.nan && !b.float().IsInf() }

// Err returns |x − b|, formed in 320 bits and then rounded to a double. It is
// NaN if x or b is, or if both are the same infinity.
func (b Big) Err(x float64) float64 { return math.Abs(b.Of(x).Sub(b).Float64()) }

// String returns b with 20 significant digits.
func (b Big) String() string {
	if b.nan {
		return "NaN"
	}
	return b.float().Text('g', 20)
}

// Format implements [fmt.Formatter] with the verbs of [math/big.Float], where
// %g without a precision has all 97 digits. %v and %s print the String.
func (b Big) Format(s fmt.State, verb rune) {
	if b.nan || verb == 'v' || verb == 's' {
		fmt.Fprint(s, b.String())
		return
	}
	b.float().Format(s, verb)
}

// Add returns b + c.
func (b Big) Add(c Big) Big {
	x, y := b.float(), c.float()
	if b.nan || c.nan || x.IsInf() && y.IsInf() && x.Signbit() != y.Signbit() {
		return Big{nan: true}
	}
	z := result(x, y)
	switch gap := gap(x, y); { // beyond prec + 1 the smaller does not reach half an ulp
	case gap > int64(z.Prec()+1):
		z.Set(x)
	case -gap > int64(z.Prec()+1):
		z.Set(y)
	default:
		z.Add(x, y)
	}
	return Big{x: z}
}

// gap returns the distance of the exponents of x and y, 0 if either is 0 or
// infinite. math/big adds by shifting one operand over the whole distance,
// which may be gigabytes; a sum that depends on the larger operand alone must
// not ask for it.
func gap(x, y *big.Float) int64 {
	if x.Sign() == 0 || y.Sign() == 0 || x.IsInf() || y.IsInf() {
		return 0
	}
	return int64(x.MantExp(nil)) - int64(y.MantExp(nil))
}

// Sub returns b − c.
func (b Big) Sub(c Big) Big { return b.Add(c.Neg()) }

// Neg returns −b.
func (b Big) Neg() Big {
	if b.nan {
		return b
	}
	x := b.float()
	return Big{x: newFloat(x.Prec()).Neg(x)}
}

// Mul returns b·c.
func (b Big) Mul(c Big) Big {
	x, y := b.float(), c.float()
	if b.nan || c.nan || (x.IsInf() && y.Sign() == 0) || (x.Sign() == 0 && y.IsInf()) {
		return Big{nan: true}
	}
	return Big{x: result(x, y).Mul(x, y)}
}

// Quo returns b/c, for c = ±0 an infinity.
func (b Big) Quo(c Big) Big {
	x, y := b.float(), c.float()
	if b.nan || c.nan || (x.IsInf() && y.IsInf()) || (x.Sign() == 0 && y.Sign() == 0) {
		return Big{nan: true}
	}
	return Big{x: result(x, y).Quo(x, y)}
}

// Sqrt returns √b, and NaN if b < 0. √(−0) = −0.
func (b Big) Sqrt() Big {
	x := b.float()
	if b.nan || x.Sign() < 0 {
		return Big{nan: true}
	}
	return Big{x: newFloat(x.Prec()).Sqrt(x)}
}

// result returns a 0 to hold the result of an operation on x and y.
func result(x, y *big.Float) *big.Float { return newFloat(max(x.Prec(), y.Prec())) }
