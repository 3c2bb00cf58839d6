package adam_test

import (
	"encoding/json"
	"math"
	"math/big"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
)

// vectors is a case of testdata/optimizer_vectors.json; see the README there.
type vectors struct {
	G       []float64 `json:"g"`
	Eta     float64   `json:"eta"`
	Beta1   float64   `json:"beta_1"`
	Beta2   float64   `json:"beta_2"`
	Epsilon float64   `json:"eps"`
	Theta0  float64   `json:"theta0"`

	Sequences map[string]struct{ Theta, M, V []float64 } `json:"sequences"`
	EWMA      []float64                                  `json:"ewma57_beta1"`
	Corrected []float64                                  `json:"corrected58_beta1"`
	Mean      []float64                                  `json:"running_mean50"`
}

func golden(t *testing.T) []vectors {
	t.Helper()
	data, err := os.ReadFile("testdata/optimizer_vectors.json")
	require.NoError(t, err)
	var all []vectors
	require.NoError(t, json.Unmarshal(data, &all))
	require.NotEmpty(t, all)
	return all
}

// updater is what all rules have in common.
type updater interface {
	Update(θ, g []float64)
	Moments() (m, v []float64)
}

// rules makes each rule of the golden file, for n parameters.
func (v vectors) rules(n int) map[string]func() (updater, error) {
	options := adam.Options{Rate: v.Eta, Beta1: v.Beta1, Beta2: v.Beta2, Epsilon: v.Epsilon}
	inside, uncorrected := options, options
	inside.EpsilonInside, uncorrected.NoCorrection = true, true
	rms := adam.RMSpropOptions{Rate: v.Eta, Beta: v.Beta2, Epsilon: v.Epsilon}
	rmsInside := rms
	rmsInside.EpsilonInside = true
	return map[string]func() (updater, error){
		"classical":           func() (updater, error) { return adam.NewClassicalMomentum[float64](n, v.Eta, v.Beta1) },
		"momentum48":          func() (updater, error) { return adam.NewMomentum[float64](n, v.Eta, v.Beta1) },
		"rms49_inside":        func() (updater, error) { return adam.NewRMSprop[float64](n, rmsInside) },
		"rms55_outside":       func() (updater, error) { return adam.NewRMSprop[float64](n, rms) },
		"adam56_nocorrection": func() (updater, error) { return adam.New[float64](n, uncorrected) },
		"adam59_outside":      func() (updater, error) { return adam.New[float64](n, options) },
		"adam_code13_inside":  func() (updater, error) { return adam.New[float64](n, inside) },
	}
}

// near reports |got − want| ≤ 1e-13·max(1, |want|), and false for NaN.
func near(got, want float64) bool {
	return math.Abs(got-want) <= 1e-13*math.Max(1, math.Abs(want))
}

func TestRulesGiveTheExactSequences(t *testing.T) {
	for c, v := range golden(t) {
		rules := v.rules(1)
		require.Len(t, v.Sequences, len(rules))
		for name, want := range v.Sequences {
			rule, err := rules[name]()
			require.NoError(t, err, name)
			θ := []float64{v.Theta0}
			for i, g := range v.G {
				rule.Update(θ, []float64{g})
				require.True(t, near(θ[0], want.Theta[i]), "case %d, %s, update %d: θ = %v, want %v", c, name, i+1, θ[0], want.Theta[i])
				m, v := rule.Moments()
				require.True(t, len(m)+len(v) > 0)
				require.True(t, m == nil || near(m[0], want.M[i]), "case %d, %s, update %d", c, name, i+1)
				require.True(t, v == nil || near(v[0], want.V[i]), "case %d, %s, update %d", c, name, i+1)
			}
		}
	}
}

// The rules differ from each other by far more than the tolerance, so that none
// could pass for another.
func TestRulesAreToldApart(t *testing.T) {
	v := golden(t)[0]
	for a, wantA := range v.Sequences {
		for b, wantB := range v.Sequences {
			if a != b {
				apart := false
				for i := range wantA.Theta {
					apart = apart || !near(wantA.Theta[i], wantB.Theta[i])
				}
				require.True(t, apart, "%s and %s", a, b)
			}
		}
	}
}

func TestAveragesGiveTheExactSequences(t *testing.T) {
	for _, v := range golden(t) {
		ewma, err := adam.NewEWMA(v.Beta1)
		require.NoError(t, err)
		var mean adam.Average
		require.True(t, math.IsNaN(ewma.Corrected()), "before the first value")
		for i, x := range v.G {
			require.True(t, near(ewma.Add(x), v.EWMA[i]))
			require.True(t, near(ewma.Corrected(), v.Corrected[i]))
			require.True(t, near(mean.Add(x), v.Mean[i]))
		}
	}
}

