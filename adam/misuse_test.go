package adam_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
)

func TestUnusableHyperparametersAreErrors(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	good := adam.Options{Rate: 1, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8}
	for _, c := range []struct {
		change func(*adam.Options)
		want   string
	}{
		{func(o *adam.Options) { o.Rate = 0 }, "adam: rate 0: want a finite number above 0"},
		{func(o *adam.Options) { o.Rate = -1 }, "adam: rate -1: want a finite number above 0"},
		{func(o *adam.Options) { o.Rate = nan }, "adam: rate NaN: want a finite number above 0"},
		{func(o *adam.Options) { o.Rate = inf }, "adam: rate +Inf: want a finite number above 0"},
		{func(o *adam.Options) { o.Beta1 = 1 }, "adam: beta1 1: want at least 0 and less than 1"},
		{func(o *adam.Options) { o.Beta2 = -0.1 }, "adam: beta2 -0.1: want at least 0 and less than 1"},
		{func(o *adam.Options) { o.Beta2 = nan }, "adam: beta2 NaN: want at least 0 and less than 1"},
		{func(o *adam.Options) { o.Epsilon = -1 }, "adam: epsilon -1: want a finite number, not negative"},
		{func(o *adam.Options) { o.Epsilon = inf }, "adam: epsilon +Inf: want a finite number, not negative"},
	} {
		o := good
		c.change(&o)
		rule, err := adam.New[float64](3, o)
		require.Nil(t, rule)
		require.EqualError(t, err, c.want)
	}
	_, err := adam.New[float64](3, good)
	require.NoError(t, err)
}

func TestEachConstructorChecks(t *testing.T) {
	for name, err := range map[string]error{
		"descent":   second(adam.NewDescent[float64](0)),
		"momentum":  second(adam.NewMomentum[float64](1, 1, 1)),
		"rate":      second(adam.NewMomentum[float64](1, 0, 0.5)),
		"classical": second(adam.NewClassicalMomentum[float64](1, 1, 1)),
		"rmsprop":   second(adam.NewRMSprop[float64](1, adam.RMSpropOptions{Rate: 1, Beta: 2})),
		"ewma":      second(adam.NewEWMA(1)),
		"count":     second(adam.New[float64](-1, adam.Listing())),
		"nearly 1":  second(adam.New[float32](1, adam.Options{Rate: 1, Beta2: 0.99999999})), // 1 in float32
		"tiny":      second(adam.NewDescent[float32](1e-60)),                                // 0 in float32
		"huge":      second(adam.NewDescent[float32](1e40)),
		"epsilon":   second(adam.NewRMSprop[float32](1, adam.RMSpropOptions{Rate: 1, Epsilon: 1e40})),
		"bias":      second(adam.NewBiasCorrection(-1)),
	} {
		require.Error(t, err, name)
	}
}

func second[T any](_ T, err error) error { return err }

func TestWrongLengthsPanic(t *testing.T) {
	for name, v := range golden(t)[0].rules(3) {
		rule, err := v()
		require.NoError(t, err)
		require.Panics(t, func() { rule.Update(make([]float64, 2), make([]float64, 3)) }, name)
		require.Panics(t, func() { rule.Update(make([]float64, 3), make([]float64, 4)) }, name)
	}
	rule, err := adam.New[float64](3, adam.Listing())
	require.NoError(t, err)
	require.PanicsWithError(t, "adam: Adam.Update: θ has 3 elements, g has 2, want 3",
		func() { rule.Update(make([]float64, 3), make([]float64, 2)) })
}

// An update of a vector is the updates of its elements, in either precision, and
// allocates nothing.
func TestUpdateIsElementwiseAndAllocatesNothing(t *testing.T) {
	θ, g := make([]float32, 17), make([]float32, 17)
	rule, err := adam.New[float32](17, adam.Listing())
	require.NoError(t, err)
	single, err := adam.New[float32](1, adam.Listing())
	require.NoError(t, err)
	for i := range θ {
		θ[i], g[i] = float32(i)/3, float32(i-8)/7
	}
	one := []float32{θ[11]}
	for range 50 {
		rule.Update(θ, g)
		single.Update(one, g[11:12])
	}
	require.Equal(t, one[0], θ[11])
	require.NotEqual(t, float32(11)/3, θ[11])
	require.Zero(t, testing.AllocsPerRun(20, func() { rule.Update(θ, g) }))
}

// A float32 update is that of float64 to the precision of float32.
func TestFloat32FollowsFloat64(t *testing.T) {
	v := golden(t)[0]
	rule, err := adam.New[float32](1, adam.Options{Rate: v.Eta, Beta1: v.Beta1, Beta2: v.Beta2, Epsilon: v.Epsilon})
	require.NoError(t, err)
	θ := []float32{float32(v.Theta0)}
	for i, g := range v.G {
		rule.Update(θ, []float32{float32(g)})
		require.InDelta(t, v.Sequences["adam59_outside"].Theta[i], float64(θ[0]), 1e-6)
	}
}
