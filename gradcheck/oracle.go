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

	several bool    // several maxima tie at the kink
	noise   float64 // what Truth may err by itself
}

// Known returns the oracle of a number that is known exactly, without a
// cross-examiner.
func Known(truth Big) Oracle { return Oracle{Truth: truth, Double: math.NaN()} }

// fault says how the oracles disagree, if they do. Exact methods must agree to 2⁻³⁰
// of the bound they serve, or to 2⁻⁶⁰ of the number, and what the judge errs by itself.
func (o Oracle) fault(bound float64) string {
	if !(bound >= 0) || math.IsInf(bound, 1) {
		bound = 0 // which is the claim's fault, not theirs
	}
	gap := math.Abs(o.Truth.Sub(o.Exact).Float64())
	limit := float64(0x1p-30*bound) + float64(0x1p-60*math.Abs(o.Exact.Float64())) + o.noise
	switch {
	case o.Kink && o.HasExact && !o.between(o.Exact, limit):
		return fmt.Sprintf("the exact slope %.17g is not between the one-sided slopes %.17g and %.17g", o.Exact, o.Left, o.Right)
	case o.Kink:
		return ""
	case o.HasExact && !(o.Exact.finite() && gap <= limit):
		return fmt.Sprintf("the judge has %.17g, the exact method %.17g", o.Truth, o.Exact)
	case !math.IsNaN(o.Double) && !(o.Truth.Err(o.Double) <= o.Slack):
		return fmt.Sprintf("the judge has %.17g, the extrapolation in doubles %.17g ± %.2g", o.Truth, o.Double, o.Slack)
	}
	return ""
}

// between reports whether x is in the interval of the one-sided slopes, or at most
// slack outside. They are differences over a finite step, which may err by 2⁻⁷⁰.
// Where several maxima tie at once and there is a convention, it need not be a slope
// between those of the sides, on which one maximum goes up and another down: then any
// number is.
func (o Oracle) between(x Big, slack float64) bool {
	if o.several && o.HasExact {
		return x.finite()
	}
	if !x.finite() || !o.Left.finite() || !o.Right.finite() || math.IsNaN(slack) {
		return false
	}
	lo, hi := o.Left, o.Right
	if lo.Cmp(hi) > 0 {
		lo, hi = hi, lo
	}
	s := larger(lo, hi).Mul(BigOf(0x1p-70)).Add(BigOf(slack))
	return x.Cmp(lo.Sub(s)) >= 0 && x.Cmp(hi.Add(s)) <= 0
}

// Function is a function of several numbers in the arithmetics of the oracles,
// usually instances of one formula. Exact and Float may be nil. Big must do its
// work in the goroutine that calls it.
type Function struct {
	Big   func([]Big) []Big         // differenced: the judge
	Exact func([]Exact) []Exact     // differentiated by dual numbers: cross-examiner and convention at kinks
	Float func([]float64) []float64 // extrapolated by Richardson: cross-examiner
}

// Oracles returns the derivatives ∂fⱼ/∂xᵢ at a point as oracles, one row per output
// and one column per input. The judge is formed as in [Differences], but knows kinks.
//
// Something may change near x if the maxima in f(x + h·eᵢ) and f(x − h·eᵢ) have
// different winners, or if the slopes on both sides, right − left, have a gap beyond
// 2⁻⁷⁰ of them: the error that a kink at any distance makes is half that gap. If a
// step 2⁻²⁰ or 2⁻⁴⁰ times as long avoids it, that is taken. If none does, both decide: a
// gap that shrinks with the step is curvature, one that stays is a kink, and if it
// grows, as of a jump or of √|x|, there is no slope and Truth is NaN.
//
// The values of f may err by 2⁻³⁰⁰ of the largest of them, over h: 2⁻²¹⁰·|f/x|, and
// 2⁻¹⁴⁶·|f| where |x| < 2⁻⁶⁴, and 2⁴⁰ times that over the shortest step. [Check] and
// [Compare] add that to the bound, as else a slope known exactly, like that of
// log(eˣ·y) in x, would exceed its bound 0.
//
// It panics with a [*LengthError] as [Jacobian] does.
func (f Function) Oracles(at []float64) [][]Oracle {
	centre := forgetful(f.Big(FromFloats[Big](at)))
	oracles := rectangle[Oracle](len(centre), len(at))
	for i := range at {
		for j, o := range f.column(at, i, centre) {
			oracles[j][i] = o
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

// extrapolated enters the extrapolated differences in doubles. One that is not the
// truth is no witness if the difference itself is right: then the function changes
// within its step, and extrapolation does not apply.
func (f Function) extrapolated(at []float64, oracles [][]Oracle) {
	output := func(x []float64, j int) float64 {
		y := f.Float(x)
		mustHave("Oracles", len(oracles), len(y))
		return y[j]
	}
	for j := range oracles {
		value := output(append([]float64(nil), at...), j)
		for i, s := range Richardson(func(x []float64) float64 { return output(x, j) }, at) {
			o := &oracles[j][i]
			o.Double, o.Slack = s.Value, s.Bound(value)
			if !(o.Truth.Err(o.Double) <= o.Slack) && !o.Kink && f.sameSecant(at, i, j, s.Step) {
				o.Slack = math.Inf(1)
			}
		}
	}
}

// sameSecant reports whether the difference of output j over the step h in
// coordinate i is the same in doubles and in 320 bits, but for the noise of doubles.
func (f Function) sameSecant(at []float64, i, j int, h float64) bool {
	above, below := append([]float64(nil), at...), append([]float64(nil), at...)
	above[i], below[i] = at[i]+h, at[i]-h
	if !finite(above[i]) || !finite(below[i]) {
		return false
	}
	p, q := f.Big(FromFloats[Big](above))[j], f.Big(FromFloats[Big](below))[j]
	width := BigOf(above[i]).Sub(BigOf(below[i]))
	largest := max(1, math.Abs(p.Float64()), math.Abs(q.Float64()))
	double := (f.Float(above)[j] - f.Float(below)[j]) / width.Float64()
	return p.Sub(q).Quo(width).Err(double) <= 8*Unit64*largest/h
}
