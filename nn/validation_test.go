package nn_test

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/nn"
	"chainrule/tensor"
)

// validated returns a model of one number, W, whose loss on the validation row is known: X = 1 and
// K = 2, so that logits (w, 0) have the loss log(1 + e⁻ʷ) for the first class.
func validated(patience int, weight float64) (*nn.Logistic[float64], *nn.Validation[float64]) {
	net := nn.NewLogistic[float64](1, 2)
	X, T := tensor.FromRows([]float64{1}, []float64{1}), tensor.FromRows([]float64{weight, 0}, []float64{weight, 0})
	return net, nn.NewValidation(net, X, T, patience)
}

// The curve has the mean loss, its least has the best parameters, and patience counts
// the measurements since.
func TestValidationKeepsTheBest(t *testing.T) {
	for _, weight := range []float64{1, 3} { // the mean does not depend on it
		net, v := validated(3, weight)
		v.Restore()
		require.Zero(t, net.Parameters().Theta[0], "nothing has been measured")
		ws := []float64{1, 2, 1.5, 1.5, 2.5, 2.5, 2, math.NaN(), 4}
		var stops []bool
		for i, w := range ws {
			net.Parameters().Theta[0] = w
			stops = append(stops, v.Measure())
			require.InDelta(t, math.Log1p(math.Exp(-w)), v.Curve[i], 1e-15)
			if i == 7 {
				require.Equal(t, 4, v.Best, "the first of equals")
				v.Restore()
				require.Equal(t, 2.5, net.Parameters().Theta[0])
			}
		}
		require.Equal(t, []bool{false, false, false, false, false, false, false, true, false}, stops)
		require.Equal(t, 8, v.Best)
	}
}

func TestValidationOutlivesNaN(t *testing.T) {
	net, v := validated(0, 1)
	for i, w := range []float64{math.NaN(), math.NaN(), -5, -6} {
		net.Parameters().Theta[0] = w
		require.False(t, v.Measure(), "no patience, no stop")
		require.Equal(t, []int{0, 0, 2, 2}[i], v.Best)
	}
	v.Restore()
	require.Equal(t, -5.0, net.Parameters().Theta[0])
}

func TestMeasureAllocatesNothing(t *testing.T) {
	net, v := validated(3, 1)
	v.Measure()
	v.Curve = slices.Grow(v.Curve, 100)
	require.Zero(t, testing.AllocsPerRun(20, func() {
		net.Parameters().Theta[0]++
		v.Measure()
	}))
}
