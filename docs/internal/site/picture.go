package site

import (
	"fmt"
	"math"
	"slices"

	"chainrule/bench/chart"
	"chainrule/nn/experiment"
	"chainrule/tensor"
)

// lowestCost is the least start of the axis of the costs, which is logarithmic.
const lowestCost = 1e-6

// picture returns the animation of a training, or one frame.
func (t *trainingRun) picture() ([]byte, error) {
	var frames []chart.Figure
	for i, m := range t.Snapshots {
		if t.Frame == 0 || t.Frame == i+1 {
			frames = append(frames, t.frame(m))
		}
	}
	if len(frames) == 0 {
		return nil, fmt.Errorf("frame is %d: there are %d", t.Frame, len(t.Snapshots))
	}
	return chart.Animate(frames)
}

// frame returns the figure of a snapshot. What is the same in all is equal in every byte.
func (t *trainingRun) frame(m snapshot) chart.Figure {
	f := chart.Figure{
		Name: "train", Title: fmt.Sprintf("A network of %d hidden units as it learns, over %d epochs", t.Hidden, t.Epochs),
		Description: fmt.Sprintf("The regions in which it says each class, on the plane of inputs %d and %d with the training points, "+
			"and the cost of the test rows, which ends at %.6f.", t.Across, t.Up, t.Last().Test),
		Width: 720, Height: 400, Legend: true, Panels: []chart.Panel{t.regions(m), t.curve(m)},
	}
	if t.Narrow == 1 {
		f.Width, f.Height, f.Columns = 380, 720, 1
	}
	return f
}

// regions returns the panel of the plane.
func (t *trainingRun) regions(m snapshot) chart.Panel {
	q, rows := t.slice, t.problem
	p := chart.Panel{
		Title:  after(m.Epoch),
		X:      chart.Axis{Title: fmt.Sprintf("input x_{%d}", t.Across), Min: q.X0, Max: q.X1},
		Y:      chart.Axis{Title: fmt.Sprintf("input x_{%d}", t.Up), Min: q.Y0, Max: q.Y1},
		Layers: q.Regions(m.regions, column(rows.X, t.Across), column(rows.X, t.Up), rows.Labels, rows.Classes, 2.2),
	}
	for _, l := range m.lines {
		if x, y := q.line(l); len(x) == 2 {
			p.Layers = append(p.Layers, chart.Line{X: x, Y: y, Colour: chart.Ink, Width: 0.5})
		}
	}
	return p
}

// line returns the ends of a·x + b·y + c = 0 on the edges of the plane.
func (p inputSlice) line(l [3]float64) (x, y []float64) {
	add := func(px, py float64) {
		if len(x) < 2 && p.X0 <= px && px <= p.X1 && p.Y0 <= py && py <= p.Y1 {
			x, y = append(x, px), append(y, py)
		}
	}
	for _, at := range []float64{p.X0, p.X1} {
		add(at, -(float64(l[0]*at)+l[2])/l[1])
	}
	for _, at := range []float64{p.Y0, p.Y1} {
		add(-(float64(l[1]*at)+l[2])/l[0], at)
	}
	return x, y
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
	least, most := max(t.Costs[0], lowestCost), lowestCost
	if t.Set == "paper" {
		least, most = experiment.PaperCost, experiment.PaperCost
	}
	var epochs, costs []float64
	for i, cost := range t.Costs {
		costs, epochs = append(costs, max(cost, lowestCost)), append(epochs, float64(i))
		least, most = min(least, costs[i]), max(most, costs[i])
	}
	n, end := m.Epoch+1, float64(t.Epochs)
	p := chart.Panel{
		Title: fmt.Sprintf("cost %s, error rate %.4g %%", shortly(m.Test), m.Rate),
		X:     chart.Axis{Title: "epochs", Min: -0.02 * end, Max: 1.02 * end},
		Y:     chart.Axis{Title: "cost of the test rows", Scale: chart.Log10, Min: 0.9 * least, Max: 1.15 * most},
		Layers: []chart.Layer{
			chart.Line{X: epochs, Y: costs, Colour: chart.Grey, Width: 1},
			chart.Line{X: epochs[:n], Y: costs[:n], Colour: chart.Purple, Width: 2.5},
			chart.Points{X: epochs[m.Epoch:n], Y: costs[m.Epoch:n], Colour: chart.Purple, Size: 5},
		},
	}
	if t.Set == "paper" {
		p.Layers = slices.Concat([]chart.Layer{chart.Rule{At: experiment.PaperCost},
			chart.Text{X: end, Y: experiment.PaperCost * math.Pow(most/least, 0.05), Text: "the paper", Anchor: chart.End, Size: 13}}, p.Layers)
	}
	return p
}

// shortly formats a cost for a title.
func shortly(cost float64) string {
	if math.Abs(cost) < 1e5 {
		return fmt.Sprintf("%.1f", cost)
	}
	return fmt.Sprintf("%.2g", cost)
}

// side is the number of cells along a side of a slice.
const side = 80

// inputSlice is the plane of two inputs, where the others are at their means over the training rows:
// a slice of the space in which the rows lie, cut into cells.
type inputSlice struct {
	chart.Cells
	middles tensor.Matrix[float64] // of the cells, the lowest row first
}

// newInputSlice returns the plane on which the rows fall.
func newInputSlice(X tensor.Matrix[float64], across, up int) (p inputSlice) {
	p.X0, p.X1 = span(column(X, across))
	p.Y0, p.Y1 = span(column(X, up))
	means := make([]float64, X.Cols())
	for i := range X.Rows() {
		for j, x := range X.Row(i) {
			means[j] += x / float64(X.Rows())
		}
	}
	p.middles = tensor.New[float64](side*side, X.Cols())
	for i := range side * side {
		row := p.middles.Row(i)
		copy(row, means)
		row[across] = p.X0 + (p.X1-p.X0)*(float64(i%side)+0.5)/side
		row[up] = p.Y0 + (p.Y1-p.Y0)*(float64(i/side)+0.5)/side
	}
	return p
}

// column returns a copy of a column.
func column(X tensor.Matrix[float64], j int) []float64 {
	x := make([]float64, X.Rows())
	for i := range x {
		x[i] = X.At(i, j)
	}
	return x
}

// span returns whole halves around the values.
func span(x []float64) (lo, hi float64) {
	return math.Floor(2*slices.Min(x)-0.2) / 2, math.Ceil(2*slices.Max(x)+0.2) / 2
}
