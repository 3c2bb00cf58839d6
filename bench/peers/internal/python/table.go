package python

import (
	"fmt"
	"io"
	"strings"

	"chainrule/bench/peers/internal/turns"
)

// Result is a measured case.
type Result struct {
	Name  string
	Ours  *turns.Contender
	Peers []*turns.Contender
	limit *limit // or nil
}

// columns is the table's layout: case, our time of a call, peer and its time, ratio and
// interval.
const columns = "%-46s%11s  %-13s%11s%8s %s\n"

// PrintHeader writes the head of the table.
func PrintHeader(out io.Writer) {
	fmt.Fprintf(out, "\nfunctions and training steps, 1 core\n"+columns, "case", "ours", "peer", "time", "ratio", "95 %")
}

// Print writes a line for each peer, or one of our time, and one of the limit.
func (r *Result) Print(out io.Writer) {
	name, ours := r.Name, r.Speed()
	if len(r.Peers) == 0 {
		printLine(out, name, ours, "", "", "", "")
	}
	for _, p := range r.Peers {
		if p.Wrong != nil {
			printLine(out, name, ours, p.Name, "wrong", "", "")
			fmt.Fprintf(out, "  wrong: %s: %v\n", p.Name, p.Wrong)
		} else {
			s := turns.Median(r.Ours.Ratios(p))
			printLine(out, name, ours, p.Name, duration(seconds(p)), turns.Number(s.Center), turns.Interval(s))
		}
		name, ours = "", ""
	}
	if r.limit != nil {
		r.printLimit(out)
	}
}

// printLimit writes the limit and our time over it.
func (r *Result) printLimit(out io.Writer) {
	l := r.limit.contender()
	s := turns.Median(l.Ratios(r.Ours))
	products, update := r.limit.medians()
	fmt.Fprintf(out, "  limit %s: products %s at %s GFLOP/s, update %s at %s GB/s; ours/limit %s %s\n", duration(seconds(l)),
		duration(products), giga(r.limit.ceiling), duration(update), giga(r.limit.copy), turns.Number(s.Center), turns.Interval(s))
}

func printLine(out io.Writer, cells ...any) {
	fmt.Fprintln(out, strings.TrimRight(fmt.Sprintf(columns, cells...), " \n"))
}

// Speed is our time of a call, the median.
func (r *Result) Speed() string { return duration(seconds(r.Ours)) }

// seconds is the median of the time of a call of a contender whose speed is in calls.
func seconds(c *turns.Contender) float64 { return 1 / turns.Median(c.Speeds()).Center }

// giga is the median of a contender's speed in billions.
func giga(c *turns.Contender) string {
	return turns.Number(turns.Median(c.Speeds()).Center / 1e9)
}

// duration is a time in µs.
func duration(seconds float64) string { return turns.Number(seconds*1e6) + " µs" }

// Record writes the figures of every round: times, and the speeds of the limit's parts.
func (r *Result) Record(raw *turns.Raw) {
	name := "Python/" + r.Name
	for _, c := range append([]*turns.Contender{r.Ours}, r.Peers...) {
		raw.Figures(name, c, "")
	}
	if r.limit != nil {
		raw.Figures(name, r.limit.contender(), "")
		raw.Figures(name, r.limit.ceiling, "GFLOP/s")
		raw.Figures(name, r.limit.copy, "GB/s")
	}
	raw.Flush()
}
