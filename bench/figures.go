package main

import (
	"cmp"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"chainrule/bench/chart"
	"chainrule/bench/internal/record"
	"chainrule/bench/internal/roofline"
	"chainrule/nn/file"
)

// drawings are the figures that a report is drawn as, by the names of their files. Those that
// the report has nothing of are left out.
var drawings = []struct {
	name string
	draw func(*record.Report) *chart.Figure
}{
	{"products", drawProducts}, {"roofline", drawRoofline}, {"ladder", drawLadder}, {"growth", drawGrowth},
}

// figures returns the figures of a report as SVG by name.
func figures(report *record.Report) (map[string][]byte, error) {
	found := map[string][]byte{}
	for _, d := range drawings {
		f := d.draw(report)
		if f == nil {
			continue
		}
		f.Name = d.name
		svg, err := f.SVG()
		if err != nil {
			return nil, err
		}
		found[d.name+".svg"] = svg
	}
	return found, nil
}

// writeFigures writes the figures of a report into a folder, none if one can't be drawn, and
// says if there is none.
func writeFigures(folder string, report *record.Report, messages io.Writer) error {
	found, err := figures(report)
	if err != nil {
		return err
	}
	for name, svg := range found {
		name = filepath.Join(folder, name)
		if err := file.Write(name, func(w io.Writer) error { _, err := w.Write(svg); return err }); err != nil {
			return fmt.Errorf("-svg: %s: %w", name, err)
		}
	}
	if len(found) == 0 {
		fmt.Fprintln(messages, "bench: -svg: the record has none of the rows that are drawn")
	}
	return nil
}

// A point is a median with its interval at a size.
type point struct{ x, y, lo, hi float64 }

// curve returns the points as a line with a band, in order of x.
func curve(name string, colour chart.Colour, points []point) chart.Line {
	slices.SortFunc(points, func(a, b point) int { return cmp.Compare(a.x, b.x) })
	l := chart.Line{Name: name, Colour: colour}
	for _, p := range points {
		l.X, l.Y, l.Lo, l.Hi = append(l.X, p.x), append(l.Y, p.y), append(l.Lo, p.lo), append(l.Hi, p.hi)
	}
	return l
}

// at returns a contender's median and interval, times a factor, at x.
func at(x float64, c record.Contender, factor float64) point {
	p := point{x, factor * c.Value.Median, factor * c.Value.Median, factor * c.Value.Median}
	if i := c.Value.Interval; i != nil {
		p.lo, p.hi = factor*i.Lo, factor*i.Hi
	}
	return p
}

// colours maps a kernel to its colour.
var colours = map[string]chart.Colour{
	"avx512": chart.Blue, "avx2": chart.Green, "neon": chart.Blue, "portable": chart.Purple, "naive-ikj": chart.Orange, "naive": chart.Vermillion,
}

// drawProducts draws the rate of square products against their size, for each type.
func drawProducts(report *record.Report) *chart.Figure {
	f := &chart.Figure{
		Title: "Square products on one core", Legend: true, Height: 420,
		Description: "Multiply-adds a second against the size of square matrices, for the triple loop, the loop with its inner ones exchanged, portable Go and each kernel, with the ceiling of multiply-adds on registers.",
	}
	for _, typ := range []string{"float64", "float32"} {
		if p := productPanel(report, typ); p != nil {
			f.Panels = append(f.Panels, *p)
		}
	}
	if len(f.Panels) == 0 {
		return nil
	}
	return f
}

func productPanel(report *record.Report, typ string) *chart.Panel {
	series := map[string][]point{}
	for _, row := range report.Rows {
		family, keys := nameOf(row)
		n, _ := strconv.ParseFloat(keys["n"], 64)
		if family != "Product" || row.Procs != 1 || keys["type"] != typ || keys["variant"] != "NN" || keys["m"] != keys["n"] || keys["k"] != keys["n"] {
			continue
		}
		for _, c := range row.Contenders {
			series[c.Kernel] = append(series[c.Kernel], at(n, c, 1))
		}
	}
	p := &chart.Panel{Title: typ, X: chart.Axis{Title: "n", Scale: chart.Log2}, Y: chart.Axis{Title: "GFLOP/s", Scale: chart.Log10}}
	for _, kernel := range []string{"avx512", "neon", "avx2", "portable", "naive-ikj", "naive"} {
		if len(series[kernel]) > 1 {
			p.Layers = append(p.Layers, curve(kernelTitle(kernel), colours[kernel], series[kernel]))
		}
	}
	if len(p.Layers) == 0 {
		return nil
	}
	if peak := limitsOf(report, best(report)).Peak[typ]; peak > 0 {
		p.Layers = append(p.Layers, chart.Rule{Name: fmt.Sprintf("FMA %.3g", peak/1e9), At: peak / 1e9})
	}
	return p
}

