package book

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

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
	table, err := dataset.Paper().Table()
	if err != nil {
		return nil, err
	}
	p, err := dataset.NewProblem(table, 0.2, 7)
	if err != nil {
		return nil, err
	}
	runs, errs := make([]figureRun, figureSeeds), make([]error, figureSeeds)
	var next atomic.Int64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for seed := int(next.Add(1)) - 1; seed < figureSeeds; seed = int(next.Add(1)) - 1 {
				runs[seed], errs[seed] = trainFigure(p, uint32(seed), seed < curveSeeds)
			}
		})
	}
	workers.Wait()
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
	net := nn.NewMLP[float64](p.X.Cols(), 50, len(p.Classes), nn.ReLU)
	net.Initialize(dataset.NewRandom(seed).Normal)
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
