package chart

import "fmt"

// Cells fill a rectangle, each with the colour of its class: the regions of a decision. The
// first row is at Y0. Cells are of one size on the axes.
type Cells struct {
	X0, X1, Y0, Y1 float64
	Class          [][]int  // −1 leaves a cell empty
	Names          []string // of the classes, for the legend
	Colours        []Colour // Blue, Vermillion, Green, … if nil
}

func (l Cells) kind() string { return "cells" }

func (l Cells) check() error {
	if len(l.Class) == 0 || len(l.Class[0]) == 0 {
		return fmt.Errorf("no cells")
	}
	for i, row := range l.Class {
		if len(row) != len(l.Class[0]) {
			return fmt.Errorf("%d cells in row %d and %d in row 0", len(row), i, len(l.Class[0]))
		}
		for _, class := range row {
			if class < -1 || class >= len(l.colours()) {
				return fmt.Errorf("class %d in row %d has no colour", class, i)
			}
		}
	}
	return nil
}

func (l Cells) colours() []Colour {
	if l.Colours == nil {
		return []Colour{Blue, Vermillion, Green, Purple, Orange, Sky}
	}
	return l.Colours
}

func (l Cells) values() (x, y []vector) {
	return []vector{{"X0, X1", []float64{l.X0, l.X1}}}, []vector{{"Y0, Y1", []float64{l.Y0, l.Y1}}}
}

func (l Cells) keys(Colour) (keys []key) {
	for i, name := range l.Names {
		keys = append(keys, key{name, l.colours()[i], areaMark})
	}
	return keys
}

func (l Cells) draw(c *canvas, _ Colour) {
	for class, colour := range l.colours() {
		if p := l.region(c, class); p.Len() > 0 {
			c.path(c.fill(colour), ` fill-opacity="0.3" shape-rendering="crispEdges"`, p)
		}
	}
}

// region returns the cells of a class, a rectangle for each run in a row.
func (l Cells) region(c *canvas, class int) *path {
	p, rows, cols := new(path), len(l.Class), len(l.Class[0])
	xs, ys := nodes(&c.x, l.X0, l.X1, cols+1), nodes(&c.y, l.Y0, l.Y1, rows+1)
	for i, row := range l.Class {
		for j := 0; j < cols; {
			k := j + 1
			for k < cols && row[k] == row[j] {
				k++
			}
			if row[j] == class {
				p.to('M', xs[j], ys[i]).to('H', xs[k]).to('V', ys[i+1]).to('H', xs[j]).to('z')
			}
			j = k
		}
	}
	return p
}

// nodes returns the pixels of n numbers, even on the axis, from a to b.
func nodes(m *axisMap, a, b float64, n int) []float64 {
	from, to := m.at(a), m.at(b)
	pixels := make([]float64, n)
	for i := range pixels {
		pixels[i] = from + (to-from)*float64(i)/float64(n-1)
	}
	return pixels
}

// A Contour has the lines on which a function has given values. Z[i][j] is the function's
// value at the i-th of numbers even on the axis from Y0 to Y1, and the j-th from X0 to X1.
type Contour struct {
	X0, X1, Y0, Y1 float64
	Z              [][]float64
	Levels         []float64
	Colour         Colour // Grey if Auto
}

func (l Contour) kind() string      { return "contour" }
func (l Contour) keys(Colour) []key { return nil }

func (l Contour) values() (x, y []vector) {
	return Cells{X0: l.X0, X1: l.X1, Y0: l.Y0, Y1: l.Y1}.values()
}

func (l Contour) check() error {
	if len(l.Z) < 2 || len(l.Z[0]) < 2 || len(l.Levels) == 0 {
		return fmt.Errorf("no grid or no levels")
	}
	for i, row := range l.Z {
		if len(row) != len(l.Z[0]) {
			return fmt.Errorf("%d values in row %d and %d in row 0", len(row), i, len(l.Z[0]))
		}
		for j, z := range row {
			if z-z != 0 {
				return fmt.Errorf("Z[%d][%d] is %v", i, j, z) //lint:ignore ST1005 Z is the field's name
			}
		}
	}
	return nil
}

func (l Contour) draw(c *canvas, _ Colour) {
	p := new(path)
	xs, ys := nodes(&c.x, l.X0, l.X1, len(l.Z[0])), nodes(&c.y, l.Y0, l.Y1, len(l.Z))
	for _, level := range l.Levels {
		for _, curve := range march(l.Z, level) {
			var x, y []float64
			for _, at := range curve {
				pixel := at.in(xs, ys)
				x, y = append(x, pixel[0]), append(y, pixel[1])
			}
			p.line(thin(x, y))
		}
	}
	c.path(c.stroke(l.Colour.of(Grey))+" p", ` stroke-width="1" stroke-opacity="0.7"`, p)
}
