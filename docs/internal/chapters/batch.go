package chapters

import (
	"math"

	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/nn/experiment"
	"chainrule/tensor"
)

// batchNumbers computes the numbers of docs/chapters/06-mini-batches.md that no erratum has.
// Gradients are taken at the paper's network before training, seed 7.
func batchNumbers(show Show) {
	r := sure(experiment.New[float64](experiment.Paper(7)))
	full := gradientAt(r, 0, 400)
	rest, share := gradientAt(r, 0, 400), largestSize(full)
	for lo, hi := range nn.Batches(400, 50) {
		for i, x := range gradientAt(r, lo, hi) {
			rest[i] -= x
		}
	}
	show("partition", "%.0e", largestSize(rest)/share)

	faster := experiment.Paper(7)
	faster.Rule.Rate *= math.Sqrt(10.0 / 8)
	cost, _ := experiment.Trained(faster).Test()
	show("faster", "%.4f", cost)
	batchNoise(show, r, full)
}

// batchNoise shows how far the gradient of a batch of 50 rows, times 400/50, is from the full
// one, as a share of the latter's length: the root of the mean square as it follows from the
// single rows, as it is among random batches, and the mean of those.
func batchNoise(show Show, r *experiment.Run[float64], full []float64) {
	const N, B, draws = 400, 50, 2000
	single, spread := make([][]float64, N), 0.0 // S², the mean square deviation of the rows
	for n := range single {
		single[n] = gradientAt(r, n, n+1)
		for i, x := range single[n] {
			spread += (x - full[i]/N) * (x - full[i]/N) / (N - 1)
		}
	}
	length := math.Sqrt(tensor.Dot(full, full))
	show("noise-predicted", "%.3f", N*math.Sqrt(spread/B*(1-float64(B)/N))/length)

	random, mean, squares := dataset.NewRandom(7), make([]float64, len(full)), 0.0
	for range draws {
		estimate := make([]float64, len(full))
		for _, n := range random.Permutation(N)[:B] {
			for i, x := range single[n] {
				estimate[i] += x * N / B
			}
		}
		d := separation(estimate, full)
		squares += d * d / draws
		for i, x := range estimate {
			mean[i] += x / draws
		}
	}
	show("noise-measured", "%.3f", math.Sqrt(squares)/length)
	show("bias", "%.3f", separation(mean, full)/length)
}

// gradientAt returns the gradient of the loss of some of the training rows.
func gradientAt(r *experiment.Run[float64], lo, hi int) []float64 {
	g, s := r.Net.Gradient(), r.Net.Workspace(hi-lo)
	r.Net.Forward(s, r.X.RowSlice(lo, hi))
	r.Net.Backward(g, s, r.X.RowSlice(lo, hi), r.T.RowSlice(lo, hi))
	return g.Theta
}

// separation is the Euclidean length of x − y.
func separation(x, y []float64) float64 {
	d := make([]float64, len(x))
	for i := range x {
		d[i] = x[i] - y[i]
	}
	return math.Sqrt(tensor.Dot(d, d))
}
