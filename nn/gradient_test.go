package nn_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/nn"
)

// exactExample is a point at which nothing is rounded: α is 0 (for ReLU 1, or −1 in
// the last unit), where σ and σ′ are dyadic, and the logits are equal, so that
// Y = ½.
func exactExample(σ nn.Activation) *example {
	e := &example{name: σ.String(), σ: σ, D: 2, M: 3, K: 2,
		X: [][]float64{{1.5, 1.5}, {-0.75, -0.75}, {4, 4}},
		T: [][]float64{{1, 0}, {0, 1}, {2, 0.5}},
		θ: []float64{0.5, -3, 1, -0.5, 3, -1, 0, 0, 0, 2, -1.25, -2, 1.25, 7, 7, 0.5, 0.5},
	}
	if σ == nn.ReLU {
		copy(e.θ[6:9], []float64{1, 1, -1})
	}
	return e
}

// Where nothing is rounded the gradient is the same in either precision, and a factor of
// 1 + 2⁻²³ anywhere in one of them would show. That it is the right one the trials of
// gradcheck/equations say, for float64 and float32.
func TestGradientsAreExactWhereNothingIsRounded(t *testing.T) {
	for _, σ := range nn.Activations {
		g := gradientOf[float64](exactExample(σ))
		require.NotZero(t, g[0])
		require.Equal(t, g, gradientOf[float32](exactExample(σ)), "%v", σ)
	}
}

// At the kink the convention is u(0) = 0, at which a difference would give ½.
func TestReLUDerivativeAtTheKinkIsZero(t *testing.T) {
	Z := matrix[float64]([][]float64{{0}}, 1)
	nn.Derivative(nn.ReLU, Z, Z)
	require.Zero(t, Z.At(0, 0))
}
