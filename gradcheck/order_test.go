package gradcheck

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// Central differences converge with order 2 to the derivative, and with order 0 to any
// other number; a linear function has no order, nor has a kink within the steps.
func TestOrder(t *testing.T) {
	cube := Function(func(x []Exact) []Exact { return []Exact{x[1], x[0].Mul(x[0]).Mul(x[0])} })
	at := []float64{2, 5}
	require.InDelta(t, 2, cube.Order(at, 1, 0, 12, 1e-15), 1e-9)
	require.InDelta(t, 0, cube.Order(at, 1, 0, 12.1, 1e-15), 1e-5)
	require.True(t, math.IsNaN(cube.Order(at, 0, 1, 1, 0)), "linear")
	require.InDelta(t, 0, cube.Order(at, 0, 1, 1.5, 0), 1e-9, "linear, and claimed wrongly")

	bent := Function(func(x []Exact) []Exact { return []Exact{relu(x[0]).Mul(x[0]).Add(x[0].Exp())} })
	require.InDelta(t, 2, bent.Order([]float64{1}, 0, 0, 2+math.E, 1e-15), 1e-6)
	for _, x := range []float64{0, 0x1p-20, -0x1p-20} {
		require.True(t, math.IsNaN(bent.Order([]float64{x}, 0, 0, 2*max(x, 0)+math.Exp(x), 1e-30)), "the steps cross the kink")
	}
}

// A network whose weights are all 0 has all its pre-activations at the kink of ReLU.
// The convention, that no unit is active, is right; the slopes on both sides, where
// some are, do not enclose it.
func TestSeveralKinksAtOnce(t *testing.T) {
	samples := []float64{1, -1, 2}
	slopes := []float64{0.5, -0.25, 3}
	claim := Claim{
		Objective: func(w []Exact) Exact { return severalKinks(w, samples, slopes) },
		At:        []float64{0}, Gradient: []float64{0}, Bound: []float64{0},
	}
	r := CheckExact(claim)
	require.Equal(t, PASS, r.Verdict, "%v", r)
	require.Equal(t, 1, r.Kinks)
	require.Len(t, r.AtKinks, 1)
	require.Contains(t, r.String(), "  at a kink: [0] is 0, the slopes on both sides are 0.25 and 6.5\n")
	require.Equal(t, 1, len(Merge("all", r, r).AtKinks)-1)
	require.Equal(t, []float64{0.25, 6.5}, []float64{r.Worst.Left, r.Worst.Right}, "0 is not between them")
	claim.Gradient[0] = 6.5
	require.Equal(t, FAIL, CheckExact(claim).Verdict, "not the convention")
}

func severalKinks[N Number[N]](w []N, samples, slopes []float64) (J N) {
	for n, x := range samples {
		J = J.Add(w[0].Mul(w[0].Of(x)).Max(w[0].Of(0)).Mul(w[0].Of(slopes[n])))
	}
	return J
}
