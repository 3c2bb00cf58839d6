package chapters

import (
	"fmt"

	"chainrule/bench/chart"
	"chainrule/gradcheck"
)

// jacobianSquare draws the probabilities of the worked example and their derivatives.
func jacobianSquare() ([]byte, error) {
	J := gradcheck.Jacobian(bigSoftmax, workedScores)
	y := bigSoftmax(gradcheck.FromFloats[gradcheck.Big](workedScores))
	bars := chart.Bars{Edges: []float64{0.5, 1.5, 2.5, 3.5}, Colour: chart.Green}
	cells := chart.Cells{X0: 0.5, X1: 3.5, Y0: 0.5, Y1: 3.5}
	var numbers []chart.Layer
	for k1 := range y {
		bars.Heights = append(bars.Heights, y[k1].Float64())
		var signs []int
		for k := range y {
			x := J[2-k1][k].Float64() // the first row on top
			signs = append(signs, countIf(x < 0))
			numbers = append(numbers, chart.Text{X: float64(k + 1), Y: float64(k1 + 1), Text: fmt.Sprintf("%.3f", prose{x})})
		}
		cells.Class = append(cells.Class, signs)
	}
	third := chart.Axis{Min: 0.5, Max: 3.5, Ticks: []float64{1, 2, 3}}
	square := third
	square.Title = "score"
	f := chart.Figure{
		Name: "jacobian", Title: "Probabilities of three classes, and how they change with the scores",
		Description: "Bars of 0.249, 0.137 and 0.614; a square of nine derivatives, positive on the diagonal and negative elsewhere, whose rows and columns sum to 0.", Height: 320,
		Panels: []chart.Panel{
			{Title: "y = softmax(0.2, −0.4, 1.1)", X: chart.Axis{Title: "class", Min: 0.5, Max: 3.5, Ticks: []float64{1, 2, 3}}, Y: chart.Axis{Max: 0.7}, Layers: []chart.Layer{bars}},
			{Title: "derivatives: rows y, columns a", Bare: true, X: square, Y: third, Layers: append([]chart.Layer{cells}, numbers...)},
		},
	}
	return f.SVG()
}

// rectangle draws a matrix to scale, with its letter and its shape.
func rectangle(x, y, rows, cols float64, colour chart.Colour, letter, shape string) []chart.Layer {
	return []chart.Layer{
		chart.Cells{X0: x, X1: x + cols, Y0: y - rows/2, Y1: y + rows/2, Class: [][]int{{0}}, Colours: []chart.Colour{colour}},
		chart.Text{X: x + cols/2, Y: y, Text: letter, Italic: true, Bold: true, Colour: colour},
		chart.Text{X: x + cols/2, Y: y - rows/2 - 0.7, Text: shape, Size: 13},
	}
}

// shapesToScale draws the factors of the gradient of W as rectangles.
func shapesToScale() ([]byte, error) {
	const N, D, M, K, y = 6, 4, 5, 2, 0
	sign := func(x float64, text string) chart.Layer { return chart.Text{X: x, Y: y, Text: text, Size: 20} }
	l := rectangle(0.3, y, D, N, chart.Blue, "Xᵀ", "D × N")
	l = append(l, sign(7, "· {"))
	l = append(l, rectangle(7.8, y, N, K, chart.Vermillion, "T−Y", "N × K")...)
	l = append(l, sign(10.3, "·"))
	l = append(l, rectangle(10.8, y, K, M, chart.Purple, "Vᵀ", "K × M")...)
	l = append(l, sign(16.5, "⊙"))
	l = append(l, rectangle(17.2, y, N, M, chart.Orange, "Z′", "N × M")...)
	l = append(l, sign(22.9, "} ="))
	l = append(l, rectangle(23.9, y, D, M, chart.Green, "∇W", "D × M")...)
	f := chart.Figure{Name: "shapes", Title: "The factors of the gradient of W, to scale",
		Description: "Rectangles of the shapes D by N, N by K, K by M and N by M; inner sides meet, and a rectangle of the shape D by M comes out.", Height: 230,
		Panels: []chart.Panel{{Bare: true, X: chart.Axis{Min: 0, Max: 29.2}, Y: chart.Axis{Min: -4.2, Max: 3.4}, Layers: l}}}
	return f.SVG()
}

