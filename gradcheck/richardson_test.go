package gradcheck

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// What the documentation says of extrapolated differences: the bound holds, the
// estimate alone does not.
func TestRichardsonBoundHolds(t *testing.T) {
	entries, above := 0, 0
	for seed := range uint64(10) {
		n, θ := randomNetwork(seed)
		c := n.claim(θ)
		f, exact := c.Float(θ), gradient(n, FromFloats[Big](θ))
		for i, s := range Richardson(c.Float, θ) {
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
	require.Equal(t, 10*0x1p-40+8*0x1p-53*32, s.Bound(0.5))
	require.Equal(t, 10*0x1p-40+8*0x1p-53*32*100, s.Bound(-100))
	require.True(t, math.IsNaN(s.Bound(nan)))
}

// Extrapolation removes the powers of h, so polynomials come out to rounding.
func TestRichardsonOfPolynomials(t *testing.T) {
	for _, x := range []float64{0, 1, -3, 0.001, 1000} {
		s := Richardson(func(x []float64) float64 { return x[0] * x[0] * x[0] * x[0] * x[0] }, []float64{x})[0]
		require.InDelta(t, 5*math.Pow(x, 4), s.Value, 1e-11*(1+math.Pow(x, 4)), "at %v", x)
		h := firstStep(x, math.Abs)
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
