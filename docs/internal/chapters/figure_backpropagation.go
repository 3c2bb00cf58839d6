package chapters

import (
	"fmt"

	"chainrule/bench/chart"
	"chainrule/tensor"
)

// unit is a unit of the tiny network in its picture.
type unit struct {
	x, y float64
	name string
}

// The units of the picture, by layers.
var (
	tinyInputs  = []unit{{1.6, 2.6, "x_{1}"}, {1.6, -2.6, "x_{2}"}}
	tinyHidden  = []unit{{8, 2.6, "z_{1}"}, {8, -2.6, "z_{2}"}}
	tinyOutputs = []unit{{15, 4, "a_{1}"}, {15, 0, "a_{2}"}, {15, -4, "a_{3}"}}
)

// value writes a number above a unit, going forward, or below it, going backward.
func (u unit) value(text string, back bool) chart.Layer {
	if back {
		return chart.Text{X: u.x, Y: u.y - 1.15, Text: text, Colour: chart.Vermillion, Size: 13}
	}
	return chart.Text{X: u.x, Y: u.y + 1.15, Text: text, Colour: chart.Blue, Size: 13}
}

// weight writes a number on the edge to another unit.
func (u unit) weight(v unit, share float64, colour chart.Colour, value float64) chart.Layer {
	return chart.Text{X: u.x + share*(v.x-u.x), Y: u.y + share*(v.y-u.y), Text: fmt.Sprintf("%.4g", prose{value}), Colour: colour, Size: 12}
}

// backpropagation draws the tiny network as it computes, a frame at a time.
func backpropagation() ([]byte, error) {
	at, _, _, T := tinyNetwork()
	short := func(verb string, x float64) string { return fmt.Sprintf(verb, prose{x}) }
	var network, inputs, hidden, scores, outputs, dA, dV, dα, dW []chart.Layer
	for i, u := range tinyInputs {
		inputs = append(inputs, u.value(short("%g", []float64{2, -1}[i]), false))
		for m, v := range tinyHidden {
			network = append(network, chart.Arrow{X0: u.x, Y0: u.y, X1: v.x, Y1: v.y, Gap0: 19, Gap1: 20, Colour: chart.Grey, Width: 1},
				u.weight(v, 0.25, chart.Ink, at.θ.W.At(i, m)))
			dW = append(dW, u.weight(v, 0.6, chart.Vermillion, round3(at.g.W.At(i, m))))
		}
	}
	for m, u := range tinyHidden {
		hidden = append(hidden, u.value(short("α = %g", at.s.Alpha.At(0, m))+short(", z = %g", at.s.Z.At(0, m)), false))
		dα = append(dα, u.value(short("dz = %.3f", tensor.Dot(at.g.C, at.θ.V.Row(m)))+short(", dα = %.3f", at.g.B[m]+0), true))
		for k, v := range tinyOutputs {
			network = append(network, chart.Arrow{X0: u.x, Y0: u.y, X1: v.x, Y1: v.y, Gap0: 19, Gap1: 20, Colour: chart.Grey, Width: 1},
				u.weight(v, 0.24, chart.Ink, at.θ.V.At(m, k)))
			dV = append(dV, u.weight(v, 0.76, chart.Vermillion, round3(at.g.V.At(m, k))))
		}
	}
	for k, u := range tinyOutputs {
		scores = append(scores, u.value(short("a = %.1f", at.s.A.At(0, k)), false))
		outputs = append(outputs, chart.Text{X: u.x + 1.6, Y: u.y, Text: short("y = %.3f", at.s.Y.At(0, k)), Colour: chart.Blue, Size: 13, Anchor: chart.Start})
		dA = append(dA, u.value(short("y − t = %.3f", at.s.Y.At(0, k)-T.At(0, k)), true))
	}
	outputs = append(outputs, chart.Text{X: 19.6, Y: 5.4, Text: short("loss %.3f", at.loss), Colour: chart.Blue, Anchor: chart.End, Bold: true})
	for _, layer := range [][]unit{tinyInputs, tinyHidden, tinyOutputs} {
		for _, u := range layer {
			network = append(network, chart.Node{X: u.x, Y: u.y, Text: u.name, Radius: 17})
		}
	}
	network = append(network, chart.Text{X: 8, Y: -5.2, Text: "b = 0, 1", Size: 12}, chart.Text{X: 15, Y: -6.2, Text: "c = 0, 0, 0.1", Size: 12},
		chart.Text{X: 0.2, Y: 5.4, Text: "forward", Colour: chart.Blue, Anchor: chart.Start}, chart.Text{X: 0.2, Y: -6.2, Text: "backward", Colour: chart.Vermillion, Anchor: chart.Start})
	var frames []chart.Figure
	layers := network
	for _, more := range [][]chart.Layer{nil, inputs, hidden, scores, outputs, dA, dV, dα, dW} {
		layers = append(layers[:len(layers):len(layers)], more...)
		frames = append(frames, chart.Figure{
			Name: "backpropagation", Title: "The tiny network, forward in blue and backward in red",
			Description: "Two inputs, two hidden units and three scores with a number on each weight. Values go forward to the loss, derivatives back to every weight.",
			Height:      430, Panels: []chart.Panel{{Bare: true, X: chart.Axis{Min: 0, Max: 20}, Y: chart.Axis{Min: -6.6, Max: 6}, Layers: layers}},
		})
	}
	return chart.Animate(frames)
}

// round3 rounds to three digits behind the point.
func round3(x float64) float64 {
	var y float64
	fmt.Sscanf(fmt.Sprintf("%.3f", x), "%g", &y)
	return y + 0
}
