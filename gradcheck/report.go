package gradcheck

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// keep is the number of failing entries that a report keeps.
const keep = 10

// Report is the outcome of comparing a gradient.
type Report struct {
	Name      string   // name of the compared gradient
	Entries   int      // number of its entries
	Failed    int      // number of failing entries
	Undecided int      // number of undecided entries
	Kinks     int      // number of entries at a kink, and right as far as that can be known
	Faults    int      // number of entries whose references disagree
	Worst     Entry    // of the entries that make the verdict, the one with the largest ratio
	Failures  []Entry  // the failing entries, worst first, at most 10
	AtKinks   []Entry  // entries at a kink that do not fail, at most 10
	Verdict   Verdict  // on all of it
	Reason    string   // why the verdict is not PASS
	Diagnosis []string // apparent causes of a failure
}

// summary returns the report of entries with verdicts, at least one.
func (c Claim) summary(entries []Entry) Report {
	failures, kinks := only(entries, FAIL), only(entries, KINK)
	r := Report{
		Name:      c.Name,
		Entries:   len(entries),
		Failed:    len(failures),
		Undecided: len(only(entries, UNDECIDED)),
		Kinks:     len(kinks),
		Faults:    len(only(entries, ReferenceMismatch)),
	}
	r.Verdict = r.decide(kinks)
	r.rank(entries, failures, kinks)
	if r.Verdict != PASS {
		r.Reason = r.Worst.explain()
	}
	if r.Verdict == FAIL {
		r.Diagnosis = c.diagnose(entries)
	}
	return r
}

// only returns the entries with that verdict.
func only(entries []Entry, v Verdict) []Entry {
	return slices.DeleteFunc(slices.Clone(entries), func(e Entry) bool { return e.Verdict != v })
}

// decide returns the verdict on the entries, given those at a kink.
func (r Report) decide(kinks []Entry) Verdict {
	switch {
	case r.Faults > 0:
		return ReferenceMismatch
	case r.Failed > 0:
		return FAIL
	case r.Undecided > 0:
		return UNDECIDED
	case slices.ContainsFunc(kinks, func(e Entry) bool { return e.open }):
		return KINK
	}
	return PASS
}

// rank enters the worst of the entries that make the verdict, or of all, and the first failures and kinks.
func (r *Report) rank(entries, failures, kinks []Entry) {
	if decisive := only(entries, r.Verdict); len(decisive) > 0 {
		entries = decisive
	}
	if len(entries) > 0 {
		r.Worst = slices.MinFunc(entries, worse)
	}
	slices.SortStableFunc(failures, worse)
	r.Failures, r.AtKinks = slices.Clip(failures[:min(len(failures), keep)]), slices.Clip(kinks[:min(len(kinks), keep)])
}

// refusal returns the report of a claim that could not be compared.
func refusal(name string, entries int, reason string) Report {
	return Report{Name: name, Entries: entries, Verdict: FAIL, Reason: reason}
}

// gravity orders verdicts: of several reports the gravest decides. One that does not
// exist is graver than all.
func (v Verdict) gravity() int {
	return slices.Index([]Verdict{PASS, KINK, UNDECIDED, FAIL, ReferenceMismatch, v}, v)
}

// Merge returns the report on several claims as one: the counts are summed, each
// entry is named after its report, and the gravest verdict becomes the verdict of all, with the Reason and
// Diagnosis of the first report that has it. Without reports it fails, as there is nothing to compare.
func Merge(name string, reports ...Report) Report {
	if len(reports) == 0 {
		return refusal(name, 0, "there is nothing to compare")
	}
	m := Report{Name: name, Verdict: PASS}
	var worst, failures, kinks []Entry
	for _, r := range reports {
		m.Entries, m.Failed, m.Undecided = m.Entries+r.Entries, m.Failed+r.Failed, m.Undecided+r.Undecided
		m.Kinks, m.Faults = m.Kinks+r.Kinks, m.Faults+r.Faults
		if r.Worst.Where != "" {
			worst = append(worst, r.Worst.at(r.Name))
		}
		for _, e := range r.Failures {
			failures = append(failures, e.at(r.Name))
		}
		for _, e := range r.AtKinks {
			kinks = append(kinks, e.at(r.Name))
		}
		if r.Verdict.gravity() > m.Verdict.gravity() {
			m.Verdict, m.Reason, m.Diagnosis = r.Verdict, named(r.Name, r.Reason), r.Diagnosis
		}
	}
	m.rank(worst, failures, kinks)
	return m
}

