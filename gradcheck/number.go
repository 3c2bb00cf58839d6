package gradcheck

import "math"

// Field is the arithmetic of rational formulas: a constraint whose instances are
// the instances of [Number] and the exact fractions of [Rat]. Its methods return a new
// value and leave their operands alone. All of them, Of among them, work on the
// zero value, which is the number 0.
type Field[N any] interface {
	// Of returns the constant x. The value of the receiver is irrelevant.
	Of(x float64) N

	Add(N) N // x + y
	Sub(N) N // x − y
	Mul(N) N // x·y
	Quo(N) N // x/y
	Neg() N  // −x

	// Sign returns −1, 0 or +1 as x < 0, x = ±0 or NaN, x > 0.
	Sign() int
	// Float64 returns the double nearest to x.
	Float64() float64
}

// Number is the arithmetic in which a formula is written once and evaluated
// in several ways: in doubles ([Float64]), in 320 bits ([Big]), with its derivative
// ([Dual]), on the magnitudes that bound its rounding errors ([RunningError]), or with all of
// it ([Exact]). It is a constraint,
//
//	func loss[N gradcheck.Number[N]](θ []N) N
type Number[N any] interface {
	Field[N]

	// Max and Min return the larger and the smaller of x and y, NaN if one of them is.
	Max(y N) N
	Min(y N) N

	Abs() N   // |x|
	Exp() N   // eˣ
	Expm1() N // eˣ − 1
	Log() N   // log x, the natural logarithm
	Log1p() N // log(1 + x)
	Sqrt() N  // √x
	Tanh() N  // tanh x
	Sin() N   // sin x, of an angle in radians
	Cos() N   // cos x
	Erf() N   // erf x = (2/√π)·∫₀ˣ e^(−t²) dt
}

// FromFloats returns the doubles xs as numbers of type N. The conversion is
// exact in all types of this package, but that Rat has no infinities.
func FromFloats[N Field[N]](xs []float64) []N {
	var zero N
	ns := make([]N, len(xs))
	for i, x := range xs {
		ns[i] = zero.Of(x)
	}
	return ns
}

// Float64 is plain double arithmetic: IEEE 754 for the operations, package
// [math] for the functions, but that eˣ is no infinity below the overflow. It shows the practical result
// of a formula and checks nothing. No two of its operations are fused into one, since a conversion
// rounds each product, so sums and products have the same bits on every machine; package math's
// functions need not.
type Float64 float64

func (Float64) Of(x float64) Float64    { return Float64(x) }
func (x Float64) Add(y Float64) Float64 { return Float64(x + y) }
func (x Float64) Sub(y Float64) Float64 { return Float64(x - y) }
func (x Float64) Mul(y Float64) Float64 { return Float64(x * y) }
func (x Float64) Quo(y Float64) Float64 { return Float64(x / y) }
func (x Float64) Neg() Float64          { return -x }
func (x Float64) Exp() Float64          { return Float64(exponential(float64(x))) }
func (x Float64) Log() Float64          { return Float64(math.Log(float64(x))) }
func (x Float64) Sqrt() Float64         { return Float64(math.Sqrt(float64(x))) }
func (x Float64) Tanh() Float64         { return Float64(math.Tanh(float64(x))) }
func (x Float64) Expm1() Float64        { return Float64(math.Expm1(float64(x))) }
func (x Float64) Log1p() Float64        { return Float64(math.Log1p(float64(x))) }
func (x Float64) Sin() Float64          { return Float64(math.Sin(float64(x))) }
func (x Float64) Cos() Float64          { return Float64(math.Cos(float64(x))) }
func (x Float64) Erf() Float64          { return Float64(math.Erf(float64(x))) }
func (x Float64) Abs() Float64          { return Float64(math.Abs(float64(x))) }
func (x Float64) Max(y Float64) Float64 { return max(x, y) }
func (x Float64) Min(y Float64) Float64 { return min(x, y) }
func (x Float64) Sign() int             { return sign(float64(x)) }
func (x Float64) Float64() float64      { return float64(x) }

func sign(x float64) int {
	switch {
	case x < 0:
		return -1
	case x > 0:
		return 1
	}
	return 0
}

// exponential returns eˣ. On amd64 math.Exp is +Inf from about 709.5 on, though eˣ is
// finite up to 709.78; above 709 this is 2¹⁰²³·eᵗ with t = x − 1023·log 2 in (−0.1, 0.7).
//
// log 2 is H + L, where H has 33 bits: x − 1023·H is exact, and t errs by the rounding
// of its second difference, at most 2⁻⁵⁴ = u/2, and 1023·u·L < 10⁻⁶·u. With an eᵗ
// within 3u that is within expRoundings; a test watches both.
//
// Tried: the square of math.Exp(x/2), whose error of 2u becomes 5u.
func exponential(x float64) float64 {
	const (
		H = 6.93147180369123816490e-01
		L = 1.90821492927058770002e-10
	)
	if x > 709 {
		return math.Exp(x-1023*H-1023*L) * 0x1p1023
	}
	return math.Exp(x)
}
