package nn_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
	"chainrule/nn"
)

// decayed returns the example with λ = 3/8.
func (e *example) decayed(biases bool) *example {
	some := *e
	some.λ, some.decayBiases = 0.375, biases
	return some.withTruth()
}

// batches returns the example cut into batches of 4, 2 and no rows.
func (e *example) batches() []*example {
	return []*example{e.rows(0, 4), e.rows(4, 6), e.rows(6, 6)}
}

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

// judged returns the verdict on a gradient of the example's loss with decay.
func judged(e *example, g []float64) gradcheck.Report {
	_, bounds := e.bounds(gradcheck.Unit64)
	return gradcheck.CompareValues(e.name, g, e.truth(), bounds, e.where)
}

// Train hands its optimizer the gradient of −J + (λ/2)‖θ‖², of each batch
// and whatever its size; biases are spared unless asked for.
func TestDecayIsTheGradientOfHalfTheSquare(t *testing.T) {
	all := examples()
	if testing.Short() {
		all = all[:4]
	}
	for _, plain := range all {
		for _, biases := range []bool{false, true} {
			e := plain.decayed(biases)
			gradients := gradientsOf(t, e, nn.Options{Decay: e.λ, DecayBiases: biases})
			for i, batch := range e.batches() {
				report := judged(batch, gradients[i])
				require.Equal(t, gradcheck.PASS, report.Verdict, "biases %v, batch %d: %v", biases, i, report)
			}
		}
	}
}

// The judge tells λθ from no decay, from half and double of it, from λθ divided by
// the rows of the batch or by N, from its opposite, and from λθ with the other
// choice for the biases.
func TestWrongDecayIsRejected(t *testing.T) {
	for _, plain := range examples()[:4] {
		e := plain.decayed(false)
		batches := e.batches()
		right := gradientsOf(t, e, nn.Options{Decay: e.λ})
		for name, factor := range map[string]float64{"none": 0, "half": 0.5, "double": 2, "by the batch": 1. / 4, "by N": 1. / 6, "opposite": -1} {
			for _, i := range []int{0, 2} {
				wrong := slices.Clone(right[i])
				for j, θ := range e.θ {
					if e.decays(j) {
						wrong[j] += (factor - 1) * e.λ * θ
					}
				}
				require.Equal(t, gradcheck.FAIL, judged(batches[i], wrong).Verdict, "%s: %s", e.name, name)
			}
		}
		if biases := gradientsOf(t, e, nn.Options{Decay: e.λ, DecayBiases: true}); e.M > 0 {
			require.Equal(t, gradcheck.FAIL, judged(batches[0], biases[0]).Verdict, e.name)
		}
	}
}

// A batch of no rows, which Code 13 has, decays as any other: its gradient is λθ.
func TestABatchOfNoRowsDecays(t *testing.T) {
	for _, plain := range examples() {
		e := plain.decayed(true)
		gradients := gradientsOf(t, e, nn.Options{Decay: e.λ, DecayBiases: true})
		for i, θ := range e.θ {
			require.Equal(t, e.λ*θ, gradients[2][i], "%s: %s", e.name, e.where(i))
		}
	}
}
