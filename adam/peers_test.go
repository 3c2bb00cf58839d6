package adam_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
	"chainrule/gradcheck"
)

// Each test of this file is a defect that a published library had or has.

// ε inside the root, or √vHat without its correction, under the name of Adam: with
// gradients about the size of ε the first steps differ by a factor of up to 31.6
// (scikit-learn, spago, pa-m/sklearn, go-deep, itsubaki; tensorflow issues 9047 and 35102,
// keras 17391). The first ten steps equal Algorithm 1's in 320-bit arithmetic.
func TestDefectEpsilonHatIsNotDeclared(t *testing.T) {
	v := vectors{Eta: 1e-3, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8}
	for _, size := range []float64{1e-9, 1e-8, 1e-7} {
		var g []float64
		for i := range 10 {
			g = append(g, size*(1+float64(i)/8))
		}
		exact, _, _ := sequence[gradcheck.Big](v.formulas()["adam59_outside"], 0, g)
		inside, _, _ := sequence[gradcheck.Big](v.formulas()["adam_code13_inside"], 0, g)
		rule, err := adam.New[float64](1, adam.Options{Rate: v.Eta, Beta1: v.Beta1, Beta2: v.Beta2, Epsilon: v.Epsilon})
		require.NoError(t, err)
		θ := []float64{0}
		for i := range g {
			rule.Update(θ, g[i:i+1])
			want, other := exact[i].Float64(), inside[i].Float64()
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
