package adam_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
)

// A rate alone is not a setting: the first step would be 0/0 where the gradient is 0. Default is
// what such a caller wants, and For takes length and type from θ.
func TestForgottenSettingsAreAnError(t *testing.T) {
	const want = "adam: decay rates and epsilon are all 0: begin with Default(rate)"
	require.EqualError(t, second(adam.New[float64](1, adam.Options{Rate: 1e-3})), want)
	require.EqualError(t, second(adam.NewRMSprop[float64](1, adam.RMSpropOptions{Rate: 1e-3})), want)
	for _, o := range []adam.Options{{Rate: 1, Beta1: 0.5}, {Rate: 1, Beta2: 0.5}, {Rate: 1, Epsilon: 1}} {
		require.NoError(t, second(adam.New[float64](1, o)))
	}
	θ := []float32{1, 2}
	rule, err := adam.For(θ, adam.Default(0.5))
	require.NoError(t, err)
	rule.Update(θ, []float32{3, 0})
	require.InDelta(t, 0.5, θ[0], 1e-6, "the first step has the length of the rate")
	require.Equal(t, float32(2), θ[1])
	require.Equal(t, adam.Options{Rate: 0.5, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8}, adam.Default(0.5))
}

// SetRate is as if the rule had been made with that rate, moments apart; each rule has it.
func TestSetRateChangesTheRateAlone(t *testing.T) {
	type rule interface {
		Update(θ, g []float64)
		SetRate(η float64) error
	}
	const η, later = 0.5, 0.125
	rules := func(η float64) []rule {
		return []rule{must(adam.NewDescent[float64](η)), must(adam.NewMomentum[float64](1, η, 0.5)),
			must(adam.NewClassicalMomentum[float64](1, η, 0.5)), must(adam.New[float64](1, adam.Default(η))),
			must(adam.NewRMSprop[float64](1, adam.RMSpropOptions{Rate: η, Beta: 0.5, Epsilon: 1}))}
	}
	want := rules(later)
	for i, r := range rules(η) {
		require.NoError(t, r.SetRate(later))
		for _, bad := range []float64{0, -1, math.NaN(), math.Inf(1)} {
			require.ErrorContains(t, r.SetRate(bad), "want a finite number above 0")
		}
		a, b := []float64{1}, []float64{1}
		for range 3 {
			r.Update(a, []float64{2})
			want[i].Update(b, []float64{2})
		}
		require.Equal(t, b, a)
		require.NotEqual(t, 1.0, a[0])
	}
	require.ErrorContains(t, must(adam.NewDescent[float32](1)).SetRate(1e-60), "rate 1e-60")
}

func must[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}
