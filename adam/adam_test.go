package adam_test

import (
	"encoding/json"
	"math"
	"math/big"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
	"chainrule/gradcheck"
)

// vectors is a case of testdata/optimizer_vectors.json; see the README there.
type vectors struct {
	G       []float64 `json:"g"`
	Eta     float64   `json:"eta"`
	Beta1   float64   `json:"beta_1"`
	Beta2   float64   `json:"beta_2"`
	Epsilon float64   `json:"eps"`
	Theta0  float64   `json:"theta0"`

	Sequences map[string]sequences `json:"sequences"`
	EWMA      []float64            `json:"ewma57_beta1"`
	Corrected []float64            `json:"corrected58_beta1"`
	Mean      []float64            `json:"running_mean50"`
}

// sequences are θ, m and v after each update.
type sequences struct{ Theta, M, V []float64 }

func golden(t *testing.T) []vectors {
	t.Helper()
	data, err := os.ReadFile("testdata/optimizer_vectors.json")
	require.NoError(t, err)
	var all []vectors
	require.NoError(t, json.Unmarshal(data, &all))
	require.NotEmpty(t, all)
	return all
}

// near reports |got − want| ≤ 1e-13·max(1, |want|), and false for NaN.
func near(got, want float64) bool {
	return math.Abs(got-want) <= 1e-13*math.Max(1, math.Abs(want))
}

// follows reports whether θ, m and v are near the golden sequences after each
// update; a rule without m or v passes nil.
func (want sequences) follows(θ, m, v []float64) bool {
	all := func(got, want []float64) bool {
		if len(got) != len(want) {
			return false
		}
		for i := range got {
			if !near(got[i], want[i]) {
				return false
			}
		}
		return true
	}
	return all(θ, want.Theta) && (m == nil || all(m, want.M)) && (v == nil || all(v, want.V))
}

func TestRulesGiveTheExactSequences(t *testing.T) {
	for c, v := range golden(t) {
		require.Len(t, v.Sequences, len(ruleNames))
		for name, want := range v.Sequences {
			rule, err := newRule[float64](name, v, 1)
			require.NoError(t, err, name)
			θ, m, s := computed(rule, v.Theta0, v.G)
			require.Len(t, θ, 12)
			require.Equal(t, ruleNames[name] != "RMSprop", m != nil, name)
			require.Equal(t, ruleNames[name] == "RMSprop" || ruleNames[name] == "Adam", s != nil, name)
			require.True(t, want.follows(θ, m, s), "case %d, %s: θ = %v, want %v", c, name, θ, want.Theta)
			θ[11] += 3e-13 * max(1, θ[11])
			require.False(t, want.follows(θ, m, s), "one wrong value is enough")
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

// With ε = 0 Adam's first step is −η·sign(g), whatever the size of g: to within 3
// roundings of mHat, 3 of √vHat (half of 4, and its own), 1 of the quotient, and an
// eighth for second-order terms. The product with η = ⅛ is exact.
func TestFirstStepOfAdamIsTheRate(t *testing.T) {
	for _, g := range []float64{1e-100, 1e-8, 0.3, 7, 1e100} {
		rule, err := adam.New[float64](2, adam.Options{Rate: 0.125, Beta1: 0.9, Beta2: 0.999})
		require.NoError(t, err)
		θ := []float64{0, 0}
		rule.Update(θ, []float64{g, -g})
		require.InDelta(t, -0.125, θ[0], 0.125*8*gradcheck.Unit64)
		require.InDelta(t, 0.125, θ[1], 0.125*8*gradcheck.Unit64)
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

// Momentum as in (48) is the classical form with the rate η(1−β), exactly where
// nothing is rounded; with the same rate it is not.
func TestMomentumIsTheClassicalFormWithAnotherRate(t *testing.T) {
	minimise := func(updates int, rule updater[float64], err error) float64 { // θ², whose gradient is 2θ
		require.NoError(t, err)
		θ := []float64{1}
		for range updates {
			rule.Update(θ, []float64{2 * θ[0]})
		}
		return θ[0]
	}
	momentum := func(updates int, η, β float64) float64 {
		rule, err := adam.NewMomentum[float64](1, η, β)
		return minimise(updates, rule, err)
	}
	classical := func(updates int, η, μ float64) float64 {
		rule, err := adam.NewClassicalMomentum[float64](1, η, μ)
		return minimise(updates, rule, err)
	}
	require.Equal(t, classical(12, 0.125, 0.5), momentum(12, 0.25, 0.5))
	require.NotEqual(t, classical(12, 0.25, 0.5), momentum(12, 0.25, 0.5))
	require.InDelta(t, 0.001445, momentum(60, 0.1, 0.9), 5e-7)
	require.InDelta(t, -0.036477, classical(60, 0.1, 0.9), 5e-7)
}
