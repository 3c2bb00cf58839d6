package main

import (
	"fmt"
	"slices"
	"strconv"

	"chainrule/bench/chart"
	"chainrule/bench/internal/record"
)

// climbed lists the rungs of the ladder, each titled by the idea it adds.
var climbed = []struct{ kernel, title string }{
	{"ijk", "triple loop"}, {"ikj", "loops exchanged"}, {"blocked", "blocked"}, {"packed", "and packed"}, {"tile", "and a register tile"},
	{"neon", "all of it in NEON"}, {"avx2", "all of it in AVX2"}, {"avx512", "all of it in AVX-512"},
}

// drawLadder draws the rate of a product of 512×512 from rung to rung.
func drawLadder(report *record.Report) *chart.Figure {
	found := map[string]record.Contender{}
	for _, row := range report.Rows {
		if family, _ := nameOf(row); family == "Ladder" && row.Procs == 1 {
			for _, c := range row.Contenders {
				found[c.Kernel] = c
			}
		}
	}
	var marks chart.Points
	var layers []chart.Layer
	p := chart.Panel{X: chart.Axis{Title: "GFLOP/s, one core, float64, n = 512", Scale: chart.Log10}, Y: chart.Axis{Min: -0.7}}
	for _, rung := range slices.Backward(climbed) { // the first on top
		c, ok := found[rung.kernel]
		if !ok {
			continue
		}
		y := float64(len(marks.X))
		marks.X, marks.Y = append(marks.X, c.Value.Median), append(marks.Y, y)
		p.Y.Ticks, p.Y.Labels = append(p.Y.Ticks, y), append(p.Y.Labels, rung.title)
		layers = append(layers, chart.Text{X: c.Value.Median * 1.12, Y: y, Text: fmt.Sprintf("%.3g", c.Value.Median), Anchor: chart.Start})
	}
	if len(marks.X) < 2 {
		return nil
	}
	p.Y.Max, p.X.Min, p.X.Max = float64(len(marks.X))-0.3, 0.3, 150
	marks.Size, marks.Colour = 5, chart.Blue
	p.Layers = append([]chart.Layer{marks}, layers...)
	return &chart.Figure{
		Title: "From the triple loop to the kernels", Height: 60 + 34*float64(len(marks.X)), Panels: []chart.Panel{p},
		Description: "The rate of a product of 512 by 512 matrices for each idea: loop order, cache blocks, packing, register tile, vectors.",
	}
}

// drawGrowth draws the growth of the time with a size, beside the expected growth.
func drawGrowth(report *record.Report) *chart.Figure {
	f := &chart.Figure{
		Title: "How the time grows", Columns: 2, Height: 620,
		Description: "Time of a square product against n, of a training step against the batch and the hidden units, and of softmax against the rows, on logarithmic axes.",
	}
	for _, s := range []struct{ of, with, title, x string }{
		{"product", "n", "product of n×n by n×n", "n"}, {"step", "batch", "training step 5-50-3", "batch"},
		{"step", "hidden", "training step, batch of 50", "hidden units"}, {"softmax", "rows", "softmax of rows of ten", "rows"},
	} {
		if points := grown(report, s.of, s.with); len(points) > 1 {
			line := curve("", chart.Blue, points)
			f.Panels = append(f.Panels, chart.Panel{
				Title: s.title, X: chart.Axis{Title: s.x, Scale: chart.Log2}, Y: chart.Axis{Title: "µs", Scale: chart.Log10},
				Layers: []chart.Layer{line, chart.Points{X: line.X, Y: line.Y, Colour: chart.Blue}},
			})
		}
	}
	if len(f.Panels) == 0 {
		return nil
	}
	return f
}

// grown returns the microseconds of the fastest kernel by the size with which they grow.
func grown(report *record.Report, of, with string) (points []point) {
	for _, row := range report.Rows {
		family, keys := nameOf(row)
		if n, err := strconv.ParseFloat(keys[with], 64); family == "Growth" && row.Procs == 1 && keys["of"] == of && err == nil {
			points = append(points, at(n, row.Contenders[0], 1e6))
		}
	}
	return points
}
