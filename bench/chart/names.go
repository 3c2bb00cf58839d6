package chart

// An endLabel is a name for the right margin, with the end of its line.
type endLabel struct {
	text   string
	colour Colour
	x, y   float64
}

// end notes a name for the end of a line, unless there is a legend.
func (c *canvas) end(name string, t Colour, x, y float64) {
	if name != "" && !c.legend {
		c.ends = append(c.ends, endLabel{name, t, min(max(x, c.x.from), c.x.to), min(max(y, c.y.to), c.y.from)})
	}
}

// endNames returns the names that a layer will have in the right margin.
func (c *canvas) endNames(layer Layer, t Colour) (names []string) {
	switch l := layer.(type) {
	case Rule:
		if !l.Vertical {
			names = append(names, l.Name)
		}
	case Line, Points:
		if !c.legend {
			names = append(names, layer.keys(t)[0].name)
		}
	}
	return names
}

// write writes the names at the ends of lines and above vertical rules, moved apart, with a
// thin line to each that is no longer at its own.
func (c *canvas) write() {
	wishes := make([]wish, len(c.ends))
	for i, e := range c.ends {
		wishes[i] = wish{e.y, 1.2 * fontSize}
	}
	for i, y := range spread(wishes, c.y.to-8, c.y.from+8) {
		e := c.ends[i]
		if e.x < c.x.to-3 || y-e.y > 4 || e.y-y > 4 {
			c.path(c.stroke(e.colour)+" p", ` stroke-opacity="0.6"`, new(path).to('M', e.x+3, e.y).to('L', c.x.to+7, y))
		}
		c.text(label{x: c.x.to + 10, y: y + 5, text: e.text, anchor: Start, size: fontSize, class: c.fill(e.colour)})
	}
	for i, x := range spread(c.uprules, c.x.from, c.x.to+c.right) {
		l := c.names[i]
		if room := c.uprules[i].size / 2; l.x < x-room || l.x > x+room {
			c.path("a", "", new(path).to('M', l.x, c.y.to).to('L', x, c.y.to-4))
		}
		l.x = x
		c.text(l)
	}
}

// A key is an entry of a legend.
type key struct {
	name   string
	colour Colour
	mark   mark
}

// A mark is the shape of a key's symbol: a Shape, or one of these.
type mark int

const (
	lineMark mark = 100 + iota
	dashMark
	areaMark
)

// legend writes each name once, below the panels, and returns the height of the sheet with it.
func (s *sheet) legend(canvases []*canvas, room, height float64) float64 {
	const edge, swatch, gap, line = 14.0, 30.0, 22.0, 22.0
	x, y, seen := edge, height+8, map[string]bool{}
	for _, c := range canvases {
		for i, layer := range c.panel.Layers {
			for _, k := range layer.keys(c.colours[i]) {
				if k.name == "" || seen[k.name] {
					continue
				}
				seen[k.name] = true
				w := swatch + width(k.name, fontSize)
				if x > edge && x+w > room-edge {
					x, y = edge, y+line
				}
				s.swatch(k, x, y)
				s.text(label{x: x + swatch, y: y + 5, text: k.name, anchor: Start, size: fontSize})
				x += w + gap
			}
		}
	}
	return y + 18
}

// swatch draws the mark of a key, to the right of (x, y).
func (s *sheet) swatch(k key, x, y float64) {
	switch k.mark {
	case lineMark:
		s.path(s.stroke(k.colour)+" p", ` stroke-width="2"`, new(path).to('M', x, y).to('h', 24))
	case dashMark:
		s.path(s.stroke(k.colour)+" p d", ` stroke-width="2"`, new(path).to('M', x, y).to('h', 24))
	case areaMark:
		s.path(s.fill(k.colour)+" "+s.stroke(k.colour), ` fill-opacity="0.35"`, new(path).to('M', x+4, y-6).to('h', 16).to('v', 12).to('h', -16).to('z'))
	case mark(Cross):
		p := new(path)
		Cross.add(p, x+12, y, 4)
		s.path(s.stroke(k.colour)+" p", ` stroke-width="1.8"`, p)
	default:
		p := new(path)
		Shape(k.mark).add(p, x+12, y, 4)
		s.path(s.fill(k.colour), "", p)
	}
}
