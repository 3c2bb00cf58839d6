package nn_test

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

// recorder is an optimizer that changes nothing and keeps the gradients.
type recorder struct{ g [][]float64 }

func (r *recorder) Update(_, g []float64) { r.g = append(r.g, append([]float64(nil), g...)) }

func TestBatchesPartitionTheRows(t *testing.T) {
	for N := range 23 {
		for B := 1; B < 25; B++ {
			next := 0
			for lo, hi := range nn.Batches(N, B) {
				require.Equal(t, next, lo)
				require.True(t, lo < hi && hi <= N && hi-lo <= B)
				require.True(t, hi-lo == B || hi == N, "only the last is smaller")
				next = hi
			}
			require.Equal(t, N, next, "no row is dropped")
		}
	}
}

// Sizes at the edge of int make neither an empty batch nor an endless sequence.
func TestBatchesAtTheEdgeOfInt(t *testing.T) {
	const most = math.MaxInt
	for size, want := range map[int][]int{most: {most}, most - 1: {most - 1, most}, most / 2: {most / 2, most - 1, most}} {
		var ends []int
		for _, hi := range nn.Batches(most, size) {
			ends = append(ends, hi)
			require.LessOrEqual(t, len(ends), len(want))
		}
		require.Equal(t, want, ends)
	}
}

// The gradients of an epoch's batches add up to the gradient of all rows, whatever the
// size of the batches and whether they are shuffled. At W = 0 the four classes have
// Y = ¼, and with integers for X no sum is rounded.
func TestAnEpochSeesEveryRowOnce(t *testing.T) {
	const N = 40
	X, T := tensor.New[float64](N, 3), tensor.New[float64](N, 4)
	for n := range N {
		copy(X.Row(n), []float64{float64(n), float64(n * n), float64(7*n%11 - 5)})
		T.Set(n, n*n%4, 1)
	}
	net := nn.NewLogistic[float64](3, 4)
	s, g := net.Workspace(N), net.Gradient()
	net.Forward(s, X)
	net.Backward(g, s, X, T)
	require.NotZero(t, g.W.At(2, 3))
	for _, B := range []int{1, 7, 10, 39, 40, 1000} {
		for _, permute := range []func([]int){nil, dataset.NewRandom(3).Permute} {
			r, rows := &recorder{}, 0
			for step, err := range nn.Train(t.Context(), net, r, X, T, nn.Options{Epochs: 1, Batch: B, Permute: permute}) {
				require.NoError(t, err)
				require.Equal(t, min(B, N-rows), step.Rows)
				rows += step.Rows
				require.Equal(t, rows == N, step.LastOfEpoch)
			}
			require.Equal(t, N, rows)
			require.Len(t, r.g, (N+B-1)/B)
			sum := make([]float64, len(g.Theta))
			for _, g := range r.g {
				for i := range g {
					sum[i] += g[i]
				}
			}
			require.Equal(t, g.Theta, sum)
		}
	}
}

// A batch may be larger than the data by any amount, also where batches of no rows
// follow; they come last in the epoch and are steps like any other.
func TestBatchesBeyondTheDataAreEmpty(t *testing.T) {
	p := paperProblem(t)
	for B, rows := range map[int][4]int{
		200: {200, 200}, 399: {399, 1}, 400: {400}, 401: {400}, math.MaxInt - 1: {400}, math.MaxInt: {400},
	} {
		number := 0
		for step, err := range nn.Train(t.Context(), initial(7), &recorder{}, p.X, p.T, nn.Options{Epochs: 2, Batch: B, Batches: 4}) {
			require.NoError(t, err)
			batch := number % 4
			number++
			require.Equal(t, nn.Step{Number: number, Epoch: (number - 1) / 4, Batch: batch, Rows: rows[batch], LastOfEpoch: batch == 3}, step)
		}
		require.Equal(t, 8, number)
		for lo, hi := range nn.Batches(400, B) {
			require.True(t, lo == 0 && hi == rows[0] || lo == rows[0] && hi == 400 && rows[1] > 0)
		}
	}
}

// Shuffling draws one permutation an epoch, and keeps rows and targets together.
func TestShufflingDrawsAPermutationPerEpoch(t *testing.T) {
	X, T := tensor.New[float64](10, 1), tensor.New[float64](10, 2)
	for n := range 10 {
		X.Set(n, 0, float64(n))
		T.Set(n, n%2, 1)
	}
	var drawn [][]int
	permute := func(p []int) {
		dataset.NewRandom(uint32(len(drawn))).Permute(p)
		drawn = append(drawn, append([]int(nil), p...))
	}
	net, r := nn.NewLogistic[float64](1, 2), &recorder{}
	for _, err := range nn.Train(t.Context(), net, r, X, T, nn.Options{Epochs: 3, Batch: 1, Permute: permute}) {
		require.NoError(t, err)
	}
	require.Len(t, drawn, 3)
	for i, g := range r.g { // at W = 0 the gradient of row n is x·(½, ½) − x·t
		n := drawn[i/10][i%10]
		half := float64(n) / 2
		want := []float64{-half, half}
		if n%2 == 1 {
			want = []float64{half, -half}
		}
		require.Equal(t, want, g, "step %d", i)
	}
}

