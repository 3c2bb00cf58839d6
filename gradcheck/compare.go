package gradcheck

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Entry is the comparison of one entry of a gradient.
type Entry struct {
	Where             string  // its name, such as W[1,2]
	Analytic          float64 // the claimed value
	Numeric           float64 // the reference's value, rounded to a double
	Error             float64 // |Analytic − the reference's value|, before that rounding, less a negligible noise
	Bound             float64 // the largest allowed Error, by the claim alone
	Rounding          float64 // u·g, the unit in which errors are quoted; 0 if the claim has none
	ULP               float64 // one unit in the last place of Numeric, in the claim's format
	Float64Difference float64 // the difference in doubles, NaN if there is none
	Kink              bool    // the slopes on both sides differ,
	Left              float64 // and are these
	Right             float64
	Verdict           Verdict

	fault   string // the disagreement of its references
	open    bool   // at a kink, without a convention
	why     string // the reason for its verdict, if it has one of its own
	certain bool   // the bound decides: the truth is 0, as far as 320 bits can tell, or the formula is known
}

// Ratio returns Error/Bound, the number that decides: an entry is within its bound if its
// ratio is at most 1. 0/0 is 0 and x/0 is +Inf. The ratio is NaN if Error or Bound is NaN
// or if Bound is negative or infinite.
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
	return e.Error / math.Abs(e.Bound) // of −0
}

// decided returns e with its verdict. At a kink the claim must be the convention.
func (e Entry) decided() Entry {
	switch {
	case e.fault != "":
		e.Verdict = ReferenceMismatch
	case math.IsInf(e.Bound, 1) && finite(e.Error):
		e.Verdict = UNDECIDED
	case !(e.Ratio() <= 1):
		e.Verdict = FAIL
	case !e.certain && !(e.Error <= math.Abs(e.Numeric)/2):
		e.Verdict = UNDECIDED
	case e.Kink:
		e.Verdict = KINK
	default:
		e.Verdict = PASS
	}
	return e
}

// explain returns the reason for the entry's verdict, or "" for PASS.
func (e Entry) explain() string {
	switch {
	case e.why != "":
		return e.why
	case e.Verdict == ReferenceMismatch:
		return "the reference and its cross-check disagree at " + e.Where + ": " + e.fault
	case !finite(e.Analytic):
		return fmt.Sprintf("the claimed %s is %v", e.Where, e.Analytic)
	case !finite(e.Numeric):
		return fmt.Sprintf("the slope at %s is %v", e.Where, e.Numeric)
	case math.IsInf(e.Bound, 1):
		return fmt.Sprintf("the bound of %s is +Inf: rounding may leave no digit of its formula", e.Where)
	case math.IsNaN(e.Ratio()):
		return fmt.Sprintf("the bound of %s is %v", e.Where, e.Bound)
	case e.Verdict == UNDECIDED:
		return fmt.Sprintf("%s is off by %.3g, and rounding alone may leave %.3g of the value %.3g: a 0 would pass as well",
			e.Where, e.Error, e.Bound, e.Numeric)
	case e.Kink:
		return fmt.Sprintf("%s is at a kink, with slope %.6g on the left and %.6g on the right, where the convention is %.6g",
			e.Where, e.Left, e.Right, e.Numeric)
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

// Compare checks a claim by references from anywhere, one for each entry of its
// Gradient, such as [Known] values; its Objective is not used.
//
// Where the references contradict each other the verdict is REFERENCE-MISMATCH. Otherwise the
// Exact of a reference is the truth, if it has one, and the error of an entry is
// |claimed − truth|, formed in 320 bits, less 2⁻³⁰⁰ of Exact and half the smallest double, and
// rounded up. An entry with an error above its bound fails, as does anything NaN or infinite but a bound.
//
// A wide bound lets nothing pass: an entry whose error is within its bound, but more than half
// of the truth, is UNDECIDED, so that no zero, doubled or negated entry passes, and so is one whose bound is infinite. A truth below
// 2⁻²⁵⁰ of the bound counts as 0, of which 320 bits may leave that much. Where a reference is Proven the bound decides alone.
func Compare(c Claim, references []Reference) Report {
	bounded := !slices.ContainsFunc(references, func(o Reference) bool { return o.running == nil })
	if reason := cmp.Or(c.uneven(len(references), c.bounds(len(references), bounded)), c.unusable()); reason != "" {
		return refusal(c.Name, len(references), reason)
	}
	return c.summary(c.compare(references))
}

// compare returns the entries with their verdicts of slices of equal length.
func (c Claim) compare(references []Reference) []Entry {
	entries := make([]Entry, len(references))
	for i, o := range references {
		e := Entry{Where: c.Entry(i), Analytic: c.Gradient[i]}
		e.Bound, e.Rounding = c.bound(i, o.running)
		entries[i] = e.against(o, c.unit()).decided()
	}
	return entries
}

// bound returns the bound of entry i and its u·g, by default of a running error analysis.
func (c Claim) bound(i int, g *RunningError) (bound, unit float64) {
	switch {
	case c.RunningErrors != nil:
		g = &c.RunningErrors[i]
	case c.Bound != nil:
		return c.Bound[i], 0
	}
	return g.Bound(c.unit()), c.unit() * g.at(c.unit())
}

// against returns e compared with a reference, for a claim of unit roundoff u.
func (e Entry) against(o Reference, u float64) Entry {
	e.fault = o.fault(e.Bound)
	truth, noise := o.settled()
	if e.fault != "" {
		truth = o.Truth
	}
	e.Numeric, e.Float64Difference, e.ULP = truth.Float64(), o.inDouble(), ulp(truth.Float64(), u)
	e.Error = BigOf(e.Analytic).Sub(truth).Abs().Sub(noise).Sub(halfOfLeast).upward()
	e.certain = o.Proven || truth.Abs().Float64() <= float64(0x1p-250*e.Bound)
	if e.Kink = o.Kink; e.Kink {
		e.Left, e.Right = o.Left.Float64(), o.Right.Float64()
	}
	return e
}

// halfOfLeast is half the smallest double: what a value may lose when it becomes one.
var halfOfLeast = BigOf(0x1p-1074).Quo(BigOf(2))

// upward returns the least double that is not below b and not below 0.
func (b Big) upward() float64 {
	x := max(b.Float64(), 0)
	if finite(x) && BigOf(x).Cmp(b) < 0 {
		return math.Nextafter(x, math.Inf(1))
	}
	return x
}

// ulp returns the distance from |x| to the next number in the format of unit
// roundoff u, float64 or else float32. It is NaN if x is not finite.
func ulp(x, u float64) float64 {
	least := 0x1p-1074
	if u >= Unit32 {
		least = 0x1p-149
	}
	switch {
	case !finite(x):
		return math.NaN()
	case x == 0:
		return least
	}
	_, e := math.Frexp(x)
	return max(math.Ldexp(u, e), least)
}
