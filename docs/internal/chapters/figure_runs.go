package chapters

import (
	"context"
	"slices"
	"sync"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/nn/dataset"
)

// What the paper reports (Code 14), and how many seeds stand beside it.
const (
	paperCost   = 49.135031
	figureSeeds = 250
	curveSeeds  = 50
)

// A figureRun is Code 13 from one seed: the test cost at batch 7 of epochs, of each if
// it is one of the curves and of the last.
type figureRun struct{ costs []float64 }

func (r figureRun) last() float64 { return r.costs[len(r.costs)-1] }

// figureRuns returns the runs from the seeds 0, 1, …, trained once, on all cores.
var figureRuns = sync.OnceValues(func() ([]figureRun, error) {
	runs, errs := make([]figureRun, figureSeeds), make([]error, figureSeeds)
	onAllCores(figureSeeds, func(seed int) {
		runs[seed], errs[seed] = trainFigure(problem7(), uint32(seed), seed < curveSeeds)
	})
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return runs, nil
})

// trainFigure trains as Code 13 does, with two batches of no rows at the end of an epoch.
func trainFigure(p *dataset.Problem, seed uint32, curve bool) (r figureRun, err error) {
	const epochs, batch = 500, 50
	net := untrained(seed, nn.ReLU)
	rule, err := adam.New[float64](len(net.Parameters().Theta), adam.Listing())
	if err != nil {
		return r, err
	}
	s := net.Workspace(p.TestX.Rows())
	o := nn.Options{Epochs: epochs, Batch: batch, Batches: p.Rows / batch, DecayBiases: true}
	for step, err := range nn.Train(context.Background(), net, rule, p.X, p.T, o) {
		if err != nil {
			return r, err
		}
		if step.Batch == 7 && (curve || step.Epoch == epochs-1) {
			net.Forward(s, p.TestX)
			r.costs = append(r.costs, net.Loss(s, p.TestT))
		}
	}
	return r, nil
}

// quantile returns the value below which a share of sorted values lies, interpolated
// linearly.
func quantile(sorted []float64, share float64) float64 {
	place := share * float64(len(sorted)-1)
	i := min(int(place), len(sorted)-2)
	return sorted[i] + float64((place-float64(i))*(sorted[i+1]-sorted[i]))
}

// lastCosts returns the end costs, sorted.
func lastCosts(runs []figureRun) (costs []float64) {
	for _, r := range runs {
		costs = append(costs, r.last())
	}
	slices.Sort(costs)
	return costs
}
