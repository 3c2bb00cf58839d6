package chapters

import (
	"slices"

	"chainrule/bench/chart"
)

// A column of a diagram has units from top to bottom; an empty name stands for those
// left out.
type column struct {
	x      float64
	units  []string
	colour chart.Colour
}

// y returns the place of a unit.
func (c column) y(i int) float64 { return 4.4 - 8.8/float64(len(c.units))*(float64(i)+0.5) }

// nodes draws a column.
func (c column) nodes() (layers []chart.Layer) {
	for i, unit := range c.units {
		if unit == "" {
			layers = append(layers, chart.Text{X: c.x, Y: c.y(i), Text: "⋮", Size: 20})
			continue
		}
		layers = append(layers, chart.Node{X: c.x, Y: c.y(i), Text: unit, Radius: 20, Colour: c.colour})
	}
	return layers
}

// to draws an arrow from each unit to each of another column.
func (c column) to(d column) (layers []chart.Layer) {
	for i, from := range c.units {
		for j, to := range d.units {
			if from != "" && to != "" {
				layers = append(layers, chart.Arrow{X0: c.x, Y0: c.y(i), X1: d.x, Y1: d.y(j), Gap0: 21, Gap1: 22, Colour: chart.Grey, Width: 1})
			}
		}
	}
	return layers
}

// one draws an arrow from each unit to that at its side, through a box that all share.
func (c column) one(d column, box string) (layers []chart.Layer) {
	for i, unit := range c.units {
		if unit != "" {
			layers = append(layers, chart.Arrow{X0: c.x, Y0: c.y(i), X1: d.x, Y1: d.y(i), Gap0: 21, Gap1: 22, Colour: chart.Grey, Width: 1})
		}
	}
	return append(layers, chart.Node{X: (c.x + d.x) / 2, Text: box, Radius: 112, Wide: 70, Colour: chart.Purple})
}

// caption has a letter, what it is and its shape, below a diagram.
func caption(x float64, colour chart.Colour, letter, formula, shape string) []chart.Layer {
	return []chart.Layer{
		chart.Text{X: x, Y: -5.1, Text: letter, Colour: colour, Italic: true, Bold: true},
		chart.Text{X: x, Y: -5.9, Text: formula, Colour: colour, Italic: true},
		chart.Text{X: x, Y: -6.7, Text: shape, Colour: colour},
	}
}

// diagram returns a figure without axes, ten units high for 330 pixels.
func diagram(name, title, description string, layers []chart.Layer) ([]byte, error) {
	f := chart.Figure{Name: name, Title: title, Description: description, Height: 400, Panels: []chart.Panel{{
		Bare: true, X: chart.Axis{Min: 0, Max: 20}, Y: chart.Axis{Min: -7.2, Max: 4.8}, Layers: layers,
	}}}
	return f.SVG()
}

func networkLogistic() ([]byte, error) {
	x := column{2, []string{"x_{1}", "x_{2}", "", "x_{D}"}, chart.Blue}
	a := column{9, []string{"a_{1}", "", "a_{K}"}, chart.Vermillion}
	y := column{15, []string{"y_{1}", "", "y_{K}"}, chart.Green}
	l := slices.Concat(
		x.to(a), a.one(y, "softmax"), x.nodes(), a.nodes(), y.nodes(),
		caption(x.x, chart.Blue, "X", "", "N × D"), caption(5.5, chart.Ink, "W", "", "D × K"),
		caption(a.x, chart.Vermillion, "A", "XW", "N × K"), caption(y.x, chart.Green, "Y", "softmax(A)", "N × K"), objective(y),
	)
	return diagram("network-logistic", "Softmax regression as a network",
		"The inputs x are joined to the outputs a by the weights W; softmax makes probabilities y of all a together, and J compares them with the targets t.", l)
}

// objective draws J, which has all outputs and targets.
func objective(y column) []chart.Layer {
	J := column{x: 18.7, units: []string{"J"}}
	l := append([]chart.Layer{chart.Arrow{X0: J.x, Y0: 3.2, X1: J.x, Gap0: 21, Gap1: 22, Colour: chart.Grey, Width: 1}}, y.to(J)...)
	return append(slices.Concat(l, caption(J.x, chart.Ink, "J", "Σ t log y", "1 × 1"), J.nodes()), chart.Node{X: J.x, Y: 3.2, Text: "t", Radius: 20, Empty: true})
}

func networkMLP() ([]byte, error) {
	x := column{1.4, []string{"x_{1}", "x_{2}", "", "x_{D}"}, chart.Blue}
	z := column{7, []string{"z_{1}", "z_{2}", "z_{3}", "", "z_{M}"}, chart.Orange}
	a := column{12, []string{"a_{1}", "", "a_{K}"}, chart.Vermillion}
	y := column{15.9, []string{"y_{1}", "", "y_{K}"}, chart.Green}
	l := slices.Concat(
		x.to(z), z.to(a), a.one(y, "softmax"), x.nodes(), z.nodes(), a.nodes(), y.nodes(),
		caption(x.x, chart.Blue, "X", "", "N × D"), caption(4, chart.Ink, "W, b", "", "D × M, M"),
		caption(z.x, chart.Orange, "Z", "σ(XW + b)", "N × M"), caption(9.6, chart.Ink, "V, c", "", "M × K, K"),
		caption(a.x, chart.Vermillion, "A", "ZV + c", "N × K"), caption(y.x, chart.Green, "Y", "softmax(A)", "N × K"), objective(y),
	)
	return diagram("network-mlp", "A perceptron with one hidden layer",
		"The inputs x are joined to the hidden units z by W and b, those to the outputs a by V and c; softmax makes probabilities y of all a together, and J compares them with the targets t.", l)
}
