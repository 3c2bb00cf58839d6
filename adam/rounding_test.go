package adam_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
)

// The complement 1 − β of float32 has no other rounding than that of β: from moments of 0 the
// gradient 1 makes it m and v. The trials have only β whose complement is exact.
func TestComplementsAreThoseOfTheRoundedDecayRates(t *testing.T) {
	for _, β := range [][2]float64{{0.9, 0.999}, {0.9999, 0.99999}} {
		rule, err := adam.New[float32](1, adam.Options{Rate: 1, Beta1: β[0], Beta2: β[1], Epsilon: 1e-8})
		require.NoError(t, err)
		rule.Update([]float32{0}, []float32{1})
		m, v := rule.Moments()
		require.Equal(t, []float32{1 - float32(β[0]), 1 - float32(β[1])}, []float32{m[0], v[0]})
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
