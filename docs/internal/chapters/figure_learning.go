package chapters

import (
	"fmt"
	"math"
	"slices"

	"chainrule/bench/chart"
	"chainrule/nn/dataset"
	"chainrule/nn/experiment"
	"chainrule/tensor"
)

// graph returns a line of a function between two numbers.
func graph(f func(float64) float64, from, to float64, colour chart.Colour) (l chart.Line) {
	l.Colour = colour
	for i := range 101 {
		x := from + (to-from)*float64(i)/100
		l.X, l.Y = append(l.X, x), append(l.Y, f(x))
	}
	return l
}

// descentSteps draws steps of descent on the parabola of chapter 0.
func descentSteps() ([]byte, error) {
	f := chart.Figure{
		Name: "descent", Title: "Steps of gradient descent on a parabola, at three rates",
		Description: "At the rate 0.1 the steps creep towards the lowest point, at 0.5 they cross it and arrive, at 0.7 each lands higher than the one before.", Height: 300,
	}
	loss := func(w float64) float64 { return 1.5*(w-3)*(w-3) + 7 }
	for _, s := range []struct {
		rate, start float64
		comment     string
	}{{0.1, 0, "creeps"}, {0.5, 0, "arrives"}, {0.7, 2, "climbs"}} {
		steps := chart.Line{Colour: chart.Blue, Width: 1}
		w := s.start
		for range 9 {
			steps.X, steps.Y = append(steps.X, w), append(steps.Y, loss(w))
			w -= s.rate * (3*w - 9)
		}
		f.Panels = append(f.Panels, chart.Panel{
			Title: fmt.Sprintf("η = %v %s", s.rate, s.comment), X: chart.Axis{Title: "w", Min: -1, Max: 7}, Y: chart.Axis{Title: "loss", Min: 5, Max: 24},
			Layers: []chart.Layer{graph(loss, -0.36, 6.36, chart.Grey), steps, chart.Points{X: steps.X, Y: steps.Y, Colour: chart.Vermillion, Size: 3}},
		})
	}
	return f.SVG()
}

// likelihoodOfRolls draws the tangent of Gibbs' inequality and the likelihood of five rolls.
func likelihoodOfRolls() ([]byte, error) {
	likelihood := func(p float64) float64 { return p * p * math.Pow((1-p)/3, 3) * 1000 }
	f := chart.Figure{
		Name: "likelihood", Title: "The logarithm below its tangent, and the likelihood of the rolls",
		Description: "The tangent at 1 touches the logarithm and is above it elsewhere. The likelihood of two rolls of 2 among five is largest where the probability of a 2 is two fifths.", Height: 320,
		Panels: []chart.Panel{{
			Title: "log x and its tangent x − 1", X: chart.Axis{Title: "x", Max: 3}, Y: chart.Axis{Min: -3, Max: 2.5},
			Layers: []chart.Layer{graph(math.Log, 0.05, 3, chart.Blue), graph(func(x float64) float64 { return x - 1 }, 0, 3, chart.Vermillion),
				chart.Points{X: []float64{1}, Y: []float64{0}, Colour: chart.Ink, Size: 4}},
		}, {
			Title: "1000 times the likelihood", X: chart.Axis{Title: "probability of a 2, the rest shared by 3, 5 and 6", Max: 1}, Y: chart.Axis{Max: 1.5},
			Layers: []chart.Layer{chart.Rule{Name: "2/5", At: 0.4, Vertical: true, Colour: chart.Vermillion}, graph(likelihood, 0, 1, chart.Blue)},
		}},
	}
	return f.SVG()
}

// batchCloud draws estimates of the gradient by random batches around the full one.
func batchCloud() ([]byte, error) {
	const N, B = 400, 50
	r := sure(experiment.New[float64](experiment.Paper(7)))
	full, across := gradientAt(r, 0, N), gradientAt(r, 0, B)
	length := math.Sqrt(tensor.Dot(full, full))
	along := tensor.Dot(full, across) / (length * length)
	for i := range across { // the part of the first batch's gradient that the full one lacks
		across[i] -= float64(along * full[i])
	}
	side := math.Sqrt(tensor.Dot(across, across))
	random, cloud := dataset.NewRandom(7), chart.Points{Colour: chart.Blue, Size: 2.5}
	for range 200 {
		sum := make([]float64, len(full))
		for _, n := range random.Permutation(N)[:B] {
			for i, x := range gradientAt(r, n, n+1) {
				sum[i] += x * N / B
			}
		}
		cloud.X = append(cloud.X, tensor.Dot(sum, full)/(length*length))
		cloud.Y = append(cloud.Y, tensor.Dot(sum, across)/(side*length))
	}
	reach := math.Ceil(5*slices.Max(cloud.X)) / 5
	f := chart.Figure{
		Name: "batches", Title: "Gradients of 200 random batches around the full gradient",
		Description: "Arrows from the origin would end in a cloud around the end of the full gradient, all within a third of its length or so.", Height: 360,
		Panels: []chart.Panel{{
			X: chart.Axis{Title: "along the full gradient, in its length", Min: -0.1, Max: reach}, Y: chart.Axis{Title: "across", Min: -0.5, Max: 0.5},
			Layers: []chart.Layer{cloud, chart.Arrow{X1: 1, Gap1: 1, Colour: chart.Vermillion, Width: 2.5},
				chart.Text{X: 0.4, Y: 0.06, Text: "full gradient", Colour: chart.Vermillion}},
		}},
	}
	return f.SVG()
}
