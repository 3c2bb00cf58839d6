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
	if slices.ContainsFunc(d.entries, func(e Entry) bool { return e.Analytic != 0 }) {
		return ""
	}
	return "is zero throughout"
}

// scaled: a constant with a name times the truth, which at least one entry tells from the truth.
func (d diagnosis) scaled(factors []Factor) string {
	for _, c := range constantsOf(factors) {
		if d.allTimes(c.Value) >= 1 {
			return "is the right one times " + nameOf(c.Value, factors)
		}
	}
	return ""
}

// constant: any constant times the truth, which three entries, or the only one, tell from the truth.
func (d diagnosis) constant() string {
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
	truth, claimed := slices.Clone(d.entries), slices.Clone(d.entries)
	slices.SortStableFunc(truth, func(a, b Entry) int { return cmp.Compare(a.Numeric, b.Numeric) })
	slices.SortStableFunc(claimed, func(a, b Entry) int { return cmp.Compare(a.Analytic, b.Analytic) })
	if (diagnosis{entries: claimed}).moved(func(i int) Entry { return truth[i] }) {
		return "has the right numbers in the wrong places"
	}
	return ""
}

// repeated: one row or column is another.
func (d diagnosis) repeated() string {
	row := func(i, k int) Entry { return d.entries[i*d.cols+k] }
	column := func(i, k int) Entry { return d.entries[k*d.cols+i] }
	return cmp.Or(d.copied("row", d.rows, d.cols, row), d.copied("column", d.cols, d.rows, column))
}

// copied finds the only wrong one of some lines of n entries to be another.
func (d diagnosis) copied(name string, lines, n int, at func(line, k int) Entry) string {
	failing := len(d.failing())
	for i := range lines {
		line := diagnosis{entries: make([]Entry, n)}
		for k := range n {
			line.entries[k] = at(i, k)
		}
		if len(line.failing()) != failing {
			continue // another line is wrong too
		}
		for j := range lines {
			if line.moved(func(k int) Entry { return at(j, k) }) {
				return fmt.Sprintf("is right but for %s %d, which is %s %d", name, i, name, j)
			}
		}
	}
	return ""
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
