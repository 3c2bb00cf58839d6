package chart

import (
	"errors"
	"fmt"
	"math"
)

// A canvas is a panel on its way to the sheet.
type canvas struct {
	*sheet
	panel   *Panel
	x, y    axisMap
	colours []Colour // of the layers
	legend  bool
	id      string  // of the clip path
	rules   float64 // height of the row of names of vertical rules
	right   float64 // the right margin
	ends    []endLabel
	uprules []wish  // of the names of vertical rules
	names   []label // the same
}

// prepare checks the layers and finds the ends of the axes.
func (c *canvas) prepare() error {
	p := c.panel
	if len(p.Layers) == 0 {
		return errors.New("no layers")
	}
	c.x = axisMap{Axis: p.X, lo: math.Inf(1), hi: math.Inf(-1)}
	c.y = axisMap{Axis: p.Y, lo: math.Inf(1), hi: math.Inf(-1)}
	next := Blue
	for i, layer := range p.Layers {
		x, y := layer.values()
		err := layer.check()
		if err == nil {
			err = c.x.fit(x)
		}
		if err == nil {
			err = c.y.fit(y)
		}
		if err != nil {
			return fmt.Errorf("layer %d, %s: %w", i+1, layer.kind(), err)
		}
		c.colours = append(c.colours, next)
		if keys := layer.keys(Auto); len(keys) > 0 && keys[0].colour == Auto {
			next = Blue + (next-Blue+Colour(len(keys)))%(Ink-Blue)
		}
	}
	if err := c.x.ends(p.X); err != nil {
		return err
	}
	return c.y.ends(p.Y)
}

// margins chooses the ticks for a panel of w by h pixels and returns the room that labels need.
func (c *canvas) margins(w, h float64) (m margins) {
	m.right = 8
	for i, layer := range c.panel.Layers {
		for _, k := range c.endNames(layer, c.colours[i]) {
			m.right = max(m.right, 14+width(k, fontSize))
		}
		if r, ok := layer.(Rule); ok && r.Vertical && r.Name != "" {
			m.rules = 20
		}
	}
	if c.panel.Title != "" {
		m.title = 24
	}
	if c.panel.Bare {
		return m
	}
	c.y.choose(h-70, true)
	for _, t := range c.y.ticks {
		m.left = max(m.left, 8+width(t.label, tickSize))
	}
	c.x.choose(w-m.left-m.right, false)
	if len(c.x.ticks) > 0 {
		m.right = max(m.right, 2+width(c.x.ticks[len(c.x.ticks)-1].label, tickSize)/2)
		m.bottom = 20
	}
	if c.panel.X.Title != "" {
		m.bottom += 20
	}
	if c.panel.Y.Title != "" {
		m.yTitle = 22
	}
	return m
}

// paint draws the panel: grid, layers within the frame, axes, names.
func (c *canvas) paint() {
	left, right, bottom, top := c.x.from, c.x.to, c.y.from, c.y.to
	if !c.panel.Bare {
		c.grid()
		fmt.Fprintf(c, "<clipPath id=%q><rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/></clipPath>\n<g clip-path=\"url(#%s)\">\n",
			c.id, number(left-2), number(top-2), number(right-left+4), number(bottom-top+4), c.id)
	}
	for i, layer := range c.panel.Layers {
		if l, ok := layer.(interface{ under(*canvas, Colour) }); ok {
			l.under(c, c.colours[i])
		}
	}
	for i, layer := range c.panel.Layers {
		layer.draw(c, c.colours[i])
	}
	if !c.panel.Bare {
		c.WriteString("</g>\n")
		c.path("a", "", new(path).to('M', left, top).to('V', bottom).to('H', right))
	}
	c.titles()
	c.write()
}

// grid draws a line for each tick, with its label outside.
func (c *canvas) grid() {
	lines := new(path)
	for _, t := range c.x.ticks {
		lines.to('M', c.x.at(t.at), c.y.from).to('V', c.y.to)
	}
	for _, t := range c.y.ticks {
		lines.to('M', c.x.from, c.y.at(t.at)).to('H', c.x.to)
	}
	c.path("g", "", lines)
	for _, t := range c.x.ticks {
		c.text(label{x: c.x.at(t.at), y: c.y.from + 17, text: t.label, size: tickSize, class: "m"})
	}
	for _, t := range c.y.ticks {
		c.text(label{x: c.x.from - 6, y: c.y.at(t.at) + 4.5, text: t.label, anchor: End, size: tickSize, class: "m"})
	}
}

// titles writes the titles of the panel and the axes. The title of y stands above it, level.
func (c *canvas) titles() {
	p, top := c.panel, c.y.to-4-c.rules
	if !p.Bare && p.Y.Title != "" {
		c.text(label{x: c.x.from, y: top - 5, text: p.Y.Title, anchor: Start, size: fontSize})
		top -= 22
	}
	c.text(label{x: c.x.from, y: top - 6, text: p.Title, anchor: Start, size: fontSize, class: "b"})
	if !p.Bare {
		c.text(label{x: (c.x.from + c.x.to) / 2, y: c.y.from + 37, text: p.X.Title, size: fontSize})
	}
}
