package gradcheck

import (
	"cmp"
	"fmt"
	"math"
)

// Hints are possible explanations of a failing claim.
type Hints struct {
	// Factors are constants of the problem, such as {"N", 6}. If a gradient is wrong
	// by one of them, by its inverse or their negatives, the diagnosis names the factor.
	Factors []Factor

	// CancellationBound holds the allowed error of each entry in a plain formula that cancels, such as
	// 1 − z². Failures within it are diagnosed as digits that this formula would lose.
	CancellationBound []float64

	// Wrong returns wrong gradients with a name each, such as "mean over N − 1", or the program's own
	// with "the x before the step" or "ε inside the root". It is called on failure.
	Wrong func() []Wrong
}

// Factor is a constant with a name.
type Factor struct {
	Name  string
	Value float64
}

// Wrong is a wrong gradient with the name of its mistake.
type Wrong struct {
	Name     string
	Gradient []float64
}

// diagnosis is a view of the entries of a failing claim, all of them or one block.
type diagnosis struct {
	name       string
	entries    []Entry
	rows, cols int
	at         []float64 // the parameters of the entries, nil if unknown
	double     bool      // the claim is more precise than float32
}

// diagnose explains a failing claim in words, most telling first.
func (c Claim) diagnose(entries []Entry) (why []string) {
	why = c.known(entries)
	first := 0
	for i, b := range c.blocks(len(entries)) {
		last := first + b.Rows*b.Cols
		d := diagnosis{c.title(i), entries[first:last], b.Rows, b.Cols, nil, c.unit() < Unit32}
		if len(c.At) == len(entries) {
			d.at = c.At[first:last]
		}
		if what := d.explain(c.Hints.Factors); what != "" {
			why = append(why, d.name+" "+what)
		}
		first = last
	}
	if c.cancels(entries) {
		why = append(why, "every error is within what the textbook formula loses by cancellation: lost digits rather than a wrong derivative")
	}
	return why
}

// title returns the name of block i.
func (c Claim) title(i int) string {
	if len(c.Blocks) == 0 {
		return "the gradient"
	}
	return cmp.Or(c.Blocks[i].Name, fmt.Sprintf("block %d", i))
}

// known names the wrong gradients that the claim equals.
func (c Claim) known(entries []Entry) (why []string) {
	if c.Hints.Wrong == nil {
		return nil
	}
	for _, w := range c.Hints.Wrong() {
		if equals(w.Gradient, entries) {
			why = append(why, "this is "+w.Name)
		}
	}
	return why
}

// equals reports whether the claimed values equal a gradient that is not the
// truth.
func equals(gradient []float64, entries []Entry) bool {
	if len(gradient) != len(entries) {
		return false
	}
	told := false
	for i, e := range entries {
		x := gradient[i]
		if sameNaN := math.IsNaN(x) && math.IsNaN(e.Analytic); !sameNaN && !e.near(e.Analytic-x, 1, x) {
			return false
		}
		told = told || e.Verdict == FAIL && !e.near((e.Numeric-x)/16, 1, x)
	}
	return told
}

// cancels reports whether all failures are within the bound of the textbook formula.
func (c Claim) cancels(entries []Entry) bool {
	if len(c.Hints.CancellationBound) != len(entries) {
		return false
	}
	for i, e := range entries {
		cancellation := c.Hints.CancellationBound[i]
		if e.Verdict == FAIL && !(e.plain() && finite(cancellation) && e.Error <= cancellation) {
			return false
		}
	}
	return true
}

// near reports whether rounding explains a distance from the value x, r times the truth of
// e: a bound of the claim, r times it for x, and the roundings to doubles.
func (e Entry) near(distance, r, x float64) bool {
	limit := float64((1+math.Abs(r))*e.Bound) + float64(2*e.ULP) + float64(4*Unit64*math.Abs(x))
	return finite(limit) && math.Abs(distance) <= limit
}

// times reports whether the value claimed is r times the truth of e.
func (e Entry) times(claimed, r float64) bool {
	x := float64(r * e.Numeric)
	return e.near(claimed-x, r, x)
}

// apart reports whether x is far from the truth of e, by 16 times what may be
// between equal values.
func (e Entry) apart(x float64) bool {
	return finite(x) && !e.near((e.Numeric-x)/16, 1, x)
}

// plain reports whether the numbers of the entry are finite, with a bound that can be kept.
func (e Entry) plain() bool {
	return finite(e.Analytic) && finite(e.Numeric) && !math.IsNaN(e.Ratio())
}

// explain describes the fault of the entries, or returns "" if it is unknown or there is none.
func (d diagnosis) explain(factors []Factor) string {
	for _, e := range d.entries {
		if !e.plain() {
			return ""
		}
	}
	if len(d.failing()) == 0 {
		return ""
	}
	for _, rule := range []func() string{
		d.empty,
		func() string { return d.scaled(factors) },
		d.decayed,
		d.constant,
		d.transposed,
		d.exchanged,
		d.shuffled,
		d.repeated,
		d.shifted,
		d.flushed,
		d.single,
		func() string { return d.lonely(factors) },
		d.near,
	} {
		if what := rule(); what != "" {
			return what
		}
	}
	return ""
}

func (d diagnosis) failing() []Entry { return only(d.entries, FAIL) }
