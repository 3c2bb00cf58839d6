package gradcheck

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Reference is the knowledge of one number without the claim: the truth, and the
// values that cross-check it.
type Reference struct {
	Truth Big // by the reference, such as a difference

	// Exact is the same number by an exact method, if HasExact. If it does not
	// contradict the reference, it is the truth.
	Exact    Big
	HasExact bool

	// Double is the same number in doubles, with an error up to Slack. If Slack is 0, as in
	// the zero value, or Double is NaN, there is no such number.
	Double, Slack float64

	// Kink reports whether the function has a kink there, with different slopes on the left
	// and on the right. Then Truth is Exact, the convention.
	Kink        bool
	Left, Right Big

	// Proven reports whether the claim is by a formula whose exact value is known to be the truth: then an
	// error within its bound is rounding and nothing else, even if that leaves no digit.
	Proven bool

	noise     float64       // error bound of Truth
	tied      bool          // operands of a maximum tie
	confirmed bool          // a difference agrees with Exact
	running   *RunningError // of the exact slope, if there is one
}

// Known returns the reference of a number that is known exactly, without an
// cross-check: {Truth: truth}, but for a Double of NaN.
func Known(truth Big) Reference { return Reference{Truth: truth, Double: math.NaN()} }

// fault describes the disagreement of the references, or is empty. Exact methods must agree to 2⁻³⁰
// of the bound they serve, or to 2⁻¹⁰⁰ of the number, and the noise of the reference.
func (o Reference) fault(bound float64) string {
	if !(bound >= 0) || math.IsInf(bound, 1) {
		bound = 0 // which is the claim's fault, not theirs
	}
	noise := float64(0x1p-30*bound) + o.noise
	switch {
	case o.HasExact && !near(o.Truth, o.Exact, noise) && (o.Truth.finite() || o.Exact.finite()):
		return fmt.Sprintf("the reference is %.17g, the exact method has %.17g", o.Truth, o.Exact)
	case !math.IsNaN(o.inDouble()) && !(o.Truth.Err(o.Double) <= o.Slack):
		return fmt.Sprintf("the reference is %.17g, the value in doubles %.17g ± %.2g", o.Truth, o.Double, o.Slack)
	}
	return ""
}

// near reports whether x and y are finite and differ by at most 2⁻¹⁰⁰ of y and a noise.
func near(x, y Big, noise float64) bool {
	gap := math.Abs(x.Sub(y).Float64())
	return x.finite() && y.finite() && gap <= float64(0x1p-100*math.Abs(y.Float64()))+noise
}

// value in doubles returns the number in doubles, or NaN without one. A Slack that is NaN or
// negative does not take away the value in doubles: it contradicts everybody.
func (o Reference) inDouble() float64 {
	if o.Slack == 0 {
		return math.NaN()
	}
	return o.Double
}

// settled returns the truth that claims are held against, and its error
// bound: an Exact of 320 bits has roundings, for which 2⁻³⁰⁰ of it allow a million.
func (o Reference) settled() (truth Big, noise Big) {
	if !o.HasExact {
		return o.Truth, Big{}
	}
	return o.Exact, o.Exact.Abs().Mul(BigOf(0x1p-300))
}

// Function is a function of several numbers in dual numbers of 320 bits, usually an instance
// of a formula for any [Number]. It must do its work in the goroutine that calls it.
type Function func([]Exact) []Exact

// values returns the values of f, and panics unless there are n of them.
func (f Function) values(n int) func(x []Big) []Big {
	return func(x []Big) []Big {
		at := make([]Exact, len(x))
		for i, v := range x {
			at[i].Value = Precise{v, RunningError{}.Of(v.Float64())}
		}
		values := make([]Big, 0, n)
		for _, y := range f(at) {
			values = append(values, y.Value.Big)
		}
		mustHave("References", n, len(values))
		return values
	}
}

