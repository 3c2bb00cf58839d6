package gradcheck

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

var inf, nan = math.Inf(1), math.NaN()

// evaluate returns f(x, y) in the arithmetic N.
func evaluate[N Number[N]](f func(N, N) N, x, y float64) N {
	xs := FromFloats[N]([]float64{x, y})
	return f(xs[0], xs[1])
}

// operations lists every operation of a Number, the unary ones with an unused
// second operand.
func operations[N Number[N]]() map[string]func(x, y N) N {
	return map[string]func(x, y N) N{
		"Add":  func(x, y N) N { return x.Add(y) },
		"Sub":  func(x, y N) N { return x.Sub(y) },
		"Mul":  func(x, y N) N { return x.Mul(y) },
		"Quo":  func(x, y N) N { return x.Quo(y) },
		"Neg":  func(x, _ N) N { return x.Neg() },
		"Exp":  func(x, _ N) N { return x.Exp() },
		"Log":  func(x, _ N) N { return x.Log() },
		"Sqrt": func(x, _ N) N { return x.Sqrt() },
		"Tanh": func(x, _ N) N { return x.Tanh() },

		"Expm1": func(x, _ N) N { return x.Expm1() },
		"Log1p": func(x, _ N) N { return x.Log1p() },
		"Sin":   func(x, _ N) N { return x.Sin() },
		"Cos":   func(x, _ N) N { return x.Cos() },
		"Erf":   func(x, _ N) N { return x.Erf() },
		"Abs":   func(x, _ N) N { return x.Abs() },
	}
}

// sameDouble reports whether x and y are equal with the sign of zero, all NaNs
// being one.
func sameDouble(x, y float64) bool {
	return math.IsNaN(x) && math.IsNaN(y) || math.Float64bits(x) == math.Float64bits(y)
}

// For operands that are special or ±1 all three types must agree with IEEE 754 and
// package math to the bit, or nearly where the result is irrational.
func TestSpecialValues(t *testing.T) {
	special := []float64{nan, inf, -inf, 0, math.Copysign(0, -1), 1, -1}
	plain, exact, running := operations[Float64](), operations[Big](), operations[RunningError]()
	for name := range plain {
		for _, x := range special {
			for _, y := range special {
				want := evaluate(plain[name], x, y).Float64()
				big := evaluate(exact[name], x, y)
				g := evaluate(running[name], x, y)
				require.True(t, sameDouble(want, g.Value), "%s(%v, %v)", name, x, y)
				require.Equal(t, math.IsNaN(want), math.IsNaN(g.Scale), "%s(%v, %v)", name, x, y)
				require.Equal(t, math.IsNaN(want), big.IsNaN(), "%s(%v, %v)", name, x, y)
				require.Equal(t, []int{sign(want), sign(want)}, []int{big.Sign(), g.Sign()}, "%s(%v, %v)", name, x, y)
				if math.Abs(want) == 0 || !finite(want) {
					require.True(t, sameDouble(want, big.Float64()), "%s(%v, %v) = %v and not %v", name, x, y, big, want)
				} else {
					require.InEpsilon(t, big.Float64(), want, 4*Unit64, "%s(%v, %v)", name, x, y)
				}
			}
		}
	}
}

// No combination of operands may panic, hang or ask for gigabytes.
func TestNoPanic(t *testing.T) {
	huge := BigOf(expLimit).Exp() // about 2^(1.5·10⁹)
	values := []Big{{}, {nan: true}, BigOf(inf), BigOf(-inf), BigOf(math.Copysign(0, -1)), huge, huge.Neg(),
		BigOf(1).Quo(huge), BigOf(-1).Quo(huge), BigOf(math.MaxFloat64), BigOf(5e-324), BigOf(1), BigOf(-0.7)}
	for name, op := range operations[Big]() {
		for _, x := range values {
			for _, y := range values {
				require.NotPanics(t, func() {
					z := op(x, y)
					_, _, _ = z.Float64(), z.Sign(), z.Cmp(x)
					_ = z.Err(1) + z.Err(nan) + z.Err(-inf)
				}, "%s(%v, %v)", name, x, y)
			}
		}
	}
}

func TestOperandsAreNotModified(t *testing.T) {
	for name, op := range operations[Big]() {
		x, y := BigOf(0.3), BigOf(1.7)
		a, b := x, y
		for range 3 {
			a.Add(op(a, b)).Mul(op(b, a)).Neg()
		}
		require.Zero(t, x.Cmp(BigOf(0.3)), name)
		require.Zero(t, y.Cmp(BigOf(1.7)), name)
		require.Zero(t, op(a, b).Cmp(op(BigOf(0.3), BigOf(1.7))), name)
	}
}

func TestZeroValueIsZero(t *testing.T) {
	zero(t, Float64(0), func(x Float64) float64 { return x.Float64() })
	zero(t, Big{}, func(x Big) float64 { return x.Float64() })
	zero(t, RunningError{}, func(x RunningError) float64 { return x.Bound(Unit64) })
	require.Zero(t, Big{}.Cmp(BigOf(0)))
	require.Equal(t, "0", Big{}.String())
}

func zero[N Number[N]](t *testing.T, x N, size func(N) float64) {
	three := x.Of(3)
	require.Zero(t, size(x))
	require.Zero(t, x.Sign())
	require.Equal(t, 3.0, x.Add(three).Float64())
	require.Equal(t, 3.0, three.Sub(x).Float64())
	require.Equal(t, 0.0, x.Mul(three).Float64())
	require.Equal(t, 0.0, x.Quo(three).Float64())
	require.Equal(t, inf, three.Quo(x).Float64())
	require.Equal(t, 1.0, x.Exp().Float64())
	require.Equal(t, -inf, x.Log().Float64())
	require.Equal(t, 0.0, x.Sqrt().Float64())
	require.Equal(t, 0.0, x.Tanh().Float64())
	require.Equal(t, 0.0, x.Expm1().Add(x.Log1p()).Add(x.Sin()).Add(x.Erf()).Add(x.Abs()).Float64())
	require.Equal(t, 1.0, x.Cos().Float64())
}

func TestFromFloatsIsExact(t *testing.T) {
	xs := []float64{0.1, -3, 5e-324, math.MaxFloat64}
	require.Equal(t, xs, floats(FromFloats[Float64](xs)))
	require.Equal(t, xs, floats(FromFloats[Big](xs)))
	require.Equal(t, RunningError{0.1, 0.1, 0, 0.1}, FromFloats[RunningError](xs)[0])
	require.Equal(t, RunningError{-3, 3, 0, 3}, FromFloats[RunningError](xs)[1])
}

// A product must be rounded before it enters a sum, on every machine.
func TestFloat64IsNotFused(t *testing.T) {
	x := Float64(1 + 0x1p-30)
	square := Float64(1 + 0x1p-29) // x² = 1 + 2⁻²⁹ + 2⁻⁶⁰, rounded
	require.Zero(t, x.Mul(x).Sub(square).Float64())
	require.Zero(t, RunningError{}.Of(1+0x1p-30).Mul(RunningError{}.Of(1+0x1p-30)).Sub(RunningError{}.Of(1+0x1p-29)).Value)
}
