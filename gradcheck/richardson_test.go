package gradcheck

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// The documented properties of extrapolated differences: the bound holds, the
// estimate alone does not.
func TestRichardsonBoundHolds(t *testing.T) {
	entries, above := 0, 0
	for seed := range uint64(10) {
		n, θ := randomNetwork(seed)
		float := func(θ []float64) float64 { return loss(n, FromFloats[Float64](θ)).Float64() }
		f, exact := float(θ), gradient(n, FromFloats[Big](θ))
		for i, s := range Richardson(float, θ) {
			err := exact[i].Err(s.Value)
			require.LessOrEqual(t, err, s.Bound(f), "seed %d, entry %d", seed, i)
			require.Less(t, s.Bound(f), 1e-10, "seed %d, entry %d", seed, i)
			entries++
			if err > s.Estimate {
				above++
			}
		}
	}
	t.Logf("the error exceeds the estimate in %d of %d entries", above, entries)
	require.Greater(t, above, entries/4)
}

func TestSlopeBound(t *testing.T) {
	s := Slope{Value: 3, Estimate: 0x1p-40, Step: 0x1p-5}
	require.Equal(t, 10*0x1p-40+8*0x1p-53*32+12*0x1p-53, s.Bound(0.5))
	require.Equal(t, 10*0x1p-40+8*0x1p-53*32*100+12*0x1p-53, s.Bound(-100))
	require.True(t, math.IsNaN(s.Bound(nan)))
}

// Extrapolation removes the powers of h, so polynomials come out to rounding.
func TestRichardsonOfPolynomials(t *testing.T) {
	for _, x := range []float64{0, 1, -3, 0.001, 1000} {
		s := Richardson(func(x []float64) float64 { return x[0] * x[0] * x[0] * x[0] * x[0] }, []float64{x})[0]
		require.InDelta(t, 5*math.Pow(x, 4), s.Value, 1e-11*(1+math.Pow(x, 4)), "at %v", x)
		h := max(ownStep(x), 0.25)
		require.GreaterOrEqual(t, s.Step, h/8, "from the fourth row on nothing is left to extrapolate")
	}
	s := Richardson(func(x []float64) float64 { return 3*x[0] - x[1] }, []float64{0.5, 0.25})
	require.Equal(t, 3.0, s[0].Value)
	require.Equal(t, -1.0, s[1].Value)
	require.Zero(t, s[0].Estimate)
}

func TestRichardsonStaysInTheDomain(t *testing.T) {
	s := Richardson(func(x []float64) float64 { return math.Log(x[0]) }, []float64{1e-8})[0]
	require.InEpsilon(t, 1e8, s.Value, 1e-6)
	require.Less(t, s.Step, 1e-8)
	s = Richardson(func(x []float64) float64 { return math.Log(x[0]) }, []float64{-1})[0]
	require.True(t, math.IsNaN(s.Value))
	require.Empty(t, Richardson(func([]float64) float64 { return 1 }, nil))
}

// A function may change on the scale of 1 far from 0, and on the scale of x near it.
func TestRichardsonOnEveryScale(t *testing.T) {
	for name, c := range map[string]struct {
		f         func(x float64) float64
		at, slope float64
	}{
		"bump":       {func(x float64) float64 { u := x - 2000; return u/1000 + u*math.Exp(-u*u) }, 2000, 1.001},
		"tanh":       {func(x float64) float64 { return math.Tanh(x - 1e6) }, 1e6 + 0.5, 1 - math.Tanh(0.5)*math.Tanh(0.5)},
		"third":      {func(x float64) float64 { return (x - 1e6) / 3 }, 1e6 + 0.5, 1. / 3},
		"seven":      {func(x float64) float64 { return (x - 1e6) * 0.7 / 3 }, 1e6 + 0.5, 0.7 / 3},
		"hyperbola":  {func(x float64) float64 { return 0.001 / x }, -0.0034, -0.001 / (0.0034 * 0.0034)},
		"slow":       {func(x float64) float64 { return math.Exp(x / 1e6) }, 2e6, math.Exp(2) / 1e6},
		"logarithm":  {math.Log, 1e-8, 1e8},
		"polynomial": {func(x float64) float64 { return x * x * x }, 1e4, 3e8},
	} {
		f := func(x []float64) float64 { return c.f(x[0]) }
		s := Richardson(f, []float64{c.at})[0]
		require.LessOrEqual(t, math.Abs(s.Value-c.slope), s.Bound(c.f(c.at)), "%s: %v", name, s)
	}
}

func TestRichardsonOwnsItsPoints(t *testing.T) {
	at := []float64{3, 5}
	s := Richardson(func(x []float64) float64 {
		z := x[0] * x[1]
		x[0], x[1] = 0, 0
		return z
	}, at)
	require.Equal(t, []float64{3, 5}, at)
	require.InDelta(t, 5, s[0].Value, 1e-12)
	require.InDelta(t, 3, s[1].Value, 1e-12)
}
