package chapters

import (
	"fmt"
	"math"
	"slices"

	"chainrule/bench/chart"
)

// lossCurve draws the paper's Figure 4 for fifty seeds.
func lossCurve() ([]byte, error) {
	runs, err := figureRuns()
	if err != nil {
		return nil, err
	}
	median, seven := chart.Line{Name: "our median", Colour: chart.Blue}, chart.Line{Name: "seed 7", Colour: chart.Green, Width: 1.5, Dashed: true}
	for epoch := range runs[0].costs {
		if epoch >= 60 && epoch%5 != 0 && epoch != 499 {
			continue // the curve is not steep there
		}
		var costs []float64
		for _, r := range runs[:curveSeeds] {
			costs = append(costs, r.costs[epoch])
		}
		slices.Sort(costs)
		seven.X, seven.Y = append(seven.X, float64(epoch)), append(seven.Y, runs[7].costs[epoch])
		median.X, median.Y = append(median.X, float64(epoch)), append(median.Y, quantile(costs, 0.5))
		median.Lo, median.Hi = append(median.Lo, quantile(costs, 0.05)), append(median.Hi, quantile(costs, 0.95))
	}
	f := chart.Figure{
		Name: "loss-curve", Title: "Test cost over 500 epochs",
		Description: "From all seeds the cost falls steeply at first and then ever more slowly; the paper's last cost lies above the band of ours.",
		Panels: []chart.Panel{{
			X: chart.Axis{Title: "epoch", Max: 508}, Y: chart.Axis{Title: fmt.Sprintf("cost of the test rows: median of %d seeds, and the middle 9 of 10", curveSeeds)},
			Layers: []chart.Layer{median, seven, chart.Points{Name: fmt.Sprint("the paper: ", paperCost), X: []float64{499}, Y: []float64{paperCost}, Colour: chart.Vermillion, Size: 5}},
		}},
	}
	return f.SVG()
}

// costHistogram draws where the paper's last cost falls among ours.
func costHistogram() ([]byte, error) {
	runs, err := figureRuns()
	if err != nil {
		return nil, err
	}
	costs := lastCosts(runs)
	first := math.Floor(min(costs[0], paperCost))
	counts := make([]float64, int(math.Floor(max(costs[len(costs)-1], paperCost))-first)+1)
	edges := []float64{first}
	for i := range counts {
		edges = append(edges, first+float64(i+1))
	}
	below := 0
	for _, cost := range costs {
		counts[int(math.Floor(cost)-first)]++
		below += btoi(cost < paperCost)
	}
	f := chart.Figure{
		Name: "cost-histogram", Title: "The last test cost of 250 seeds, and the paper's",
		Description: fmt.Sprintf("Of %d seeds %d have a lower cost than the paper's %v.", len(costs), below, paperCost),
		Height:      360,
		Panels: []chart.Panel{{
			X: chart.Axis{Title: "test cost at i = 499, j = 7"}, Y: chart.Axis{Title: fmt.Sprintf("seeds: %d of %d are below the paper", below, len(costs))},
			Layers: []chart.Layer{
				chart.Bars{Edges: edges, Heights: counts},
				chart.Rule{Name: fmt.Sprintf("median %.2f", quantile(costs, 0.5)), At: quantile(costs, 0.5), Vertical: true, Colour: chart.Blue},
				chart.Rule{Name: fmt.Sprint("the paper: ", paperCost), At: paperCost, Vertical: true, Colour: chart.Vermillion, Solid: true},
			},
		}},
	}
	return f.SVG()
}

// btoi returns 1 if it is so.
func btoi(is bool) int {
	if is {
		return 1
	}
	return 0
}
