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
	root, _ := nearest(bigNew().Sqrt(bigOf(0.5)))
	require.Equal(t, root, tensor.SqrtHalf)
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

func TestConstantsOfTheSeries(t *testing.T) {
	factorial := int64(1)
	for i, c := range tensor.ExpCoefficients {
		factorial *= int64(i + 2)
		want, _ := big.NewRat(1, factorial).Float64()
		require.Equal(t, want, c, "1/%d!", i+2)
	}
	for i, c := range tensor.LogCoefficients {
		want, _ := big.NewRat(2, int64(2*i+3)).Float64()
		require.Equal(t, want, c, "2/%d", 2*i+3)
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
