package chart

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// number formats a coordinate. It is rounded to a millionth first: a number at a tie of
// tenths but for its last bits, in which machines differ, is brought to the tie.
func number(v float64) string {
	v = math.Round(min(max(v, -1e5), 1e5)*1e6) / 1e6
	s := strings.TrimSuffix(strconv.FormatFloat(v, 'f', 1, 64), ".0")
	if s == "-0" {
		return "0"
	}
	return s
}

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// Anchor is the point of a text that its position refers to.
type Anchor int

// The anchors.
const (
	Middle Anchor = iota
	Start
	End
)

var anchors = [...]string{Middle: "middle", Start: "start", End: "end"}

const (
	fontSize = 14.0
	tickSize = 13.0
)

// A box is the place of a text, by estimate.
type box struct {
	text                     string
	left, top, right, bottom float64
}

// A sheet collects the elements of a figure.
type sheet struct {
	strings.Builder
	name  string
	used  [len(tones)]bool
	boxes []box
}

// path writes a path with the class, and attributes if any.
func (s *sheet) path(class, attributes string, d *path) {
	fmt.Fprintf(s, "<path class=%q%s d=%q/>\n", class, attributes, d.String())
}

// stroke and fill return the classes of a colour.
func (s *sheet) stroke(c Colour) string { s.used[c] = true; return fmt.Sprintf("s%d", c) }
func (s *sheet) fill(c Colour) string   { s.used[c] = true; return fmt.Sprintf("f%d", c) }

// A path is the data of a path element.
type path struct{ strings.Builder }

func (p *path) to(command byte, coordinates ...float64) *path {
	p.WriteByte(command)
	for i, v := range coordinates {
		s := number(v)
		if i > 0 && s[0] != '-' {
			p.WriteByte(' ')
		}
		p.WriteString(s)
	}
	return p
}

// line adds the points to the path: M for the first, L for the others.
func (p *path) line(x, y []float64) *path {
	command := byte('M')
	for i := range x {
		p.to(command, x[i], y[i])
		command = 'L'
	}
	return p
}

// label is a text to be written.
type label struct {
	x, y   float64 // of the anchor, on the base line
	text   string
	anchor Anchor
	size   float64
	class  string
}

// text writes a label and remembers its place.
func (s *sheet) text(l label) {
	if l.text == "" {
		return
	}
	w := width(l.text, l.size)
	left := map[Anchor]float64{Start: l.x, Middle: l.x - w/2, End: l.x - w}[l.anchor]
	s.boxes = append(s.boxes, box{l.text, left, l.y - 0.72*l.size, left + w, l.y + 0.22*l.size})
	fmt.Fprintf(s, `<text x="%s" y="%s"`, number(l.x), number(l.y))
	if l.class != "" {
		fmt.Fprintf(s, " class=%q", l.class)
	}
	if l.anchor != Start {
		fmt.Fprintf(s, " text-anchor=%q", anchors[l.anchor])
	}
	if l.size != fontSize {
		fmt.Fprintf(s, ` font-size="%s"`, number(l.size))
	}
	s.WriteByte('>')
	raised := 0.0
	for _, p := range split(l.text) {
		dy := raised - p.raise*l.size
		raised = p.raise * l.size
		if p.raise == 0 && dy == 0 {
			s.WriteString(escape.Replace(p.text))
			continue
		}
		fmt.Fprintf(s, `<tspan dy="%s"`, number(dy))
		if p.raise != 0 {
			fmt.Fprintf(s, ` font-size="%s"`, number(small*l.size))
		}
		fmt.Fprintf(s, ">%s</tspan>", escape.Replace(p.text))
	}
	s.WriteString("</text>\n")
}

// collision returns an error if two texts overlap or one leaves the figure.
func (s *sheet) collision(width, height float64) error {
	for i, a := range s.boxes {
		if a.left < 0 || a.top < 0 || a.right > width || a.bottom > height {
			return fmt.Errorf("the text %q leaves the figure", a.text)
		}
		for _, b := range s.boxes[:i] {
			if a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom {
				return fmt.Errorf("the texts %q and %q overlap", b.text, a.text)
			}
		}
	}
	return nil
}
