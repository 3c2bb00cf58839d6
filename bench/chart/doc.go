// Package chart draws figures as SVG, with the standard library alone: curves with bands,
// points with error bars, histograms, regions, contours and diagrams, on linear and
// logarithmic axes.
//
//	f := chart.Figure{
//		Name:  "halving",
//		Title: "Time against size",
//		Panels: []chart.Panel{{
//			X:      chart.Axis{Title: "n", Scale: chart.Log2},
//			Y:      chart.Axis{Title: "time (ms)", Scale: chart.Log10},
//			Layers: []chart.Layer{chart.Line{Name: "naive", X: n, Y: ms}},
//		}},
//	}
//	svg, err := f.SVG()
//
// # Guarantees
//
// The same figure gives the same bytes on every machine: coordinates are rounded to a tenth of
// a pixel, so that the last bits of a logarithm, in which architectures differ, do not show.
//
// No two texts overlap and none leaves the figure, by an estimate of their widths: a text
// without room is an error, not an ugly figure. Labels at the ends of lines are moved apart.
//
// A number that is not finite, one that is not positive on a logarithmic axis, vectors of
// different lengths and empty ones are errors, which name the figure, the panel and the layer.
//
// Figures follow the reader's choice of light or dark. Their styles begin with the figure's
// name, so that several figures can stand in one page.
//
// # Units
//
// Positions of layers are in the units of the axes; widths, sizes and gaps in pixels of a
// figure that is 720 wide. A text may have _{subscripts} and ^{superscripts}.
package chart

// A Figure is one or more panels on a sheet.
type Figure struct {
	Name        string  // begins its styles and ids: lower-case letters, digits and hyphens
	Title       string  // a short description for screen readers; not drawn
	Description string  // the same, at more length
	Width       float64 // 720 if 0
	Height      float64 // 400 for each row of panels if 0
	Columns     int     // panels in a row; all if 0
	Legend      bool    // names stand below the panels, once, instead of at the ends of lines
	Transparent bool    // no background: for a page with light and dark of its own
	Panels      []Panel
}

// A Panel has two axes and the layers drawn between them, the first layer lowest.
type Panel struct {
	Title  string
	X, Y   Axis
	Layers []Layer
	Bare   bool // a diagram: no axes, no grid; they need Min and Max
}

// An Axis maps numbers to a side of the panel. The title is the quantity with its unit.
type Axis struct {
	Title    string
	Scale    Scale
	Min, Max float64   // from the data if equal
	Ticks    []float64 // chosen if empty
	Labels   []string  // of the ticks; numbers if empty
}

// Scale is linear or logarithmic.
type Scale int

// The scales. Log2 is labelled at powers of two, Log10 at powers of ten, and at 2 and 5
// times them if the axis has fewer than three.
const (
	Linear Scale = iota
	Log2
	Log10
)

// A Layer is something drawn in a panel: Line, Points, Bars, Rule, Cells, Contour, Arrow,
// Node or Text.
type Layer interface {
	kind() string             // its name in messages
	check() error             // tests that need only the layer
	values() (x, y []vector)  // all coordinates that must lie on the axes
	keys(c Colour) []key      // its entries in a legend
	draw(c *canvas, t Colour) // t is the colour if the layer has none
}

// A vector is a field of a layer.
type vector struct {
	field  string
	values []float64
}