// kernelTitle returns a reader's name for a kernel.
func kernelTitle(kernel string) string {
	switch kernel {
	case "naive":
		return "triple loop"
	case "naive-ikj":
		return "loops exchanged"
	case "portable":
		return "portable Go"
	}
	return strings.Replace(strings.ToUpper(kernel), "AVX512", "AVX-512", 1)
}

// families are the kinds of operations under a roofline.
var families = []struct {
	name    string
	colour  chart.Colour
	shape   chart.Shape
	matches func(r roofed) bool
}{
	{name: "products", colour: chart.Blue, shape: chart.Disc, matches: func(r roofed) bool {
		return strings.Contains(r.Operation, "×") && !strings.Contains(r.Operation, "softmax")
	}},
	{name: "functions", colour: chart.Green, shape: chart.Triangle, matches: func(r roofed) bool { return !strings.ContainsAny(r.Operation, "× .") }},
	{name: "softmax", colour: chart.Vermillion, shape: chart.Square, matches: func(r roofed) bool { return strings.HasPrefix(r.Operation, "softmax") }},
	{name: "updates", colour: chart.Purple, shape: chart.Cross, matches: func(r roofed) bool {
		return strings.HasPrefix(r.Operation, "adam") || strings.HasPrefix(r.Operation, "descent")
	}},
}

// drawRoofline draws the operations of the fastest kernel under the roofs of one core.
func drawRoofline(report *record.Report) *chart.Figure {
	kernel := best(report)
	list, limits := roofs(report, kernel), limitsOf(report, kernel)
	f := &chart.Figure{
		Title: "Roofline of " + kernelTitle(kernel) + ", one core", Legend: true, Height: 440,
		Description: "Operations a second against operations for each byte, for products, functions, softmax and updates, under the ceiling of multiply-adds and the slopes of caches and memory.",
	}
	for _, typ := range []string{"float64", "float32"} {
		if p := roofPanel(typ, list, limits); p != nil {
			f.Panels = append(f.Panels, *p)
		}
	}
	if len(f.Panels) == 0 {
		return nil
	}
	return f
}

// innermost is the intensity at which rooflines begin.
const innermost = 0.05

func roofPanel(typ string, list []roofed, limits *roofline.Limits) *chart.Panel {
	peak := limits.Peak[typ] / 1e9
	p := &chart.Panel{
		Title: typ, X: chart.Axis{Title: "operations for each byte", Scale: chart.Log2, Min: innermost, Max: 128},
		Y: chart.Axis{Title: "GFLOP/s", Scale: chart.Log10, Min: 1, Max: 2 * peak},
	}
	if peak == 0 {
		return nil
	}
	greys := []chart.Colour{chart.Ink, chart.Sky, chart.Orange, chart.Grey}
	for i, l := range limits.Levels {
		rate := l.Rate / 1e9
		p.Layers = append(p.Layers, chart.Line{
			Name: fmt.Sprintf("%s %.3g GB/s", l.Name, rate), X: []float64{innermost, peak / rate}, Y: []float64{innermost * rate, peak},
			Colour: greys[i%len(greys)], Width: 1.5, Dashed: true,
		})
	}
	p.Layers = append(p.Layers, chart.Rule{Name: fmt.Sprintf("FMA %.3g", peak), At: peak, Solid: true})
	points := 0
	for _, family := range families {
		marks := chart.Points{Name: family.name, Colour: family.colour, Shape: family.shape}
		for _, r := range list {
			if r.Type == typ && family.matches(r) {
				marks.X, marks.Y = append(marks.X, r.Intensity), append(marks.Y, r.Rate/1e9)
			}
		}
		if points += len(marks.X); len(marks.X) > 0 {
			p.Layers = append(p.Layers, marks)
		}
	}
	if points == 0 {
		return nil
	}
	return p
}
