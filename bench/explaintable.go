package main

import (
	"bytes"
	"fmt"
	"io"

	"chainrule/bench/internal/record"
)

// write prints the explanation.
func (e *explained) write(w io.Writer) error {
	var out bytes.Buffer
	fmt.Fprintf(&out, "\n%s\nkernel %s, one core: %s a step; %d samples of the CPU profile in %v\n\n", e.Title, e.Kernel, duration(e.Step), e.Samples, e.took)
	if e.Had < 0.95 {
		fmt.Fprintf(&out, "  The process had a core for %.0f%% of the time, and times are of what it had.\n\n", 100*e.Had)
	}
	fmt.Fprintf(&out, "  %-20s %6s %10s %8s %8s %7s %s\n", "part", "share", "95 %", "time", "limit", "reached", "bound by")
	known := 0
	for _, g := range e.Groups {
		g.write(&out, "")
		for _, p := range g.Parts {
			if len(g.Parts) > 1 {
				p.write(&out, "  ")
			}
		}
		known += g.Samples
	}
	rest := partOfStep{Name: "outside of these", Samples: e.Samples - known}
	e.share(&rest)
	rest.write(&out, "")
	_, err := w.Write(out.Bytes())
	return err
}

// enough is the number of samples from which on a part's distance from its limit is shown: with sixteen
// its time is known to within one half.
const enough = 16

// write prints a line.
func (p *partOfStep) write(out *bytes.Buffer, indent string) {
	fmt.Fprintf(out, "  %-20s %5.1f%% %10s %8s", indent+p.Name, 100*p.Share, fmt.Sprintf("%.1f–%.1f%%", 100*p.Lo, 100*p.Hi), duration(p.Seconds))
	switch {
	case p.Bound != "" && p.Samples >= enough:
		fmt.Fprintf(out, " %8s %6.0f%% %s", duration(p.Limit), 100*p.Limit/p.Seconds, p.Bound)
	case p.Bound != "":
		fmt.Fprintf(out, " %8s %7s %s", duration(p.Limit), "", "few samples")
	}
	out.WriteByte('\n')
}

// duration formats a time with three digits.
func duration(seconds float64) string { return record.Duration(seconds) }
