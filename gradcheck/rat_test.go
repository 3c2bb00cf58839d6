package gradcheck

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// fraction returns a/b.
func fraction(a, b float64) Rat { return Rat{}.Of(a).Quo(Rat{}.Of(b)) }

// same reports whether two fractions are equal and not NaN.
func same(r, s Rat) bool { return !r.nan && !s.nan && r.Sub(s).Sign() == 0 }

func TestRatIsExact(t *testing.T) {
	third := fraction(1, 3)
	require.True(t, same(Rat{}.Of(1), third.Add(third).Add(third)))
	require.True(t, same(Rat{}.Of(-2), fraction(1, 3).Sub(fraction(7, 3))))
	require.False(t, same(Rat{}.Of(1), fraction(1, 3).Add(Rat{}.Of(2.0/3))), "2/3 is no double")
	tenth := Rat{}.Of(0.1)
	require.Equal(t, "3602879701896397/36028797018963968", tenth.String())
	require.Equal(t, 0.1, tenth.Float64())
	require.Equal(t, "-4", fraction(8, -2).String())
	require.Equal(t, []int{-1, 0, 1}, []int{fraction(1, -3).Sign(), fraction(0, 3).Sign(), third.Sign()})
}

// The laws of a field, for random fractions of doubles of all sizes.
func TestRatIsAField(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 0))
	random := func() Rat { return fraction(math.Ldexp(r.NormFloat64(), r.IntN(200)-100), 1+r.Float64()) }
	for range rounds(200) {
		a, b, c := random(), random(), random()
		require.True(t, same(a.Add(b), b.Add(a)))
		require.True(t, same(a.Add(b).Add(c), a.Add(b.Add(c))))
		require.True(t, same(a.Mul(b), b.Mul(a)))
		require.True(t, same(a.Mul(b).Mul(c), a.Mul(b.Mul(c))))
		require.True(t, same(a.Mul(b.Add(c)), a.Mul(b).Add(a.Mul(c))))
		require.True(t, same(a, a.Quo(b).Mul(b)))
		require.True(t, same(a.Neg(), Rat{}.Sub(a)))
		require.Equal(t, a.Sub(b).Sign(), -b.Sub(a).Sign())
	}
}

// A result that is not a fraction is NaN, and NaN spreads.
func TestRatKnowsNoInfinity(t *testing.T) {
	nans := []Rat{Rat{}.Of(nan), Rat{}.Of(inf), Rat{}.Of(-inf), fraction(1, 0), fraction(0, 0)}
	one := Rat{}.Of(1)
	for _, x := range nans {
		for _, y := range []Rat{x, x.Add(one), one.Add(x), x.Sub(one), one.Sub(x), x.Mul(Rat{}), Rat{}.Mul(x), x.Quo(one), one.Quo(x), x.Neg()} {
			require.True(t, math.IsNaN(y.Float64()))
			require.True(t, y.Big().IsNaN())
			require.Equal(t, "NaN", y.String())
			require.Zero(t, y.Sign())
		}
	}
	require.False(t, same(nans[0], nans[0]))
}

func TestRatZeroValueIsZero(t *testing.T) {
	var zero Rat
	require.Zero(t, zero.Sign())
	require.Equal(t, "0 0", zero.String()+" "+zero.Neg().String())
	require.True(t, same(zero, zero.Add(zero).Mul(zero).Sub(zero)))
	require.True(t, same(zero, zero.Quo(Rat{}.Of(3))))
	require.Zero(t, zero.Float64())
	require.Zero(t, zero.Big().Sign())
}

func TestRatOperandsAreNotModified(t *testing.T) {
	a, b := fraction(1, 3), fraction(-2, 7)
	c, d := a, b
	c.Add(d).Mul(d.Sub(c)).Quo(c.Neg())
	require.Equal(t, "1/3 -2/7", a.String()+" "+b.String())
	require.Equal(t, "0 1/3", zeroRat.RatString()+" "+a.Add(Rat{}).String())
}

// Conversions round once, to nearest.
func TestRatRounds(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 0))
	for range rounds(200) {
		x, y := r.NormFloat64(), r.NormFloat64()
		require.Zero(t, fraction(x, y).Big().Cmp(BigOf(x).Quo(BigOf(y))))
		require.Equal(t, x/y, fraction(x, y).Float64())
	}
	require.Equal(t, inf, Rat{}.Of(math.MaxFloat64).Mul(Rat{}.Of(2)).Float64())
	require.Zero(t, Rat{}.Of(5e-324).Mul(Rat{}.Of(0.25)).Float64())
}
