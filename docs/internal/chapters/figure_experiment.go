package chapters

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"

	"chainrule/bench/chart"
	"chainrule/nn/experiment"
)

// printedOf250 returns the costs of the seeds 0 to 249 at their last print, the least first,
// trained once.
var printedOf250 = sync.OnceValue(func() []float64 {
	costs := experiment.Each(experiment.Fifty(), func(r experiment.PrintedRun) float64 { return r.Last.TestCost })
	more := make([]float64, 200)
	experiment.OnAllCores(len(more), func(i int) {
		r := sure(experiment.New[float64](experiment.Printed(uint32(len(costs) + i))))
		for step, err := range r.Steps(context.Background()) {
			if sure(step, err); step.Epoch == experiment.PaperEpochs-1 && step.Batch == 7 {
				more[i], _ = r.Test()
				break
			}
		}
	})
	return slices.Sorted(slices.Values(append(costs, more...)))
})

// lossCurve draws the paper's Figure 4 for fifty seeds.
func lossCurve() ([]byte, error) {
	runs := experiment.Fifty()
	median, seven := chart.Line{Name: "our median", Colour: chart.Blue}, chart.Line{Name: "seed 7", Colour: chart.Green, Width: 1.5, Dashed: true}
	for epoch := range experiment.PaperEpochs {
		if epoch >= 60 && epoch%5 != 0 && epoch != 499 {
			continue // the curve is not steep there
		}
		cost := func(r experiment.PrintedRun) float64 { return r.Curve[2*epoch+1] }
		costs := experiment.Each(runs, cost)
		seven.X, seven.Y = append(seven.X, float64(epoch)), append(seven.Y, cost(runs[7]))
		median.X, median.Y = append(median.X, float64(epoch)), append(median.Y, experiment.Quantile(costs, 0.5))
		median.Lo, median.Hi = append(median.Lo, experiment.Quantile(costs, 0.05)), append(median.Hi, experiment.Quantile(costs, 0.95))
	}
	paper := chart.Points{Name: fmt.Sprint("the paper: ", experiment.PaperCost), X: []float64{499}, Y: []float64{experiment.PaperCost}, Colour: chart.Vermillion, Size: 5}
	f := chart.Figure{
		Name: "loss-curve", Title: "Test cost over 500 epochs",
		Description: "From all seeds the cost falls steeply at first and then ever more slowly; the paper's last cost lies above the band of ours.",
		Panels: []chart.Panel{{
			X: chart.Axis{Title: "epoch", Max: 508}, Y: chart.Axis{Title: fmt.Sprintf("cost of the test rows: median of %d seeds, and the middle 9 of 10", len(runs))},
			Layers: []chart.Layer{median, seven, paper},
		}},
	}
	return f.SVG()
}

// costHistogram draws where the paper's last cost falls among ours.
func costHistogram() ([]byte, error) {
	costs, paper := printedOf250(), experiment.PaperCost
	first, last := math.Floor(min(costs[0], paper)), math.Floor(max(costs[len(costs)-1], paper))
	bars := chart.Bars{Edges: []float64{first}, Heights: make([]float64, int(last-first)+1)}
	for i := range bars.Heights {
		bars.Edges = append(bars.Edges, first+float64(i+1))
	}
	for _, cost := range costs {
		bars.Heights[int(math.Floor(cost)-first)]++
	}
	below, median := counted(costs, func(c float64) bool { return c < paper }), experiment.Quantile(costs, 0.5)
	f := chart.Figure{
		Name: "cost-histogram", Title: "The last test cost of 250 seeds, and the paper's",
		Description: fmt.Sprintf("Of %d seeds %d have a lower cost than the paper's %v.", len(costs), below, paper),
		Height:      360,
		Panels: []chart.Panel{{
			X: chart.Axis{Title: "test cost at i = 499, j = 7"}, Y: chart.Axis{Title: fmt.Sprintf("seeds: %d of %d are below the paper", below, len(costs))},
			Layers: []chart.Layer{
				bars,
				chart.Rule{Name: fmt.Sprintf("median %.2f", median), At: median, Vertical: true, Colour: chart.Blue},
				chart.Rule{Name: fmt.Sprint("the paper: ", paper), At: paper, Vertical: true, Colour: chart.Vermillion, Solid: true},
			},
		}},
	}
	return f.SVG()
}
