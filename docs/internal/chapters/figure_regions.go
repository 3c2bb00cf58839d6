package chapters

import (
	"context"
	"fmt"
	"math"

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

// decisionRegions draws the classes that a 2-50-3 network predicts for each point of the plane, as
// it learns.
func decisionRegions() ([]byte, error) {
	x, y, labels := arms()
	X, T, plane := tensor.New[float64](len(x), 2), tensor.New[float64](len(x), 3), tensor.New[float64](regionCells*regionCells, 2)
	for i, class := range labels {
		X.Set(i, 0, x[i])
		X.Set(i, 1, y[i])
		T.Set(i, class, 1)
	}
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
	net := nn.NewMLP[float64]([]int{2, 50, 3}, nn.ReLU)
	net.Initialize(dataset.NewRandom(7).Normal)
	look := func(epoch int) {
		wrong := math.Round(nn.ErrorRate(predicted(net, X), labels) * float64(len(labels)))
		side := chart.Axis{Min: -regionSide, Max: regionSide, Ticks: []float64{-1, 0, 1}}
		cells := chart.Cells{X0: -regionSide, X1: regionSide, Y0: -regionSide, Y1: regionSide}
		f.Panels = append(f.Panels, chart.Panel{
			X: side, Y: side, Title: fmt.Sprintf("after %d epochs: %v of %d wrong", epoch, wrong, len(labels)),
			Layers: cells.Regions(predicted(net, plane), x, y, labels, []string{"1", "2", "3"}, 3),
		})
	}
	look(0)
	rule := sure(adam.For(net.Parameters().Theta, adam.Default(0.005)))
	for step, err := range nn.Train(context.Background(), net, rule, X, T, nn.Options{Epochs: 500, Batch: 27}) {
		sure(step, err)
		if done := step.Epoch + 1; step.LastOfEpoch && (done == 5 || done == 50 || done == 500) {
			look(done)
		}
	}
	return f.SVG()
}

// predicted returns the classes that the network predicts.
func predicted(net nn.Model[float64], X tensor.Matrix[float64]) []int {
	s, classes := net.Workspace(X.Rows()), make([]int, X.Rows())
	net.Forward(s, X)
	nn.Predict(classes, s.Y)
	return classes
}
