package errata

import (
	"context"
	"fmt"
	"math"
	"slices"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/nn/experiment"
	"chainrule/tensor"
)

// prints counts the prints of 500 epochs under a condition on i and j, in a training of
// ten batches an epoch, two of them empty, as Code 13 has them.
func prints(condition func(step nn.Step) bool) (count int) {
	net := nn.NewMLP[float64]([]int{1, 1, 2}, nn.ReLU)
	net.Parameters().W.Set(0, 0, 1)
	X, T := tensor.New[float64](8, 1), tensor.New[float64](8, 2)
	for n := range 8 {
		T.Set(n, n%2, 1)
	}
	rule := must(adam.NewDescent[float64](0x1p-10))
	for step, err := range nn.Train(context.Background(), net, rule, X, T, nn.Options{Epochs: 500, Batch: 1, Batches: 10}) {
		if must(step, err); condition(step) {
			count++
		}
	}
	return count
}

func showPrints(e *Evidence) {
	e.Is("prints", "1000", float64(prints(experiment.IsPrint)))
	everySeventh := func(s nn.Step) bool { return s.Epoch%7 == 0 && s.Batch == 9 }
	e.Is("", "72", float64(prints(everySeventh))) // i is 0 to 497
}

func showLastPrint(e *Evidence) {
	curve := asPrinted7().Curve
	e.Is("", "1000", float64(len(curve)))
	e.Is("last", "43.306165", curve[999])
	e.Is("last-error", "0.17", asPrinted7().Last.ErrorRate)
	e.Is("final", "43.301994", asPrinted7().Final.TestCost)
}

// lastCosts returns the costs that Code 13 prints last, from seeds 0 to 49.
func lastCosts() []float64 {
	return experiment.Each(experiment.Fifty(), func(r experiment.PrintedRun) float64 { return r.Last.TestCost })
}

func showCostPerRow(e *Evidence) {
	e.Is("row", "0.49135", experiment.PaperCost/100)
	e.Is("", "0.4426", median(lastCosts())/100)
	fit := experiment.Each(experiment.Fifty(), func(r experiment.PrintedRun) float64 { return r.Final.TrainCost })
	e.Is("", "0.4161", median(fit)/400)
}

func showConvergence(e *Evidence) {
	c := experiment.Paper(7)
	c.Epochs = 625
	after := outcomes(begin(c), 4000, 5000)
	e.Is("cost", "44.6113", after[0].TestCost)
	e.Is("error", "0.18", after[0].ErrorRate)
	e.Is("longer", "42.4355", after[1].TestCost)
	e.Is("fit", "178.38", after[0].TrainCost)
	e.Is("longer-fit", "164.19", after[1].TrainCost)
	for seed, r := range experiment.Fifty() {
		least := slices.Min(r.Curve)
		e.Holds(fmt.Sprintf("seed %d still improves, far above 0.18", seed), least == r.Curve[999] && least > 40)
	}
}

func showSeeds(e *Evidence) {
	costs := lastCosts()
	errors := experiment.Each(experiment.Fifty(), func(r experiment.PrintedRun) float64 { return r.Last.ErrorRate })
	for i, want := range [][3]string{{"lowest", "40.882", "0.15"}, {"first", "43.006", "0.17"}, {"median", "44.258", "0.18"},
		{"third", "45.345", "0.19"}, {"highest", "48.706", "0.22"}} {
		e.Is(want[0], want[1], experiment.Quantile(costs, float64(i)/4))
		e.Is(want[0]+"-error", want[2], experiment.Quantile(errors, float64(i)/4))
	}
	e.Holds("all are below the paper's", slices.Max(costs) < experiment.PaperCost)
	e.Is("score", "2.83", score(costs))
	equal := 0
	for _, x := range errors {
		if math.Round(100*x) == 18 {
			equal++
		}
	}
	e.Is("equal", "11", float64(equal))
}

// score is the distance of the paper's cost from the mean, in standard deviations.
func score(costs []float64) float64 {
	return (experiment.PaperCost - experiment.Mean(costs)) / experiment.Deviation(costs)
}
