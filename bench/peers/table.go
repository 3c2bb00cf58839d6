package main

import (
	"fmt"
	"io"
	"strings"

	"chainrule/bench/peers/internal/turns"
)

// result is a measured row: our product, its ceiling, and a line for each peer.
type result struct {
	shape
	ours, ceiling *turns.Contender
	lines         []line
}

// line is a peer beside ours.
type line struct {
	peer   *turns.Contender
	target target
	cgo    *turns.Contender // the same peer through cgo, or nil
}

// contenders returns the contenders that a line times.
func (l line) contenders() []*turns.Contender {
	if l.cgo == nil {
		return []*turns.Contender{l.peer}
	}
	return []*turns.Contender{l.peer, l.cgo}
}

// columns is the table's layout: shape, variant, our GFLOP/s and share of the ceiling,
// peer and its GFLOP/s, ratio and interval, target and verdict, ratio through cgo.
const columns = "%-14s %-3s%8s%6s  %-10s%8s%8s %-16s %-8s %-6s%7s\n"

func printHeader(out io.Writer, name string, cores int) {
	fmt.Fprintf(out, "\n%s, %s\n", name, plural(cores, "core"))
	fmt.Fprintf(out, columns, "m×n×k", "op", "ours", "ceil", "peer", "GFLOP/s", "ratio", "95 %", "target", "", "cgo")
}

// print writes the row's lines. Without a peer it writes one line, of our speed.
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
			if c.Wrong != nil {
				fmt.Fprintf(out, "  wrong: %v\n", c.Wrong)
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
func (r *result) share() float64 { return turns.Median(r.ours.Ratios(r.ceiling)).Center }

// cells returns a line's cells from the peer's name on.
func (l line) cells(r *result) []string {
	name := l.peer.Name
	if l.peer.Name == "ours" {
		name = fmt.Sprintf("ours on %d", l.peer.Cores)
	}
	if l.peer.Wrong != nil {
		return []string{name, "wrong", "", "", "", "", ""}
	}
	s := turns.Median(r.ours.Ratios(l.peer))
	through := ""
	if l.cgo != nil {
		through = "wrong"
		if l.cgo.Wrong == nil {
			through = turns.Number(turns.Median(r.ours.Ratios(l.cgo)).Center)
		}
	}
	return []string{name, gflops(l.peer), turns.Number(s.Center), turns.Interval(s), l.target.String(), l.target.verdict(s.Center, r.share()), through}
}

// String formats the target for the table: 1.00 90% is a ratio of 1 to the peer and
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

func gflops(c *turns.Contender) string { return turns.Number(turns.Median(c.Speeds()).Center / 1e9) }
