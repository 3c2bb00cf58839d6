package gradcheck

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Entry is the comparison of one entry of a gradient.
type Entry struct {
	Where    string  // its name, such as W[1,2]
	Analytic float64 // the claimed value
	Numeric  float64 // the judge's value, rounded to a double
	Error    float64 // |Analytic − the judge's value|, before that rounding, less a negligible noise
	Bound    float64 // the largest allowed Error, by the claim alone
	Gauge    float64 // u·g, the unit in which errors are quoted; 0 if the claim has none
	ULP      float64 // one unit in the last place of Numeric, in the claim's format
	Exhibit  float64 // the difference in doubles, NaN if there is none
	Kink     bool    // the slopes on both sides differ,
	Left     float64 // and are these
	Right    float64
	Verdict  Verdict

	fault string  // the disagreement of its oracles
	open  bool    // at a kink, without a convention
	why   string  // the reason for its verdict, if it has one of its own
	noise float64 // the largest error of the judge's value
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

// judged returns e with its verdict. At a kink the claim must be the convention,
// and lie between the slopes on both sides.
func (e Entry) judged(o Oracle) Entry {
	e.open = e.Kink && !o.HasExact
	switch {
	case e.fault != "":
		e.Verdict = OracleFault
	case !comparable(e), e.Kink && !o.between(BigOf(e.Analytic), e.Bound+o.noise):
		e.Verdict = FAIL
	case e.open:
		e.Verdict = KINK
	default:
		e.Verdict = e.decided(o.still)
	}
	if o.several && !o.HasExact && e.Verdict == FAIL && comparable(e) { // the convention may be another
		e.open, e.Verdict = true, KINK
	}
	if e.Kink && e.Verdict == PASS {
		e.Verdict = KINK
	}
	return e
}

// comparable reports whether the entry has an error and a bound.
func comparable(e Entry) bool { return !math.IsNaN(e.Ratio()) }

// decided returns the verdict by the bound and the noise. Noise may excuse an entry,
// but certify it only if it is within the bound as well, or so little that no other
// double is as near, or if the claim is an exact 0 of a function that does not change.
func (e Entry) decided(still bool) Verdict {
	certain := e.noise <= e.Bound || e.negligible() || still && e.Analytic == 0
	switch {
	case e.Ratio() <= 1 && certain:
		return PASS
	case e.Error <= e.Bound+e.noise && !e.negligible():
		return UNDECIDED
	}
	return FAIL
}

// negligible reports whether the noise is at most 2⁻⁶⁰ of the claimed value, whose
// neighbours in double are 2⁻⁵³ of it away or more.
func (e Entry) negligible() bool { return e.noise <= float64(0x1p-60*math.Abs(e.Analytic)) }

// explain returns the reason for the entry's verdict, or "" for PASS.
func (e Entry) explain() string {
	switch {
	case e.why != "":
		return e.why
	case e.Verdict == OracleFault:
		return "the oracles disagree at " + e.Where + ": " + e.fault
	case !finite(e.Analytic):
		return fmt.Sprintf("the claimed %s is %v", e.Where, e.Analytic)
	case !finite(e.Numeric):
		return fmt.Sprintf("the difference at %s is %v", e.Where, e.Numeric)
	case math.IsNaN(e.Ratio()):
		return fmt.Sprintf("the bound of %s is %v", e.Where, e.Bound)
	case e.Verdict == UNDECIDED && e.noise > 0:
		return fmt.Sprintf("%s is off by %.3g, its bound is %.3g, and the difference itself may be off by %.3g",
			e.Where, e.Error, e.Bound, e.noise)
	case e.Verdict == UNDECIDED:
		return fmt.Sprintf("%s is not above its tolerance %.3g: doubles can neither confirm nor refute it", e.Where, e.Bound)
	case e.Verdict == KINK:
		return fmt.Sprintf("%s is at a kink, with slope %.6g on the left and %.6g on the right, and no convention is given",
			e.Where, e.Left, e.Right)
	case e.Kink && e.open:
		return fmt.Sprintf("%s is at a kink, and not between the slopes %.6g on the left and %.6g on the right",
			e.Where, e.Left, e.Right)
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

// Judge compares each claimed value with the truth. An entry passes if
// |claimed − truth| ≤ bound, where the error is formed in 320 bits; anything
// NaN, an infinite value and a negative or infinite bound fail. The report
// passes if all entries do and there is at least one; slices of unequal length
// fail. where names the entries, by default [0], [1] and so on.
func Judge(name string, claimed []float64, truth []Big, bound []float64, where func(i int) string) Report {
	oracles := make([]Oracle, len(truth))
	for i, x := range truth {
		oracles[i] = Known(x)
	}
	return Compare(Claim{Name: name, Gradient: claimed, Bound: bound, Where: where}, oracles)
}

// Compare judges a claim by oracles from anywhere, one for each entry of its
// Gradient; its functions are not used. Beside the rule of [Judge]:
//
// Where the oracles contradict each other the verdict is ORACLE-FAULT. Otherwise the
// Exact of an oracle is the truth, if it has one. At a kink it is the convention, which
// the claim must be, and must lie between the slopes on both sides, unless several maxima tie.
//
// Without Exact the oracles of [Function.Oracles] know the noise of a difference, its
// error by itself. Noise is never added to the bound. If it is at most 2⁻⁶⁰ of the claimed
// value it is taken off the error: no other double is as near. Otherwise the verdict on
// an error within bound and noise together is UNDECIDED, unless both error and noise
// are within the bound: slack may excuse, never certify. An exact 0 passes where the
// function does not change at all from one side to the other.
func Compare(c Claim, oracles []Oracle) Report {
	if reason := c.uneven(len(oracles), c.bounds()); reason != "" {
		return refusal(c.Name, len(oracles), reason)
	}
	return c.summary(c.compare(oracles))
}

// uneven returns the reason if a claim with so many bounds cannot be compared with so many
// entries, else "".
func (c Claim) uneven(entries, bounds int) string {
	blocked := 0
	for _, b := range c.Blocks {
		blocked += b.Rows * b.Cols
	}
	switch claimed := len(c.Gradient); {
	case entries == 0 && claimed == 0:
		return "there is nothing to compare"
	case slices.ContainsFunc(c.Blocks, func(b Block) bool { return b.Rows < 0 || b.Cols < 0 }):
		return "a block has a negative number of rows or columns"
	case claimed != entries:
		return fmt.Sprintf("the claimed gradient has %d entries and not %d", claimed, entries)
	case bounds != entries:
		return fmt.Sprintf("there are %d bounds for %d entries: each entry needs a derived bound, "+
			"as the claimed formula has in Gauges", bounds, entries)
	case len(c.Blocks) > 0 && blocked != entries:
		return fmt.Sprintf("the blocks have %d entries and not %d", blocked, entries)
	}
	return ""
}

// compare returns the judged entries of slices of equal length.
func (c Claim) compare(oracles []Oracle) []Entry {
	where, u := c.where(), c.unit()
	entries := make([]Entry, len(oracles))
	for i, o := range oracles {
		o = o.convened()
		e := Entry{Where: where(i), Analytic: c.Gradient[i]}
		if c.Gauges != nil {
			e.Bound, e.Gauge = c.Gauges[i].Bound(u), u*c.Gauges[i].Gauge
		} else {
			e.Bound = c.Bound[i]
		}
		entries[i] = e.against(o, u).judged(o)
	}
	return entries
}

// against returns e compared with an oracle, for a claim of unit roundoff u.
func (e Entry) against(o Oracle, u float64) Entry {
	truth, noise := o.Truth, o.noise
	if e.fault = o.fault(e.Bound); e.fault == "" {
		truth, noise = o.settled()
	}
	e.Numeric, e.Error, e.noise = truth.Float64(), truth.Err(e.Analytic), noise
	if e.negligible() {
		e.Error = max(0, e.Error-noise)
	}
	e.Exhibit, e.ULP = o.witness(), ulp(e.Numeric, u)
	e.Kink, e.Left, e.Right = o.Kink, o.Left.Float64(), o.Right.Float64()
	return e
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
