package chapters

import (
	"fmt"

	"chainrule/adam"
	"chainrule/bench/chart"
	"chainrule/nn/dataset"
)

// averages draws moving averages of a noisy series, with and without correction.
func averages() ([]byte, error) {
	f := chart.Figure{
		Name: "average", Title: "Moving averages of a noisy series",
		Description: "Without correction the average climbs from 0 to the series, the more slowly the nearer β is to 1; with it, it is among the values from the first on.",
		Legend:      true, Height: 330,
	}
	values := chart.Points{Name: "x(t)", Colour: chart.Grey, Size: 2}
	normal := dataset.NewRandom(7).Normal
	for t := range 120 {
		trend := 20 + float64(t)/12 - float64(t*t)/2400
		values.X, values.Y = append(values.X, float64(t+1)), append(values.Y, trend+float64(2.5*normal()))
	}
	for _, β := range []float64{0.9, 0.98} {
		average := sure(adam.NewEWMA(β))
		y := chart.Line{Name: "y(t), from y(0) = 0", X: values.X, Colour: chart.Vermillion, Dashed: true}
		corrected := chart.Line{Name: "y(t)/(1 − βᵗ)", X: values.X, Colour: chart.Blue}
		for _, x := range values.Y {
			y.Y = append(y.Y, average.Add(x))
			corrected.Y = append(corrected.Y, average.Corrected())
		}
		f.Panels = append(f.Panels, chart.Panel{
			Title: fmt.Sprintf("β = %v", β), X: chart.Axis{Title: "t", Max: 120}, Y: chart.Axis{Min: 0, Max: 32},
			Layers: []chart.Layer{values, y, corrected},
		})
	}
	return f.SVG()
}
