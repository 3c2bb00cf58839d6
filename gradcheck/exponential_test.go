package gradcheck

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// eˣ is finite wherever it can be, and within its roundings.
func TestExponentialUpToItsEnd(t *testing.T) {
	end := math.Log(math.MaxFloat64) // 709.782…, rounded down
	xs := []float64{709, math.Nextafter(709, inf), 709.4, 709.5, 709.7, 709.78, end}
	r := rand.New(rand.NewPCG(21, 0))
	for range rounds(2000) {
		xs = append(xs, 708.5+r.Float64()*(end-708.5))
	}
	worst, reduced := 0.0, 0.0
	for _, x := range xs {
		exact := BigOf(x).Exp()
		got := Float64(x).Exp().Float64()
		require.False(t, math.IsInf(got, 0), "%v", x)
		worst = max(worst, exact.Err(got)/exact.Float64()/Unit64)
		near := BigOf(x - 709).Exp()
		reduced = max(reduced, near.Err(math.Exp(x-709))/near.Float64()/Unit64)
		g := RunningError{}.Of(x).Exp()
		require.Equal(t, got, g.Value)
		require.LessOrEqual(t, exact.Err(got), g.Bound(Unit64))
	}
	t.Logf("the error is %.3g roundings, that of math.Exp near 0 %.3g", worst, reduced)
	require.LessOrEqual(t, worst, float64(expRoundings))
	require.LessOrEqual(t, reduced, 3.0)
	require.Equal(t, inf, Float64(709.79).Exp().Float64())
	require.Equal(t, inf, Float64(inf).Exp().Float64())
	require.True(t, math.IsNaN(Float64(nan).Exp().Float64()))
}
