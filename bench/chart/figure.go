package chart

import (
	"errors"
	"fmt"
	"regexp"
)

var nameForm = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

// SVG returns the figure. An error names the part that can't be drawn and its place.
func (f *Figure) SVG() ([]byte, error) {
	svg, err := f.draw()
	if err != nil {
		return nil, fmt.Errorf("chart: %s: %w", f.Name, err)
	}
	return svg, nil
}

func (f *Figure) draw() ([]byte, error) {
	if !nameForm.MatchString(f.Name) {
		return nil, errors.New("a name is of lower-case letters, digits and hyphens")
	}
	if f.Title == "" {
		return nil, errors.New("no title, which is all that some readers have")
	}
	if len(f.Panels) == 0 {
		return nil, errors.New("no panels")
	}
	s := &sheet{name: f.Name}
	var canvases []*canvas
	for i := range f.Panels {
		c := &canvas{sheet: s, panel: &f.Panels[i], legend: f.Legend, id: fmt.Sprintf("chart-%s-clip%d", f.Name, i+1)}
		if err := c.prepare(); err != nil {
			return nil, fmt.Errorf("panel %d: %w", i+1, err)
		}
		canvases = append(canvases, c)
	}
	width, height := f.place(canvases)
	for _, c := range canvases {
		c.paint()
	}
	if f.Legend {
		height = s.legend(canvases, width, height)
	}
	if err := s.collision(width, height); err != nil {
		return nil, err
	}
	return f.whole(s, width, height), nil
}

// whole puts head and tail around the elements.
func (f *Figure) whole(s *sheet, width, height float64) []byte {
	head := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" class="chart-%s" viewBox="0 0 %s %s" width="%s" height="%s" style="max-width:100%%;height:auto" font-size="%s" role="img" aria-labelledby="chart-%s-title chart-%s-desc">`,
		f.Name, number(width), number(height), number(width), number(height), number(fontSize), f.Name, f.Name)
	head += fmt.Sprintf("\n<title id=\"chart-%s-title\">%s</title>\n<desc id=\"chart-%s-desc\">%s</desc>\n",
		f.Name, escape.Replace(f.Title), f.Name, escape.Replace(f.Description))
	head += s.style()
	if !f.Transparent {
		head += fmt.Sprintf("<rect class=\"sheet\" width=\"%s\" height=\"%s\"/>\n", number(width), number(height))
	}
	return []byte(head + s.String() + "</svg>\n")
}

// place gives each panel its rectangle, all of one size, and returns the size of the sheet.
func (f *Figure) place(canvases []*canvas) (width, height float64) {
	columns := f.Columns
	if columns <= 0 || columns > len(canvases) {
		columns = len(canvases)
	}
	rows := (len(canvases) + columns - 1) / columns
	width, height = f.Width, f.Height
	if width == 0 {
		width = 720
	}
	if height == 0 {
		height = 400 * float64(rows)
	}
	const edge, gap = 10.0, 18.0
	w := (width - 2*edge - gap*float64(columns-1)) / float64(columns)
	h := (height - 2*edge - gap*float64(rows-1)) / float64(rows)
	var m margins
	for _, c := range canvases {
		m = m.with(c.margins(w, h))
	}
	for i, c := range canvases {
		left := edge + float64(i%columns)*(w+gap)
		top := edge + float64(i/columns)*(h+gap)
		c.x.from, c.x.to = left+m.left, left+w-m.right
		c.y.from, c.y.to = top+h-m.bottom, top+m.top()
		c.rules, c.right = m.rules, m.right
	}
	return width, height
}

// margins are around the plot of a panel. At the top are up to three rows.
type margins struct{ left, right, bottom, title, yTitle, rules float64 }

func (m margins) top() float64 { return m.title + m.yTitle + m.rules + 4 }

// with returns the larger of each margin.
func (m margins) with(o margins) margins {
	return margins{max(m.left, o.left), max(m.right, o.right), max(m.bottom, o.bottom),
		max(m.title, o.title), max(m.yTitle, o.yTitle), max(m.rules, o.rules)}
}
