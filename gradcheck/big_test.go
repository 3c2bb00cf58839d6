package gradcheck

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// ulps returns |x − y| in units of the last place of a 320-bit y.
func ulps(x, y Big) float64 {
	d := x.Sub(y).float()
	if d.Sign() == 0 {
		return 0
	}
	u, _ := newFloat(53).SetMantExp(d, Bits-y.float().MantExp(nil)).Float64()
	return math.Abs(u)
}

// random returns a number with prec random bits in (−2ᵉ, 2ᵉ).
func random(r *rand.Rand, prec uint, e int) Big {
	x := bigOf(0, prec)
	for range prec/52 + 1 {
		x = x.Add(bigOf(r.Float64()-0.5, prec)).Mul(bigOf(0x1p-52, prec))
	}
	return Big{x: newFloat(prec).SetMantExp(x.float(), e+53)}
}

// Sums of any distance must equal math/big's with room for all bits, rounded.
func TestAddRounds(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 0))
	for e := -700; e <= 700; e++ {
		x, y := random(r, Bits, 0), random(r, Bits, e)
		if e%3 == 0 {
			x = BigOf(math.Copysign(1, float64(r.IntN(2))-0.5)) // half an ulp is smaller below a power of two
		}
		exact := newFloat(4000).Add(x.float(), y.float())
		require.Zero(t, x.Add(y).float().Cmp(newFloat(Bits).Set(exact)), "distance %d", e)
		require.Zero(t, y.Add(x).float().Cmp(newFloat(Bits).Set(exact)), "distance %d", e)
	}
}

func TestAddOfVeryDistantNumbers(t *testing.T) {
	huge := BigOf(expLimit).Exp()
	require.Zero(t, huge.Add(BigOf(1)).Cmp(huge))
	require.Zero(t, BigOf(1).Sub(huge).Cmp(huge.Neg()))
	require.Zero(t, BigOf(1).Add(BigOf(1).Quo(huge)).Cmp(BigOf(1)))
}

func TestOperationsRound(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 0))
	for range rounds(200) {
		x, y := random(r, Bits, 10), random(r, Bits, -10)
		a, b := x.float(), y.float()
		require.Zero(t, x.Mul(y).float().Cmp(newFloat(Bits).Set(newFloat(2*Bits).Mul(a, b))))
		require.Zero(t, x.Sub(y).float().Cmp(newFloat(Bits).Set(newFloat(2*Bits).Sub(a, b))))
		require.LessOrEqual(t, ulps(Big{x: newFloat(2*Bits).Quo(a, b)}, x.Quo(y)), 0.5)
		abs := newFloat(Bits).Abs(a)
		require.LessOrEqual(t, ulps(Big{x: newFloat(2 * Bits).Sqrt(abs)}, Big{x: abs}.Sqrt()), 0.5)
	}
}

// Overflow and underflow of the 32-bit exponent must end in ±Inf and 0.
func TestExponentRange(t *testing.T) {
	huge := BigOf(expLimit).Exp()
	require.Equal(t, inf, huge.Mul(huge).Float64())
	require.Equal(t, -inf, huge.Mul(huge.Neg()).Float64())
	require.False(t, huge.Mul(huge).finite())
	require.True(t, huge.finite())
	require.Zero(t, BigOf(1).Quo(huge).Quo(huge).Sign())
}

func TestErr(t *testing.T) {
	tenth := BigOf(1).Quo(BigOf(10))
	require.Equal(t, 0x1p-54*0.1, tenth.Err(0.1)) // the double is 0.1·(1 + 2⁻⁵⁴)
	require.Equal(t, 3.0, BigOf(-1).Err(2))
	require.Equal(t, 0.0, BigOf(0.1).Err(0.1))
	require.Equal(t, inf, BigOf(1).Err(-inf))
	require.True(t, math.IsNaN(BigOf(1).Err(nan)))
	require.True(t, math.IsNaN(BigOf(nan).Err(1)))
	require.True(t, math.IsNaN(BigOf(inf).Err(inf)))
	require.Equal(t, 0x1p-400, BigOf(0x1p-400).Err(0))
}

func TestCmp(t *testing.T) {
	require.Equal(t, -1, BigOf(1).Cmp(BigOf(2)))
	require.Equal(t, 1, BigOf(inf).Cmp(BigOf(2)))
	require.Equal(t, 0, BigOf(0).Cmp(BigOf(math.Copysign(0, -1))))
	require.Equal(t, 0, BigOf(nan).Cmp(BigOf(2)))
	require.Equal(t, 0, BigOf(2).Cmp(BigOf(nan)))
}

func TestFloat64IsNearest(t *testing.T) {
	half := BigOf(1).Add(BigOf(0x1p-53))
	require.Equal(t, 1.0, half.Float64(), "ties to even")
	require.Equal(t, 1+0x1p-52, half.Add(BigOf(0x1p-300)).Float64())
	require.Equal(t, 5e-324, BigOf(5e-324).Mul(BigOf(0.75)).Float64())
	require.Equal(t, inf, BigOf(math.MaxFloat64).Mul(BigOf(2)).Float64())
}

func TestFormat(t *testing.T) {
	third := BigOf(1).Quo(BigOf(3))
	require.Equal(t, "0.33333333333333333333", third.String())
	require.Equal(t, "0.33333333333333333333", fmt.Sprint(third))
	require.Equal(t, " 0.333", fmt.Sprintf("%6.3g", third))
	require.Equal(t, "NaN +Inf -Inf", fmt.Sprint(BigOf(nan), BigOf(inf), BigOf(-inf)))
	require.Equal(t, third.float().Text('g', -1), fmt.Sprintf("%g", third))
}
