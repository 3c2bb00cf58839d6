package nn_test

import (
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

// batchesOf trains for one epoch on batches of 4, 2 and no rows and returns the
// gradients that the optimizer got, with the rows of each. Nothing is updated.
func batchesOf(t *testing.T, e *example, o nn.Options) (gradients [][]float64, rows []*example) {
	t.Helper()
	o.Epochs, o.Batch, o.Batches = 1, 4, 3
	r, next := &recorder{}, 0
	for step, err := range nn.Train(t.Context(), modelOf[float64](e), r, matrix[float64](e.X, e.D), matrix[float64](e.T, e.K), o) {
		require.NoError(t, err)
		rows = append(rows, e.rows(next, next+step.Rows))
		next += step.Rows
	}
	require.Len(t, r.g, 3)
	require.Equal(t, len(e.X), next)
	require.Empty(t, rows[2].X)
	return r.g, rows
}

// judged returns the verdict on a gradient of the example's loss with decay.
func judged(e *example, g []float64) gradcheck.Report {
	_, bounds := e.bounds(gradcheck.Unit64)
	return gradcheck.Judge(e.name, g, e.truth(), bounds, e.where)
}

// What Train hands its optimizer is the gradient of −J + (λ/2)‖θ‖², of each batch
// and whatever its size; biases are spared unless asked for.
func TestDecayIsTheGradientOfHalfTheSquare(t *testing.T) {
	for _, plain := range examples() {
		for _, biases := range []bool{false, true} {
			e := plain.decayed(biases)
			gradients, batches := batchesOf(t, e, nn.Options{Decay: e.λ, DecayBiases: biases})
			for i, batch := range batches {
				report := judged(batch, gradients[i])
				require.Equal(t, gradcheck.PASS, report.Verdict, "biases %v, batch %d: %v", biases, i, report)
			}
		}
	}
}

// The judge tells λθ from no decay, from half and double of it, from λθ divided by
// the rows of the batch or by N, from that of the other choice for the biases, and
// from its opposite.
func TestWrongDecayIsRejected(t *testing.T) {
	for _, plain := range examples() {
		e := plain.decayed(false)
		for name, λ := range map[string]float64{"none": 0, "half": e.λ / 2, "double": 2 * e.λ, "by the batch": e.λ / 4, "by N": e.λ / 6} {
			gradients, batches := batchesOf(t, e, nn.Options{Decay: λ})
			require.Equal(t, gradcheck.FAIL, judged(batches[0], gradients[0]).Verdict, "%s: %s", e.name, name)
			require.Equal(t, gradcheck.FAIL, judged(batches[2], gradients[2]).Verdict, "%s: %s", e.name, name)
		}
		if gradients, batches := batchesOf(t, e, nn.Options{Decay: e.λ, DecayBiases: true}); e.M > 0 {
			require.Equal(t, gradcheck.FAIL, judged(batches[0], gradients[0]).Verdict, e.name)
		}
		opposite := e.rows(0, 4)
		opposite.λ = -e.λ
		gradients, _ := batchesOf(t, e, nn.Options{Decay: e.λ})
		require.Equal(t, gradcheck.FAIL, judged(opposite.withTruth(), gradients[0]).Verdict, e.name)
	}
}

// A batch of no rows, which Code 13 has, decays as any other: its gradient is λθ.
func TestABatchOfNoRowsDecays(t *testing.T) {
	for _, plain := range examples() {
		e := plain.decayed(true)
		gradients, _ := batchesOf(t, e, nn.Options{Decay: e.λ, DecayBiases: true})
		for i, θ := range e.θ {
			require.Equal(t, e.λ*θ, gradients[2][i], "%s: %s", e.name, e.where(i))
		}
	}
}
