package main

import (
	"fmt"
	"math"
	"strings"

	"chainrule/bench/internal/record"
)

// A gain is the factor by which our fastest kernel is faster than another contender: the ratio of the
// report, or its inverse, with its interval.
type gain struct{ median, lo, hi float64 }

// gainOver returns the gain over another contender of a row; false if they are not compared.
func gainOver(row record.Row, kernel, other string) (g gain, ok bool) {
	mine, theirs := find(row, kernel), find(row, other)
	switch {
	case mine == nil || theirs == nil:
		return gain{}, false
	case row.Base == other && mine.Ratio != nil:
		return gainOf(mine.Ratio.Estimate, 1), true
	case row.Base == kernel && theirs.Ratio != nil:
		return gainOf(theirs.Ratio.Estimate, -1), true
	}
	return gain{}, false
}

// gainOf returns the power of an estimate. Without an interval nothing is excluded.
func gainOf(e record.Estimate, power float64) gain {
	g := gain{math.Pow(e.Median, power), 0, math.Inf(1)}
	if e.Interval != nil {
		a, b := math.Pow(e.Interval.Lo, power), math.Pow(e.Interval.Hi, power)
		g.lo, g.hi = min(a, b), max(a, b)
	}
	return g
}

// String is the median, with ~ if the interval has 1.
func (g gain) String() string {
	if g.lo <= 1 && 1 <= g.hi {
		return "~" + digits(g.median)
	}
	return digits(g.median)
}

// digits formats a number with three digits and no exponent.
func digits(v float64) string {
	switch {
	case v >= 99.95:
		return fmt.Sprintf("%.0f", v)
	case v >= 9.995:
		return fmt.Sprintf("%.1f", v)
	case v >= 0.9995:
		return fmt.Sprintf("%.2f", v)
	}
	return fmt.Sprintf("%.3f", v)
}

// headline is the sentence that matters: how much faster our fastest kernel is, and where it is
// not; of peers, one for each.
func headline(rows []record.Row, kernel string) string {
	var sentences []string
	for _, c := range columnsOf(rows, kernel) {
		if c.kernel == kernel || c.kernel == "portable" {
			continue
		}
		if s := against(rows, kernel, c); s != "" {
			sentences = append(sentences, s)
		}
	}
	for _, row := range rows {
		if c := find(row, kernel); c != nil && row.Procs == 1 && row.Name == shown[0].row {
			sentences = append(sentences, "The paper's training step takes "+record.Duration(c.Value.Median)+".")
		}
	}
	return strings.Join(sentences, " ")
}

// against is a sentence on our fastest kernel beside another contender.
func against(all []record.Row, kernel string, c column) string {
	least, most, rows, slower := math.Inf(1), 0.0, 0, []string{}
	for _, row := range all {
		g, ok := gainOver(row, kernel, c.kernel)
		if !ok {
			continue
		}
		least, most = min(least, g.median), max(most, g.median)
		if rows++; g.hi < 1 {
			slower = append(slower, titleOf(row, kernel))
		}
	}
	if rows == 0 {
		return ""
	}
	text := fmt.Sprintf("%s is %s to %s times as fast as %s in %d %s", kernelTitle(kernel), digits(least), digits(most), c.name, rows,
		map[bool]string{true: "row", false: "rows"}[rows == 1])
	if len(slower) > 0 {
		text += fmt.Sprintf(", slower in %d: %s", len(slower), strings.Join(slower, ", "))
	}
	return text + "."
}
