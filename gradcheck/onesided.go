package gradcheck

import (
	"fmt"
	"math"
)

// compare returns e with the slope of the function and a verdict.
func (a *axis) compare(e Entry) Entry {
	c := e.Analytic
	s := a.search(c)
	rounding := float64(16*a.unit*math.Abs(c)) + float64(4*a.unit*a.largest)
	e.Numeric, e.Bound = s.slope, s.err+rounding
	e.Error, e.ULP = math.Abs(c-s.slope), ulp(s.slope, a.unit)
	switch {
	case !finite(c):
		e.Verdict, e.Bound = FAIL, s.err
	case e.Error <= e.Bound && a.settles(s, c, e.Bound):
		e.Verdict = PASS
	case !finite(s.err):
		e = a.atEdge(e)
	default:
		e = a.between(e, s)
	}
	return e
}

// settles reports whether a claim within the tolerance of the slope is right: the
// tolerance is small beside it, or beside the largest entry or the slopes nearby where noise allows no
// better. A gradient of zeros is right if f does not change, or changes over the first step by far more than noise.
func (a *axis) settles(s estimate, c, tolerance float64) bool {
	switch {
	case tolerance <= resolution*max(math.Abs(c), math.Abs(s.slope)):
		return true
	case s.bent():
		return false
	case c == 0 && a.largest == 0:
		return s.flat || tolerance <= s.around/1000
	}
	return tolerance <= max(a.largest, s.scale)/1000
}

// atEdge returns e undecided, as f has no slopes on both sides.
func (a *axis) atEdge(e Entry) Entry {
	e.Verdict, e.Numeric, e.Bound, e.Error = UNDECIDED, math.NaN(), math.NaN(), math.NaN()
	e.why = fmt.Sprintf("f has no finite values on both sides of %s = %v: move x into the inside of its domain", e.Where, a.x)
	return e
}

// between decides on a claim that the best estimate does not confirm, by the slopes on both sides.
func (a *axis) between(e Entry, s estimate) Entry {
	n := a.closest(max(e.Error, s.err))
	kink, wrong := n.kink(), a.excluded(e, s, n)
	switch {
	case !n.useful || !wrong && !kink || wrong && s.disputed:
		e.Verdict, e.why = UNDECIDED, a.undecided(e, s)
	case wrong:
		e.Verdict = FAIL
		e.why = fmt.Sprintf("%s is claimed to be %.6g, but the slope of f there is %.6g ± %.1g", e.Where, e.Analytic, s.slope, s.err)
	default:
		e.Verdict = KINK
		e.why = fmt.Sprintf("%s is at a kink, or nearer to one than %.1g, with slope %.6g on the left and %.6g on the right: "+
			"move x away from it, or give the objective in exact arithmetic to CheckExact", e.Where, n.fine.step, n.fine.left, n.fine.right)
	}
	if kink && n.useful && !s.disputed {
		e.Kink, e.open, e.Left, e.Right = true, true, n.fine.left, n.fine.right
		e.Error = n.fine.distance(e.Analytic)
		e.Numeric = min(max(e.Analytic, min(e.Left, e.Right)), max(e.Left, e.Right))
		if wrong {
			e.why = fmt.Sprintf("%s is at a kink, and %.6g is not between the slopes %.6g on the left and %.6g on the right",
				e.Where, e.Analytic, e.Left, e.Right)
		}
	}
	return e
}

// excluded reports whether the claim is wrong. It is outside the slopes on both sides, and far outside if the step is
// so long that kinks may be within; or inside by curvature alone, but far from a precise estimate.
func (a *axis) excluded(e Entry, s estimate, n closest) bool {
	if s.err <= 0x1p-20*math.Abs(s.slope) && !n.kink() {
		return e.Error > 4*e.Bound
	}
	distance := n.fine.distance(e.Analytic)
	if n.fine.step > 0x1p-24*max(1, math.Abs(a.x)) {
		drift := math.Abs(n.fine.gap()) + math.Abs(n.fine.central-n.coarse.central)
		return e.Error > 4*e.Bound && distance > 4*max(drift, n.fine.noise)
	}
	return e.Error > e.Bound && distance > 4*n.fine.noise
}

// closest are the slopes over the smallest useful step, and over one four times as long.
type closest struct {
	fine, coarse level
	useful       bool
}

// closest returns the slopes over a step so small that a bend beside x is outside, and long enough for noise to
// matter little beside reach.
func (a *axis) closest(reach float64) (n closest) {
	noise := a.noise
	if noise == 0 { // f is 0
		noise = a.unseen()
	}
	_, e := math.Frexp(64 * noise / reach)
	h := max(math.Ldexp(1, e-1), a.least())
	n.fine = a.level(h)
	if seen := 0x1p-20 * math.Abs(a.x); n.fine.flat && h < seen { // perhaps f does not see such a step
		h = seen
		if n.fine = a.level(h); !n.fine.flat {
			return n
		}
	}
	n.coarse = a.level(4 * h)
	n.useful = h <= a.first()/4 && n.fine.finite() && n.coarse.finite() && n.fine.noise <= reach/8
	return n
}

// kink reports whether the slopes on both sides differ by more than noise and curvature.
func (n closest) kink() bool {
	gap := math.Abs(n.fine.gap())
	return gap > 8*n.fine.noise && gap > math.Abs(n.coarse.gap())/2
}

// undecided says why the entry is not decided, and what would.
func (a *axis) undecided(e Entry, s estimate) string {
	what := "the noise of f hides the slope at %s, which is %.6g ± %.2g: scale f, use fewer rows, or "
	switch {
	case s.disputed:
		what = "f has another slope at %s over longer steps than over shorter ones, %.6g ± %.2g, as if digits cancel: rewrite f, or "
	case s.bent():
		what = "f bends beside %s, nearer than noise lets doubles see, and its slope there is %.6g ± %.2g: move x away from the bend, or "
	}
	return fmt.Sprintf(what+"give the objective in exact arithmetic to CheckExact", e.Where, s.slope, s.err)
}
