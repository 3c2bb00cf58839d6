package chart

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"math"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the figures of testdata")

// grid evaluates a function on n by n numbers from −1 to 1.
func grid[N any](n int, f func(x, y float64) N) [][]N {
	rows := make([][]N, n)
	for i := range rows {
		for j := range n {
			rows[i] = append(rows[i], f(2*float64(j)/float64(n-1)-1, 2*float64(i)/float64(n-1)-1))
		}
	}
	return rows
}

// figures returns small figures with everything in them.
func figures() []Figure {
	n := []float64{8, 64, 1024}
	left := func(x, y float64) int {
		if x+y*y < 0 {
			return 0
		}
		return 1
	}
	return []Figure{
		{Name: "lines", Title: "Lines & bands", Description: "a < b", Panels: []Panel{{
			Title: "Speed", X: Axis{Title: "n", Scale: Log2}, Y: Axis{Title: "GFLOP/s", Scale: Log10},
			Layers: []Layer{
				Line{Name: "naive", X: n, Y: []float64{1, 3, 2}, Lo: []float64{0.9, 2.5, 1}, Hi: []float64{1.1, 4, 3}},
				Line{Name: "ours", X: n, Y: []float64{1.1, 30, 90}, Dashed: true},
				Line{Name: "theirs", X: n, Y: []float64{1, 20, 91}, Stepped: true},
				Points{Name: "once", X: n[:2], Y: []float64{2, 40}, Lo: []float64{1, 30}, Hi: []float64{3, 50}, Shape: Cross},
				Rule{Name: "peak", At: 92}, Rule{Name: "L1", At: 64, Vertical: true}, Rule{Name: "L2", At: 80, Vertical: true, Solid: true},
			}}}},
		{Name: "two-panels", Title: "Two panels", Legend: true, Height: 240, Panels: []Panel{
			{Y: Axis{Title: "count"}, Layers: []Layer{Bars{Name: "seeds", Edges: []float64{40, 42, 44}, Heights: []float64{3, 5}}}},
			{X: Axis{Title: "x", Ticks: []float64{-1, 1}, Labels: []string{"left", "right"}}, Layers: []Layer{
				Cells{-1, 1, -1, 1, grid(5, left), []string{"class 1", "class 2"}, nil},
				Contour{X0: -1, X1: 1, Y0: -1, Y1: 1, Z: grid(9, func(x, y float64) float64 { return x*x + 4*y*y }), Levels: []float64{0.5, 1}},
				Points{Name: "data", X: []float64{0.5}, Y: []float64{0.5}, Shape: Triangle},
			}}}},
		{Name: "diagram", Title: "A diagram", Width: 360, Height: 160, Transparent: true, Panels: []Panel{{
			Bare: true, X: Axis{Max: 2}, Y: Axis{Min: -1, Max: 1}, Layers: []Layer{
				Arrow{X0: 0.5, X1: 1.5, Gap0: 18, Gap1: 30}, Node{X: 0.5, Text: "x_{d}"}, Node{X: 1.5, Text: "σ(α)", Wide: 60, Colour: Blue},
				Text{X: 1, Y: 0.3, Text: "w_{dm}^{2}", Italic: true},
			}}}},
	}
}

func TestFiguresAreThoseOfTestdata(t *testing.T) {
	for _, f := range figures() {
		svg, err := f.SVG()
		require.NoError(t, err)
		name := "testdata/" + f.Name + ".svg"
		if *update {
			require.NoError(t, os.WriteFile(name, svg, 0o666))
		}
		golden, err := os.ReadFile(name)
		require.NoError(t, err)
		require.Equal(t, string(golden), string(svg), name)
		again, err := f.SVG()
		require.NoError(t, err)
		require.Equal(t, svg, again)
	}
}

// An element is a text or anything with a class.
type element struct {
	XMLName  xml.Name
	Class    string    `xml:"class,attr"`
	ID       string    `xml:"id,attr"`
	X        float64   `xml:"x,attr"`
	Y        float64   `xml:"y,attr"`
	Anchor   string    `xml:"text-anchor,attr"`
	Size     float64   `xml:"font-size,attr"`
	Text     string    `xml:",chardata"`
	Children []element `xml:",any"`
}

// parse returns the figure as a tree.
func parse(t *testing.T, svg []byte) (root element) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(svg))
	d.Strict = true
	require.NoError(t, d.Decode(&root))
	_, err := d.Token()
	for err == nil {
		_, err = d.Token()
	}
	require.True(t, errors.Is(err, io.EOF), "%v", err)
	return root
}

// walkTree calls f for each element.
func walkTree(e element, f func(element)) {
	f(e)
	for _, child := range e.Children {
		walkTree(child, f)
	}
}