// doublesLine draws the numbers of a format of three binary digits, dense near 0.
func doublesLine() ([]byte, error) {
	numbers := chart.Points{Colour: chart.Blue, Size: 2.5}
	for exponent := 1.0; exponent > 1.0/64; exponent /= 2 {
		for _, digits := range []float64{4, 5, 6, 7} {
			if x := digits / 8 * exponent; x <= 1 {
				numbers.X, numbers.Y = append(numbers.X, x), append(numbers.Y, 0)
			}
		}
	}
	numbers.X, numbers.Y = append(numbers.X, 1), append(numbers.Y, 0)
	f := chart.Figure{Name: "doubles", Title: "The numbers of a format with three binary digits",
		Description: "They are dense near 0 and sparse near 1: a number near 1 is rounded to 1, its distance from 1 keeps all digits.", Height: 170,
		Panels: []chart.Panel{{
			Bare: true, X: chart.Axis{Min: -0.05, Max: 1.08}, Y: chart.Axis{Min: -1.3, Max: 1.3},
			Layers: []chart.Layer{chart.Line{X: []float64{0, 1.05}, Y: []float64{0, 0}, Colour: chart.Grey, Width: 1}, numbers,
				chart.Text{X: 0, Y: -0.45, Text: "0"}, chart.Text{X: 0.5, Y: -0.45, Text: "½"}, chart.Text{X: 1, Y: -0.45, Text: "1"},
				chart.Text{X: 0.2, Y: 0.95, Text: "here a distance of 0.03 has neighbours", Colour: chart.Green}, chart.Arrow{X0: 0.1, Y0: 0.7, X1: 0.03, Gap1: 5, Colour: chart.Green},
				chart.Text{X: 0.84, Y: 0.95, Text: "here 1 − 0.03 becomes 1", Colour: chart.Vermillion}, chart.Arrow{X0: 0.94, Y0: 0.7, X1: 0.97, Gap1: 1, Colour: chart.Vermillion},
				chart.Arrow{X0: 0.97, X1: 1, Gap1: 4, Colour: chart.Vermillion}},
		}}}
	return f.SVG()
}

// sums draws dots for numbers, and arrows from each pair that is added to its sum.
type sums struct{ layers []chart.Layer }

// dot draws a number.
func (s *sums) dot(x, y float64, colour chart.Colour) {
	s.layers = append(s.layers, chart.Node{X: x, Y: y, Radius: 5, Colour: colour})
}

// add draws the sum at a place of two numbers.
func (s *sums) add(x, y float64, from ...float64) {
	for i := 0; i < len(from); i += 2 {
		s.layers = append(s.layers, chart.Arrow{X0: from[i], Y0: from[i+1], X1: x, Y1: y, Gap0: 6, Gap1: 6, Colour: chart.Grey, Width: 1})
	}
	s.dot(x, y, chart.Vermillion)
}

// stripesAndChain draws sixteen numbers added in eight stripes and a tree, and in one chain.
func stripesAndChain() ([]byte, error) {
	var tree, chain sums
	for j := range 16 {
		tree.dot(float64(j%8), 5-float64(j/8), chart.Blue)
		chain.dot(float64(j)/2, 5-float64(j)/4, chart.Blue)
	}
	for depth, width := 0, 8; width > 0; depth, width = depth+1, width/2 {
		for j := range width {
			x, y, apart := float64(j), 4-float64(depth), float64(width)
			if depth == 0 {
				tree.add(x, 3, x, 5, x, 4)
				continue
			}
			tree.add(x, y-1, x, y, x+apart, y)
		}
	}
	for j := 1; j < 16; j++ {
		x, y := float64(j)/2, 4-float64(j)/4
		before := chart.Arrow{X0: x - 0.5, Y0: y + 0.25, X1: x, Y1: y, Gap0: 6, Gap1: 6, Colour: chart.Grey, Width: 1}
		if j == 1 {
			before.Y0 = 5
		}
		chain.layers = append(chain.layers, before)
		chain.add(x, y, x, y+1)
	}
	bare := func(title string, l []chart.Layer) chart.Panel {
		return chart.Panel{Title: title, Bare: true, X: chart.Axis{Min: -0.5, Max: 7.9}, Y: chart.Axis{Min: -0.6, Max: 5.4}, Layers: l}
	}
	f := chart.Figure{Name: "stripes", Title: "Sixteen numbers added in stripes and a tree, and in a chain",
		Description: "Eight stripes are added side by side and then in halves: four additions, one after the other. The chain has fifteen.", Height: 300,
		Panels: []chart.Panel{bare("eight stripes, then halves: 4 steps", tree.layers), bare("one chain: 15 steps", chain.layers)}}
	return f.SVG()
}
