package command

import (
	"slices"

	"github.com/guptarohit/asciigraph"
)

// plot draws the finite values of a curve over their index, 9 lines high and, with the
// labels of the axis, at most so wide.
func plot(curve []float64, width int, caption string) string {
	curve = slices.DeleteFunc(slices.Clone(curve), func(y float64) bool { return y-y != 0 })
	if len(curve) == 0 {
		return ""
	}
	return asciigraph.Plot(curve, asciigraph.Height(8), asciigraph.Width(width-14), asciigraph.Precision(0), asciigraph.Caption(caption)) + "\n"
}