func TestFiguresAreWellFormedAndKeepToThemselves(t *testing.T) {
	selector := regexp.MustCompile(`(?m)^([^{@}]+)\{`)
	for _, f := range figures() {
		svg, err := f.SVG()
		require.NoError(t, err)
		root := parse(t, svg)
		require.Equal(t, "chart-"+f.Name, root.Class)
		require.Equal(t, f.Title, root.Children[0].Text)
		require.Equal(t, f.Description, root.Children[1].Text)
		walkTree(root, func(e element) {
			require.True(t, e.ID == "" || strings.HasPrefix(e.ID, "chart-"+f.Name+"-"), e.ID)
		})
		style := root.Children[2].Text
		require.Contains(t, style, "@media (prefers-color-scheme:dark)")
		for _, m := range selector.FindAllStringSubmatch(style, -1) {
			require.True(t, strings.HasPrefix(strings.TrimSpace(m[1]), ".chart-"+f.Name), m[1])
		}
	}
}

func TestEachColourInUseHasItsRules(t *testing.T) {
	colour := regexp.MustCompile(`\b[sf]\d\b`)
	for _, f := range figures() {
		svg, err := f.SVG()
		require.NoError(t, err)
		root := parse(t, svg)
		walkTree(root, func(e element) {
			for _, class := range colour.FindAllString(e.Class, -1) {
				require.Equal(t, 2, strings.Count(root.Children[2].Text, " ."+class+"{"), class)
			}
		})
	}
}

func TestWhatCannotBeDrawnIsAnError(t *testing.T) {
	one := []float64{1}
	line := func(l ...Layer) []Panel { return []Panel{{Layers: l}} }
	both := Axis{Min: -1, Max: 1}
	bare := func(l ...Layer) []Panel { return []Panel{{Bare: true, X: both, Y: both, Layers: l}} }
	for want, panels := range map[string][]Panel{
		"no panels":                                   nil,
		"panel 1: no layers":                          line(),
		`layer 1, line "a": y[1] is NaN`:              line(Line{Name: "a", X: []float64{1, 2}, Y: []float64{1, math.NaN()}}),
		`layer 2, rule "b": at[0] is +Inf`:            line(Line{X: one, Y: one}, Rule{Name: "b", At: math.Inf(1)}),
		`line "a": no points`:                         line(Line{Name: "a"}),
		`line "a": 1 of x and 0 of y`:                 line(Line{Name: "a", X: one}),
		`1 of lo and 0 of hi for 1 points`:            line(Points{X: one, Y: one, Lo: one}),
		`bars "h": 1 heights between 1 edges`:         line(Bars{Name: "h", Edges: one, Heights: one}),
		`cells: no cells`:                             line(Cells{}),
		`cells: class 6 in row 0 has no colour`:       line(Cells{Class: [][]int{{6}}}),
		`contour: Z[0][1] is NaN`:                     line(Contour{Levels: one, Z: [][]float64{{1, math.NaN()}, {1, 2}}}),
		`contour: 1 values in row 1 and 2 in row 0`:   line(Contour{Levels: one, Z: [][]float64{{1, 1}, {1}}}),
		`line "a": y[0] is 0 on a logarithmic axis`:   {{Y: Axis{Scale: Log10}, Layers: []Layer{Line{Name: "a", X: one, Y: []float64{0}}}}},
		`line "a": x[0] is -1 on a logarithmic axis`:  {{X: Axis{Scale: Log2}, Layers: []Layer{Line{Name: "a", X: []float64{-1}, Y: one}}}},
		`the axis "n" from 2 to 1`:                    {{X: Axis{Title: "n", Min: 2, Max: 1}, Layers: []Layer{Line{X: one, Y: one}}}},
		`the axis "n" has 1 labels for 0 ticks`:       {{X: Axis{Title: "n", Labels: []string{"a"}}, Layers: []Layer{Line{X: one, Y: one}}}},
		`the texts "here" and "there" overlap`:        bare(Text{Text: "here"}, Text{Text: "there"}),
		`the text "a long one, longer than its panel`: bare(Text{Text: "a long one, longer than its panel " + strings.Repeat("-", 300)}),
	} {
		f := Figure{Name: "f", Title: "t", Panels: panels}
		_, err := f.SVG()
		require.ErrorContains(t, err, want)
		require.ErrorContains(t, err, "chart: f: ")
	}
	_, err := (&Figure{Name: "Not a class"}).SVG()
	require.ErrorContains(t, err, "lower-case letters")
	_, err = (&Figure{Name: "f"}).SVG()
	require.ErrorContains(t, err, "no title")
}
