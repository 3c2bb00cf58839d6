package gradcheck

import (
	"fmt"
)

// Claim is a function, a point, and a claimed gradient of the function there.
type Claim struct {
	Name string

	// Objective is the function in 320 bits, usually an instance of one that is
	// written for every [Number]. It is the judge, and must do its work in the
	// goroutine that calls it.
	Objective func([]Big) Big

	// Exact is the function in dual numbers, usually another instance. It examines
	// the judge, is the truth where they agree, and defines the slope at a kink, the
	// convention. It may be nil, and needs an Objective.
	Exact func([]Exact) Exact

	// Float is the function in doubles: a cross-examiner of Objective. It may be nil.
	Float func([]float64) float64

	At       []float64 // the point
	Gradient []float64 // the claimed gradient there

	// Gauges are the gauges of the formula of Gradient, and Unit is the unit roundoff of
	// its arithmetic, by default Unit64: together they bound the error of each entry. With
	// Objective, either they are required or Bound.
	Gauges []Gauge
	Unit   float64

	// Bound holds the allowed error of each entry of Gradient, if there are no Gauges: derived
	// by hand, which nothing checks.
	Bound []float64

	// Blocks are the arrays that make up Gradient, in order. They name its
	// entries, such as W[1,2], and let a failure be explained.
	Blocks []Block

	// Where names the entries, if there are no Blocks; by default they are [0], [1], ….
	Where func(i int) string

	// Hints help to explain a failure; they have no part in the verdict.
	Hints Hints
}

// bounds returns the number of entries with a bound.
func (c Claim) bounds() int {
	if c.Gauges != nil {
		return len(c.Gauges)
	}
	return len(c.Bound)
}

// unit returns the unit roundoff of the claim.
func (c Claim) unit() float64 {
	if c.Unit != 0 {
		return c.Unit
	}
	return Unit64
}

// CheckExact compares a claimed gradient with differences, entry by entry.
//
// With an Objective the judge is a difference in 320 bits, or 512. The truth is the judge's
// value or, if Exact agrees with it, Exact's; an entry passes if its error is at most its
// Bound, and with Exact by that alone. Without Exact an entry that is right only if the
// difference is off is UNDECIDED, as [Compare] says. The bound must
// be derived, not chosen: write the formula of the gradient for any [Number],
// and evaluate it in [Gauge]:
//
//	func gradient[N gradcheck.Number[N]](θ []N) []N { … }
//
//	claim.Gauges = gradient(gradcheck.FromFloats[gradcheck.Gauge](at))
//
// for a gradient in float64, with Unit32 for one in float32 at a point that
// float32 can represent. With Exact every entry is then decided, even a tiny one. Kinks are
// found as [Function.Oracles] says, and judged as [Compare] says.
//
// A claim that cannot be compared fails with a Reason: a wrong number of
// entries or bounds, nothing to compare, a point or a value of the function
// that is not finite, no Objective.
func CheckExact(c Claim) Report {
	if reason := c.misfit(); reason != "" {
		return refusal(c.Name, len(c.At), reason)
	}
	return c.exactly()
}

// misfit returns the reason if the claim cannot be compared, else "".
func (c Claim) misfit() string {
	switch {
	case c.Objective != nil:
	case c.Exact != nil:
		return "Exact is given without the Objective that it examines"
	default:
		return "no Objective is given: a function in doubles alone is for Check"
	}
	for i, x := range c.At {
		if !finite(x) {
			return fmt.Sprintf("the point has %v at index %d", x, i)
		}
	}
	return c.uneven(len(c.At), c.bounds())
}

// exactly judges by differences in 320 bits.
func (c Claim) exactly() Report {
	if f := c.Objective(FromFloats[Big](c.At)); !f.finite() {
		return refusal(c.Name, len(c.At), fmt.Sprintf("the function is %v at the point", f))
	}
	return c.summary(c.compare(c.function().Oracles(c.At)[0]))
}

// function returns the claim's functions, with one output.
func (c Claim) function() Function {
	f := Function{Big: func(x []Big) []Big { return []Big{c.Objective(x)} }}
	if c.Exact != nil {
		f.Exact = func(x []Exact) []Exact { return []Exact{c.Exact(x)} }
	}
	if c.Float != nil {
		f.Float = func(x []float64) []float64 { return []float64{c.Float(x)} }
	}
	return f
}
