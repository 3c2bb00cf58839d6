package gradcheck

import (
	"fmt"
	"math"
)

// Claim is a function, a point, and what is claimed to be its gradient there.
type Claim struct {
	Name string

	// Objective is the function in 320 bits, usually an instance of one that is
	// written for every [Number]. It is the judge.
	Objective func([]Big) Big

	// Float is the function in doubles: an exhibit beside Objective, and the judge
	// without it.
	Float func([]float64) float64

	At       []float64 // the point
	Gradient []float64 // the claimed gradient there

	// Bound is what each entry of Gradient may err, derived from its formula. It
	// is required with Objective and ignored without.
	Bound []float64

	// Where names the entries, such as W[1,2]; by default they are [0], [1], ….
	Where func(i int) string
}

// Check compares a claimed gradient with differences, entry by entry.
//
// With an Objective the truth is [Differences], which is exact for this
// purpose, and an entry passes if its error is at most its Bound. The bound must
// be derived, not chosen: write the formula of the gradient for any [Number],
// evaluate it in [Gauge], and take [Bounds]:
//
//	func gradient[N gradcheck.Number[N]](θ []N) []N { … }
//
//	gauges := gradient(gradcheck.FromFloats[gradcheck.Gauge](at))
//	claim.Bound = gradcheck.Bounds(gauges, gradcheck.Unit64)
//
// for a gradient in float64, and Unit32 for one in float32 at a point that
// float32 can represent. Every entry is then decided, even a tiny one.
//
// With Float alone the judge is [Richardson] with the tolerance of
// [Slope.Bound]. An entry that is right to within its tolerance is UNDECIDED if
// the claimed or the numeric value is not above the tolerance itself, since slack
// may excuse but not certify; so no zero, doubled or negated entry passes. The
// exception is an exact 0 where the function does not change at all.
//
// A claim that cannot be compared fails with a Reason: a wrong number of
// entries or bounds, nothing to compare, a point or a value of the function
// that is not finite, neither Objective nor Float.
func Check(c Claim) Report {
	if reason := c.misfit(); reason != "" {
		return refusal(c.Name, len(c.At), reason)
	}
	if c.Objective != nil {
		return c.exactly()
	}
	return c.approximately()
}

// misfit says why the claim cannot be compared, if so.
func (c Claim) misfit() string {
	bounds := len(c.Bound)
	switch {
	case c.Objective != nil:
	case c.Float != nil:
		bounds = len(c.At)
	default:
		return "neither Objective nor Float is given"
	}
	for i, x := range c.At {
		if !finite(x) {
			return fmt.Sprintf("the point has %v at index %d", x, i)
		}
	}
	return misfit(len(c.At), len(c.Gradient), bounds)
}

// exactly judges by differences in 320 bits.
func (c Claim) exactly() Report {
	if f := c.Objective(FromFloats[Big](c.At)); !f.finite() {
		return refusal(c.Name, len(c.At), fmt.Sprintf("the function is %v at the point", f))
	}
	entries := compare(c.Gradient, Differences(c.Objective, c.At), c.Bound, c.Where)
	if c.Float != nil {
		for i, s := range Richardson(c.Float, c.At) {
			entries[i].Exhibit = s.Value
		}
	}
	return summary(c.Name, entries)
}

// approximately judges by extrapolated differences in doubles.
func (c Claim) approximately() Report {
	f := c.Float(append([]float64(nil), c.At...))
	if !finite(f) {
		return refusal(c.Name, len(c.At), fmt.Sprintf("the function is %v at the point", f))
	}
	slopes := Richardson(c.Float, c.At)
	truth, bound := make([]Big, len(slopes)), make([]float64, len(slopes))
	for i, s := range slopes {
		truth[i], bound[i] = BigOf(s.Value), s.Bound(f)
	}
	entries := compare(c.Gradient, truth, bound, c.Where)
	for i := range entries {
		if entries[i].Verdict == PASS && !certain(entries[i], slopes[i]) {
			entries[i].Verdict = UNDECIDED
		}
	}
	return summary(c.Name, entries)
}

// certain reports whether a passing entry is right by more than the slack of
// its bound: it is if both values are above it, and if both are exactly 0.
// Were |claimed| = 2·|numeric| or claimed = −numeric or claimed = 0 with both
// above the bound, the error would be above the bound as well.
func certain(e Entry, s Slope) bool {
	if e.Analytic == 0 && s.Value == 0 && s.Estimate == 0 {
		return true
	}
	return min(math.Abs(e.Analytic), math.Abs(e.Numeric)) > e.Bound
}
