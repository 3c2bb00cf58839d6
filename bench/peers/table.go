package main

import (
	"fmt"
	"io"
	"math"
	"strings"

	"golang.org/x/perf/benchmath"
)

// result is a measured row: our product, its ceiling, and a line for each peer.
type result struct {
	shape
	ours, ceiling *contender
	lines         []line
}

// line is a peer beside ours.
type line struct {
	peer   *contender
	target target
	cgo    *contender // the same peer through cgo, or nil
}

// contenders returns those that a line times.
func (l line) contenders() []*contender {
	if l.cgo == nil {
		return []*contender{l.peer}
	}
	return []*contender{l.peer, l.cgo}
}

// median summarizes a sample by its median, with an exact interval that has the true
// one with a probability of 95 %, whatever the distribution. It takes six values to
// have one; with fewer, the interval is infinite.
func median(values []float64) benchmath.Summary {
	return benchmath.AssumeNothing.Summary(benchmath.NewSample(values, &benchmath.DefaultThresholds), 0.95)
}

// columns is the table's layout: shape, variant, our GFLOP/s and share of the ceiling,
// peer and its GFLOP/s, ratio and interval, target and verdict, ratio through cgo.
const columns = "%-14s %-3s%8s%6s  %-10s%8s%8s %-16s %-8s %-6s%7s\n"

func printHeader(out io.Writer, name string, cores int) {
	fmt.Fprintf(out, "\n%s, %s\n", name, plural(cores, "core"))
	fmt.Fprintf(out, columns, "m×n×k", "op", "ours", "ceil", "peer", "GFLOP/s", "ratio", "95 %", "target", "", "cgo")
}

// print writes the row's lines. Without a peer there is one, of our speed.
func (r *result) print(out io.Writer) {
	first := []string{r.shape.String(), r.variant, gflops(r.ours), fmt.Sprintf("%.0f%%", 100*r.share())}
	if len(r.lines) == 0 {
		r.printLine(out, first, make([]string, 7))
	}
	for _, l := range r.lines {
		r.printLine(out, first, l.cells(r))
		first = make([]string, 4)
	}
	for _, l := range r.lines {
		for _, c := range l.contenders() {
			if c.wrong != nil {
				fmt.Fprintf(out, "  wrong: %v\n", c.wrong)
			}
		}
	}
}

func (r *result) printLine(out io.Writer, left, right []string) {
	var b strings.Builder
	cells := make([]any, 0, 11)
	for _, cell := range append(left[:4:4], right...) {
		cells = append(cells, cell)
	}
	fmt.Fprintf(&b, columns, cells...)
	fmt.Fprintln(out, strings.TrimRight(b.String(), " \n"))
}

// share is the median of our share of the ceiling.
func (r *result) share() float64 { return median(r.ours.ratios(r.ceiling)).Center }

// cells returns a line's cells from the peer's name on.
func (l line) cells(r *result) []string {
	name := l.peer.name
	if l.peer.name == "ours" {
		name = fmt.Sprintf("ours on %d", l.peer.cores)
	}
	if l.peer.wrong != nil {
		return []string{name, "wrong", "", "", "", "", ""}
	}
	s := median(r.ours.ratios(l.peer))
	through := ""
	if l.cgo != nil {
		through = "wrong"
		if l.cgo.wrong == nil {
			through = number(median(r.ours.ratios(l.cgo)).Center)
		}
	}
	return []string{name, gflops(l.peer), number(s.Center), interval(s), l.target.String(), l.target.verdict(s.Center, r.share()), through}
}

// String is the target as the table has it: 1.00 90% is a ratio of 1 to the peer and
// nine tenths of the ceiling.
func (t target) String() string {
	if t.ratio == 0 {
		return ""
	}
	s := fmt.Sprintf("%.2f", t.ratio)
	if t.ceiling > 0 {
		s += fmt.Sprintf(" %.0f%%", 100*t.ceiling)
	}
	return s
}

// verdict is ok if the median of the ratio reaches its target, and the share of the
// ceiling its own.
func (t target) verdict(ratio, share float64) string {
	switch {
	case t.ratio == 0:
		return ""
	case ratio >= t.ratio && share >= t.ceiling:
		return "ok"
	}
	return "short"
}

func gflops(c *contender) string { return number(median(c.speeds()).Center / 1e9) }

// number has three decimals, or fewer for large values.
func number(v float64) string {
	switch {
	case v >= 100:
		return fmt.Sprintf("%.1f", v)
	case v >= 10:
		return fmt.Sprintf("%.2f", v)
	}
	return fmt.Sprintf("%.3f", v)
}

func interval(s benchmath.Summary) string {
	if math.IsInf(s.Lo, 0) || math.IsInf(s.Hi, 0) {
		return "too few rounds"
	}
	return fmt.Sprintf("[%s, %s]", number(s.Lo), number(s.Hi))
}
