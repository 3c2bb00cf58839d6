package gradcheck

import (
	"fmt"
	"math"
)

// Oracle is what is known of one number without the claim: the truth, and what the
// cross-examiners say of it.
type Oracle struct {
	Truth Big // the judge's

	// Exact is the same number by another exact method, if HasExact.
	Exact    Big
	HasExact bool

	// Double is the same number in doubles, which may err by Slack; NaN if there is
	// none.
	Double, Slack float64

	// Kink says that the function has a kink there, with different slopes on the left
	// and on the right. Then Truth is Exact, the convention, or their mean without it.
	Kink        bool
	Left, Right Big
}

// Known returns the oracle of a number that is known exactly, without a
// cross-examiner.
func Known(truth Big) Oracle { return Oracle{Truth: truth, Double: math.NaN()} }

// fault says how the oracles disagree, if they do. Exact methods must agree to 2⁻³⁰
// of the bound they serve, or to 2⁻⁶⁰ of the number, where the errors of a difference
// of 320 bits do not reach; what is below 2⁻¹⁵⁰ counts as 0.
func (o Oracle) fault(bound float64) string {
	gap := math.Abs(o.Truth.Sub(o.Exact).Float64())
	limit := 0x1p-30*bound + 0x1p-60*math.Abs(o.Exact.Float64()) + 0x1p-150
	switch {
	case o.Kink && o.HasExact && !between(o.Exact, o.Left, o.Right, 0):
		return fmt.Sprintf("the exact slope %.17g is not between the one-sided slopes %.17g and %.17g", o.Exact, o.Left, o.Right)
	case o.Kink:
		return ""
	case o.HasExact && !(gap <= limit):
		return fmt.Sprintf("the judge has %.17g, the exact method %.17g", o.Truth, o.Exact)
	case !math.IsNaN(o.Double) && !(o.Truth.Err(o.Double) <= o.Slack):
		return fmt.Sprintf("the judge has %.17g, the extrapolation in doubles %.17g ± %.2g", o.Truth, o.Double, o.Slack)
	}
	return ""
}

// between reports whether x is in the interval from a to b, in either order, or at
// most slack outside.
func between(x, a, b Big, slack float64) bool {
	lo, hi := a, b
	if a.Cmp(b) > 0 {
		lo, hi = b, a
	}
	s := BigOf(slack)
	return !x.nan && !a.nan && !b.nan && x.Cmp(lo.Sub(s)) >= 0 && x.Cmp(hi.Add(s)) <= 0
}

// Function is a function of several numbers in the arithmetics of the oracles,
// usually instances of one formula. Exact and Float may be nil.
type Function struct {
	Big   func([]Big) []Big         // differenced: the judge
	Exact func([]Exact) []Exact     // differentiated by dual numbers: cross-examiner and convention at kinks
	Float func([]float64) []float64 // extrapolated by Richardson: cross-examiner
}

// Oracles returns the derivatives ∂fⱼ/∂xᵢ at a point as oracles, one row per output
// and one column per input. The judge is formed as in [Differences], but knows kinks:
//
// If the maxima in f(x + h·eᵢ) and f(x − h·eᵢ) have different winners, something
// changes between them. If that is not at x, a step 2⁻²⁰ or 2⁻⁴⁰ times as long avoids it.
// If it is, the one-sided slopes over h and h/2¹⁰ decide: a gap between them that
// shrinks with the step is curvature, and one that stays is a kink.
//
// It panics with a [*LengthError] as [Jacobian] does.
func (f Function) Oracles(at []float64) [][]Oracle {
	centre := f.Big(FromFloats[Big](at))
	oracles := rectangle[Oracle](len(centre), len(at))
	for i := range at {
		for j, s := range slopesOf(f.Big, at, i, centre) {
			oracles[j][i] = s
		}
		if f.Exact != nil {
			exact := f.Exact(Seed[Big](at, i))
			mustHave("Oracles", len(centre), len(exact))
			for j, x := range exact {
				oracles[j][i] = oracles[j][i].examined(x.Slope)
			}
		}
	}
	if f.Float != nil {
		f.extrapolated(at, oracles)
	}
	return oracles
}

