package adam_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
)

func TestEachConstructorChecks(t *testing.T) {
	const rate, positive = "adam: rate %v: want a finite number above 0", "adam: epsilon %v: want a finite number, not negative"
	const decay = "adam: %s %v: want at least 0 and less than 1"
	nan, inf := math.NaN(), math.Inf(1)
	var want []string
	var got []error
	expect := func(err error, message string, arguments ...any) {
		got, want = append(got, err), append(want, fmt.Sprintf(message, arguments...))
	}
	for _, η := range []float64{0, -1, nan, inf, -inf} {
		expect(second(adam.NewDescent[float64](η)), rate, η)
		expect(second(adam.NewMomentum[float64](1, η, 0.5)), rate, η)
		expect(second(adam.NewClassicalMomentum[float64](1, η, 0.5)), rate, η)
		expect(second(adam.NewRMSprop[float64](1, adam.RMSpropOptions{Rate: η, Beta: 0.5})), rate, η)
		expect(second(adam.New[float64](1, adam.Options{Rate: η})), rate, η)
	}
	for _, β := range []float64{1, -0.1, nan, inf} {
		expect(second(adam.NewMomentum[float64](1, 1, β)), decay, "beta", β)
		expect(second(adam.NewClassicalMomentum[float64](1, 1, β)), decay, "mu", β)
		expect(second(adam.NewRMSprop[float64](1, adam.RMSpropOptions{Rate: 1, Beta: β})), decay, "beta", β)
		expect(second(adam.New[float64](1, adam.Options{Rate: 1, Beta1: β})), decay, "beta1", β)
		expect(second(adam.New[float64](1, adam.Options{Rate: 1, Beta2: β})), decay, "beta2", β)
		expect(second(adam.NewEWMA(β)), decay, "beta", β)
		expect(second(adam.NewBiasCorrection(β)), decay, "beta", β)
	}
	for _, ε := range []float64{-1, nan, inf} {
		expect(second(adam.NewRMSprop[float64](1, adam.RMSpropOptions{Rate: 1, Epsilon: ε})), positive, ε)
		expect(second(adam.New[float64](1, adam.Options{Rate: 1, Epsilon: ε})), positive, ε)
	}
	const most = min(1<<40, math.MaxInt/16)
	expect(second(adam.NewMomentum[float64](-1, 1, 0)), "adam: %d parameters: want 0 to %d", -1, most)
	expect(second(adam.NewClassicalMomentum[float64](-1, 1, 0)), "adam: %d parameters: want 0 to %d", -1, most)
	expect(second(adam.NewRMSprop[float64](-1, adam.RMSpropOptions{Rate: 1, Epsilon: 1})), "adam: %d parameters: want 0 to %d", -1, most)
	expect(second(adam.New[float64](-1, adam.Listing())), "adam: %d parameters: want 0 to %d", -1, most)
	expect(second(adam.New[float64](most+1, adam.Listing())), "adam: %d parameters: want 0 to %d", most+1, most)
	for i := range got {
		require.EqualError(t, got[i], want[i])
	}
}

// Hyperparameters that are in range in float64 may not be when rounded to float32.
func TestConstructorsCheckInTheTypeOfTheParameters(t *testing.T) {
	const almost = 0.99999999 // 1 in float32
	for want, err := range map[string]error{
		"rate 1e-60":       second(adam.NewDescent[float32](1e-60)),
		"rate 1e+40":       second(adam.NewDescent[float32](1e40)),
		"beta 0.99999999":  second(adam.NewMomentum[float32](1, 1, almost)),
		"mu 0.99999999":    second(adam.NewClassicalMomentum[float32](1, 1, almost)),
		"beta1 0.99999999": second(adam.New[float32](1, adam.Options{Rate: 1, Beta1: almost})),
		"beta2 0.99999999": second(adam.New[float32](1, adam.Options{Rate: 1, Beta2: almost})),
		"epsilon 1e+40":    second(adam.NewRMSprop[float32](1, adam.RMSpropOptions{Rate: 1, Epsilon: 1e40})),
	} {
		require.ErrorContains(t, err, "adam: "+want+": want ")
	}
}

// 0 is a decay rate and an ε, and there may be no parameters; then an update does
// nothing.
func TestTheEndsOfTheRangesAreUsable(t *testing.T) {
	for _, err := range []error{
		second(adam.New[float64](0, adam.Options{Rate: math.SmallestNonzeroFloat64, Beta2: 0.5})),
		second(adam.New[float64](1, adam.Options{Rate: math.MaxFloat64, Beta1: math.Nextafter(1, 0), Epsilon: math.MaxFloat64})),
		second(adam.NewRMSprop[float64](0, adam.RMSpropOptions{Rate: 1, Epsilon: 1})),
		second(adam.NewMomentum[float64](0, 1, 0)),
		second(adam.NewClassicalMomentum[float64](0, 1, 0)),
		second(adam.NewEWMA(0)),
	} {
		require.NoError(t, err)
	}
	for name := range ruleNames {
		rule, err := newRule[float64](name, golden(t)[0], 0)
		require.NoError(t, err)
		require.NotPanics(t, func() { rule.Update(nil, nil) }, name)
	}
}

// Listing has the settings of the paper's final run, Codes 13 and 14.
func TestListingHasThePaperSettings(t *testing.T) {
	require.Equal(t, adam.Options{Rate: 1e-4, Beta1: 0.99, Beta2: 0.999, Epsilon: 1e-8, EpsilonInside: true}, adam.Listing())
}

func second[T any](_ T, err error) error { return err }

// panicOf returns the value of f's panic, or nil if f returns.
func panicOf(f func()) (value any) {
	defer func() { value = recover() }()
	f()
	return nil
}

// Every rule refuses vectors of another length before it changes anything.
func TestWrongLengthsPanic(t *testing.T) {
	lengths := [][2]int{{2, 3}, {4, 3}, {3, 2}, {3, 4}, {2, 2}, {4, 4}, {0, 3}, {3, 0}}
	for name, kind := range ruleNames {
		for _, n := range lengths {
			rule, err := newRule[float64](name, golden(t)[0], 3)
			require.NoError(t, err)
			θ, g := filled(n[0]), filled(n[1])
			require.Equal(t, &adam.LengthError{Rule: kind, Want: 3, Theta: n[0], Grad: n[1]}, panicOf(func() { rule.Update(θ, g) }))
			require.Equal(t, filled(n[0]), θ)
			m, v := rule.Moments()
			require.Equal(t, make([]float64, len(m)+len(v)), append(m, v...))
		}
	}
	descent, err := adam.NewDescent[float64](1)
	require.NoError(t, err)
	for _, n := range [][2]int{{2, 3}, {3, 2}, {0, 1}} {
		θ, g := filled(n[0]), filled(n[1])
		require.Equal(t, &adam.LengthError{Rule: "Descent", Want: n[0], Theta: n[0], Grad: n[1]}, panicOf(func() { descent.Update(θ, g) }))
		require.Equal(t, filled(n[0]), θ)
	}
	require.EqualError(t, &adam.LengthError{Rule: "Adam", Want: 3, Theta: 3, Grad: 2}, "adam: Adam.Update: θ has 3 elements, g has 2, want 3")
}

// filled returns n ones.
func filled(n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = 1
	}
	return x
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
