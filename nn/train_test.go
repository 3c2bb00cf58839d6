package nn_test

import (
	"context"
	"errors"
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
	require.Panics(t, func() { nn.Batches(5, 0) })
}

// The gradients of an epoch's batches add up to that of all rows, whatever the
// size of the batches and whether they are shuffled.
func TestAnEpochSeesEveryRowOnce(t *testing.T) {
	p := paperProblem(t)
	for _, B := range []int{1, 7, 50, 399, 400, 1000} {
		for _, permute := range []func([]int){nil, dataset.NewRandom(3).Permute} {
			net, r := initial(7), &recorder{}
			rows := 0
			for step, err := range nn.Train(t.Context(), net, r, p.X, p.T, nn.Options{Epochs: 1, Batch: B, Permute: permute}) {
				require.NoError(t, err)
				rows += step.Rows
				require.Equal(t, rows == 400, step.LastOfEpoch)
			}
			require.Equal(t, 400, rows)
			require.Len(t, r.g, (400+B-1)/B)
			sum := net.Gradient()
			for _, g := range r.g {
				for i := range g {
					sum.Theta[i] += g[i]
				}
			}
			s, g := net.Workspace(400), net.Gradient()
			net.Forward(s, p.X)
			net.Backward(g, s, p.X, p.T)
			require.Less(t, furthest(t, sum.Theta, g.Theta), 1e-11)
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

// λθ is added once to the gradient of each batch, whatever its size; biases are
// spared unless asked for.
func TestDecayIsTheGradientOfHalfTheSquare(t *testing.T) {
	p := paperProblem(t)
	for _, biases := range []bool{false, true} {
		net := initial(7)
		for i := range net.Parameters().B {
			net.Parameters().B[i] = 0.5
		}
		plain, decayed := &recorder{}, &recorder{}
		o := nn.Options{Epochs: 1, Batch: 150}
		for _, err := range nn.Train(t.Context(), net, plain, p.X, p.T, o) {
			require.NoError(t, err)
		}
		o.Decay, o.DecayBiases = 0.25, biases
		for _, err := range nn.Train(t.Context(), net, decayed, p.X, p.T, o) {
			require.NoError(t, err)
		}
		require.Len(t, decayed.g, 3)
		for step := range decayed.g {
			for i, θ := range net.Parameters().Theta {
				want := 0.25 * θ
				isBias := 250 <= i && i < 300 || i >= 450
				if isBias && !biases {
					want = 0
				}
				require.InDelta(t, want, decayed.g[step][i]-plain.g[step][i], 1e-12, "θ[%d]", i)
			}
		}
	}
}

func TestTrainRefusesWhatItCannotUse(t *testing.T) {
	p := paperProblem(t)
	nan := tensor.New[float64](400, 5)
	nan.Set(3, 2, math.NaN())
	negative := tensor.New[float64](400, 3)
	negative.Set(9, 1, -1)
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
		{p.X.RowSlice(0, 0), p.T.RowSlice(0, 0), good, "nn: no rows to train on"},
		{p.X, p.T.RowSlice(0, 9), good, "nn: X has 400 rows, T has 9"},
		{p.X.Slice(0, 400, 0, 4), p.T, good, "nn: X has 4 columns and T has 3, the model wants 5 and 3"},
		{p.X, p.T.Slice(0, 400, 0, 2), good, "nn: X has 5 columns and T has 2, the model wants 5 and 3"},
		{nan, p.T, good, "nn: X, row 3, column 2: NaN"},
		{p.X, nan.Slice(0, 400, 0, 3), good, "nn: T, row 3, column 2: NaN"},
		{p.X, negative, good, "nn: T, row 9, column 1: -1 is negative"},
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
}

// saboteur puts a value into θ or g at one step.
type saboteur struct {
	net         *nn.MLP[float64]
	step, index int
	value       float64
	count       int
}

func (s *saboteur) Update(θ, _ []float64) {
	if s.count++; s.count == s.step {
		θ[s.index] = s.value
	}
}

func TestTheFirstValueThatIsNotFiniteIsNamed(t *testing.T) {
	p := paperProblem(t)
	for index, want := range map[int]string{
		2*50 + 31:      "nn: step 3, hidden layer: W, row 2, column 31 is NaN",
		250 + 7:        "nn: step 3, hidden layer: b, row 0, column 7 is NaN",
		300 + 3*20 + 1: "nn: step 3, output layer: V, row 20, column 1 is NaN",
		300 + 150 + 2:  "nn: step 3, output layer: c, row 0, column 2 is NaN",
	} {
		net := initial(7)
		var last error
		for step, err := range nn.Train(t.Context(), net, &saboteur{net: net, step: 3, index: index, value: math.NaN()}, p.X, p.T, nn.Options{Epochs: 2, Batch: 50}) {
			last = err
			require.Equal(t, step.Number == 3, err != nil)
		}
		require.EqualError(t, last, want)
		var notFinite *nn.NotFiniteError
		require.True(t, errors.As(last, &notFinite))
		require.Equal(t, 3, notFinite.Step)
	}
}

// Where the square of the gradient overflows, v becomes infinite, and with it every
// later step 0: training would stand still without a word.
func TestOverflowingMomentsAreNamed(t *testing.T) {
	p := paperProblem(t)
	net := initial(7)
	rule, err := adam.New[float64](len(net.Parameters().Theta), adam.Listing())
	require.NoError(t, err)
	var last error
	for _, err := range nn.Train(t.Context(), net, rule, p.X, p.T, nn.Options{Epochs: 1, Batch: 50, Decay: 1e160}) {
		last = err
	}
	require.EqualError(t, last, "nn: step 1, output layer: v of V, row 0, column 0 is +Inf")
}

// A finite parameter may make a forward value overflow; the step after names it.
func TestOverflowInTheForwardPassIsNamed(t *testing.T) {
	p := paperProblem(t)
	for index, want := range map[int]string{0: "hidden layer: α, row ", 300: "output layer: A, row "} {
		net := initial(7)
		s := &saboteur{net: net, step: 2, index: index, value: 1e308}
		net.Parameters().W.Set(0, 0, 3) // hidden unit 0 is active for some rows
		var last error
		for _, err := range nn.Train(t.Context(), net, s, p.X, p.T, nn.Options{Epochs: 1, Batch: 50}) {
			last = err
		}
		require.ErrorContains(t, last, "nn: step 3, "+want)
		require.ErrorContains(t, last, "Inf")
	}
}

func TestTrainStopsOnAContext(t *testing.T) {
	p := paperProblem(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	steps := 0
	var last error
	for _, err := range nn.Train(ctx, initial(7), &recorder{}, p.X, p.T, nn.Options{Epochs: 100, Batch: 50}) {
		if last = err; err == nil {
			steps++
		}
		if steps == 11 {
			cancel()
		}
	}
	require.ErrorIs(t, last, context.Canceled)
	require.Equal(t, 11, steps)
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
	rule, err := adam.New[float64](len(net.Parameters().Theta), adam.Listing())
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
