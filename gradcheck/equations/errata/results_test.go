package errata_test

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
	"chainrule/nn"
)

// Section 4, and what the abstract concludes from it.
var resultErrata = []demonstration{
	{id: "E59", says: "the cost is a sum over the test rows", long: showCostPerRow},
	{id: "E60", says: "the loss does not converge to 0.18", long: showConvergence},
	{id: "E67", says: "Adam is not better than plain descent here", long: showRules},
	{id: "E69", says: "the cost reported lies above that of 50 seeds", long: showSeeds},
}

// paperCost is what the paper reports, with an error rate of 0.18.
const paperCost = 49.135031

// collect returns a number of each of the runs of seeds 0 to 49.
func collect(number func(r printedRun) float64) (xs []float64) {
	for _, r := range asPrinted() {
		xs = append(xs, number(r))
	}
	return xs
}

func lastCost(r printedRun) float64 { return r.last.cost }

func showCostPerRow(t *testing.T) {
	requireDigits(t, "0.49135", paperCost/100)
	requireDigits(t, "0.4426", median(collect(lastCost))/100)
	requireDigits(t, "0.4161", median(collect(func(r printedRun) float64 { return r.final.train }))/400)
}

func showConvergence(t *testing.T) {
	costs := map[int]outcome{}
	training{seed: 7, epochs: 625, observe: func(net *nn.MLP[float64], step nn.Step) {
		if step.Number == 4000 || step.Number == 5000 {
			costs[step.Number] = outcomeOf(net)
		}
	}}.run()
	requireDigits(t, "44.611", costs[4000].cost)
	requireDigits(t, "42.436", costs[5000].cost)
	requireDigits(t, "178.38", costs[4000].train)
	requireDigits(t, "164.19", costs[5000].train)
	for seed, r := range asPrinted() {
		require.Equal(t, slices.Min(r.curve), r.curve[999], "seed %d", seed)
		require.Greater(t, r.curve[999], 40.0, "and not 0.18")
	}
}

func showRules(t *testing.T) {
	const n = parameterCount
	options := func(η float64, corrected bool) adam.Options {
		return adam.Options{Rate: η, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8, NoCorrection: !corrected}
	}
	means := map[string]float64{}
	for _, r := range []struct {
		name, mean string
		rule       func() nn.Optimizer[float64]
	}{
		{"descent", "42.607", func() nn.Optimizer[float64] { return must(adam.NewDescent[float64](1e-4)) }},
		{"faster descent", "42.216", func() nn.Optimizer[float64] { return must(adam.NewDescent[float64](1e-3)) }},
		{"momentum", "42.311", func() nn.Optimizer[float64] { return must(adam.NewMomentum[float64](n, 1e-3, 0.9)) }},
		{"RMSprop", "42.204", func() nn.Optimizer[float64] {
			return must(adam.NewRMSprop[float64](n, adam.RMSpropOptions{Rate: 1e-4, Beta: 0.999, Epsilon: 1e-8}))
		}},
		{"Adam without correction", "42.333", func() nn.Optimizer[float64] { return ruleOf(options(1e-4, false)) }},
		{"Adam", "43.917", func() nn.Optimizer[float64] { return ruleOf(options(1e-4, true)) }},
		{"faster Adam", "41.164", func() nn.Optimizer[float64] { return ruleOf(options(1e-3, true)) }},
	} {
		for seed := range uint32(3) {
			means[r.name] += outcomeOf(training{seed: seed, rule: r.rule()}.run()).cost / 3
		}
		requireDigits(t, r.mean, means[r.name])
	}
	require.Greater(t, means["Adam"], means["descent"])
}

// quantile of sorted values, interpolated linearly.
func quantile(sorted []float64, share float64) float64 {
	place := share * float64(len(sorted)-1)
	i := min(int(place), len(sorted)-2)
	return sorted[i] + float64((place-float64(i))*(sorted[i+1]-sorted[i]))
}

// score is how many standard deviations paperCost lies above the mean.
func score(costs []float64) float64 {
	mean, square := 0.0, 0.0
	for _, x := range costs {
		mean += x / float64(len(costs))
	}
	for _, x := range costs {
		square += float64((x - mean) * (x - mean))
	}
	return (paperCost - mean) / math.Sqrt(square/float64(len(costs)-1))
}

func showSeeds(t *testing.T) {
	costs := slices.Sorted(slices.Values(collect(lastCost)))
	errors := slices.Sorted(slices.Values(collect(func(r printedRun) float64 { return r.last.error })))
	for i, want := range [][2]string{{"40.882", "0.15"}, {"43.006", "0.17"}, {"44.258", "0.18"}, {"45.345", "0.19"}, {"48.706", "0.22"}} {
		requireDigits(t, want[0], quantile(costs, float64(i)/4))
		requireDigits(t, want[1], quantile(errors, float64(i)/4))
	}
	require.Less(t, costs[49], paperCost)
	requireDigits(t, "2.83", score(costs))
	equal := 0
	for _, e := range errors {
		if reads("0.18", new(big.Rat).SetFloat64(e)) { // errors are hundredths
			equal++
		}
	}
	require.Equal(t, 11, equal)

	// The next 200 seeds, and the same with 8 batches.
	printed, meant := append(costs, make([]float64, 200)...), make([]float64, 250)
	forSeeds(50, 250, func(seed uint32) { printed[seed] = lastPrintOf(seed) })
	forSeeds(0, 250, func(seed uint32) { meant[seed] = outcomeOf(training{seed: seed}.run()).cost })
	require.Equal(t, 2, reach(printed))
	require.Equal(t, 6, reach(meant))
	requireDigits(t, "2.09", score(meant))
	for _, cost := range append(printed, meant...) {
		require.False(t, reads("49.135031", new(big.Rat).SetFloat64(cost)))
	}
}

// reach counts the costs that are no less than the paper's.
func reach(costs []float64) (count int) {
	for _, cost := range costs {
		if cost >= paperCost {
			count++
		}
	}
	return count
}

// lastPrintOf is the cost that Code 13 prints last.
func lastPrintOf(seed uint32) (cost float64) {
	training{seed: seed, batches: 10, observe: func(net *nn.MLP[float64], step nn.Step) {
		if step.Epoch == 499 && step.Batch == 7 {
			cost = outcomeOf(net).cost
		}
	}}.run()
	return cost
}
