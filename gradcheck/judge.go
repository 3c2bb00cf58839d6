package gradcheck

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Verdict is the outcome of a comparison. The zero value is FAIL, so that a
// verdict which nobody reached is not a pass.
type Verdict int

// The verdicts.
const (
	FAIL      Verdict = iota // the claim is wrong, or could not be compared
	PASS                     // every entry is within its bound
	UNDECIDED                // no entry is wrong, but some are too small to tell
)

// String returns the verdict's name.
func (v Verdict) String() string {
	switch v {
	case FAIL:
		return "FAIL"
	case PASS:
		return "PASS"
	case UNDECIDED:
		return "UNDECIDED"
	}
	return fmt.Sprintf("Verdict(%d)", int(v))
}

// Entry is the comparison of one entry of a gradient.
type Entry struct {
	Where    string  // its name, such as W[1,2]
	Analytic float64 // the claimed value
	Numeric  float64 // the judge's value, rounded to a double
	Error    float64 // |Analytic − the judge's value|, before that rounding
	Bound    float64 // what Error may be
	Exhibit  float64 // the difference in doubles, NaN if there is none
	Verdict  Verdict
}

// Ratio returns Error/Bound, the number that decides: an entry passes if its
// ratio is at most 1. 0/0 is 0 and x/0 is +Inf. The ratio is NaN, which no entry
// passes, if Error or Bound is NaN or if Bound is negative or infinite.
//
// Ratio ≤ 1 says neither more nor less than Error ≤ Bound. Let Error be above
// Bound = m·2ᵉ with 1 ≤ m < 2; then it is at least (m + 2⁻⁵²)·2ᵉ, and the quotient
// 1 + 2⁻⁵²/m > 1 + 2⁻⁵³ is rounded to more than 1. For subnormals all the more.
func (e Entry) Ratio() float64 {
	switch {
	case !(e.Bound >= 0) || math.IsInf(e.Bound, 1):
		return math.NaN()
	case e.Bound == 0 && e.Error == 0:
		return 0
	}
	return e.Error / e.Bound
}

// judged returns e with its verdict, PASS or FAIL.
func (e Entry) judged() Entry {
	if e.Ratio() <= 1 {
		e.Verdict = PASS
	} else {
		e.Verdict = FAIL
	}
	return e
}

// fault says what is wrong with a failing entry.
func (e Entry) fault() string {
	switch {
	case !finite(e.Analytic):
		return fmt.Sprintf("the claimed %s is %v", e.Where, e.Analytic)
	case !finite(e.Numeric):
		return fmt.Sprintf("the difference at %s is %v", e.Where, e.Numeric)
	case math.IsNaN(e.Ratio()):
		return fmt.Sprintf("the bound of %s is %v", e.Where, e.Bound)
	}
	return fmt.Sprintf("%s is off by %.3g times its bound", e.Where, e.Ratio())
}

// worse orders entries by descending ratio, NaN first.
func worse(a, b Entry) int {
	x, y := a.Ratio(), b.Ratio()
	if math.IsNaN(x) || math.IsNaN(y) {
		return cmp.Compare(x, y) // which puts NaN below all numbers
	}
	return cmp.Compare(y, x)
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// Judge compares each claimed value with the truth. An entry passes if
// |claimed − truth| ≤ bound, where the error is formed in 320 bits; anything
// NaN, an infinite value and a negative or infinite bound fail. The report
// passes if all entries do and there is at least one; slices of unequal length
// fail. where names the entries, by default [0], [1] and so on.
func Judge(name string, claimed []float64, truth []Big, bound []float64, where func(i int) string) Report {
	if reason := misfit(len(truth), len(claimed), len(bound)); reason != "" {
		return refusal(name, len(truth), reason)
	}
	return summary(name, compare(claimed, truth, bound, where))
}

// misfit says why gradients of so many entries cannot be compared, if so.
func misfit(entries, claimed, bounds int) string {
	switch {
	case entries == 0 && claimed == 0:
		return "there is nothing to compare"
	case claimed != entries:
		return fmt.Sprintf("the claimed gradient has %d entries and not %d", claimed, entries)
	case bounds != entries:
		return fmt.Sprintf("there are %d bounds for %d entries: each entry needs a derived bound, "+
			"as the claimed formula has in Gauges", bounds, entries)
	}
	return ""
}

// compare returns the judged entries of slices of equal length.
func compare(claimed []float64, truth []Big, bound []float64, where func(i int) string) []Entry {
	if where == nil {
		where = func(i int) string { return fmt.Sprintf("[%d]", i) }
	}
	entries := make([]Entry, len(truth))
	for i := range entries {
		entries[i] = Entry{
			Where:    where(i),
			Analytic: claimed[i],
			Numeric:  truth[i].Float64(),
			Error:    truth[i].Err(claimed[i]),
			Bound:    bound[i],
			Exhibit:  math.NaN(),
		}.judged()
	}
	return entries
}

// summary returns the report of judged entries, of which there is at least one.
func summary(name string, entries []Entry) Report {
	r := Report{Name: name, Entries: len(entries), Worst: slices.MinFunc(entries, worse)}
	for _, e := range entries {
		switch e.Verdict {
		case FAIL:
			r.Failures = append(r.Failures, e)
		case UNDECIDED:
			r.Undecided++
		}
	}
	slices.SortStableFunc(r.Failures, worse)
	r.Failed = len(r.Failures)
	r.Failures = slices.Clip(r.Failures[:min(r.Failed, keep)])
	switch {
	case r.Failed > 0:
		r.Verdict, r.Reason = FAIL, r.Failures[0].fault()
	case r.Undecided > 0:
		r.Verdict = UNDECIDED
		i := slices.IndexFunc(entries, func(e Entry) bool { return e.Verdict == UNDECIDED })
		r.Reason = fmt.Sprintf("%s is not above its tolerance %.3g: doubles can neither confirm nor refute it",
			entries[i].Where, entries[i].Bound)
	default:
		r.Verdict = PASS
	}
	return r
}

// refusal returns the report of a claim that could not be compared.
func refusal(name string, entries int, reason string) Report {
	return Report{Name: name, Entries: entries, Verdict: FAIL, Reason: reason}
}