// named returns the reason of the report of that name.
func named(name, reason string) string {
	reason = cmp.Or(reason, "no reason is given")
	if name == "" {
		return reason
	}
	return name + ": " + reason
}

// at returns the entry named after its report as well.
func (e Entry) at(name string) Entry {
	if name != "" {
		e.Where += " (" + name + ")"
	}
	return e
}

// width is the largest width of a report's lines.
const width = 80

// String returns the report in a few lines of at most 80 columns: the verdict,
// the reason, the diagnosis, the worst entry with both values in decimal and
// hexadecimal, its error, also relative, its bound and their ratio, and the first
// kinks. At a kink without a convention there is no value to err from, only the slopes on both sides.
func (r Report) String() string {
	var b strings.Builder
	if r.Name != "" {
		b.WriteString(clip(r.Name, 40) + ": ")
	}
	fmt.Fprintf(&b, "%v, %s\n", r.Verdict, r.count())
	if r.Reason != "" {
		b.WriteString(wrap(r.Reason))
	}
	for _, what := range r.Diagnosis {
		b.WriteString(wrap("diagnosis: " + what))
	}
	if r.Worst.Where == "" { // nothing was compared
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
	for _, e := range r.AtKinks[:min(len(r.AtKinks), 3)] {
		b.WriteString(wrap(fmt.Sprintf("at a kink: %s is %.6g, the slopes on both sides are %.6g and %.6g", clip(e.Where, 40), e.Analytic, e.Left, e.Right)))
	}
	return b.String()
}

// count returns the number of entries with the verdict, in words.
func (r Report) count() string {
	text := fmt.Sprintf("%d entries", r.Entries)
	if r.Entries == 1 {
		text = "1 entry"
	}
	if part := map[Verdict]int{ReferenceMismatch: r.Faults, FAIL: r.Failed, UNDECIDED: r.Undecided}[r.Verdict]; part > 0 {
		text = fmt.Sprintf("%d of %s", part, text)
	}
	if r.Kinks > 0 {
		text += fmt.Sprintf(", %d at a kink", r.Kinks)
	}
	return text
}

func (e Entry) describe(b *strings.Builder) {
	fmt.Fprintf(b, "  worst     %s\n", clip(e.Where, width-12))
	both := func(name string, x float64) { fmt.Fprintf(b, "  %-9s %-25.17g %x\n", name, x, x) }
	both("analytic", e.Analytic)
	if !e.open {
		both("numeric", e.Numeric)
	}
	if !math.IsNaN(e.Float64Difference) {
		both("in double", e.Float64Difference)
	}
	if e.Kink {
		both("left", e.Left)
		both("right", e.Right)
	}
	if e.open || math.IsNaN(e.Error) { // there is no one slope
		return
	}
	relative := ""
	if e.Numeric != 0 {
		relative = fmt.Sprintf("relative %.3g, ", e.Error/math.Abs(e.Numeric))
	}
	fmt.Fprintf(b, "  error     %.3g, %sbound %.3g, error/bound %.3g\n", e.Error, relative, e.Bound, e.Ratio())
	if e.Rounding > 0 && e.Error > 0 {
		b.WriteString("  that is   ")
		if e.Numeric != 0 {
			fmt.Fprintf(b, "%.3g ulp, or ", e.Error/e.ULP)
		}
		fmt.Fprintf(b, "%.3g roundings, of which %.4g are allowed\n", e.Error/e.Rounding, e.Bound/e.Rounding)
	}
}
