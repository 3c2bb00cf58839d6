package chapters

import (
	"fmt"

	"chainrule/adam"
	"chainrule/bench/chart"
	"chainrule/nn"
)

// A descent is a rule on its way through the valley ½(x² + 25y²).
type descent struct {
	name   string
	rule   nn.Optimizer[float64]
	colour chart.Colour
}

// steep is the ratio of the valley's curvature in y to its curvature in x.
const steep = 25

// path returns the points that the rule passes, from (−9, 2), and the first step after
// which the height stays below a hundredth, or 0.
func (d descent) path(steps int) (x, y []float64, there int) {
	θ := []float64{-9, 2}
	for step := range steps + 1 {
		x, y = append(x, θ[0]), append(y, θ[1])
		if height(θ[0], θ[1]) >= 0.01 {
			there = 0
		} else if there == 0 {
			there = step
		}
		d.rule.Update(θ, []float64{θ[0], float64(steep * θ[1])})
	}
	return x, y, there
}

func height(x, y float64) float64 { return (float64(x*x) + float64(steep*y*y)) / 2 }

// descents returns the rules.
func descents() []descent {
	return []descent{
		{"gradient descent, η = 0.075", sure(adam.NewDescent[float64](0.075)), chart.Vermillion},
		{"momentum, η = 0.3, β = 0.85", sure(adam.NewMomentum[float64](2, 0.3, 0.85)), chart.Purple},
		{"RMSprop, η = 0.25, β = 0.9", sure(adam.NewRMSprop[float64](2, adam.RMSpropOptions{Rate: 0.25, Beta: 0.9, Epsilon: 1e-8})), chart.Green},
		{"Adam, η = 0.6, β1 = 0.8, β2 = 0.99", sure(adam.New[float64](2, adam.Options{Rate: 0.6, Beta1: 0.8, Beta2: 0.99, Epsilon: 1e-8})), chart.Blue},
	}
}

// valley draws the paths, each in a panel.
func valley() ([]byte, error) {
	const steps = 120
	f := chart.Figure{
		Name: "valley", Title: "Four rules in a long valley",
		Description: "Gradient descent goes from slope to slope; momentum overshoots and swings; RMSprop goes straight and then rattles about the minimum; Adam curves into it.",
		Height:      560, Columns: 2,
	}
	contour := chart.Contour{X0: -10, X1: 4, Y0: -3, Y1: 3, Levels: []float64{0.5, 2, 6, 14, 28, 50, 80}}
	for i := range 97 {
		var row []float64
		for j := range 113 {
			row = append(row, height(-10+float64(j)/8, -3+float64(i)/16))
		}
		contour.Z = append(contour.Z, row)
	}
	for _, d := range descents() {
		x, y, there := d.path(steps)
		title := fmt.Sprintf("not below 0.01 for good in %d steps", steps)
		if there > 0 {
			title = fmt.Sprintf("below 0.01 from step %d on", there)
		}
		f.Panels = append(f.Panels, chart.Panel{
			Title: d.name, X: chart.Axis{Min: -10, Max: 4}, Y: chart.Axis{Title: title, Min: -3, Max: 3},
			Layers: []chart.Layer{contour,
				chart.Points{X: []float64{0}, Y: []float64{0}, Shape: chart.Cross, Colour: chart.Ink, Size: 5},
				chart.Line{X: x, Y: y, Colour: d.colour, Width: 1.5}, chart.Points{X: x, Y: y, Colour: d.colour, Size: 2.2}},
		})
	}
	return f.SVG()
}
