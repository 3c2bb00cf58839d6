package gradcheck

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Hints are what may explain a failing claim.
type Hints struct {
	// Factors are constants of the problem, such as {"N", 6}. A gradient that is wrong
	// by one of them, by its inverse or their negatives, is told so by name.
	Factors []Factor

	// Textbook is what each entry would err in a plain formula that cancels, such as
	// 1 − z². A failure within it is lost digits and not a wrong derivative.
	Textbook []float64

	// Wrong returns wrong gradients with a name each, such as "mean over N − 1". It is
	// called on failure.
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

// diagnosis is the entries of a failing claim, all of them or those of a block.
type diagnosis struct {
	name       string
	entries    []Entry
	rows, cols int
	at         []float64 // the parameters of the entries, nil if unknown
}

// diagnose says in words what is wrong with a failing claim, most telling first.
func (c Claim) diagnose(entries []Entry) (why []string) {
	if c.Hints.Wrong != nil {
		why = append(why, c.known(entries)...)
	}
	first := 0
	for _, b := range c.blocks(len(entries)) {
		last := first + b.Rows*b.Cols
		d := diagnosis{b.Name, entries[first:last], b.Rows, b.Cols, nil}
		if len(c.At) == len(entries) {
			d.at = c.At[first:last]
		}
		if what := d.explain(c.Hints.Factors); what != "" {
			why = append(why, what)
		}
		first = last
	}
	if c.cancels(entries) {
		why = append(why, "every error is within what the textbook formula loses by cancellation: lost digits, not a wrong derivative")
	}
	return why
}

// known names the wrong gradients that the claim equals.
func (c Claim) known(entries []Entry) (why []string) {
	for _, w := range c.Hints.Wrong() {
		if len(w.Gradient) != len(entries) {
			continue
		}
		same := true
		for i, e := range entries {
			same = same && e.near(w.Gradient[i], 1)
		}
		if same {
			why = append(why, "this is "+w.Name)
		}
	}
	return why
}

// cancels reports whether all failures are within the bound of the textbook formula.
func (c Claim) cancels(entries []Entry) bool {
	for i, e := range entries {
		if e.Verdict == FAIL && !(i < len(c.Hints.Textbook) && e.Error <= c.Hints.Textbook[i]) {
			return false
		}
	}
	return true
}

// near reports whether the claimed value is x, r times a value known as well as
// the truth.
func (e Entry) near(x, r float64) bool {
	if math.IsNaN(x) || math.IsNaN(e.Analytic) {
		return math.IsNaN(x) && math.IsNaN(e.Analytic)
	}
	return math.Abs(e.Analytic-x) <= (1+math.Abs(r))*e.Bound+2*e.ULP+4*Unit64*math.Abs(x)
}

// solid reports whether the truth is well above what the entry may err.
func (e Entry) solid() bool { return math.Abs(e.Numeric) > 1024*e.Bound }

// explain says what is wrong with the entries, "" if that is unknown or nothing.
func (d diagnosis) explain(factors []Factor) string {
	failing := d.failing()
	if len(failing) == 0 {
		return ""
	}
	for _, rule := range []func() string{
		d.empty,
		func() string { return d.scaled(factors) },
		d.transposed,
		d.exchanged,
		d.shuffled,
		d.decayed,
		d.shifted,
		d.flushed,
		d.single,
		d.lonely,
	} {
		if what := rule(); what != "" {
			return strings.TrimSpace(d.name + " " + what)
		}
	}
	return ""
}

func (d diagnosis) failing() (failing []Entry) {
	for _, e := range d.entries {
		if e.Verdict == FAIL {
			failing = append(failing, e)
		}
	}
	return failing
}

// empty: all of it is 0, the truth not.
func (d diagnosis) empty() string {
	for _, e := range d.entries {
		if e.Analytic != 0 {
			return ""
		}
	}
	return "is zero throughout"
}

// scaled: a constant times the truth.
func (d diagnosis) scaled(factors []Factor) string {
	largest := slices.MaxFunc(d.entries, func(a, b Entry) int {
		return cmp.Compare(math.Abs(a.Numeric), math.Abs(b.Numeric))
	})
	r := largest.Analytic / largest.Numeric
	if !finite(r) || r == 0 {
		return ""
	}
	solid := 0
	for _, e := range d.entries {
		if !e.near(r*e.Numeric, r) {
			return ""
		}
		if e.solid() {
			solid++
		}
	}
	name, named := nameOf(r, factors)
	switch {
	case named && solid > 0:
		return "is the right one times " + name
	case solid > 2:
		return fmt.Sprintf("is the right one times the constant %.10g", r)
	}
	return ""
}

// nameOf names the constant r, if it is a simple one or one of the problem's.
func nameOf(r float64, factors []Factor) (string, bool) {
	sign, size := "", math.Abs(r)
	if r < 0 {
		sign = "−"
	}
	for _, f := range append([]Factor{{"1", 1}, {"2", 2}, {"½", 0.5}}, factors...) {
		switch {
		case math.Abs(size/f.Value-1) < 1e-9:
			return sign + f.Name, true
		case math.Abs(size*f.Value-1) < 1e-9:
			return sign + "1/" + f.Name, true
		}
	}
	return "", false
}

// transposed: the entries of the transpose, row by row.
func (d diagnosis) transposed() string {
	if d.rows < 2 || d.cols < 2 {
		return ""
	}
	for i, e := range d.entries {
		if !e.near(d.entries[i%d.rows*d.cols+i/d.rows].Numeric, 1) {
			return ""
		}
	}
	return "is filled as its transpose"
}

// exchanged: two entries in each other's place.
func (d diagnosis) exchanged() string {
	f := d.failing()
	if len(f) == 2 && f[0].near(f[1].Numeric, 1) && f[1].near(f[0].Numeric, 1) {
		return fmt.Sprintf("has %s and %s exchanged", f[0].Where, f[1].Where)
	}
	return ""
}

// shuffled: the right numbers in other places.
func (d diagnosis) shuffled() string {
	claimed, truth := slices.Clone(d.entries), slices.Clone(d.entries)
	slices.SortFunc(claimed, func(a, b Entry) int { return cmp.Compare(a.Analytic, b.Analytic) })
	slices.SortFunc(truth, func(a, b Entry) int { return cmp.Compare(a.Numeric, b.Numeric) })
	solid := 0
	for i, e := range claimed {
		if !e.near(truth[i].Numeric, 1) {
			return ""
		}
		if e.solid() {
			solid++
		}
	}
	if solid < 3 {
		return ""
	}
	return "has the right numbers in the wrong places"
}

// decayed: the right one and a constant times the parameters.
func (d diagnosis) decayed() string {
	if d.at == nil {
		return ""
	}
	if r, ok := d.excess(func(i int) float64 { return d.at[i] }); ok {
		return fmt.Sprintf("is the right one plus %.4g times the parameters: a decay", r)
	}
	return ""
}

// shifted: the right one and a constant.
func (d diagnosis) shifted() string {
	if r, ok := d.excess(func(int) float64 { return 1 }); ok {
		return fmt.Sprintf("is the right one plus the constant %.4g", r)
	}
	return ""
}

// excess returns the r with which all entries are the truth + r·x, to a thousandth of
// their error, if at least three show it.
func (d diagnosis) excess(x func(i int) float64) (r float64, ok bool) {
	shown := 0
	for i, e := range d.entries {
		if excess := e.Analytic - e.Numeric; math.Abs(excess) > 1e4*(e.Bound+e.ULP) && x(i) != 0 {
			r = excess / x(i)
			shown++
		}
	}
	if shown < 3 {
		return 0, false
	}
	for i, e := range d.entries {
		want := r * x(i)
		if !(math.Abs(e.Analytic-e.Numeric-want) <= 1e-3*math.Abs(want)+2*(e.Bound+e.ULP)) {
			return 0, false
		}
	}
	return r, true
}

// flushed: small entries are 0.
func (d diagnosis) flushed() string {
	f, largest := d.failing(), 0.0
	for _, e := range f {
		if e.Analytic != 0 {
			return ""
		}
		largest = max(largest, math.Abs(e.Numeric))
	}
	return fmt.Sprintf("has zeros where the truth is not zero, but at most %.2g", largest)
}

// single: float32 roundings of the truth.
func (d diagnosis) single() string {
	for _, e := range d.failing() {
		if e.Analytic != float64(float32(e.Analytic)) || !(e.Error <= 0x1p-22*math.Abs(e.Numeric)) {
			return ""
		}
	}
	return "has the precision of float32"
}

// lonely: one wrong entry.
func (d diagnosis) lonely() string {
	f := d.failing()
	if len(f) != 1 || len(d.entries) == 1 || !finite(f[0].Analytic) || f[0].Numeric == 0 {
		return ""
	}
	return fmt.Sprintf("is right but for %s, which is off by %.2g of its value", f[0].Where, f[0].Error/math.Abs(f[0].Numeric))
}
