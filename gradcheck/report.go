package gradcheck

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"
)

// keep is the number of failing entries that a report keeps.
const keep = 10

// Report is the outcome of comparing a gradient.
type Report struct {
	Name      string  // what was compared
	Entries   int     // how many entries it has
	Failed    int     // how many of them fail
	Undecided int     // how many of them are undecided
	Worst     Entry   // the entry with the largest ratio, the first of equals
	Failures  []Entry // the failing entries, worst first, at most 10
	Verdict   Verdict
	Reason    string // why the verdict is not PASS
}

// width is that of the lines of a report.
const width = 80

// String returns the report in a few lines of at most 80 columns: the verdict,
// the reason, and the worst entry with both values in decimal and hexadecimal,
// its error, its bound and their ratio.
func (r Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %v, %s\n", clip(r.Name, 40), r.Verdict, r.count())
	if r.Reason != "" {
		b.WriteString(wrap(r.Reason))
	}
	if r.Worst == (Entry{}) { // nothing was compared
		return b.String()
	}
	r.Worst.describe(&b)
	if r.Failed > 1 {
		others := make([]string, 0, keep)
		for _, e := range r.Failures[1:] {
			others = append(others, fmt.Sprintf("%s %.2g", clip(e.Where, 40), e.Ratio()))
		}
		b.WriteString(wrap("next: " + strings.Join(others, ", ")))
	}
	return b.String()
}

// count says how many entries have the verdict.
func (r Report) count() string {
	noun := "entries"
	if r.Entries == 1 {
		noun = "entry"
	}
	switch {
	case r.Failed > 0:
		return fmt.Sprintf("%d of %d %s", r.Failed, r.Entries, noun)
	case r.Undecided > 0:
		return fmt.Sprintf("%d of %d %s", r.Undecided, r.Entries, noun)
	}
	return fmt.Sprintf("%d %s", r.Entries, noun)
}

func (e Entry) describe(b *strings.Builder) {
	fmt.Fprintf(b, "  worst     %s\n", clip(e.Where, width-12))
	both := func(name string, x float64) { fmt.Fprintf(b, "  %-9s %-25.17g %x\n", name, x, x) }
	both("analytic", e.Analytic)
	both("numeric", e.Numeric)
	if !math.IsNaN(e.Exhibit) {
		both("in double", e.Exhibit)
	}
	fmt.Fprintf(b, "  error     %.3g, bound %.3g, error/bound %.3g\n", e.Error, e.Bound, e.Ratio())
}

// clip returns s, shortened to n characters.
func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}

// wrap returns text as indented lines.
func wrap(text string) string {
	var b strings.Builder
	column := 0
	for _, word := range strings.Fields(text) {
		n := utf8.RuneCountInString(word)
		switch {
		case column == 0:
			column = 2
			b.WriteString("  ")
		case column+1+n > width:
			column = 4
			b.WriteString("\n    ")
		default:
			column++
			b.WriteString(" ")
		}
		b.WriteString(word)
		column += n
	}
	return b.String() + "\n"
}
