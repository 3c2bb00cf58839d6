package command

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// plot draws the finite values of a curve over their index, 9 lines high and, with the
// labels of the axis, at most so wide. A constant is one line.
func plot(curve []float64, width int, caption string) string {
	curve = slices.DeleteFunc(slices.Clone(curve), func(y float64) bool { return y-y != 0 })
	if len(curve) == 0 {
		return ""
	}
	ys := resampled(curve, width-14)
	least, most := slices.Min(ys), slices.Max(ys)
	scale := 8 / (most - least)
	if most == least {
		scale = 1
	}
	row := func(y float64) int { return int(math.Round(y*scale) - math.Round(least*scale)) }
	rows := row(most)
	decimals := max(0, 1-int(math.Floor(math.Log10(max(most, 1e-9)))))
	pad := len(fmt.Sprintf("%.*f", decimals, most)) + 1
	var b strings.Builder
	for i := rows; i >= 0; i-- {
		label := most - float64(rows-i)*(most-least)/float64(max(1, rows))
		line := fmt.Sprintf("%*.*f %c", pad, decimals, label, map[bool]rune{true: '┼', false: '┤'}[i == row(ys[0])])
		for x := range len(ys) - 1 {
			line += string(stroke(i, row(ys[x]), row(ys[x+1])))
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String() + strings.Repeat(" ", pad+2+max(0, len(ys)-len(caption))/2) + caption + "\n"
}

// stroke returns what a curve that goes from row a to row b leaves in row i.
func stroke(i, a, b int) rune {
	switch {
	case i < min(a, b) || i > max(a, b):
		return ' '
	case a == b:
		return '─'
	case i == max(a, b):
		return map[bool]rune{true: '╮', false: '╭'}[a > b]
	case i == min(a, b):
		return map[bool]rune{true: '╰', false: '╯'}[a > b]
	}
	return '│'
}

// resampled returns n values of a curve, interpolated linearly between neighbours.
func resampled(curve []float64, n int) (ys []float64) {
	for i := range n {
		place := float64(i) * (float64(len(curve)-1) / float64(n-1))
		k := min(int(place), len(curve)-1)
		next := curve[min(k+1, len(curve)-1)]
		ys = append(ys, curve[k]+float64((next-curve[k])*(place-float64(k))))
	}
	return ys
}
