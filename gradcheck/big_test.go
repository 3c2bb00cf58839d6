package gradcheck

import (
	"fmt"
	"math"
	"math/big"
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

// The other series of the tests sum rationals in integers scaled by 2ˢᶜᵃˡᵉ.
const scale = 700

func scaled(num, den int64) *big.Int {
	x := new(big.Int).Lsh(big.NewInt(num), scale)
	return x.Quo(x, big.NewInt(den))
}

func unscaled(x *big.Int) Big {
	f := new(big.Float).SetPrec(scale).SetInt(x)
	return Big{x: f.SetMantExp(f, -scale)}
}

// atanhInverse returns atanh(1/q)·2ˢᶜᵃˡᵉ = Σ 1/((2k+1)·q²ᵏ⁺¹).
func atanhInverse(q int64) *big.Int {
	sum, power := new(big.Int), scaled(1, q)
	for k := int64(1); power.Sign() != 0; k += 2 {
		sum.Add(sum, new(big.Int).Quo(power, big.NewInt(k)))
		power.Quo(power, big.NewInt(q*q))
	}
	return sum
}

func TestLn2AgainstOtherSeries(t *testing.T) {
	simple := new(big.Int) // log 2 = Σ 1/(k·2ᵏ)
	for k := int64(1); k <= scale; k++ {
		simple.Add(simple, new(big.Int).Rsh(scaled(1, k), uint(k)))
	}
	machin := new(big.Int) // log 2 = 18·atanh(1/26) − 2·atanh(1/4801) + 8·atanh(1/8749)
	for q, factor := range map[int64]int64{26: 18, 4801: -2, 8749: 8} {
		machin.Add(machin, new(big.Int).Mul(big.NewInt(factor), atanhInverse(q)))
	}
	stored := Big{x: constants().ln2}
	for name, series := range map[string]*big.Int{"simple": simple, "machin": machin} {
		difference := stored.Sub(unscaled(series)).Float64()
		require.Less(t, math.Abs(difference), math.Ldexp(1, 12-scale), name) // 700 truncated terms
	}
	require.LessOrEqual(t, ulps(stored, BigOf(2).Log()), 0.501)
}

func TestLogAndExpAgainstOtherSeries(t *testing.T) {
	twice := func(n *big.Int) *big.Int { return new(big.Int).Lsh(n, 1) }
	ln2 := twice(atanhInverse(3))
	ln3 := new(big.Int).Add(ln2, twice(atanhInverse(5)))        // log 3/2 = 2·atanh 1/5
	ln5 := new(big.Int).Add(twice(ln2), twice(atanhInverse(9))) // log 5/4 = 2·atanh 1/9
	require.LessOrEqual(t, ulps(unscaled(ln3), BigOf(3).Log()), 0.501)
	require.LessOrEqual(t, ulps(unscaled(ln5), BigOf(5).Log()), 0.501)
	require.LessOrEqual(t, ulps(unscaled(new(big.Int).Add(ln2, ln5)), BigOf(10).Log()), 0.501)

	e, term := new(big.Int), scaled(1, 1) // e = Σ 1/k!
	for k := int64(1); term.Sign() != 0; k++ {
		e.Add(e, term)
		term.Quo(term, big.NewInt(k))
	}
	require.LessOrEqual(t, ulps(unscaled(e), BigOf(1).Exp()), 0.501)
}
