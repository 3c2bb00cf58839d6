package tensor_test

import (
	"math"
	"math/big"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// nearest returns the double nearest to x, and x less that double.
func nearest(x *big.Float) (float64, *big.Float) {
	f, _ := x.Float64()
	return f, new(big.Float).SetPrec(x.Prec()).Sub(x, bigOf(f))
}

// Every constant of the exponential and the logarithm, computed again.
func TestConstants(t *testing.T) {
	ln2 := bigLn2Long()
	sixteenth := bigNew().SetMantExp(ln2, -4)

	hi, rest := nearest(sixteenth)
	lo, _ := nearest(rest)
	require.Equal(t, hi, tensor.Ln2x16hi)
	require.Equal(t, lo, tensor.Ln2x16lo)
	inverse, _ := nearest(bigNew().Quo(bigOf(1), sixteenth))
	require.Equal(t, inverse, tensor.InvLn2x16)
	require.Equal(t, 3*math.Ldexp(1, 51), tensor.RoundMagic)

	hi, _ = new(big.Float).SetPrec(42).Set(ln2).Float64()
	lo, _ = nearest(bigNew().Sub(ln2, bigOf(hi)))
	require.Equal(t, hi, tensor.Ln2hi)
	require.Equal(t, lo, tensor.Ln2lo)
	for k := -1074; k <= 1024; k++ {
		require.Zero(t, math.FMA(float64(k), tensor.Ln2hi, -float64(float64(k)*tensor.Ln2hi)), "%d·ln2hi is not exact", k)
	}
	require.Equal(t, 45.0/64, tensor.LogStart)
}

func TestConstantsOfTheTable(t *testing.T) {
	root := bigOf(2)
	for range 4 {
		root.Sqrt(root) // 2^(1/16)
	}
	power := bigOf(1)
	for j, entry := range tensor.ExpTable() {
		hi, rest := nearest(power)
		lo, _ := nearest(rest)
		require.Equal(t, hi, entry[0], "2^(%d/16)", j)
		require.Equal(t, lo, entry[1], "2^(%d/16)", j)
		power.Mul(power, root)
	}
	requireClose(t, bigOf(2), power, 240, "2^(16/16)")
}

// polynomialError returns the largest of |p(r) − exact(r)|·r² over the points of a grid on [lo, hi],
// with p as it is before any rounding.
func polynomialError(c []float64, lo, hi float64, exact func(r *big.Float) *big.Float) float64 {
	const points = 2000
	worst := 0.0
	for i := range points + 1 {
		r := bigOf(lo + (hi-lo)*float64(i)/points)
		if r.Sign() == 0 {
			continue
		}
		p := bigNew()
		for k := len(c) - 1; k >= 0; k-- {
			p.Add(p.Mul(p, r), bigOf(c[k]))
		}
		square := bigNew().Mul(r, r)
		e, _ := p.Sub(p.Mul(p, square), exact(r)).Float64()
		worst = max(worst, math.Abs(e))
	}
	return worst
}

// The polynomials are as near to their functions as their comments say, and would not be with a
// coefficient less.
func TestConstantsOfThePolynomials(t *testing.T) {
	exp := func(r *big.Float) *big.Float { return bigNew().Sub(bigNew().Sub(bigExp(r), bigOf(1)), r) }
	log := func(r *big.Float) *big.Float { return bigNew().Sub(bigLog(bigNew().Add(r, bigOf(1))), r) }
	h := math.Ln2 / 32
	least, largest := 0.0, 0.0
	for j, entry := range tensor.LogTable() {
		lo, hi := logInterval(j)
		least, largest = min(least, lo*entry.Inverse-1), max(largest, hi*entry.Inverse-1)
	}
	require.Less(t, max(-least, largest), 1.0/30)
	for _, c := range []struct {
		name   string
		c      []float64
		lo, hi float64
		exact  func(*big.Float) *big.Float
		bound  float64
	}{
		{"exp", tensor.ExpCoefficients[:], -h, h, exp, 0x1.8p-65},
		{"exp32", tensor.Exp32Coefficients[:], -h, h, exp, 0x1p-54},
		{"log", tensor.LogCoefficients[:], least, largest, log, 0x1p-69},
		{"log32", tensor.Log32Coefficients[:], least, largest, log, 0x1p-57},
	} {
		require.Less(t, polynomialError(c.c, c.lo, c.hi, c.exact), c.bound, c.name)
		require.Greater(t, polynomialError(c.c[:len(c.c)-1], c.lo, c.hi, c.exact), c.bound, c.name)
	}
	require.Less(t, polynomialError(tensor.LogCoefficients[:], -0x1p-6, 0x1p-5, log), 0x1p-69)
}

// logInterval returns the bounds of interval j of the logarithm's table.
func logInterval(j int) (lo, hi float64) {
	at := func(j int) float64 { return math.Float64frombits(math.Float64bits(tensor.LogStart) + uint64(j)<<48) }
	return at(j), at(j + 1)
}

// −log inverse is stored in two parts; the first is a multiple of 2⁻⁴², and r is
// exact where it does not exceed 1/32.
func TestConstantsOfTheLogarithmsTable(t *testing.T) {
	require.Equal(t, uint64(0x3fe6_8000_0000_0000), math.Float64bits(tensor.LogStart))
	for j, entry := range tensor.LogTable() {
		exact := bigLog(bigOf(entry.Inverse))
		rest := exact.Neg(exact).Sub(exact, bigOf(entry.Hi))
		lo, _ := nearest(rest)
		require.Equal(t, lo, entry.Lo)
		require.LessOrEqual(t, math.Abs(entry.Lo), 0x1p-43)
		require.Equal(t, math.Trunc(entry.Hi*0x1p42), entry.Hi*0x1p42)
		lowest, highest := logInterval(j)
		if lowest < 1 && 1 < highest {
			require.Equal(t, 1.0, entry.Inverse)
		}
		r := newRandom(uint64(j))
		for range 2000 {
			z := lowest + (highest-lowest)*r.Float64()
			exact := bigNew().Sub(bigNew().Mul(bigOf(z), bigOf(entry.Inverse)), bigOf(1))
			computed := math.FMA(z, entry.Inverse, -1)
			d, _ := exact.Sub(exact, bigOf(computed)).Float64()
			if math.Abs(computed) <= 0x1p-5 {
				require.Zero(t, d, "r of %x", z)
			} else {
				require.LessOrEqual(t, math.Abs(d), 0x1p-58)
				require.True(t, j == 0 || j == 15 || d == 0)
			}
		}
	}
}

// expMax is the largest double whose exponential rounds to a finite double, and
// below expMin, but not at it, the exponential rounds to 0.
func TestConstantsOfTheRange(t *testing.T) {
	correct := func(x float64) float64 { y, _ := bigExp(bigOf(x)).Float64(); return y }
	require.Equal(t, math.MaxFloat64, 0x1p1023*(2-0x1p-52))
	require.Less(t, correct(tensor.ExpMax), math.Inf(1))
	require.Equal(t, math.Inf(1), correct(math.Nextafter(tensor.ExpMax, 1000)))
	require.Equal(t, math.SmallestNonzeroFloat64, correct(tensor.ExpMin))
	require.Zero(t, correct(math.Nextafter(tensor.ExpMin, -1000)))

	require.Equal(t, correct(tensor.ExpMax), exp(tensor.ExpMax))
	require.Equal(t, math.Inf(1), exp(math.Nextafter(tensor.ExpMax, 1000)))
	require.Equal(t, math.SmallestNonzeroFloat64, exp(tensor.ExpMin))
	require.Zero(t, exp(math.Nextafter(tensor.ExpMin, -1000)))
}

// exp applies tensor.Exp to one number.
func exp(x float64) float64 { return apply(tensor.Exp[float64], x) }

// apply applies an elementwise operation to one number.
func apply[F tensor.Float](f func(C, A tensor.Matrix[F]), x F) F {
	C := tensor.FromRows([]F{x})
	f(C, C)
	return C.At(0, 0)
}

// logBound evaluates the argument of log.go at z, for a result k·ln2 + log z: half an ulp, and in ulp of the
// result the roundings of the last fused multiply-add, of r², and of both last steps of P, the error of r
// where that exceeds 1/32 at the ends of the range, and 2⁻¹⁰ for all that is smaller: P's own error, 2⁻⁶⁹
// beside 2⁻⁵⁸, and earlier steps of it, which r² makes 2⁻⁷⁴.
func logBound(j int, z, k float64) float64 {
	half := func(x float64) float64 { x = math.Abs(x); return (math.Nextafter(x, 8) - x) / 2 }
	r := z*tensor.LogTable()[j].Inverse - 1
	P := (math.Log1p(r) - r) / (r * r)
	result := k*math.Ln2 + math.Log(z)
	off := half(r*r*P) + half(r*r)*math.Abs(P) + 2*half(P)*r*r
	if math.Abs(r) > 1.0/32 && (j == 0 || j == 15) {
		off += 0x1p-58
	}
	return 0.5 + off/(2*half(result)) + 0x1p-10
}

// The argument for the bound of the logarithm gives less than 0.568 in every interval of the table, and most
// next to 66/64 from above, where the error that was found is 0.5650992.
func TestBoundOfTheLogarithm(t *testing.T) {
	largest, at := 0.0, 0.0
	for j := range 16 {
		lo, hi := logInterval(j)
		for i := range 1000 {
			z := lo + (hi-lo)*(float64(i)+0.5)/1000
			if math.Abs(z-1) < 0x1p-12 { // where all but the last rounding shrinks with r
				continue
			}
			for k := -2.0; k <= 2; k++ {
				if b := logBound(j, z, k); b > largest {
					largest, at = b, z
				}
			}
		}
	}
	t.Logf("at most %.4f ulp, at %v", largest, at)
	require.Less(t, largest, 0.568)
	require.Greater(t, largest, 0.567, "the argument is no wider than it need be")
}

// tanhBound evaluates the argument of sigmoid.go for x > 0: half an ulp, what the result inherits of y's error,
// which it returns in ulp of y too, and 2⁻¹⁰ for the quotient and all else.
func tanhBound(x float64) (bound, ofY float64) {
	half := func(x float64) float64 { x = math.Abs(x); return (math.Nextafter(x, 1e9) - x) / 2 }
	e := replicaReduce(-2 * x)
	S, y := math.Ldexp(tensor.ExpTable()[e.j][0], e.k), math.Expm1(-2*x)
	square := e.r * e.r
	q := (math.Expm1(e.r) - e.r) / square
	if math.Abs(e.r) < 0x1p-10 {
		q = 0.5
	}
	off := half(S*square*q) + q*(half(S*square)+S*half(square)) + 2*half(q)*S*square // low, S·r², q's last steps
	off += S * 0x1.8p-65 * (square * 32 * 32 / (math.Ln2 * math.Ln2))                // and its distance from the series
	return 0.5 + off*2/((2+y)*(2+y))/(2*half(y/(2+y))) + 0x1p-10, off / (2 * half(y))
}

// The argument for the bound of tanh gives less than 0.54, and for y less than 0.044 ulp, of which 0.0342
// have been found.
func TestBoundOfTanh(t *testing.T) {
	var whole, ofY record
	for i := range 200_000 {
		x := math.Exp(-5 + 8*float64(i)/200_000)
		bound, y := tanhBound(x)
		whole.enter(bound, x)
		ofY.enter(y, x)
	}
	t.Logf("at most %.4f ulp, at %x; y %.4f, at %x", whole.ulps, whole.at, ofY.ulps, ofY.at)
	require.Less(t, whole.ulps, 0.54)
	require.Less(t, ofY.ulps, 0.044)
	_, _, found := replicaTanh(0x1.6314bff8f4f8p-7)
	require.InDelta(t, 0.0342, found, 1e-4)
}
