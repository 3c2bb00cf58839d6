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

// arms returns three spirals, the classes. Coordinates are rounded to thousandths, so that
// the last bits of sine and cosine, in which machines differ, are not learnt from.
func arms() (X, T tensor.Matrix[float64], labels []int) {
	random := dataset.NewRandom(7)
	X, T = tensor.New[float64](3*armPoints, 2), tensor.New[float64](3*armPoints, 3)
	for i := range 3 * armPoints {
		class := i % 3
		share := (float64(i/3) + 1) / armPoints
		angle := 4*share + float64(class)*2*math.Pi/3 + 0.16*random.Normal()
		X.Set(i, 0, math.Round(1000*share*math.Cos(angle))/1000)
		X.Set(i, 1, math.Round(1000*share*math.Sin(angle))/1000)
		T.Set(i, class, 1)
		labels = append(labels, class)
	}
	return X, T, labels
}

// plane returns the middles of the cells, the lowest row first.
func plane() tensor.Matrix[float64] {
	at := func(i int) float64 { return regionSide * float64(2*i+1-regionCells) / regionCells }
	X := tensor.New[float64](regionCells*regionCells, 2)
	for i := range regionCells * regionCells {
		X.Set(i, 0, at(i%regionCells))
		X.Set(i, 1, at(i/regionCells))
	}
	return X
}

// decisionRegions draws what a 2-50-3 network says of each point of the plane, as it learns.
func decisionRegions() ([]byte, error) {
	f := chart.Figure{
		Name: "decision-regions", Title: "What a network says of each point of the plane, at epochs 0, 5, 50 and 500",
		Description: "Three spirals of points, one for each class. At first the regions are wedges; after 500 epochs they wind with the spirals.",
		Height:      780, Columns: 2, Legend: true,
	}
	X, T, labels := arms()
	net := nn.NewMLP[float64](2, 50, 3, nn.ReLU)
	net.Initialize(dataset.NewRandom(7).Normal)
	rule, err := adam.New[float64](len(net.Parameters().Theta), adam.Options{Rate: 0.005, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8})
	if err != nil {
		return nil, err
	}
	f.Panels = append(f.Panels, regions(net, X, labels, 0))
	for step, err := range nn.Train(context.Background(), net, rule, X, T, nn.Options{Epochs: 500, Batch: 27}) {
		if err != nil {
			return nil, err
		}
		if done := step.Epoch + 1; step.LastOfEpoch && (done == 5 || done == 50 || done == 500) {
			f.Panels = append(f.Panels, regions(net, X, labels, done))
		}
	}
	return f.SVG()
}

// regions returns a panel with the network's classes and the points.
func regions(net *nn.MLP[float64], X tensor.Matrix[float64], labels []int, epoch int) chart.Panel {
	said := predicted(net, plane())
	cells := chart.Cells{X0: -regionSide, X1: regionSide, Y0: -regionSide, Y1: regionSide}
	for i := range regionCells {
		cells.Class = append(cells.Class, said[i*regionCells:(i+1)*regionCells])
	}
	wrong := math.Round(nn.ErrorRate(predicted(net, X), labels) * float64(len(labels)))
	side := chart.Axis{Min: -regionSide, Max: regionSide, Ticks: []float64{-1, 0, 1}}
	p := chart.Panel{X: side, Y: side, Layers: []chart.Layer{cells}, Title: fmt.Sprintf("after %d epochs: %v of %d wrong", epoch, wrong, len(labels))}
	for class, colour := range []chart.Colour{chart.Blue, chart.Vermillion, chart.Green} {
		points := chart.Points{Name: fmt.Sprintf("class %d", class+1), Colour: colour, Shape: chart.Shape(class), Size: 3}
		for i, label := range labels {
			if label == class {
				points.X, points.Y = append(points.X, X.At(i, 0)), append(points.Y, X.At(i, 1))
			}
		}
		p.Layers = append(p.Layers, points)
	}
	return p
}

// predicted returns the classes that the network says.
func predicted(net *nn.MLP[float64], X tensor.Matrix[float64]) []int {
	s := net.Workspace(X.Rows())
	net.Forward(s, X)
	said := make([]int, X.Rows())
	nn.Predict(said, s.Y)
	return said
}
