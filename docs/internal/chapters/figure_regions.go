package chapters

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"

	"chainrule/adam"
	"chainrule/bench/chart"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

const (
	armPoints   = 45   // of each class
	regionCells = 60   // a side
	regionSide  = 1.25 // half of it
)

// arms returns points x, y on three spirals, the classes. Coordinates are rounded to thousandths,
// so that the last bits of sine and cosine, in which machines differ, are not learnt from.
func arms() (x, y []float64, labels []int) {
	random := dataset.NewRandom(7)
	for i := range 3 * armPoints {
		share := (float64(i/3) + 1) / armPoints
		angle := 4*share + float64(i%3)*2*math.Pi/3 + 0.16*random.Normal()
		x, y = append(x, math.Round(1000*share*math.Cos(angle))/1000), append(y, math.Round(1000*share*math.Sin(angle))/1000)
		labels = append(labels, i%3)
	}
	return x, y, labels
}

// spirals is a 2-50-3 network that learned the arms, with its parameters after some epochs.
var spirals = sync.OnceValue(func() (s struct {
	x, y   []float64
	labels []int
	X      tensor.Matrix[float64]
	net    *nn.MLP[float64]
	after  map[int][]float64
}) {
	s.x, s.y, s.labels = arms()
	T := tensor.New[float64](len(s.x), 3)
	s.X = tensor.New[float64](len(s.x), 2)
	for i, class := range s.labels {
		s.X.Set(i, 0, s.x[i])
		s.X.Set(i, 1, s.y[i])
		T.Set(i, class, 1)
	}
	s.net = nn.NewMLP[float64]([]int{2, 50, 3}, nn.ReLU)
	s.net.Initialize(dataset.NewRandom(7).Normal)
	θ := s.net.Parameters().Theta
	s.after = map[int][]float64{0: slices.Clone(θ)}
	rule := sure(adam.For(θ, adam.Default(0.005)))
	for step, err := range nn.Train(context.Background(), s.net, rule, s.X, T, nn.Options{Epochs: 500, Batch: 27}) {
		sure(step, err)
		if step.LastOfEpoch {
			s.after[step.Epoch+1] = slices.Clone(θ)
		}
	}
	return s
})

// decisionRegions draws the classes that a 2-50-3 network predicts for each point of the plane, as
// it learns.
func decisionRegions() ([]byte, error) {
	s, plane := spirals(), tensor.New[float64](regionCells*regionCells, 2)
	middle := func(i int) float64 { return regionSide * float64(2*i+1-regionCells) / regionCells }
	for i := range plane.Rows() { // the lowest row first
		plane.Set(i, 0, middle(i%regionCells))
		plane.Set(i, 1, middle(i/regionCells))
	}
	f := chart.Figure{
		Name: "decision-regions", Title: "What a network says of each point of the plane, at epochs 0, 5, 50 and 500",
		Description: "Three spirals of points, one for each class. At first the regions are wedges; after 500 epochs they wind with the spirals.",
		Height:      780, Columns: 2, Legend: true,
	}
	for _, epoch := range []int{0, 5, 50, 500} {
		copy(s.net.Parameters().Theta, s.after[epoch])
		wrong := math.Round(nn.ErrorRate(predicted(s.net, s.X), s.labels) * float64(len(s.labels)))
		cells := chart.Cells{X0: -regionSide, X1: regionSide, Y0: -regionSide, Y1: regionSide}
		f.Panels = append(f.Panels, chart.Panel{
			X: regionAxis, Y: regionAxis, Title: fmt.Sprintf("after %d epochs: %v of %d wrong", epoch, wrong, len(s.labels)),
			Layers: cells.Regions(predicted(s.net, plane), s.x, s.y, s.labels, []string{"1", "2", "3"}, 3),
		})
	}
	return f.SVG()
}

var regionAxis = chart.Axis{Min: -regionSide, Max: regionSide, Ticks: []float64{-1, 0, 1}}

// hiddenUnits draws the lines on which the hidden units of that network bend.
func hiddenUnits() ([]byte, error) {
	s := spirals()
	f := chart.Figure{
		Name: "hidden-units", Title: "The lines of fifty hidden units, before and after training",
		Description: "At first all lines go through the origin; after 500 epochs they are spread over the plane, most where the arms are.", Height: 390,
	}
	for _, epoch := range []int{0, 500} {
		θ := s.after[epoch] // W row by row, then b
		p := chart.Panel{X: regionAxis, Y: regionAxis, Title: fmt.Sprintf("after %d epochs", epoch)}
		for m := range 50 {
			if x, y := lineWithin(θ[m], θ[50+m], θ[100+m], regionSide); len(x) == 2 {
				p.Layers = append(p.Layers, chart.Line{X: x, Y: y, Colour: chart.Grey, Width: 0.8})
			}
		}
		p.Layers = append(p.Layers, chart.Points{X: s.x, Y: s.y, Colour: chart.Blue, Size: 2.5})
		f.Panels = append(f.Panels, p)
	}
	return f.SVG()
}

// lineWithin returns the ends of the line a·x + b·y + c = 0 on the sides of a square.
func lineWithin(a, b, c, side float64) (x, y []float64) {
	add := func(px, py float64) {
		if math.Abs(px) <= side && math.Abs(py) <= side && len(x) < 2 {
			x, y = append(x, px), append(y, py)
		}
	}
	for _, s := range []float64{-side, side} {
		add(s, -(float64(a*s)+c)/b)
		add(-(float64(b*s)+c)/a, s)
	}
	return x, y
}

// predicted returns the classes that the network predicts.
func predicted(net nn.Model[float64], X tensor.Matrix[float64]) []int {
	s, classes := net.Workspace(X.Rows()), make([]int, X.Rows())
	net.Forward(s, X)
	nn.Predict(classes, s.Y)
	return classes
}
