package chart

import "math"

// Regions returns layers that show how a plane is divided among classes: the cells, a square
// of them, with their classes in sequence, and the points at x, y of each class by their labels.
func (l Cells) Regions(classes []int, x, y []float64, labels []int, names []string, size float64) []Layer {
	for side := int(math.Sqrt(float64(len(classes)))); len(classes) > 0; classes = classes[side:] {
		l.Class = append(l.Class, classes[:side])
	}
	layers := []Layer{l}
	for class, name := range names {
		points := Points{Name: "class " + name, Colour: l.colours()[class], Shape: Shape(class), Size: size}
		for i, label := range labels {
			if label == class {
				points.X, points.Y = append(points.X, x[i]), append(points.Y, y[i])
			}
		}
		layers = append(layers, points)
	}
	return layers
}
