package chart

import "fmt"

// Shape is the shape of a mark.
type Shape int

// The shapes.
const (
	Disc Shape = iota
	Square
	Triangle
	Cross
)

// Points are marks. Lo and Hi, if there, are the ends of error bars.
type Points struct {
	Name   string
	X, Y   []float64
	Lo, Hi []float64
	Colour Colour
	Shape  Shape
	Size   float64 // the radius, 3.5 if 0
}

func (p Points) kind() string { return fmt.Sprintf("points %q", p.Name) }
func (p Points) check() error { return lengths(p.X, p.Y, p.Lo, p.Hi) }

func (p Points) values() (x, y []vector) {
	return []vector{{"x", p.X}}, []vector{{"y", p.Y}, {"lo", p.Lo}, {"hi", p.Hi}}
}

func (p Points) keys(c Colour) []key {
	return []key{{p.Name, p.Colour.of(c), mark(p.Shape)}}
}

func (p Points) draw(c *canvas, t Colour) {
	t = p.Colour.of(t)
	x, y := c.x.all(p.X), c.y.all(p.Y)
	if len(p.Lo) > 0 {
		bars := new(path)
		for i := range x {
			bars.to('M', x[i], c.y.at(p.Lo[i])).to('V', c.y.at(p.Hi[i]))
		}
		c.path(c.stroke(t)+" p", ` stroke-width="1.5"`, bars)
	}
	size, marks := p.Size, new(path)
	if size == 0 {
		size = 3.5
	}
	for i := range x {
		if p.Shape != Disc {
			p.Shape.add(marks, x[i], y[i], size)
		}
	}
	switch p.Shape {
	case Disc: // the round ends of lines of no length, which are short to write
		for i := range x {
			marks.to('M', x[i], y[i]).to('h', 0)
		}
		c.path(c.stroke(t)+" p", fmt.Sprintf(` stroke-width="%s"`, number(2*size)), marks)
	case Cross:
		c.path(c.stroke(t)+" p", ` stroke-width="1.8"`, marks)
	default:
		c.path(c.fill(t), "", marks)
	}
	c.end(p.Name, t, x[len(x)-1], y[len(y)-1])
}

// add adds a mark of about the same area for each shape.
func (s Shape) add(p *path, x, y, r float64) {
	switch s {
	case Disc:
		p.to('M', x-r, y).to('a', r, r, 0, 1, 0, 2*r, 0).to('a', r, r, 0, 1, 0, -2*r, 0).to('z')
	case Square:
		p.to('M', x-0.9*r, y-0.9*r).to('h', 1.8*r).to('v', 1.8*r).to('h', -1.8*r).to('z')
	case Triangle:
		p.to('M', x, y-1.3*r).to('L', x+1.2*r, y+0.8*r).to('H', x-1.2*r).to('z')
	case Cross:
		p.to('M', x-r, y-r).to('l', 2*r, 2*r).to('M', x-r, y+r).to('l', 2*r, -2*r)
	}
}

// Bars stand on 0, one between each two edges: a histogram, if heights are counts. Their
// axis is linear.
type Bars struct {
	Name    string
	Edges   []float64 // one more than heights
	Heights []float64
	Colour  Colour
}

func (b Bars) kind() string { return fmt.Sprintf("bars %q", b.Name) }

func (b Bars) check() error {
	if len(b.Heights) == 0 || len(b.Edges) != len(b.Heights)+1 {
		return fmt.Errorf("%d heights between %d edges", len(b.Heights), len(b.Edges))
	}
	return nil
}

func (b Bars) values() (x, y []vector) {
	return []vector{{"edges", b.Edges}}, []vector{{"heights", b.Heights}, {"base", []float64{0}}}
}

func (b Bars) keys(c Colour) []key { return []key{{b.Name, b.Colour.of(c), areaMark}} }

func (b Bars) draw(c *canvas, t Colour) {
	t = b.Colour.of(t)
	x, y, p := c.x.all(b.Edges), c.y.all(b.Heights), new(path)
	for i := range y {
		if b.Heights[i] != 0 {
			p.to('M', x[i], c.y.at(0)).to('V', y[i]).to('H', x[i+1]).to('V', c.y.at(0)).to('z')
		}
	}
	c.path(c.fill(t)+" "+c.stroke(t), ` fill-opacity="0.45"`, p)
}
