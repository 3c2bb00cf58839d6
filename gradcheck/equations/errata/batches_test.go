package errata_test

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/nn/dataset"
)

// Section 2.4 and the batches of Code 13.
var batchErrata = []demonstration{
	{id: "E30", says: "shuffled copies are discarded", show: showDiscardedShuffle},
	{id: "E31", says: "the remainder of the rows is dropped", show: showDroppedRemainder},
	{id: "E32", says: "not every step lowers the cost", long: showRisingCosts},
	{id: "E56", says: "two batches are empty and yet move the parameters", show: showEmptyBatches, long: showMovesOfEmptyBatches},
	{id: "E57", says: "shuffling makes little difference", long: showShuffling},
}

func showDiscardedShuffle(t *testing.T) {
	X, Y := []int{0, 1, 2, 3, 4, 5}, []int{0, 10, 20, 30, 40, 50}
	p := dataset.NewRandom(0).Permutation(6) // what sklearn's shuffle(X, Y, random_state=0) draws
	var copyX, copyY []int
	for _, i := range p {
		copyX, copyY = append(copyX, X[i]), append(copyY, Y[i])
	}
	require.Equal(t, []int{5, 2, 1, 3, 0, 4}, copyX)
	require.Equal(t, []int{50, 20, 10, 30, 0, 40}, copyY, "in pairs")
	require.Equal(t, []int{0, 1, 2, 3, 4, 5}, X, "what the loop of Code 3 goes on with")

	r := dataset.NewRandom(0) // np.random.shuffle(X), np.random.shuffle(Y)
	for _, array := range [][]int{X, Y} {
		r.Shuffle(len(array), func(i, j int) { array[i], array[j] = array[j], array[i] })
	}
	require.Equal(t, []int{5, 2, 1, 3, 0, 4}, X)
	require.Equal(t, []int{10, 30, 40, 0, 20, 50}, Y, "no pair is left")
}

func showDroppedRemainder(t *testing.T) {
	for N, dropped := range map[int]int{400: 0, 410: 10, 449: 49} {
		require.Equal(t, dropped, N-N/50*50, "N // B batches")
		rows := 0
		for lo, hi := range nn.Batches(N, 50) { // ⌈N/B⌉ of them
			require.Equal(t, rows, lo)
			rows = hi
		}
		require.Equal(t, N, rows)
	}
}

// rises counts the values that are larger than the one before.
func rises(x []float64) (count int) {
	for i := range x[1:] {
		if x[i+1] > x[i] {
			count++
		}
	}
	return count
}

// courses are the costs after each step of seed 7 with an optimizer.
func courses(rule nn.Optimizer[float64]) (test, train, firstBatch []float64) {
	p, s := paperData(), begin(7).Workspace(400)
	cost := func(net *nn.MLP[float64], X, T matrix) float64 {
		net.Forward(s, X)
		return net.Loss(s, T)
	}
	training{seed: 7, rule: rule, observe: func(net *nn.MLP[float64], _ nn.Step) {
		test = append(test, cost(net, p.TestX, p.TestT))
		train = append(train, cost(net, p.X, p.T))
		firstBatch = append(firstBatch, cost(net, p.X.RowSlice(0, 50), p.T.RowSlice(0, 50)))
	}}.run()
	return test, train, firstBatch
}

func showRisingCosts(t *testing.T) {
	test, train, _ := courses(ruleOf(adam.Listing()))
	require.Len(t, test, 4000)
	require.Zero(t, rises(test), "with the values of Code 14 it happens to hold")
	require.Zero(t, rises(train))
	require.Zero(t, rises(asPrinted7().curve))
	require.Len(t, asPrinted7().curve, 1000)

	test, train, firstBatch := courses(ruleOf(code5()))
	require.Equal(t, 1427, rises(test))
	require.Equal(t, 1883, rises(firstBatch))
	require.Zero(t, rises(train))
	requireDigits(t, "39.006", slices.Min(test))
	require.Equal(t, 1508, 1+slices.Index(test, slices.Min(test)))
	requireDigits(t, "41.330", test[3999])

	tenfold := code5()
	tenfold.Rate = 0.01
	_, train, _ = courses(ruleOf(tenfold))
	require.Equal(t, 1745, rises(train))
}

func showEmptyBatches(t *testing.T) {
	sizes := func(batches int) (sizes []int) {
		for j := range batches { // Xtrain[j·50 : j·50+50], cut off at the end as Python does
			sizes = append(sizes, min(j*50+50, 400)-min(j*50, 400))
		}
		return sizes
	}
	require.Equal(t, []int{50, 50, 50, 50, 50, 50, 50, 50, 0, 0}, sizes(500/50))
	require.Equal(t, []int{50, 50, 50, 50, 50, 50, 50, 50}, sizes((400+49)/50))

	// An empty batch has the gradient 0, and Adam moves on by its momentum: the second
	// step is m̂/√v̂ = β₁/(1+β₁)·√((1+β₂)/β₂) rates long.
	o := adam.Listing()
	rule, θ := must(adam.New[float64](1, o)), []float64{0}
	rule.Update(θ, []float64{1})
	first := θ[0]
	rule.Update(θ, []float64{0})
	requireDigits(t, "0.7037", (first-θ[0])/o.Rate)
	requireDigits(t, "0.7037", o.Beta1/(1+o.Beta1)*math.Sqrt((1+o.Beta2)/o.Beta2))
}

func showMovesOfEmptyBatches(t *testing.T) {
	all, empty := 0.0, 0.0
	last := slices.Clone(begin(7).Parameters().Theta)
	training{seed: 7, batches: 10, observe: func(net *nn.MLP[float64], step nn.Step) {
		moved := distance(net.Parameters().Theta, last)
		all += moved
		if step.Rows == 0 {
			empty += moved
		}
		copy(last, net.Parameters().Theta)
	}}.run()
	requireDigits(t, "0.1987", empty/all)
	requireDigits(t, "43.3020", asPrinted7().final.cost)
	requireDigits(t, "44.6113", outcomeOf(trained7()).cost)
	requireDigits(t, "0.0558", furthest(asPrinted7().θ, trained7().Parameters().Theta))
}

func median(x []float64) float64 {
	sorted := slices.Sorted(slices.Values(x))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// showShuffling draws a new order of the rows for each epoch, as Code 3 means to, from
// the stream of seed + 1000.
func showShuffling(t *testing.T) {
	var costs, errors [2][]float64
	for seed := range uint32(10) {
		for i, permute := range []func(p []int){nil, dataset.NewRandom(seed + 1000).Permute} {
			o := outcomeOf(training{seed: seed, permute: permute}.run())
			costs[i], errors[i] = append(costs[i], o.cost), append(errors[i], o.error)
		}
	}
	requireDigits(t, "45.163", median(costs[0]))
	requireDigits(t, "0.185", median(errors[0]))
	requireDigits(t, "45.294", median(costs[1]))
	requireDigits(t, "0.190", median(errors[1]))
}
