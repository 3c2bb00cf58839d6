package gradcheck

import (
	"cmp"
	"fmt"
	"slices"
)

// Claim is a function, a point, and a claimed gradient of the function there.
type Claim struct {
	Name string

	// Objective is the function in dual numbers, an instance of one that is written for
	// every [Number]: f[gradcheck.Exact]. Its slopes are the truth, and define the convention
	// at a kink. It must do its work in the goroutine that calls it.
	Objective func([]Exact) Exact

	At       []float64 // the point
	Gradient []float64 // the claimed gradient there

	// Unit is the unit roundoff of the arithmetic of Gradient, by default Unit64.
	Unit float64

	// RunningErrors are the running errors of the formula of Gradient: with Unit they bound the error of
	// each entry. Bound holds the bounds themselves, if there are no RunningErrors: derived
	// by hand, which nothing checks. Without both the running errors of the Objective's
	// slopes bound the errors, as if the gradient were formed by forward differentiation.
	RunningErrors []RunningError
	Bound         []float64

	// Blocks are the arrays that make up Gradient, in order. They name its
	// entries, such as W[1,2] instead of [6], and let a failure be explained.
	Blocks []Block

	// Hints help to explain a failure; they have no part in the verdict.
	Hints Hints
}

// CheckExact compares a claimed gradient with the slopes of its objective in dual numbers of
// 320 bits, entry by entry, and those with one central difference.
//
// An entry passes if its error is at most its bound, and less than the value itself leaves
// open, as [Compare] says. By default the objective's own
// slopes in [RunningError] are the bound; for a gradient in float32, at a point that float32 can
// represent, Unit is Unit32. A formula that loses more digits than that, such as 1 − tanh² x where tanh x is near 1,
// needs the bound of its own, and a better one may have a smaller: write the formula for any [Number], and evaluate it in [RunningError]:
//
//	func gradient[N gradcheck.Number[N]](θ []N) []N { … }
//
//	claim.RunningErrors = gradient(gradcheck.FromFloats[gradcheck.RunningError](at))
//
// Kinks are found as [Function.References] says.
//
// A claim that cannot be compared fails with a Reason: no Objective, a wrong number of
// entries or bounds, nothing to compare, a negative bound, a point or a value of the function
// that is not finite.
func CheckExact(c Claim) Report {
	if reason := c.misfit(); reason != "" {
		return refusal(c.Name, len(c.At), reason)
	}
	f := Function(func(x []Exact) []Exact { return []Exact{c.Objective(x)} })
	if value := c.Objective(FromFloats[Exact](c.At)).Value.Big; !value.finite() {
		return refusal(c.Name, len(c.At), fmt.Sprintf("the function is %v at the point", value))
	}
	return c.summary(c.compare(f.References(c.At)[0]))
}

// misfit returns the reason if the claim cannot be compared with its objective, else "".
func (c Claim) misfit() string {
	if c.Objective == nil {
		return "the Objective is missing, an instance f[gradcheck.Exact] of a function for any Number"
	}
	return cmp.Or(c.outside(), c.uneven(len(c.At), c.bounds(len(c.At), true)), c.unusable())
}

// outside returns the reason if the point is not finite, else "".
func (c Claim) outside() string {
	for i, x := range c.At {
		if !finite(x) {
			return fmt.Sprintf("the point has %v at index %d", x, i)
		}
	}
	return ""
}

// bounds returns the number of entries with a bound, for entries that bring one with them
// or not.
func (c Claim) bounds(entries int, bounded bool) int {
	switch {
	case c.RunningErrors != nil:
		return len(c.RunningErrors)
	case c.Bound == nil && bounded:
		return entries
	}
	return len(c.Bound)
}

// unusable returns the reason if a bound or the unit cannot be used, else "".
func (c Claim) unusable() string {
	if i := slices.IndexFunc(c.Bound, func(b float64) bool { return b < 0 }); i >= 0 {
		return fmt.Sprintf("the bound of %s is %v: it must be 0 or more", c.Entry(i), c.Bound[i])
	}
	if u := c.unit(); !(u > 0 && u <= Unit32) {
		return fmt.Sprintf("the Unit is %v: it must be above 0 and at most Unit32", u)
	}
	return ""
}

// uneven returns the reason if a claim with so many bounds cannot be compared with so many
// entries, else "".
func (c Claim) uneven(entries, bounds int) string {
	blocked := 0
	for _, b := range c.Blocks {
		blocked = int(min(float64(blocked)+float64(b.Rows)*float64(b.Cols), 1<<30)) // no product overflows
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
			"as the claimed formula has in RunningErrors", bounds, entries)
	case len(c.Blocks) > 0 && blocked != entries:
		return fmt.Sprintf("the blocks have %d entries and not %d", blocked, entries)
	}
	return ""
}

// unit returns the unit roundoff of the claim.
func (c Claim) unit() float64 {
	if c.Unit != 0 {
		return c.Unit
	}
	return Unit64
}