// examined returns the oracle with the exact slope.
func (o Oracle) examined(exact Big) Oracle {
	o.Exact, o.HasExact = exact, true
	if o.Kink {
		o.Truth = exact
	}
	return o
}

// extrapolated enters the extrapolated differences in doubles, from steps that cross
// no kink.
func (f Function) extrapolated(at []float64, oracles [][]Oracle) {
	value := f.Float(append([]float64(nil), at...))
	mustHave("Oracles", len(oracles), len(value))
	limits := make([]float64, len(at))
	for j := range oracles {
		slopes := richardson(func(x []float64) float64 { return f.Float(x)[j] }, at, func(i int, h float64) float64 {
			if limits[i] == 0 {
				limits[i] = f.uncrossed(at, i, h)
			}
			return min(h, limits[i])
		})
		for i, s := range slopes {
			oracles[j][i].Double, oracles[j][i].Slack = s.Value, s.Bound(value[j])
		}
	}
}

// uncrossed returns the step h, halved until all maxima have the same winners on
// both sides, or for as long as it is more than that of [Differences].
func (f Function) uncrossed(at []float64, i int, h float64) float64 {
	for least := step(at[i]); h > least && !f.smooth(at, i, h); h /= 2 {
	}
	return h
}

// smooth reports whether all maxima have the same winners at x ± h·eᵢ.
func (f Function) smooth(at []float64, i int, h float64) bool {
	return evaluateSides(f.Big, at, i, BigOf(h)).smooth
}

// finer are the halvings of the step that are tried to avoid a kink nearby.
var finer = []int{0, 20, 40}

// slopesOf returns the oracles of all outputs in coordinate i, from the values at
// the point and around it.
func slopesOf(f func([]Big) []Big, at []float64, i int, centre []Big) []Oracle {
	var near sides
	for _, n := range finer {
		if near = evaluateSides(f, at, i, stepOf(at[i], n)); near.smooth {
			break
		}
	}
	mustHave("Oracles", len(centre), len(near.above))
	mustHave("Oracles", len(centre), len(near.below))
	oracles := make([]Oracle, len(centre))
	for j := range oracles {
		oracles[j] = Known(central(near.above[j], near.below[j], near.h))
	}
	if near.smooth {
		return oracles
	}
	coarse, fine := evaluateSides(f, at, i, stepOf(at[i], 0)), evaluateSides(f, at, i, stepOf(at[i], 10))
	for j := range oracles {
		oracles[j].kinked(centre[j], coarse, fine, j)
	}
	return oracles
}

// sides are the values of a function on both sides of a point.
type sides struct {
	above, below []Big
	h            Big
	smooth       bool // all maxima have the same winners on both sides
}

func evaluateSides(f func([]Big) []Big, at []float64, i int, h Big) sides {
	above, below := neighbours(at, i, h)
	above, viaAbove := recorded(above)
	below, viaBelow := recorded(below)
	s := sides{above: f(above), below: f(below), h: h}
	s.smooth = *viaAbove == *viaBelow
	return s
}

// slopes returns the slopes on the left and on the right of output j.
func (s sides) slopes(centre Big, j int) (left, right Big) {
	return centre.Sub(s.below[j]).Quo(s.h), s.above[j].Sub(centre).Quo(s.h)
}

// kinked turns the oracle of output j into that of a kink, if there is one.
func (o *Oracle) kinked(centre Big, coarse, fine sides, j int) {
	left, right := coarse.slopes(centre, j)
	gap := math.Abs(right.Sub(left).Float64())
	left, right = fine.slopes(centre, j)
	o.Truth = central(coarse.above[j], coarse.below[j], coarse.h)
	if after := math.Abs(right.Sub(left).Float64()); after > gap/2 {
		o.Kink, o.Left, o.Right = true, left, right
	}
}
