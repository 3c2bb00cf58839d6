package nn_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/nn"
)

// gradientsOf trains for one epoch on those batches and returns the gradients that
// the optimizer got. Nothing is updated.
func gradientsOf(t *testing.T, e *example, o nn.Options) [][]float64 {
	t.Helper()
	o.Epochs, o.Batch, o.Batches = 1, 4, 3
	r := &recorder{}
	for step, err := range nn.Train(t.Context(), e.model(), r, matrix[float64](e.X, e.D), matrix[float64](e.T, e.K), o) {
		require.NoError(t, err)
		require.Equal(t, []int{4, 2, 0}[step.Batch], step.Rows)
	}
	require.Len(t, r.g, 3)
	return r.g
}

// Train hands its optimizer the gradient of −J + (λ/2)‖θ‖², of each batch and whatever its
// size, no rows among them, which Code 13 has. Biases are spared unless asked for. λθ is exact
// here, so that λθ adds one rounding to the gradient without decay and the bits are known.
func TestDecayIsTheGradientOfHalfTheSquare(t *testing.T) {
	const λ = 0.375
	for _, e := range examples() {
		plain := gradientsOf(t, e, nn.Options{})
		for _, biases := range []bool{false, true} {
			for batch, g := range gradientsOf(t, e, nn.Options{Decay: λ, DecayBiases: biases}) {
				for i, θ := range e.θ {
					want := plain[batch][i]
					if biases || e.isWeight(i) {
						want += λ * θ
					}
					require.Equal(t, want, g[i], "%s, biases %v, batch %d: θ[%d]", e.name, biases, batch, i)
				}
			}
		}
	}
}

// isWeight reports whether θᵢ is in W or V.
func (e *example) isWeight(i int) bool {
	isV := e.M > 0 && e.D*e.M+e.M <= i && i < len(e.θ)-e.K
	return e.M == 0 || i < e.D*e.M || isV
}
