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

// The smallest normal number is a moment; anything below it is 0. With β = 0 the
// moments are g and g².
func TestTheSmallestMomentIsNormal(t *testing.T) {
	momentsOf := func(g float64) (m, v float64, m32, v32 float32) {
		rule, err := adam.New[float64](1, adam.Options{Rate: 1, Epsilon: 1})
		require.NoError(t, err)
		rule32, err := adam.New[float32](1, adam.Options{Rate: 1, Epsilon: 1})
		require.NoError(t, err)
		rule.Update([]float64{0}, []float64{g})
		rule32.Update([]float32{0}, []float32{float32(g)})
		ms, vs := rule.Moments()
		ms32, vs32 := rule32.Moments()
		return ms[0], vs[0], ms32[0], vs32[0]
	}
	for _, sign := range []float64{1, -1} {
		m, _, _, _ := momentsOf(sign * 0x1p-1022)
		require.Equal(t, sign*0x1p-1022, m)
		m, _, _, _ = momentsOf(sign * 0x1.ffffffffffffep-1023)
		require.Zero(t, m)
		_, v, _, _ := momentsOf(sign * 0x1p-511)
		require.Equal(t, 0x1p-1022, v)
		_, v, _, _ = momentsOf(sign * 0x1.fffffp-512)
		require.Zero(t, v)
		_, _, m32, _ := momentsOf(sign * 0x1p-126)
		require.Equal(t, float32(sign*0x1p-126), m32)
		_, _, m32, _ = momentsOf(sign * 0x1.fffffp-127)
		require.Zero(t, m32)
		_, _, _, v32 := momentsOf(sign * 0x1p-63)
		require.Equal(t, float32(0x1p-126), v32)
		_, _, _, v32 = momentsOf(sign * 0x1.fffffp-64)
		require.Zero(t, v32)
	}
}
