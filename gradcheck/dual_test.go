package gradcheck

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// withMax lists the operations of a Number, the maximum and the minimum among them.
func withMax[N Number[N]]() map[string]func(x, y N) N {
	all := operations[N]()
	all["Max"] = func(x, y N) N { return x.Max(y) }
	all["Min"] = func(x, y N) N { return x.Min(y) }
	return all
}

// Each operation's slope must equal its differences, in both operands, at points
// of all sizes. Truncation is at most 2⁻¹⁸²·x²·|f‴/f′| < 2⁻¹⁶⁰ of the slope, and rounding 2⁻²²⁹·|f/xf′|,
// or 2⁻¹⁶⁶·|f/f′| for tiny x: for tanh 20, where f′ = 2⁻⁵⁶, that is 2⁻¹⁷³. Logarithm and
// root bend on the scale of their argument: a step of 2⁻¹⁵⁴ is too long at 10⁻³⁰.
func TestDualSlopesAreDerivatives(t *testing.T) {
	r := rand.New(rand.NewPCG(30, 0))
	points := [][]float64{{1, 1.5}, {0.5, -3}, {2, 1e-9}, {1e-30, 1}, {20, 0.1}, {1e-3, 700}, {0.7, 0.7000001}}
	for range rounds(40) {
		points = append(points, []float64{r.ExpFloat64() + 1e-3, r.NormFloat64()})
	}
	for _, at := range append(points, []float64{0, 2}, []float64{-1.5, 1}, []float64{-20, -1e-3}) {
		for name, op := range withMax[Big]() {
			if at[0] < 1e-9 && (name == "Log" || name == "Sqrt") || name == "Log1p" && at[0] < -1 || name == "Erf" && math.Abs(at[0]) > 5 {
				continue
			}
			differences := Differences(func(x []Big) Big { return op(x[0], x[1]) }, at)
			for i, want := range differences {
				x := Seed[Big](at, i)
				got := withMax[Dual[Big]]()[name](x[0], x[1])
				require.Zero(t, op(BigOf(at[0]), BigOf(at[1])).Cmp(got.Value), "%s%v", name, at)
				gap := math.Abs(want.Sub(got.Slope).Float64())
				require.LessOrEqual(t, gap, 0x1p-150*math.Abs(got.Slope.Float64()), "%s%v, %d", name, at, i)
			}
		}
	}
}

// The value of a dual number is the plain arithmetic's result, NaN and Inf included.
func TestDualValuesAreThoseOfTheirNumber(t *testing.T) {
	special := []float64{nan, inf, -inf, 0, math.Copysign(0, -1), 1, -1, 0.3}
	plain, dual := withMax[Float64](), withMax[Dual[Float64]]()
	for name := range plain {
		for _, x := range special {
			for _, y := range special {
				want, got := evaluate(plain[name], x, y), evaluate(dual[name], x, y)
				require.True(t, sameDouble(want.Float64(), got.Float64()), "%s(%v, %v)", name, x, y)
				require.Equal(t, want.Sign(), got.Sign())
			}
		}
	}
	zero(t, Dual[Float64]{}, func(x Dual[Float64]) float64 { return x.Float64() })
	zero(t, Exact{}, Exact.Float64)
}

// A tie has the slope of the second operand.
func TestDualMaxAtATie(t *testing.T) {
	x := Seed[Big]([]float64{0, 0}, 0)
	for want, z := range map[float64][]Dual[Big]{
		0: {x[0].Max(x[1]), x[0].Max(x[0].Of(0)), x[0].Max(Dual[Big]{}), x[1].Max(x[0]).Sub(x[0])},
		1: {x[1].Max(x[0]), x[0].Of(0).Max(x[0]), x[0].Of(-1).Max(x[0]), x[0].Max(x[0].Of(-1)), x[0].Max(x[0])},
	} {
		for i, z := range z {
			require.Equal(t, want, z.Slope.Float64(), "%d", i)
			require.Zero(t, z.Value.Sign())
		}
	}
}

// Dual numbers must give the gradient of the network: to within the error of differences, and,
// as they have no step, to 300 of 320 bits of the formula by hand.
func TestDualOfNetwork(t *testing.T) {
	n, θ := randomNetwork(0)
	byHand := gradient(n, FromFloats[Big](θ))
	for i, d := range Differences(func(θ []Big) Big { return loss(n, θ) }, θ) {
		exact := loss(n, Seed[Big](θ, i)).Slope
		require.LessOrEqual(t, relative(d, exact), 1e-40, "entry %d", i)
		require.LessOrEqual(t, relative(byHand[i], exact), 0x1p-260, "entry %d", i)
	}
}

// A dual number of dual numbers has the second derivatives.
func TestDualOfDual(t *testing.T) {
	cube := func(x Dual[Dual[Big]]) Dual[Dual[Big]] { return x.Mul(x).Mul(x).Add(x.Exp()) }
	x := Dual[Dual[Big]]{Value: Seed[Big]([]float64{2}, 0)[0], Slope: Dual[Big]{}.Of(1)}
	require.Zero(t, cube(x).Slope.Slope.Cmp(BigOf(12).Add(BigOf(2).Exp())))
	tanh := Dual[Dual[Big]]{Value: Seed[Big]([]float64{1.5}, 0)[0], Slope: Dual[Big]{}.Of(1)}.Tanh()
	z := BigOf(1.5).Tanh() // its second derivative is −2z(1 − z²)
	want := BigOf(-2).Mul(z).Mul(BigOf(1).Sub(z.Mul(z)))
	require.LessOrEqual(t, relative(tanh.Slope.Slope, want), 0x1p-310)
}
