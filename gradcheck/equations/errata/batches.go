package errata

import (
	"context"
	"math"
	"slices"
	"sync"

	"chainrule/adam"
	"chainrule/nn/dataset"
	"chainrule/nn/experiment"
)

// Section 2.4 and Code 13: data, batches, prints, results.
var trainingErrata = []demonstration{
	{id: "E32", says: "not every step lowers the cost", long: func(e *Evidence) {
		test, train, _ := courses(adam.Listing())
		e.Holds("with the values of Code 14 none rises", len(test) == 4000 && rises(test) == 0 && rises(train) == 0)
		curve := asPrinted7().Curve
		e.Holds("nor any printed", len(curve) == 1000 && rises(curve) == 0)

		test, train, firstBatch := courses(code5())
		e.Is("rises", "1427", float64(rises(test)))
		e.Is("", "1883", float64(rises(firstBatch)))
		e.Is("", "0", float64(rises(train)))
		e.Is("", "39.006", slices.Min(test))
		e.Is("", "1508", float64(1+slices.Index(test, slices.Min(test))))
		e.Is("", "41.330", test[3999])

		tenfold := code5()
		tenfold.Rate = 0.01
		_, train, _ = courses(tenfold)
		e.Is("", "1745", float64(rises(train)))
	}},
	{id: "E56", says: "two batches are empty and yet move the parameters", show: func(e *Evidence) {
		sizes := func(batches int) (sizes []int) {
			for j := range batches { // Xtrain[j·50 : j·50+50], cut off at the end as Python does
				sizes = append(sizes, min(j*50+50, 400)-min(j*50, 400))
			}
			return sizes
		}
		e.Holds("two of ten are empty", slices.Equal(sizes(500/50), []int{50, 50, 50, 50, 50, 50, 50, 50, 0, 0}))
		e.Holds("none of eight", slices.Equal(sizes((400+49)/50), []int{50, 50, 50, 50, 50, 50, 50, 50}))

		// An empty batch has the gradient 0, and Adam moves on by its momentum: the second
		// step is m̂/√v̂ = β₁/(1+β₁)·√((1+β₂)/β₂) rates long.
		o := adam.Listing()
		rule, θ := must(adam.New[float64](1, o)), []float64{0}
		rule.Update(θ, []float64{1})
		first := θ[0]
		rule.Update(θ, []float64{0})
		e.Is("step", "0.7037", (first-θ[0])/o.Rate)
		e.Is("", "0.7037", o.Beta1/(1+o.Beta1)*math.Sqrt((1+o.Beta2)/o.Beta2))
	}, long: func(e *Evidence) {
		all, empty := 0.0, 0.0
		r := begin(experiment.Printed(7))
		last := slices.Clone(r.Net.Parameters().Theta)
		for step, err := range r.Steps(context.Background()) {
			must(step, err)
			moved := distance(r.Net.Parameters().Theta, last)
			all += moved
			if step.Rows == 0 {
				empty += moved
			}
			copy(last, r.Net.Parameters().Theta)
		}
		e.Is("path", "19.87", 100*empty/all) // per cent
		e.Is("ten", "43.3020", asPrinted7().Final.TestCost)
		e.Is("eight", "44.6113", meant(7).TestCost)
		e.Is("apart", "0.0558", furthest(asPrinted7().Theta, meant(7).θ))
	}},
	// E57 draws a new order of the rows for each epoch, as Code 3 means to, from
	// the stream of seed + 1000.
	{id: "E57", says: "shuffling makes little difference", long: func(e *Evidence) {
		var costs, errors, fits [2][]float64
		for seed := range uint32(10) {
			c := experiment.Paper(seed)
			c.Permute = dataset.NewRandom(seed + 1000).Permute
			for i, o := range []result{meant(seed), trained(c)} {
				costs[i], errors[i], fits[i] = append(costs[i], o.TestCost), append(errors[i], o.ErrorRate), append(fits[i], o.TrainCost/400)
			}
		}
		e.Is("fixed", "45.163", median(costs[0]))
		e.Is("fixed-error", "0.185", median(errors[0]))
		e.Is("fixed-fit", "0.433", median(fits[0]))
		e.Is("shuffled", "45.294", median(costs[1]))
		e.Is("shuffled-error", "0.190", median(errors[1]))
		e.Is("shuffled-fit", "0.440", median(fits[1]))
	}},
	{id: "E58", says: "the last cost printed is not the last", show: showPrints, long: showLastPrint},
	{id: "E59", says: "the cost is a sum over the test rows", long: showCostPerRow},
	{id: "E60", says: "the loss does not converge to 0.18", long: showConvergence},
	{id: "E69", says: "the cost reported lies above that of 50 seeds", long: showSeeds},
}

// asPrinted7 is Code 13 as printed, from seed 7.
var asPrinted7 = sync.OnceValue(func() experiment.PrintedRun {
	return must(experiment.RunPrinted(context.Background(), 7))
})

// rises counts the values that are larger than the one before.
func rises(x []float64) (count int) {
	for i := range x[1:] {
		if x[i+1] > x[i] {
			count++
		}
	}
	return count
}

// courses returns the costs after each step of seed 7 with Adam.
func courses(o adam.Options) (test, train, firstBatch []float64) {
	r := begin(byRule(7, experiment.Adam, o))
	s := r.Net.Workspace(400)
	cost := func(X, T matrix) float64 {
		r.Net.Forward(s, X)
		return r.Net.Loss(s, T)
	}
	for step, err := range r.Steps(context.Background()) {
		must(step, err)
		test = append(test, cost(r.TestX, r.TestT))
		train = append(train, cost(r.X, r.T))
		firstBatch = append(firstBatch, cost(r.X.RowSlice(0, 50), r.T.RowSlice(0, 50)))
	}
	return test, train, firstBatch
}

// median is the middle of values in order.
func median(x []float64) float64 { return experiment.Quantile(x, 0.5) }
