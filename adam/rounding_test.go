package adam_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
	"chainrule/gradcheck"
	"chainrule/tensor"
)

// The golden file holds the results of the formulas, rounded once.
func TestFormulasGiveTheGoldenSequences(t *testing.T) {
	for _, v := range golden(t) {
		for name, f := range v.formulas() {
			want := v.Sequences[name]
			θ, m, s := sequence[gradcheck.Big](f, v.Theta0, v.G)
			for i := range v.G {
				require.Equal(t, want.Theta[i], θ[i].Float64(), "%s, update %d", name, i+1)
				require.True(t, !f.hasM || want.M[i] == m[i].Float64(), "%s, update %d", name, i+1)
				require.True(t, !f.hasV || want.V[i] == s[i].Float64(), "%s, update %d", name, i+1)
			}
		}
	}
}

// asFloat32 returns the float32 numbers next to x.
func asFloat32(x []float64) []float64 {
	y := make([]float64, len(x))
	for i := range x {
		y[i] = float64(float32(x[i]))
	}
	return y
}

// judgeRounding compares θ, m and v of a rule in F with the formula in 320 bits, whose
// hyperparameters are numbers of F, to within the rule's roundings in F.
func judgeRounding[F tensor.Float](t *testing.T, rule, f formula, θ0 float64, g []float64, u float64, name string) {
	t.Helper()
	θ, m, v, err := computed[F](rule, θ0, g)
	require.NoError(t, err)
	exactθ, exactM, exactV := sequence[gradcheck.Big](f, θ0, g)
	boundθ, boundM, boundV := sequence[gradcheck.RunningError](f, θ0, g)
	judge := func(letter string, claimed []float64, truth []gradcheck.Big, bound []gradcheck.RunningError) {
		report := gradcheck.CompareValues(name+", "+letter, claimed, truth, gradcheck.Bounds(bound, u), nil)
		require.Equal(t, gradcheck.PASS, report.Verdict, "%v", report)
	}
	judge("θ", θ, exactθ, boundθ)
	if f.hasM {
		judge("m", m, exactM, boundM)
	}
	if f.hasV {
		judge("v", v, exactV, boundV)
	}
}

// Every rule is its formula to within rounding, in either precision. From θ = 0 with
// rate 1 no rounding of θ hides the rounding of the steps. The last decay rates are so near 1
// that 1−β differs in float32, where it is computed from the rounded β.
func TestRulesErrByRoundingOnly(t *testing.T) {
	cases := golden(t)
	last := cases[0]
	last.Beta1, last.Beta2 = 0.9999, 0.99999
	for _, v := range append(cases, last) {
		for name, f := range v.formulas() {
			judgeRounding[float64](t, f, f, v.Theta0, v.G, gradcheck.Unit64, name)
			judgeRounding[float32](t, f, f.rounded(), v.Theta0, asFloat32(v.G), gradcheck.Unit32, name+" in float32")
			f.η = 1
			judgeRounding[float64](t, f, f, 0, v.G, gradcheck.Unit64, name+" from 0")
			judgeRounding[float32](t, f, f.rounded(), 0, asFloat32(v.G), gradcheck.Unit32, name+" from 0 in float32")
		}
	}
}

// Descent is θ − η·g; with dyadic numbers nothing is rounded.
func TestDescentIsExactOnDyadicNumbers(t *testing.T) {
	rule, err := adam.NewDescent[float32](0.125)
	require.NoError(t, err)
	θ := []float32{1, -2}
	rule.Update(θ, []float32{4, 0.5})
	rule.Update(θ, []float32{-1, 8})
	require.Equal(t, []float32{1 - 0.5 + 0.125, -2 - 0.0625 - 1}, θ)
}