func TestTrainRefusesWhatItCannotUse(t *testing.T) {
	p := paperProblem(t)
	nan := tensor.New[float64](400, 5)
	nan.Set(3, 2, math.NaN())
	negative := tensor.New[float64](400, 3)
	negative.Set(9, 1, -0x1p-1074)
	good := nn.Options{Epochs: 1, Batch: 50}
	for _, c := range []struct {
		X, T tensor.Matrix[float64]
		o    nn.Options
		want string
	}{
		{p.X, p.T, nn.Options{Epochs: 0, Batch: 50}, "nn: 0 epochs: want at least 1"},
		{p.X, p.T, nn.Options{Epochs: 1, Batch: 0}, "nn: batches of 0 rows: want at least 1"},
		{p.X, p.T, nn.Options{Epochs: 1, Batch: 50, Batches: 7}, "nn: 7 batches of 50 rows would drop some of 400 rows"},
		{p.X, p.T, nn.Options{Epochs: 1, Batch: 50, Decay: -1}, "nn: decay -1: want a finite number, not negative"},
		{p.X, p.T, nn.Options{Epochs: 1, Batch: 50, Decay: math.NaN()}, "nn: decay NaN: want a finite number, not negative"},
		{p.X, p.T, nn.Options{Epochs: 1, Batch: 50, Decay: math.Inf(1)}, "nn: decay +Inf: want a finite number, not negative"},
		{p.X, p.T, nn.Options{Epochs: 1, Batch: 50, Batches: -1}, "nn: -1 batches of 50 rows would drop some of 400 rows"},
		{p.X.RowSlice(0, 0), p.T.RowSlice(0, 0), good, "nn: no rows to train on"},
		{p.X, p.T.RowSlice(0, 9), good, "nn: X has 400 rows, T has 9"},
		{p.X.RowSlice(0, 9), p.T, good, "nn: X has 9 rows, T has 400"},
		{p.X, p.T, nn.Options{Epochs: 1, Batch: 150, Batches: 2}, "nn: 2 batches of 150 rows would drop some of 400 rows"},
		{p.X.Slice(0, 400, 0, 4), p.T, good, "nn: X has 4 columns and T has 3, the model wants 5 and 3"},
		{p.X, p.T.Slice(0, 400, 0, 2), good, "nn: X has 5 columns and T has 2, the model wants 5 and 3"},
		{nan, p.T, good, "nn: X, row 3, column 2: NaN"},
		{p.X, nan.Slice(0, 400, 0, 3), good, "nn: T, row 3, column 2: NaN"},
		{p.X, negative, good, "nn: T, row 9, column 1: -5e-324 is negative"},
	} {
		net := initial(7)
		before := append([]float64(nil), net.Parameters().Theta...)
		pairs := 0
		for _, err := range nn.Train(t.Context(), net, &recorder{}, c.X, c.T, c.o) {
			require.EqualError(t, err, c.want)
			pairs++
		}
		require.Equal(t, 1, pairs)
		require.Equal(t, before, net.Parameters().Theta)
	}
	X, T := tensor.New[float32](1, 1), tensor.New[float32](1, 1)
	err := lastError(t, nn.NewLogistic[float32](1, 1), nil, X, T, nn.Options{Epochs: 1, Batch: 1, Decay: 1e39})
	require.EqualError(t, err, "nn: decay 1e+39: want a finite number, not negative", "infinite in float32")
}

// Cancelled training ends with the error and the step last completed, or the zero Step
// before the first one. A batch has 50 of 400 rows, and 11 updates are an
// epoch and three batches.
func TestTrainStopsOnAContext(t *testing.T) {
	p := paperProblem(t)
	for _, last := range []nn.Step{
		{},
		{Number: 1, Epoch: 0, Batch: 0, Rows: 50},
		{Number: 8, Epoch: 0, Batch: 7, Rows: 50, LastOfEpoch: true},
		{Number: 9, Epoch: 1, Batch: 0, Rows: 50},
		{Number: 11, Epoch: 1, Batch: 2, Rows: 50},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		r, pairs := &recorder{}, 0
		if last.Number == 0 {
			cancel()
		}
		for step, err := range nn.Train(ctx, initial(7), r, p.X, p.T, nn.Options{Epochs: 100, Batch: 50}) {
			if pairs++; pairs <= last.Number {
				require.NoError(t, err)
				require.Equal(t, pairs, step.Number)
			} else {
				require.ErrorIs(t, err, context.Canceled)
				require.Equal(t, last, step)
			}
			if pairs == last.Number {
				require.Equal(t, last, step)
				cancel()
			}
		}
		require.Equal(t, last.Number+1, pairs)
		require.Len(t, r.g, last.Number)
		cancel()
	}
}

func TestTrainStopsWhenTheCallerDoes(t *testing.T) {
	p := paperProblem(t)
	r := &recorder{}
	for step := range nn.Train(t.Context(), initial(7), r, p.X, p.T, nn.Options{Epochs: 100, Batch: 50}) {
		if step.Number == 5 {
			break
		}
	}
	require.Len(t, r.g, 5)
}

// A training step allocates nothing, with and without shuffling and decay.
func TestATrainingStepAllocatesNothing(t *testing.T) {
	p := paperProblem(t)
	net := initial(7)
	rule, err := adam.For(net.Parameters().Theta, adam.Listing())
	require.NoError(t, err)
	train := func(epochs int) func() {
		o := nn.Options{Epochs: epochs, Batch: 33, Decay: 0.01, Permute: dataset.NewRandom(1).Permute}
		return func() {
			for _, err := range nn.Train(context.Background(), net, rule, p.X, p.T, o) {
				if err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	require.Equal(t, testing.AllocsPerRun(3, train(1)), testing.AllocsPerRun(3, train(6)), "65 more steps allocate nothing more")
	s, g := net.Workspace(50), net.Gradient()
	X, T := p.X.RowSlice(0, 50), p.T.RowSlice(0, 50)
	require.Zero(t, testing.AllocsPerRun(20, func() {
		net.Forward(s, X)
		net.Loss(s, T)
		net.Backward(g, s, X, T)
		rule.Update(net.Parameters().Theta, g.Theta)
	}))
}
