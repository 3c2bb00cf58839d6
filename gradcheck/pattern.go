package gradcheck

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// empty: all of it is 0, the truth not.
func (d diagnosis) empty() string {
	for _, e := range d.entries {
		if e.Analytic != 0 {
			return ""
		}
	}
	return "is zero throughout"
}

// scaled diagnoses a constant times the truth, if at least one entry distinguishes it from the
// truth, and three, or the only one, if the constant has no name.
func (d diagnosis) scaled(factors []Factor) string {
	for _, c := range constantsOf(factors) {
		if d.allTimes(c.Value) >= 1 {
			return "is the right one times " + nameOf(c.Value, factors)
		}
	}
	sharpest := slices.MinFunc(d.entries, func(a, b Entry) int {
		return cmp.Compare(a.looseness(), b.looseness())
	})
	r := sharpest.Analytic / sharpest.Numeric
	if !finite(r) || r == 0 || d.allTimes(r) < 3 && (len(d.entries) > 1 || d.allTimes(r) < 1) {
		return ""
	}
	if gap := r - 1; math.Abs(gap) < 1e-3 {
		return fmt.Sprintf("is the right one times 1 %s %.3g", map[bool]string{true: "+", false: "−"}[gap > 0], math.Abs(gap))
	}
	return fmt.Sprintf("is the right one times the constant %.10g", r)
}

// looseness returns the relative imprecision of the entry's ratio to its truth, +Inf at 0.
func (e Entry) looseness() float64 {
	return (e.Bound + e.ULP) / math.Abs(e.Numeric)
}

// allTimes returns the number of entries that tell r times the truth from the truth, 0 if any
// entry is not r times the truth.
func (d diagnosis) allTimes(r float64) (told int) {
	for _, e := range d.entries {
		if !e.times(e.Analytic, r) {
			return 0
		}
		if x := float64(r * e.Numeric); e.apart(x) && math.Abs(e.Numeric) > 1024*e.Bound {
			told++
		}
	}
	return told
}

// constantsOf returns the simple constants and the constants of the problem, with their
// inverses and negatives: the usual wrong factors of a gradient. Of the problem's, ±1 tell nothing.
func constantsOf(factors []Factor) []Factor {
	factors = slices.DeleteFunc(slices.Clone(factors), func(f Factor) bool { return math.Abs(f.Value) == 1 })
	all := []Factor{{"−1", -1}}
	for _, f := range append([]Factor{{"2", 2}, {"½", 0.5}}, factors...) {
		all = append(all, f, Factor{"−" + f.Name, -f.Value})
	}
	for _, f := range factors {
		if strings.ContainsAny(f.Name, " /·*+-−") {
			f.Name = "(" + f.Name + ")"
		}
		all = append(all, Factor{"1/" + f.Name, 1 / f.Value}, Factor{"−1/" + f.Name, -1 / f.Value})
	}
	return all
}

// nameOf returns all names of the constant r, such as 2 = N.
func nameOf(r float64, factors []Factor) string {
	var names []string
	for _, c := range constantsOf(factors) {
		if c.Value == r && !slices.Contains(names, c.Name) {
			names = append(names, c.Name)
		}
	}
	return strings.Join(names, " = ")
}

// moved reports whether the claimed values are true ones in other places, with from(i)
// at place i, and whether at least two tell that from the truth.
func (d diagnosis) moved(from func(i int) Entry) bool {
	told := 0
	for i, e := range d.entries {
		if !from(i).times(e.Analytic, 1) {
			return false
		}
		if e.Verdict == FAIL && e.apart(from(i).Numeric) {
			told++
		}
	}
	return told >= 2
}

// transposed: the entries of the transpose, row by row.
func (d diagnosis) transposed() string {
	if d.rows < 2 || d.cols < 2 {
		return ""
	}
	if d.moved(func(i int) Entry { return d.entries[i%d.rows*d.cols+i/d.rows] }) {
		return "is filled as its transpose"
	}
	return ""
}

// exchanged: two entries in each other's place.
func (d diagnosis) exchanged() string {
	f := d.failing()
	if len(f) != 2 {
		return ""
	}
	if (diagnosis{entries: f}).moved(func(i int) Entry { return f[1-i] }) {
		return fmt.Sprintf("has %s and %s exchanged", f[0].Where, f[1].Where)
	}
	return ""
}

// shuffled: the right numbers in other places.
func (d diagnosis) shuffled() string {
	truth, order := slices.Clone(d.entries), make([]int, len(d.entries))
	slices.SortStableFunc(truth, func(a, b Entry) int { return cmp.Compare(a.Numeric, b.Numeric) })
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(d.entries[i].Analytic, d.entries[j].Analytic) })
	place := make([]int, len(order)) // of entry i among the claimed values in order
	for k, i := range order {
		place[i] = k
	}
	if d.moved(func(i int) Entry { return truth[place[i]] }) {
		return "has the right numbers in the wrong places"
	}
	return ""
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
// r·x and their bounds, if at least three show it: to 10⁻⁴ of it.
func (d diagnosis) excess(x func(i int) float64) (r float64, ok bool) {
	shown, clearest := 0, 0.0
	for i, e := range d.entries {
		excess := e.Analytic - e.Numeric
		if clear := math.Abs(excess) / (e.Bound + e.ULP); clear > 1e4 && x(i) != 0 {
			shown++
			if clear > clearest {
				r, clearest = excess/x(i), clear
			}
		}
	}
	if shown < 3 {
		return 0, false
	}
	for i, e := range d.entries {
		want := float64(r * x(i))
		if !(math.Abs(e.Analytic-e.Numeric-want) <= float64(1e-3*math.Abs(want))+2*(e.Bound+e.ULP)) {
			return 0, false
		}
	}
	return r, true
}

// flushed: the failing entries are 0.
func (d diagnosis) flushed() string {
	largest := 0.0
	for _, e := range d.failing() {
		if e.Analytic != 0 {
			return ""
		}
		largest = max(largest, e.Error)
	}
	return fmt.Sprintf("has zeros where the truth is not zero, but at most %.2g", largest)
}

// single: float32 roundings of the truth, within two units of their last place.
func (d diagnosis) single() string {
	for _, e := range d.entries {
		if e.Analytic != float64(float32(e.Analytic)) || !(e.Error <= 0x1p-22*math.Abs(e.Numeric) || e.Verdict != FAIL) {
			return ""
		}
	}
	if !d.double {
		return ""
	}
	return "has the precision of float32"
}

// lonely: one wrong entry.
func (d diagnosis) lonely(factors []Factor) string {
	f := d.failing()
	if len(f) != 1 || len(d.entries) == 1 || f[0].Numeric == 0 {
		return ""
	}
	for _, c := range constantsOf(factors) {
		if (diagnosis{entries: f}).allTimes(c.Value) == 1 {
			return fmt.Sprintf("is right but for %s, which is %s times what it should be", f[0].Where, nameOf(c.Value, factors))
		}
	}
	return fmt.Sprintf("is right but for %s, which is off by %.2g of its value", f[0].Where, f[0].Error/math.Abs(f[0].Numeric))
}
