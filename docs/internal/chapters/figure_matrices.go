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
	f := chart.Figure{
		Name: "jacobian", Title: "Probabilities of three classes, and how they change with the scores",
		Description: "Bars of 0.249, 0.137 and 0.614; a square of nine derivatives, positive on the diagonal and negative elsewhere, whose rows and columns sum to 0.", Height: 320,
		Panels: []chart.Panel{
			{Title: "y = softmax(0.2, −0.4, 1.1)", X: third, Y: chart.Axis{Max: 0.7}, Layers: []chart.Layer{bars}},
			{Title: "derivatives: rows y, columns a", Bare: true, X: third, Y: third, Layers: append([]chart.Layer{cells}, numbers...)},
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

// additions draw numbers, their sums, and arrows from each number to the sum that it goes into.
type additions struct {
	numbers, sums chart.Points
	arrows        []chart.Layer
}

// add draws the sum at a place of two numbers.
func (a *additions) add(x, y float64, from ...[2]float64) {
	a.sums.X, a.sums.Y = append(a.sums.X, x), append(a.sums.Y, y)
	for _, p := range from {
		a.arrows = append(a.arrows, chart.Arrow{X0: p[0], Y0: p[1], X1: x, Y1: y, Gap0: 5, Gap1: 6, Colour: chart.Grey, Width: 1})
	}
}

// panel draws all of it.
func (a *additions) panel(title string) chart.Panel {
	a.numbers.Colour, a.sums.Colour, a.numbers.Size, a.sums.Size = chart.Blue, chart.Vermillion, 4.5, 4.5
	return chart.Panel{Title: title, Bare: true, X: chart.Axis{Min: -0.5, Max: 7.9}, Y: chart.Axis{Min: -0.6, Max: 5.4}, Layers: append(a.arrows, a.numbers, a.sums)}
}

// stripesAndChain draws sixteen numbers added in eight stripes and a tree, and in one chain.
func stripesAndChain() ([]byte, error) {
	var tree, chain additions
	for j := range 16 {
		x, step := float64(j)/2, float64(j)/4
		tree.numbers.X, tree.numbers.Y = append(tree.numbers.X, float64(j%8)), append(tree.numbers.Y, 5-float64(j/8))
		chain.numbers.X, chain.numbers.Y = append(chain.numbers.X, x), append(chain.numbers.Y, 5-step)
		if j < 8 {
			tree.add(float64(j), 3, [2]float64{float64(j), 5}, [2]float64{float64(j), 4})
		}
		if j > 0 {
			chain.add(x, 4-step, [2]float64{x, 5 - step}, [2]float64{x - 0.5, 4.25 - step + float64(countIf(j == 1))})
		}
	}
	for y, width := 3.0, 4; width > 0; y, width = y-1, width/2 {
		for j := range width {
			tree.add(float64(j), y-1, [2]float64{float64(j), y}, [2]float64{float64(j + width), y})
		}
	}
	f := chart.Figure{Name: "stripes", Title: "Sixteen numbers added in stripes and a tree, and in a chain",
		Description: "Eight stripes are added side by side and then in halves: four additions, one after the other. The chain has fifteen.", Height: 300,
		Panels: []chart.Panel{tree.panel("eight stripes, then halves: 4 steps"), chain.panel("one chain: 15 steps")}}
	return f.SVG()
}
