package gradcheck

import (
	"fmt"
	"math"
)

// decayed: the right one and a constant times the parameters. One or two entries, such as biases, show a
// constant of two digits, at most 0.1.
func (d diagnosis) decayed() string {
	if d.at == nil {
		return ""
	}
	r, shown := d.excess(func(i int) float64 { return d.at[i] })
	if shown == 0 || shown < 3 && !(math.Abs(r) <= 0.1 && isRound(r)) {
		return ""
	}
	return fmt.Sprintf("is the right one plus %.4g times the parameters: a decay", r)
}

// isRound reports whether r has two digits, to a millionth of it.
func isRound(r float64) bool {
	var two float64
	fmt.Sscan(fmt.Sprintf("%.1e", r), &two)
	return math.Abs(r-two) <= 1e-6*math.Abs(r)
}

// shifted: the right one and a constant.
func (d diagnosis) shifted() string {
	if r, shown := d.excess(func(int) float64 { return 1 }); shown >= 3 {
		return fmt.Sprintf("is the right one plus the constant %.4g", r)
	}
	return ""
}

// excess returns the r with which all entries are the truth + r·x, to a thousandth of
// r·x and their bounds, and the number of entries that show it: to 10⁻⁴ of it. It is 0 if there is no r.
func (d diagnosis) excess(x func(i int) float64) (r float64, shown int) {
	clearest := 0.0
	for i, e := range d.entries {
		excess := e.Analytic - e.Numeric
		if clear := math.Abs(excess) / (e.Bound + e.ULP); clear > 1e4 && x(i) != 0 {
			shown++
			if clear > clearest {
				r, clearest = excess/x(i), clear
			}
		}
	}
	for i, e := range d.entries {
		want := float64(r * x(i))
		if !(math.Abs(e.Analytic-e.Numeric-want) <= float64(1e-3*math.Abs(want))+2*(e.Bound+e.ULP)) {
			return 0, 0
		}
	}
	return r, shown
}

// near: most entries are wrong, and none by more than a hundredth of the largest.
func (d diagnosis) near() string {
	largest, off, clear := 0.0, 0.0, 0
	for _, e := range d.entries {
		largest, off = max(largest, math.Abs(e.Numeric)), max(off, e.Error)
		if e.Verdict == FAIL && e.Error > 1e4*(e.Bound+e.ULP) {
			clear++
		}
	}
	if clear < 3 || 2*clear < len(d.entries) || off > largest/100 {
		return ""
	}
	return fmt.Sprintf("is off by at most %.2g of its largest entry: as at another x, such as that before a step, with another ε, or from other data", off/largest)
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
