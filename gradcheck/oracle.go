package gradcheck

import (
	"fmt"
	"math"
)

// Oracle is the knowledge of one number without the claim: the truth, and the
// values of the cross-examiners.
type Oracle struct {
	Truth Big // the judge's

	// Exact is the same number by another exact method, if HasExact. If it does not
	// contradict the judge, it is the truth.
	Exact    Big
	HasExact bool

	// Double is the same number in doubles, with an error up to Slack. If Slack is 0, as in
	// the zero value, or Double is NaN, there is no such number.
	Double, Slack float64

	// Kink reports whether the function has a kink there, with different slopes on the left
	// and on the right. Then Truth is Exact, the convention, or their mean without it.
	Kink        bool
	Left, Right Big

	several bool    // several maxima tie at the kink
	still   bool    // the function does not change at all
	noise   float64 // error bound of Truth
	blur    float64 // error bound of Exact beyond 2⁻³⁰⁰ of itself
}

// Known returns the oracle of a number that is known exactly, without a
// cross-examiner: {Truth: truth}, but for a Double of NaN.
func Known(truth Big) Oracle { return Oracle{Truth: truth, Double: math.NaN()} }

// fault describes the disagreement of the oracles, or is empty. Exact methods must agree to 2⁻³⁰
// of the bound they serve, or to 2⁻¹⁰⁰ of the number, and the noise of the judge.
func (o Oracle) fault(bound float64) string {
	if !(bound >= 0) || math.IsInf(bound, 1) {
		bound = 0 // which is the claim's fault, not theirs
	}
	gap := math.Abs(o.Truth.Sub(o.Exact).Float64())
	limit := float64(0x1p-30*bound) + float64(0x1p-100*math.Abs(o.Exact.Float64())) + o.noise
	switch {
	case o.Kink && o.HasExact && !o.between(o.Exact, limit):
		return fmt.Sprintf("the exact slope %.17g is not between the one-sided slopes %.17g and %.17g", o.Exact, o.Left, o.Right)
	case o.Kink:
		return ""
	case o.HasExact && !(o.Exact.finite() && gap <= limit):
		return fmt.Sprintf("the judge has %.17g, the exact method %.17g", o.Truth, o.Exact)
	case !math.IsNaN(o.witness()) && !(o.Truth.Err(o.Double) <= o.Slack+o.noise):
		return fmt.Sprintf("the judge has %.17g, the extrapolation in doubles %.17g ± %.2g", o.Truth, o.Double, o.Slack)
	}
	return ""
}

// convened returns the oracle, as at a kink if several maxima tie at once, the
// slopes on both sides happen to be the same, and the convention is another: the
// slope of (max(w, 0) − 1)² + (max(−w, 0) + 1)² at 0 is −2, and by convention 0.
func (o Oracle) convened() Oracle {
	if o.several && !o.Kink && o.HasExact && o.Exact.finite() {
		gap := math.Abs(o.Truth.Sub(o.Exact).Float64())
		if gap > float64(0x1p-100*math.Abs(o.Exact.Float64()))+o.noise {
			o.Kink, o.Left, o.Right, o.Truth = true, o.Truth, o.Truth, o.Exact
		}
	}
	return o
}

// witness returns the number in doubles, or NaN without one. A Slack that is NaN or
// negative does not take away the witness: it contradicts everybody.
func (o Oracle) witness() float64 {
	if o.Slack == 0 {
		return math.NaN()
	}
	return o.Double
}

// settled returns the truth that claims are held against, and its error
// bound: Exact if there is one, since only the judge has noise. An Exact of 320
// bits has roundings, for which 2⁻³⁰⁰ of it allow a million.
func (o Oracle) settled() (truth Big, noise float64) {
	if !o.HasExact {
		return o.Truth, o.noise
	}
	return o.Exact, float64(0x1p-300*math.Abs(o.Exact.Float64())) + o.blur
}

// between reports whether x is in the interval of the one-sided slopes, or at most
// slack outside. They are differences over a finite step, which may err by 2⁻⁷⁰.
// Where several maxima tie at once, one maximum goes up on a side and another down, and the
// convention need not lie between the slopes of the sides: then any number passes.
func (o Oracle) between(x Big, slack float64) bool {
	if o.several {
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
// 2⁻¹⁴⁶·|f| where |x| < 2⁻⁶⁴, and 2⁴⁰ times that over the shortest step. This is the
// noise of the judge; [Compare] says what it may excuse.
//
// A slope that this does not settle is formed again in 512 bits: where the judge
// and Exact do not agree to 2⁻¹⁰⁰, and without Exact where the noise is more than 2⁻⁶⁰ of the slope
// or the slope at most 2⁻²⁰⁰, as both may be all that cancellation has left.
// The movement of the values with the precision then gives their error in 320 bits, and
// 2⁻¹⁷² of it is taken as their error in 512 bits, 2²⁰ times the promise of the bits. And where |x| < 2⁻⁶⁴,
// but f bends on the scale of x, the step is 2⁻⁹⁰·|x| there as well.
//
// It panics with a [*LengthError] as [Jacobian] does.
func (f Function) Oracles(at []float64) [][]Oracle {
	centre := forgetful(f.Big(FromFloats[Big](at)))
	oracles := rectangle[Oracle](len(centre), len(at))
	for i := range at {
		c := f.column(at, i, centre)
		for j := range centre {
			oracles[j][i] = c.oracle(j)
		}
	}
	if f.Float != nil {
		f.extrapolated(at, oracles)
	}
	return oracles
}
