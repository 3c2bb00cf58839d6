package chart

import (
	"fmt"
	"math"
)

// An Arrow goes from one point to another, short of them by the gaps.
type Arrow struct {
	X0, Y0, X1, Y1 float64
	Gap0, Gap1     float64
	Colour         Colour // Ink if Auto
	Width          float64
	Dashed         bool
	Headless       bool
}

func (a Arrow) kind() string      { return "arrow" }
func (a Arrow) check() error      { return nil }
func (a Arrow) keys(Colour) []key { return nil }

func (a Arrow) values() (x, y []vector) {
	return []vector{{"X0, X1", []float64{a.X0, a.X1}}}, []vector{{"Y0, Y1", []float64{a.Y0, a.Y1}}}
}

func (a Arrow) draw(c *canvas, _ Colour) {
	t := a.Colour.of(Ink)
	x0, y0, x1, y1 := c.x.at(a.X0), c.y.at(a.Y0), c.x.at(a.X1), c.y.at(a.Y1)
	length := math.Sqrt((x1-x0)*(x1-x0) + (y1-y0)*(y1-y0))
	if length <= a.Gap0+a.Gap1 {
		return
	}
	ux, uy := (x1-x0)/length, (y1-y0)/length
	x0, y0, x1, y1 = x0+a.Gap0*ux, y0+a.Gap0*uy, x1-a.Gap1*ux, y1-a.Gap1*uy
	class, w := c.stroke(t)+" p", a.Width
	if a.Dashed {
		class += " d"
	}
	if w == 0 {
		w = 1.2
	}
	head := 5 + 2*w
	if a.Headless {
		head = 0
	}
	c.path(class, fmt.Sprintf(` stroke-width="%s"`, number(w)), new(path).to('M', x0, y0).to('L', x1-0.7*head*ux, y1-0.7*head*uy))
	if !a.Headless {
		bx, by, s := x1-head*ux, y1-head*uy, 0.4*head
		c.path(c.fill(t), "", new(path).to('M', x1, y1).to('L', bx-s*uy, by+s*ux).to('L', bx+s*uy, by-s*ux).to('z'))
	}
}

// A Node is a circle, or a box of twice the radius high, with a text in its middle.
type Node struct {
	X, Y   float64
	Text   string
	Radius float64 // 18 if 0
	Wide   float64 // a box so wide; a circle if 0
	Colour Colour  // Ink if Auto
	Empty  bool    // no tint
}

func (n Node) kind() string      { return fmt.Sprintf("node %q", n.Text) }
func (n Node) check() error      { return nil }
func (n Node) keys(Colour) []key { return nil }

func (n Node) values() (x, y []vector) {
	return []vector{{"X", []float64{n.X}}}, []vector{{"Y", []float64{n.Y}}}
}

func (n Node) draw(c *canvas, _ Colour) {
	t, r := n.Colour.of(Ink), n.Radius
	if r == 0 {
		r = 18
	}
	x, y, p := c.x.at(n.X), c.y.at(n.Y), new(path)
	if w := n.Wide / 2; w > 0 {
		p.to('M', x-w, y-r).to('H', x+w).to('V', y+r).to('H', x-w).to('z')
	} else {
		Disc.add(p, x, y, r)
	}
	c.path("sheet", "", p)
	tint := ` fill-opacity="0.14" stroke-width="1.5"`
	if n.Empty {
		tint = ` fill-opacity="0" stroke-width="1.5"`
	}
	c.path(c.fill(t)+" "+c.stroke(t), tint, p)
	c.text(label{x: x, y: y + 5, text: n.Text, size: fontSize, class: "i"})
}

// A Text stands at a point, the middle of its height there.
type Text struct {
	X, Y   float64
	Text   string
	Anchor Anchor
	Size   float64 // 14 if 0
	Italic bool
	Bold   bool
	Colour Colour // Ink if Auto
}

func (t Text) kind() string      { return fmt.Sprintf("text %q", t.Text) }
func (t Text) check() error      { return nil }
func (t Text) keys(Colour) []key { return nil }

func (t Text) values() (x, y []vector) { return Node{X: t.X, Y: t.Y}.values() }

func (t Text) draw(c *canvas, _ Colour) {
	size, class := t.Size, "h "+c.fill(t.Colour.of(Ink))
	if size == 0 {
		size = fontSize
	}
	if t.Italic {
		class += " i"
	}
	if t.Bold {
		class += " b"
	}
	c.text(label{x: c.x.at(t.X), y: c.y.at(t.Y) + 0.35*size, text: t.Text, anchor: t.Anchor, size: size, class: class})
}
