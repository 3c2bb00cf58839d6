package chart

import (
	"fmt"
	"slices"
)

// A Line goes through points, in their order. Lo and Hi, if there, bound a band around it.
type Line struct {
	Name    string
	X, Y    []float64
	Lo, Hi  []float64
	Colour  Colour
	Width   float64 // 2 if 0
	Dashed  bool
	Stepped bool // level from each point to the next, and then up or down
}

func (l Line) kind() string { return fmt.Sprintf("line %q", l.Name) }

func (l Line) check() error { return lengths(l.X, l.Y, l.Lo, l.Hi) }

// lengths compares vectors that belong together. Lo and Hi may be missing.
func lengths(x, y, lo, hi []float64) error {
	switch {
	case len(x) == 0:
		return fmt.Errorf("no points")
	case len(x) != len(y):
		return fmt.Errorf("%d of x and %d of y", len(x), len(y))
	case len(lo) != len(hi) || len(lo) != 0 && len(lo) != len(x):
		return fmt.Errorf("%d of lo and %d of hi for %d points", len(lo), len(hi), len(x))
	}
	return nil
}

func (l Line) values() (x, y []vector) {
	return []vector{{"x", l.X}}, []vector{{"y", l.Y}, {"lo", l.Lo}, {"hi", l.Hi}}
}

func (l Line) keys(c Colour) []key {
	mark := lineMark
	if l.Dashed {
		mark = dashMark
	}
	return []key{{l.Name, l.Colour.of(c), mark}}
}

// under draws the band, below all lines.
func (l Line) under(c *canvas, t Colour) {
	if len(l.Lo) == 0 {
		return
	}
	x, hi := l.corners(c.x.all(l.X), c.y.all(l.Hi))
	back, lo := l.corners(c.x.all(l.X), c.y.all(l.Lo))
	slices.Reverse(back)
	slices.Reverse(lo)
	c.path(c.fill(l.Colour.of(t)), ` fill-opacity="0.2"`, new(path).line(append(x, back...), append(hi, lo...)).to('z'))
}

func (l Line) draw(c *canvas, t Colour) {
	t = l.Colour.of(t)
	x, y := l.corners(c.x.all(l.X), c.y.all(l.Y))
	class, w := c.stroke(t)+" p", l.Width
	if l.Dashed {
		class += " d"
	}
	if w == 0 {
		w = 2
	}
	c.path(class, fmt.Sprintf(` stroke-width="%s"`, number(w)), new(path).line(x, y))
	c.end(l.Name, t, x[len(x)-1], y[len(y)-1])
}

// corners returns the points of the line, with the corners of the steps if it is stepped.
func (l Line) corners(x, y []float64) (_, _ []float64) {
	if !l.Stepped {
		return x, y
	}
	var sx, sy []float64
	for i := range x {
		if i > 0 {
			sx, sy = append(sx, x[i]), append(sy, y[i-1])
		}
		sx, sy = append(sx, x[i]), append(sy, y[i])
	}
	return sx, sy
}

// A Rule is a line across the whole panel: level at a number of y, or upright at one of x. Its
// name stands at its end, even if there is a legend.
type Rule struct {
	Name     string
	At       float64
	Vertical bool
	Colour   Colour // Ink if Auto
	Solid    bool   // not dashed
}

func (r Rule) kind() string      { return fmt.Sprintf("rule %q", r.Name) }
func (r Rule) check() error      { return nil }
func (r Rule) keys(Colour) []key { return nil }

func (r Rule) values() (x, y []vector) {
	at := []vector{{"at", []float64{r.At}}}
	if r.Vertical {
		return at, nil
	}
	return nil, at
}

func (r Rule) draw(c *canvas, _ Colour) {
	t := r.Colour.of(Ink)
	p := new(path)
	if r.Vertical {
		x := c.x.at(r.At)
		p.to('M', x, c.y.from).to('V', c.y.to)
		if r.Name != "" {
			c.uprules = append(c.uprules, wish{x, width(r.Name, fontSize) + 12})
			c.names = append(c.names, label{x: x, y: c.y.to - 7, text: r.Name, size: fontSize, class: c.fill(t)})
		}
	} else {
		y := c.y.at(r.At)
		p.to('M', c.x.from, y).to('H', c.x.to)
		if r.Name != "" {
			c.ends = append(c.ends, endLabel{r.Name, t, c.x.to, y})
		}
	}
	class := c.stroke(t) + " p d"
	if r.Solid {
		class = c.stroke(t) + " p"
	}
	c.path(class, ` stroke-width="1.5"`, p)
}
