package adam_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
)

// The moments of a parameter whose gradient has become 0 decay to 0 and are never
// subnormal.
func TestMomentsAreNeverSubnormal(t *testing.T) {
	rule, err := adam.New[float64](1, adam.Options{Rate: 1, Beta1: 0.9, Beta2: 0.99, Epsilon: 1e-8})
	require.NoError(t, err)
	rule32, err := adam.NewMomentum[float32](1, 1, 0.9)
	require.NoError(t, err)
	θ, θ32 := []float64{0}, []float32{0}
	for step := range 80000 {
		g := 0.0
		if step == 0 {
			g = 1
		}
		rule.Update(θ, []float64{g})
		rule32.Update(θ32, []float32{float32(-g)})
		m, v := rule.Moments()
		m32, _ := rule32.Moments()
		for _, x := range []float64{m[0], v[0]} {
			require.True(t, x == 0 || math.Abs(x) >= 0x1p-1022, "%v after step %d", x, step)
		}
		require.True(t, m32[0] == 0 || math.Abs(float64(m32[0])) >= 0x1p-126, "%v after step %d", m32[0], step)
	}
	m, v := rule.Moments()
	m32, _ := rule32.Moments()
	require.Zero(t, m[0])
	require.Zero(t, v[0])
	require.Zero(t, m32[0])
}