// y(2) and ŷ(2) of section 2.5.5 with β = 0.999: the weights of x(1) and x(2) are
// 999/1999 and 1000/1999, which the paper prints as 0.49974 (truncated; 0.49975 is
// nearer) and 0.50025.
func TestExampleOfSection255(t *testing.T) {
	for x, want := range map[[2]float64]float64{{1, 0}: 999.0 / 1999, {0, 1}: 1000.0 / 1999} {
		e, err := adam.NewEWMA(0.999)
		require.NoError(t, err)
		e.Add(x[0])
		require.Equal(t, x[0], e.Corrected())
		e.Add(x[1])
		require.True(t, near(e.Corrected(), want))
	}
}

// 1 − βᵗ is within two units of the last place of the exact value for every t of
// a long run; 1 − Pow(β, t) is not.
func TestBiasCorrectionDoesNotCancel(t *testing.T) {
	for _, β := range []float64{0, 0.5, 0.9, 0.99, 0.999, 0.9999, 0x1.fffffffffffffp-1} {
		c, err := adam.NewBiasCorrection(β)
		require.NoError(t, err)
		require.Zero(t, c.Denominator())
		one := big.NewFloat(1).SetPrec(400)
		power, b := new(big.Float).Copy(one), new(big.Float).SetPrec(400).SetFloat64(β)
		naive := 0.0
		for step := 1; step <= 6000; step++ {
			c.Advance()
			power.Mul(power, b)
			want, _ := new(big.Float).Sub(one, power).Float64()
			ulp := math.Nextafter(want, 2) - want
			require.LessOrEqual(t, math.Abs(c.Denominator()-want), 2*ulp, "β = %v, t = %d", β, step)
			naive = math.Max(naive, math.Abs(1-math.Pow(β, float64(step))-want)/ulp)
		}
		if β == 0.9999 {
			require.Greater(t, naive, 100.0, "the careless form is told from the careful one")
		}
	}
}

// With ε = 0 Adam's first step is −η·sign(g), whatever the size of g.
func TestFirstStepOfAdamIsTheRate(t *testing.T) {
	for _, g := range []float64{1e-100, 1e-8, 0.3, 7, 1e100} {
		rule, err := adam.New[float64](2, adam.Options{Rate: 0.125, Beta1: 0.9, Beta2: 0.999})
		require.NoError(t, err)
		θ := []float64{0, 0}
		rule.Update(θ, []float64{g, -g})
		require.InDelta(t, -0.125, θ[0], 1e-15)
		require.InDelta(t, 0.125, θ[1], 1e-15)
	}
}

// The place of ε shows at gradients of its size: erratum E35's numbers.
func TestEpsilonInsideTheRootIsAnotherRule(t *testing.T) {
	for _, c := range []struct{ g, inside, outside float64 }{{1e-6, 0.0100, 0.9901}, {1e-4, 0.7071, 0.9999}, {1, 1, 1}} {
		for _, inside := range []bool{false, true} {
			o := adam.Listing()
			o.Rate, o.EpsilonInside = 1, inside
			rule, err := adam.New[float64](1, o)
			require.NoError(t, err)
			θ := []float64{0}
			rule.Update(θ, []float64{c.g})
			want := c.outside
			if inside {
				want = c.inside
			}
			require.InDelta(t, -want, θ[0], 5.1e-5)
		}
	}
}

// Momentum as in (48) is the classical form with the rate η(1−β); with the same
// rate it is not.
func TestMomentumIsTheClassicalFormWithAnotherRate(t *testing.T) {
	const η, β = 0.1, 0.9
	paper, err := adam.NewMomentum[float64](1, η, β)
	require.NoError(t, err)
	scaled, err := adam.NewClassicalMomentum[float64](1, η*(1-β), β)
	require.NoError(t, err)
	same, err := adam.NewClassicalMomentum[float64](1, η, β)
	require.NoError(t, err)
	a, b, c := []float64{1}, []float64{1}, []float64{1}
	for range 60 { // minimising θ², whose gradient is 2θ
		paper.Update(a, []float64{2 * a[0]})
		scaled.Update(b, []float64{2 * b[0]})
		same.Update(c, []float64{2 * c[0]})
	}
	require.InDelta(t, 0.001445, a[0], 1e-6)
	require.InDelta(t, a[0], b[0], 1e-15)
	require.InDelta(t, -0.036477, c[0], 1e-6)
}
