package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"golang.org/x/perf/benchmath"

	"chainrule/bench/peers/internal/python"
	"chainrule/bench/peers/internal/turns"
)

// entry is a case in the summary: our speed or time, and the peers beside it.
type entry struct {
	name, speed string
	ours        *turns.Contender
	peers       []*turns.Contender
}

// entry is the summary's of a measured row. Ours on one core is no peer, nor is
// OpenBLAS through cgo or its gemv.
func (r *result) entry(element string) entry {
	e := entry{ours: r.ours, speed: gflops(r.ours) + " GFLOP/s"}
	e.name = fmt.Sprintf("%v %s %s, %s", r.shape, r.variant, element, plural(r.ours.Cores, "core"))
	for _, l := range r.lines {
		e.peers = append(e.peers, l.peer)
	}
	return e
}

// entryOf is the summary's of a measured function or step.
func entryOf(r *python.Result) entry { return entry{r.Name, r.Speed(), r.Ours, r.Peers} }

// A column of the summary stands for the fastest of the peers with the given names.
type column struct {
	title string
	names []string
}

var summaryColumns = []column{
	{"openblas", []string{"openblas"}}, {"gonum", []string{"gonum"}}, {"numpy", []string{"numpy"}}, {"torch", []string{"torch", "torch-avx512"}},
}

// of returns the peers of an entry that the column has.
func (c column) of(e entry) (peers []*turns.Contender) {
	for _, p := range e.peers {
		if slices.Contains(c.names, p.Name) {
			peers = append(peers, p)
		}
	}
	return peers
}

// cell is the ratio to the fastest peer of the column, with ~ if its interval contains
// 1; "wrong" if every peer of the column is wrong; empty if the column has no peer.
func (c column) cell(e entry) string {
	least, cell := math.Inf(1), ""
	for _, p := range c.of(e) {
		if p.Wrong != nil {
			if cell == "" {
				cell = "wrong"
			}
			continue
		}
		if s := turns.Median(e.ours.Ratios(p)); s.Center < least {
			least, cell = s.Center, ratio(s)
		}
	}
	return cell
}

// ratio is a median with its sign of doubt.
func ratio(s benchmath.Summary) string {
	doubt := ""
	if s.Lo <= 1 && 1 <= s.Hi {
		doubt = "~"
	}
	return fmt.Sprintf("%s%.2f", doubt, s.Center)
}

// printSummary writes a line for each case, with a column for each peer that took part
// anywhere.
func printSummary(out io.Writer, entries []entry) {
	columns := slices.DeleteFunc(slices.Clone(summaryColumns), func(c column) bool {
		return !slices.ContainsFunc(entries, func(e entry) bool { return len(c.of(e)) > 0 })
	})
	fmt.Fprintln(out, "\nsummary: our speed or time, and our speed over that of each peer (1.50: ours is half as fast again)")
	if len(columns) > 0 {
		fmt.Fprintln(out, "~ means that 1 is within the 95 % interval, or that there are too few rounds: no difference is shown")
	}
	titles, cells := []string{}, func(e entry) (all []string) {
		for _, c := range columns {
			all = append(all, c.cell(e))
		}
		return all
	}
	for _, c := range columns {
		titles = append(titles, c.title)
	}
	printSummaryLine(out, "case", "ours", titles)
	for _, e := range entries {
		printSummaryLine(out, e.name, e.speed, cells(e))
	}
}

func printSummaryLine(out io.Writer, name, speed string, cells []string) {
	var b strings.Builder
	fmt.Fprintf(&b, "%-46s%14s", name, speed)
	for _, cell := range cells {
		fmt.Fprintf(&b, "%9s", cell)
	}
	fmt.Fprintln(out, strings.TrimRight(b.String(), " "))
}
