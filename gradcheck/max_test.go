package gradcheck

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// rivals are two numbers, the first of size and error of its own, that differ by so
// much at most.
func rivals[N Number[N]](size, distance float64, count int) (x, y N) {
	var zero N
	x, y = zero.Of(size), zero.Of(1)
	for range count {
		x, y = x.Mul(zero.Of(1)), y.Add(zero)
	}
	return x.Sub(zero.Of(size)).Add(zero.Of(1 + distance)), y
}

// The bound of a maximum holds however the roundings decide it, in the hostile model,
// from ties to clear victories; and a clear winner is not charged with the loser's error.
func TestRunningErrorOfMax(t *testing.T) {
	r := rand.New(rand.NewPCG(22, 0))
	won, shared, upset := 0, 0, 0
	for range rounds(2000) {
		size, count := math.Exp2(12*r.Float64()), 1+r.IntN(20)
		distance := (2*r.Float64() - 1) * math.Exp2(-22+24*r.Float64())
		ex, ey := rivals[Big](size, distance, count)
		gx, gy := rivals[RunningError](size, distance, count)
		exact, running := ex.Max(ey), gx.Max(gy)
		if running == gx || running == gy {
			won++
		} else {
			shared++
		}
		for range 4 {
			round = hostile(r, Unit32)
			mx, my := rivals[model](size, distance, count)
			require.LessOrEqual(t, mx.Max(my).distance(exact), running.Bound(Unit32))
			if mx.Sub(my).Sign() != ex.Sub(ey).Sign() {
				upset++
				require.Equal(t, max(gx.Scale, gy.Scale), running.Scale, "decided otherwise")
			}
		}
	}
	require.True(t, won > 100 && shared > 20 && upset > 20, "%d won, %d shared, %d upset", won, shared, upset)
	large, small := RunningError{}.Of(-1e9).Add(RunningError{}.Of(1)), RunningError{}.Of(3)
	require.Equal(t, small, large.Max(small))
	require.Equal(t, small, small.Max(large))
	require.Zero(t, small.Max(large).Bound(Unit64), "what wins exactly is exact")
}
