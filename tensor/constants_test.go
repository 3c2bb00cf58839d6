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
		{"exp", tensor.ExpCoefficients[:], -h, h, exp, 0x1p-64},
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
