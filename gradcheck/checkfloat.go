package gradcheck

import (
	"fmt"
	"math"
	"reflect"
	"slices"
)

// Option is an addition to the three arguments of [Check]. The zero value is right for a
// program in float64.
type Option struct {
	Name   string  // name of the gradient, for the report
	Blocks []Block // the arrays that make up the gradient, in order: they name its entries
	Unit   float64 // unit roundoff of the program: Unit32 for float32, by default Unit64
	Hints  Hints   // possible explanations of a failure
}

// Check compares the gradient of f that a program computed at x with differences of f, entry by entry.
//
// An entry passes if it is the slope of f to within what the noise of f leaves open, about 10⁻¹¹ of the
// entry for a smooth f in float64. Noise is measured, not assumed: f is evaluated at a few points so near each
// other that only rounding sets them apart. Steps go from 2⁻⁶ down to where noise hides the slope, so that a
// kink beside x is left outside.
// The verdict is KINK if the slopes on the left and on the right of x differ and the entry lies
// between them, and UNDECIDED if noise, a bend beside x or the edge of its domain hides the slope; Reason says
// which, and what would decide it. An entry below the noise passes if noise is less than a
// thousandth of the largest entry, and Reason counts such entries. No other zero, doubled or negated entry passes where the
// right one is not 0, but for a gradient of zeros where f does not change.
//
// f is called 8 to 20 times for an entry, about 60 times near a kink, and 30 times for all, in
// one goroutine, each time with a new slice, and at last at x. It must be deterministic: if f(x) is one number and
// then another, the verdict is UNDECIDED and nothing else is said. A panic or NaN at x, or a gradient that shares
// memory with x, is a FAIL with a Reason; beside x they are the edge of the domain.
func Check(f func(x []float64) float64, gradient, x []float64, options ...Option) Report {
	c := Claim{At: slices.Clone(x), Gradient: slices.Clone(gradient)}
	if len(options) > 1 {
		return refusal("", len(x), fmt.Sprintf("%d options are given: give one", len(options)))
	}
	for _, o := range options {
		c.Name, c.Blocks, c.Unit, c.Hints = o.Name, o.Blocks, o.Unit, o.Hints
	}
	if reason := c.unfit(f, gradient, x); reason != "" {
		return refusal(c.Name, len(x), reason)
	}
	p := &program{f: f, x: c.At}
	report := c.differenced(p)
	switch {
	case p.panicked != "":
		return refusal(c.Name, len(x), p.panicked)
	case p.unsteady != "":
		return Report{Name: c.Name, Entries: len(x), Verdict: UNDECIDED, Reason: p.unsteady}
	}
	return report
}

// TB is the part of testing.TB that [Test] needs.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
}

// Test is [Check] in a test: any verdict but PASS fails the test with the report.
func Test(t TB, f func(x []float64) float64, gradient, x []float64, options ...Option) {
	t.Helper()
	if r := Check(f, gradient, x, options...); r.Verdict != PASS {
		t.Errorf("the gradient is not confirmed:\n%v", r)
	}
}

// unfit says why a gradient cannot be compared, if so.
func (c Claim) unfit(f func([]float64) float64, gradient, x []float64) string {
	switch {
	case f == nil:
		return "f is nil: give the function whose gradient is checked"
	case c.outside() != "":
		return c.outside()
	case c.Unit < 0 || c.Unit > 0x1p-4 || math.IsNaN(c.Unit):
		return fmt.Sprintf("the unit roundoff is %v: give Unit64 or Unit32", c.Unit)
	case overlap(gradient, x):
		return "the gradient and x share memory, so one has overwritten the other: give a copy of x from before"
	}
	return c.uneven(len(c.At), len(c.At))
}

// overlap reports whether two slices have an element in common.
func overlap(a, b []float64) bool {
	p, q := reflect.ValueOf(a).Pointer(), reflect.ValueOf(b).Pointer()
	return len(a) > 0 && len(b) > 0 && p < q+uintptr(8*len(b)) && q < p+uintptr(8*len(a))
}

// differenced compares the claim with differences of p.
func (c Claim) differenced(p *program) Report {
	value := p.at(c.At)
	switch {
	case p.panicked == "" && !finite(value):
		return refusal(c.Name, len(c.At), fmt.Sprintf("the function is %v at the point", value))
	case !p.steady(c.At, value):
		return Report{}
	}
	near := c.surroundings(p, value)
	entries := make([]Entry, len(c.At))
	for i := range entries {
		a := &axis{near, func(x float64) float64 { return p.moved(i, x) }, c.At[i], 0}
		entries[i] = a.compare(Entry{Where: c.Entry(i), Analytic: c.Gradient[i], Float64Difference: math.NaN()})
	}
	p.steady(c.At, value)
	return c.remarked(c.summary(entries), entries, p)
}

// surroundings returns the facts that all axes share.
func (c Claim) surroundings(p *program, value float64) surroundings {
	s := surroundings{value: value, unit: c.unit()}
	s.noise, s.grain = p.noise(2 * c.unit() * math.Abs(value))
	s.noise = max(s.noise, 2*Unit64*math.Abs(value))
	for _, g := range c.Gradient {
		if finite(g) {
			s.largest = max(s.largest, math.Abs(g))
		}
	}
	return s
}

// remarked returns the report with a remark on entries that only noise confirms, or on panics beside x.
func (c Claim) remarked(r Report, entries []Entry, p *program) Report {
	unseen, slack := 0, 0.0
	for _, e := range entries {
		if e.Verdict == PASS && e.Bound > resolution*math.Abs(e.Analytic) && e.Analytic != 0 {
			unseen, slack = unseen+1, max(slack, e.Bound)
		}
	}
	switch {
	case r.Verdict == PASS && unseen > 0:
		r.Reason = fmt.Sprintf("right to within the noise of f only, at most %.2g: %d of the entries", slack, unseen)
	case r.Verdict == UNDECIDED && p.beside != "":
		r.Reason += "; " + p.beside
	}
	return r
}
