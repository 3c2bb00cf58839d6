package adam_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
)

// Each test of this file is a defect that a published library had or has.

// ε inside the root, or √vHat without its correction, under the name of Adam: with
// gradients about the size of ε the first steps differ by a factor of up to 31.6
// (scikit-learn, spago, pa-m/sklearn, go-deep, itsubaki; tensorflow issues 9047 and 35102,
// keras 17391). The first ten steps equal Algorithm 1's.
func TestDefectEpsilonHatIsNotDeclared(t *testing.T) {
	v := vectors{Eta: 1e-3, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8}
	for _, size := range []float64{1e-9, 1e-8, 1e-7} {
		var g []float64
		for i := range 10 {
			g = append(g, size*(1+float64(i)/8))
		}
		rule, err := adam.New[float64](1, adam.Options{Rate: v.Eta, Beta1: v.Beta1, Beta2: v.Beta2, Epsilon: v.Epsilon})
		require.NoError(t, err)
		θ := []float64{0}
		var m, s, want, other float64
		rest := func(β float64, t int) float64 { return -math.Expm1(float64(t) * math.Log1p(β-1)) } // 1 − βᵗ
		for i := range g {
			rule.Update(θ, g[i:i+1])
			m, s = v.Beta1*m+(1-v.Beta1)*g[i], v.Beta2*s+(1-v.Beta2)*g[i]*g[i]
			mHat, vHat := m/rest(v.Beta1, i+1), s/rest(v.Beta2, i+1)
			want -= v.Eta * mHat / (math.Sqrt(vHat) + v.Epsilon)
			other -= v.Eta * mHat / math.Sqrt(vHat+v.Epsilon)
			require.InEpsilon(t, want, θ[0], 1e-14, "step %d", i+1)
			require.Greater(t, math.Abs(other/want-1), 0.5, "the other rule would pass too")
		}
	}
}

// The second moment of a small gradient underflows in float32: g = 1e-25 has g² = 1e-50
// (zerfoo, ADR 091). The step is m̂/ε all the same, and no moment is subnormal.
func TestDefectSecondMomentUnderflowsInFloat32(t *testing.T) {
	const g = 1e-25
	o := adam.Options{Rate: 1, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8}
	rule32, err := adam.New[float32](1, o)
	require.NoError(t, err)
	rule64, err := adam.New[float64](1, o)
	require.NoError(t, err)
	θ32, θ64 := []float32{0}, []float64{0}
	for range 10 {
		rule32.Update(θ32, []float32{g})
		rule64.Update(θ64, []float64{g})
		_, v := rule32.Moments()
		require.Zero(t, v[0])
		require.InEpsilon(t, θ64[0], float64(θ32[0]), 1e-5)
	}
	require.NotZero(t, θ32[0])
}
