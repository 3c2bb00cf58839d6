package chart

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// Ten lines that end in one point, and the texts of their figure, by another estimate of
// the widths: none may touch another.
func TestNamesAtTheEndsOfLinesDoNotOverlap(t *testing.T) {
	f := Figure{Name: "bundle", Title: "A bundle", Panels: []Panel{{X: Axis{Title: "x"}, Y: Axis{Title: "y"}}}}
	for i := range 10 {
		f.Panels[0].Layers = append(f.Panels[0].Layers, Line{Name: fmt.Sprint("line ", i), X: []float64{0, 1}, Y: []float64{float64(i), 5 + float64(i)/100}})
	}
	for x := range 5 {
		f.Panels[0].Layers = append(f.Panels[0].Layers, Rule{Name: fmt.Sprint("rule ", x), At: 0.5 + float64(x)/100, Vertical: true})
	}
	svg, err := f.SVG()
	require.NoError(t, err)
	boxes := boxesOf(parse(t, svg))
	require.Greater(t, len(boxes), 25)
	require.Empty(t, overlapping(boxes))
	require.NotEmpty(t, overlapping(append(boxes, boxes[0])), "the test sees an overlap")
}

func boxesOf(root element) (boxes []box) {
	walkTree(root, func(e element) {
		if e.XMLName.Local != "text" {
			return
		}
		if e.Size == 0 {
			e.Size = fontSize
		}
		w := 0.58 * e.Size * float64(len([]rune(e.Text)))
		left := e.X - map[string]float64{"": 0, "middle": w / 2, "end": w}[e.Anchor]
		boxes = append(boxes, box{e.Text, left, e.Y - 0.7*e.Size, left + w, e.Y + 0.2*e.Size})
	})
	return boxes
}

func overlapping(boxes []box) (pairs []string) {
	for i, a := range boxes {
		for _, b := range boxes[:i] {
			if min(a.right, b.right) > max(a.left, b.left) && min(a.bottom, b.bottom) > max(a.top, b.top) {
				pairs = append(pairs, a.text+" on "+b.text)
			}
		}
	}
	return pairs
}

func TestSpreadKeepsApartInOrderAndInside(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		wishes := make([]wish, 1+r.IntN(8))
		for i := range wishes {
			wishes[i] = wish{100 * r.Float64(), 1 + 10*r.Float64()}
		}
		places := spread(wishes, 0, 100)
		for i := range wishes {
			require.GreaterOrEqual(t, places[i], wishes[i].size/2-1e-9)
			require.LessOrEqual(t, places[i], 100-wishes[i].size/2+1e-9)
			for j := range i {
				require.GreaterOrEqual(t, math.Abs(places[i]-places[j]), (wishes[i].size+wishes[j].size)/2-1e-9)
				require.Equal(t, wishes[i].centre < wishes[j].centre, places[i] < places[j])
			}
		}
	}
	require.Equal(t, []float64{30, 70}, spread([]wish{{30, 10}, {70, 10}}, 0, 100), "what has room stays")
	require.Equal(t, []float64{55, 45}, spread([]wish{{51, 10}, {49, 10}}, 0, 100), "both move alike")
}

func TestSubscripts(t *testing.T) {
	require.Equal(t, []part{{"w", 0}, {"dm", -0.22}, {"2", 0.35}, {" x_d", 0}}, split("w_{dm}^{2} x_d"))
	require.Equal(t, []part{{"a_{b", 0}}, split("a_{b"))
	require.Less(t, width("x_{d}", 14), width("xd", 14))
}

func TestNumbersAreOfTenths(t *testing.T) {
	for want, values := range map[string][]float64{
		"0":     {0, math.Copysign(0, -1), -0.04},
		"68.2":  {68.25, math.Nextafter(68.25, 0), math.Nextafter(68.25, 100), 68.15000000001},
		"-1.5":  {-1.5, -1.46},
		"12":    {12, 11.96},
		"1e+05": nil,
	} {
		for _, v := range values {
			require.Equal(t, want, number(v), "%v", v)
		}
	}
	require.Equal(t, "100000", number(1e300))
}

// luminance is relative luminance by WCAG 2, which asks for a contrast of 4.5 in texts.
func luminance(t *testing.T, hex string) (sum float64) {
	var rgb [3]int
	_, err := fmt.Sscanf(hex, "#%02x%02x%02x", &rgb[0], &rgb[1], &rgb[2])
	require.NoError(t, err)
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		v := float64(rgb[i]) / 255
		if v > 0.04045 {
			v = math.Pow((v+0.055)/1.055, 2.4)
		} else {
			v /= 12.92
		}
		sum += weight * v
	}
	return sum
}

func contrast(t *testing.T, a, b string) float64 {
	l := []float64{luminance(t, a), luminance(t, b)}
	slices.Sort(l)
	return (l[1] + 0.05) / (l[0] + 0.05)
}

func TestEachColourCanBeReadOnLightAndDark(t *testing.T) {
	for c, tone := range tones {
		if Colour(c) != Auto {
			require.GreaterOrEqual(t, contrast(t, tone.light, sheetTone.light), 4.5, "%d", c)
			require.GreaterOrEqual(t, contrast(t, tone.dark, sheetTone.dark), 4.5, "%d", c)
		}
	}
	require.Less(t, contrast(t, "#f0e442", "#ffffff"), 1.5, "the yellow of Okabe and Ito can't")
	require.InDelta(t, 21, contrast(t, "#000000", "#ffffff"), 1e-9)
}
