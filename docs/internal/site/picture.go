package site

import (
	"fmt"
	"math"

	"chainrule/bench/chart"
	"chainrule/nn/experiment"
)

// lowestCost is where the axis of the costs begins at the lowest, which is logarithmic.
const lowestCost = 1e-6

// picture returns the animation of a training, or its last frame.
func (t *trainingRun) picture() (string, error) {
	var frames []string
	for _, m := range t.Snapshots {
		if t.Still && m.Epoch != t.Epochs {
			continue
		}
		f := t.frame(m)
		svg, err := f.SVG()
		if err != nil {
			return "", err
		}
		frames = append(frames, string(svg))
	}
	return animation("train", frames)
}

// frame returns the figure of a snapshot. What is the same in all is equal in every byte.
func (t *trainingRun) frame(m snapshot) chart.Figure {
	f := chart.Figure{
		Name: "train", Title: fmt.Sprintf("A network of %d hidden units as it learns, over %d epochs", t.Hidden, t.Epochs),
		Description: fmt.Sprintf("The regions in which it says each class, on the plane of inputs %d and %d with the training points, "+
			"and the cost of the test rows, which ends at %.6f.", t.Across, t.Up, t.Last().Test),
		Width: 720, Height: 400, Legend: true, Panels: []chart.Panel{t.regions(m), t.curve(m)},
	}
	if t.Narrow {
		f.Width, f.Height, f.Columns = 380, 720, 1
	}
	return f
}

// regions returns the panel of the plane.
func (t *trainingRun) regions(m snapshot) chart.Panel {
	q := t.slice
	cells := chart.Cells{X0: q.x0, X1: q.x1, Y0: q.y0, Y1: q.y1}
	return chart.Panel{
		Title:  after(m.Epoch),
		X:      chart.Axis{Title: fmt.Sprintf("input x_{%d}", t.Across), Min: q.x0, Max: q.x1},
		Y:      chart.Axis{Title: fmt.Sprintf("input x_{%d}", t.Up), Min: q.y0, Max: q.y1},
		Layers: cells.Regions(m.regions, column(t.p.X, t.Across), column(t.p.X, t.Up), t.p.Labels, t.p.Classes, 2.2),
	}
}

// after says when a snapshot is.
func after(epoch int) string {
	switch epoch {
	case 0:
		return "before the first epoch"
	case 1:
		return "after 1 epoch"
	}
	return fmt.Sprintf("after %d epochs", epoch)
}

// curve returns the panel of the cost.
func (t *trainingRun) curve(m snapshot) chart.Panel {
	least, most := experiment.PaperCost, experiment.PaperCost
	var epochs, costs []float64
	for i, cost := range t.Costs {
		costs, epochs = append(costs, max(cost, lowestCost)), append(epochs, float64(i))
		least, most = min(least, costs[i]), max(most, costs[i])
	}
	n, end := m.Epoch+1, float64(t.Epochs)
	return chart.Panel{
		Title: fmt.Sprintf("cost %s, error rate %.2f", shortly(m.Test), m.Rate),
		X:     chart.Axis{Title: "epochs", Min: -0.02 * end, Max: 1.02 * end},
		Y:     chart.Axis{Title: "cost of the test rows", Scale: chart.Log10, Min: 0.9 * least, Max: 1.15 * most},
		Layers: []chart.Layer{
			chart.Rule{At: experiment.PaperCost},
			chart.Text{X: end, Y: experiment.PaperCost * math.Pow(most/least, 0.05), Text: "the paper", Anchor: chart.End, Size: 13},
			chart.Line{X: epochs, Y: costs, Colour: chart.Grey, Width: 1},
			chart.Line{X: epochs[:n], Y: costs[:n], Colour: chart.Purple, Width: 2.5},
			chart.Points{X: epochs[m.Epoch:n], Y: costs[m.Epoch:n], Colour: chart.Purple, Size: 5},
		},
	}
}

// shortly formats a cost for a title.
func shortly(cost float64) string {
	if math.Abs(cost) < 1e5 {
		return fmt.Sprintf("%.1f", cost)
	}
	return fmt.Sprintf("%.2g", cost)
}