// References returns the derivatives ∂fⱼ/∂xᵢ at a point as references, one row per output
// and one column per input. Exact is the slope in dual numbers, and Truth the central difference
// of [Differences] or, if the two differ, one over a step 2⁻⁶⁰ times as long, which
// may avoid a kink nearby.
//
// The values of f may err by 2⁻³⁰⁰ of the largest of them, over h: 2⁻²¹⁰·|f/x|, and
// 2⁻¹⁴⁶·|f| where |x| < 2⁻⁶⁴. This is the noise of the reference, who can say nothing about slopes below 2⁻²⁰⁰ either.
//
// Where the operands of a maximum are equal and have different slopes, f is
// evaluated once more for each side, with the slope that wins on that side. If these
// slopes differ from each other or from the convention, and the difference
// is their mean, there is a kink; if one of them is infinite, there is no slope, and all is NaN.
//
// It panics with a [*LengthError] as [Jacobian] does.
func (f Function) References(at []float64) [][]Reference {
	n := len(f(FromFloats[Exact](at)))
	references := rectangle[Reference](n, len(at))
	for i := range at {
		partials := f.slopes(at, i, n)
		f.crossCheck(partials, at, i, step(reach(at[i]), 0))
		if slices.ContainsFunc(partials, func(o Reference) bool { return !o.confirmed }) {
			f.crossCheck(partials, at, i, step(cmp.Or(at[i], 0x1p-64), 60))
		}
		for j, o := range partials {
			references[j][i] = o
		}
	}
	return references
}

// slopes returns the exact slopes of the n outputs in coordinate i, on both sides.
func (f Function) slopes(at []float64, i, n int) []Reference {
	evaluate := func(direction float64, t *ties) []Exact {
		slopes := f(seed[Precise](at, i, direction, t))
		mustHave("References", n, len(slopes))
		return slopes
	}
	met := &ties{}
	partials := make([]Reference, n)
	for j, s := range evaluate(1, met) {
		slope := s.Slope
		partials[j] = Reference{Exact: slope.Big, HasExact: true, Double: math.NaN(), Left: slope.Big, Right: slope.Big, running: &slope.Running}
	}
	if met.count == 0 {
		return partials
	}
	for j, s := range evaluate(1, &ties{onward: true}) {
		partials[j].Right, partials[j].tied = s.Slope.Big, true
	}
	for j, s := range evaluate(-1, &ties{onward: true}) {
		partials[j].Left = Big{}.Sub(s.Slope.Big)
	}
	return partials
}

// leastSlope is the size of slopes of which differences know nothing.
const leastSlope = 0x1p-200

// crossCheck enters the differences over h where none agrees yet, the second time only where noise is less
// than a billionth of the disagreement.
func (f Function) crossCheck(partials []Reference, at []float64, i int, h Big) {
	slopes, noise := secants(f.values(len(partials)), at, i, h)
	for j := range partials {
		o := &partials[j]
		gap := o.Truth.Sub(o.Exact).Abs().Float64()
		if again := o.noise > 0; o.confirmed || again && noise[j] > 0x1p-30*gap {
			continue
		}
		*o = o.against(slopes[j], noise[j]+leastSlope)
	}
}

// against returns the exact reference cross-checked by a difference with a noise. At a tie the curvatures on both
// sides may differ, as of max(x, 0)². The error of a difference is then proportional to the step, and the
// difference agrees if over a step 2⁻⁶⁰ times as long it comes 2⁵⁰ times nearer.
func (o Reference) against(difference Big, noise float64) Reference {
	want, mean := o.Exact, o.Left.Add(o.Right).Quo(BigOf(2))
	kink := !near(o.Left, o.Exact, leastSlope) || !near(o.Right, o.Exact, leastSlope)
	if kink {
		want = mean
	}
	if gap := difference.Sub(want).Abs(); o.noise > 0 && o.tied && gap.Cmp(o.Truth.Sub(want).Abs().Mul(BigOf(0x1p-50))) <= 0 {
		noise = max(noise, gap.Float64())
	}
	o.Truth, o.noise = difference, noise
	switch {
	case kink && o.Exact.finite() && !mean.finite():
		o.Exact, o.Truth, o.confirmed = Big{nan: true}, Big{nan: true}, true
	case near(difference, want, noise):
		o.confirmed = true
		if kink {
			o.Kink, o.Truth = true, o.Exact
		}
	}
	return o
}
