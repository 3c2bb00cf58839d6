package site

import (
	"fmt"
	"html/template"
	"math"
	"strings"

	"chainrule/gradcheck/equations"
)

// mostCells is the largest number of cells of a matrix that is shown.
const mostCells = 100

// matrices shows an array three times, claimed, true and the difference, with a colour a cell.
func matrices(a equations.Array) template.HTML {
	if len(a.Claimed) == 0 || len(a.Claimed) > mostCells {
		return ""
	}
	differences := make([]float64, len(a.Claimed))
	for i := range differences {
		differences[i] = a.Claimed[i] - a.True[i]
	}
	scale := largest(a.True)
	var b strings.Builder
	b.WriteString("<div class=\"matrices\">")
	for _, m := range []struct {
		title string
		x     []float64
		scale float64
	}{{"claimed", a.Claimed, scale}, {"true", a.True, scale}, {"difference", differences, max(scale*0x1p-40, largest(differences))}} {
		fmt.Fprintf(&b, "<table class=\"matrix\"><caption>%s %s</caption>", template.HTMLEscapeString(a.Name), m.title)
		for i, x := range m.x {
			if i%a.Cols == 0 {
				b.WriteString("<tr>")
			}
			fmt.Fprintf(&b, "<td class=\"%s\">%s</td>", heat(x/m.scale), strings.Replace(fmt.Sprintf("%.3g", x), "-", "−", 1))
		}
		b.WriteString("</table>")
	}
	b.WriteString("</div>\n")
	return template.HTML(b.String())
}

// largest returns the largest finite absolute value, or a number above 0.
func largest(xs []float64) float64 {
	most := math.SmallestNonzeroFloat64
	for _, x := range xs {
		if !math.IsInf(x, 0) {
			most = max(most, math.Abs(x))
		}
	}
	return most
}

// heat returns the class of a colour for a number from −1 to 1: its sign, and its size in steps.
func heat(x float64) string {
	if math.IsNaN(x) {
		return "odd"
	}
	step := int(math.Ceil(4 * min(math.Abs(x), 1)))
	return fmt.Sprintf("%s%d", map[bool]string{true: "neg", false: "pos"}[x < 0], step)
}
