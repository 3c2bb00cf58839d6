package site

import (
	"math"

	"chainrule/tensor"
)

// side is how many cells a side of a slice has.
const side = 80

// inputSlice is the plane of two inputs, where the others are at their means over the training rows:
// a slice of the space in which the rows lie, cut into cells.
type inputSlice struct {
	x0, x1, y0, y1 float64
	cells          tensor.Matrix[float64] // their middles, the lowest row first
}

// newInputSlice returns the plane on which the rows fall.
func newInputSlice(X tensor.Matrix[float64], across, up int) inputSlice {
	p := inputSlice{cells: tensor.New[float64](side*side, X.Cols())}
	p.x0, p.x1 = span(column(X, across))
	p.y0, p.y1 = span(column(X, up))
	for j := range X.Cols() {
		mean := 0.0
		for _, x := range column(X, j) {
			mean += x / float64(X.Rows())
		}
		for i := range side * side {
			switch j {
			case across:
				p.cells.Set(i, j, p.x0+(p.x1-p.x0)*(float64(i%side)+0.5)/side)
			case up:
				p.cells.Set(i, j, p.y0+(p.y1-p.y0)*(float64(i/side)+0.5)/side)
			default:
				p.cells.Set(i, j, mean)
			}
		}
	}
	return p
}

// column returns a copy of a column.
func column(X tensor.Matrix[float64], j int) []float64 {
	x := make([]float64, X.Rows())
	for i := range x {
		x[i] = X.At(i, j)
	}
	return x
}

// span returns whole halves around the values.
func span(x []float64) (lo, hi float64) {
	lo, hi = x[0], x[0]
	for _, v := range x {
		lo, hi = min(lo, v), max(hi, v)
	}
	return math.Floor(2*lo-0.2) / 2, math.Ceil(2*hi+0.2) / 2
}
