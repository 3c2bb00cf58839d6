package gradcheck

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// relative returns |x − y|/|y|.
func relative(x, y Big) float64 { return math.Abs(x.Sub(y).Quo(y).Float64()) }

// Each derivative must come out within the truncation that the documentation
// states, h²·|f‴|/6, and 2⁻¹⁶⁰ for rounding; for these functions |f‴|·x² ≤ 6·|f′|, or
// |f‴| ≤ 6·|f′|.
func TestDifferencesAreDerivatives(t *testing.T) {
	for name, f := range map[string]struct {
		f, slope func(x Big) Big
	}{
		"square": {func(x Big) Big { return x.Mul(x) }, func(x Big) Big { return x.Add(x) }},
		"cube":   {func(x Big) Big { return x.Mul(x).Mul(x) }, func(x Big) Big { return x.Mul(x).Mul(x.Of(3)) }},
		"log":    {Big.Log, func(x Big) Big { return x.Of(1).Quo(x) }},
		"root":   {Big.Sqrt, func(x Big) Big { return x.Of(0.5).Quo(x.Sqrt()) }},
		"pole":   {func(x Big) Big { return x.Of(1).Quo(x) }, func(x Big) Big { return x.Of(-1).Quo(x.Mul(x)) }},
	} {
		for _, x := range []float64{0.1, 1, 3, 1e5, 1e-9, 0x1p-63, 1e25, 1e40, 1e300} {
			d := Differences(func(x []Big) Big { return f.f(x[0]) }, []float64{x})
			require.LessOrEqual(t, relative(d[0], f.slope(BigOf(x))), 0x1p-155, "%s at %v", name, x)
		}
	}
	for _, x := range []float64{0, 1e-30, -1e-300, 0.1, -2.5, 20} {
		exp := Differences(func(x []Big) Big { return x[0].Exp() }, []float64{x})
		require.LessOrEqual(t, relative(exp[0], BigOf(x).Exp()), 0x1p-155, "exp at %v", x)
		tanh := Differences(func(x []Big) Big { return x[0].Tanh() }, []float64{x})
		require.LessOrEqual(t, relative(tanh[0], sech2(BigOf(x))), 0x1p-155, "tanh at %v", x)
	}
}

// The truncation error must be h²·f‴/6 and no less: it proves that the
// difference is central and that the step is the documented one.
func TestDifferencesTruncation(t *testing.T) {
	cube := func(x []Big) Big { return x[0].Mul(x[0]).Mul(x[0]) }
	for x, h := range map[float64]float64{1: 0x1p-90, 1.99: 0x1p-90, -3: 0x1p-89, 0.75: 0x1p-91, 0.25: 0x1p-92,
		1000: 0x1p-81, 0x1p-64: 0x1p-154, 0x1.8p-65: 0x1p-154, 5e-324: 0x1p-154, 0: 0x1p-154, -0x1p200: 0x1p110} {
		error := Differences(cube, []float64{x})[0].Sub(BigOf(x).Mul(BigOf(x)).Mul(BigOf(3)))
		require.Equal(t, h*h, error.Float64(), "at %v", x)
	}
}

func TestJacobianShape(t *testing.T) {
	sum := func(x []Big) []Big { return []Big{x[0].Add(x[1]), x[0], x[1].Mul(x[1])} }
	J := Jacobian(sum, []float64{3, 5})
	for j, want := range [][]float64{{1, 1}, {1, 0}, {0, 10}} {
		require.Equal(t, want, floats(J[j]))
	}
	require.Len(t, Jacobian(func([]Big) []Big { return make([]Big, 4) }, nil), 4)
	require.Empty(t, Jacobian(func([]Big) []Big { return nil }, []float64{1, 2}))
	require.Empty(t, Differences(func([]Big) Big { return Big{} }, nil))

	for late := 2; late <= 4; late++ { // the call with one output more
		calls := 0
		moody := func([]Big) []Big { calls++; return make([]Big, 2+calls/late) }
		require.PanicsWithError(t, "gradcheck: Jacobian: the function returned 2 outputs, then 3",
			func() { Jacobian(moody, []float64{1, 2}) })
	}
}

// A function that overwrites its argument must not disturb the others.
func TestDifferencesOwnTheirPoints(t *testing.T) {
	at := []float64{3, 5}
	d := Differences(func(x []Big) Big {
		z := x[0].Mul(x[1])
		x[0], x[1] = Big{}, Big{}
		return z
	}, at)
	require.Equal(t, []float64{5, 3}, floats(d))
	require.Equal(t, []float64{3, 5}, at)
}

func TestDifferencesSpreadNaN(t *testing.T) {
	d := Differences(func(x []Big) Big { return x[0].Log().Add(x[1]) }, []float64{-1, 2})
	require.True(t, d[0].IsNaN() && d[1].IsNaN())
}
