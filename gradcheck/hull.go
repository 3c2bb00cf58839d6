package gradcheck

import (
	"fmt"
	"math"
)

// judge returns e with the slope of the function and a verdict.
func (a axis) judge(e Entry) Entry {
	c := e.Analytic
	s := a.search(c)
	rounding := float64(a.unit * (16*math.Abs(c) + 4*a.largest))
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
// better, or the whole gradient is lost in the noise, as 0 is.
func (a axis) settles(s estimate, c, tolerance float64) bool {
	switch {
	case tolerance <= resolution*max(math.Abs(c), math.Abs(s.slope)):
		return true
	case s.bent():
		return false
	case c == 0 && s.flat && a.largest == 0, tolerance <= max(a.largest, s.scale)/1000:
		return true
	}
	return a.lost
}

// atEdge returns e undecided, as f has no slopes on both sides.
func (a axis) atEdge(e Entry) Entry {
	e.Verdict, e.Numeric, e.Bound, e.Error = UNDECIDED, math.NaN(), math.NaN(), math.NaN()
	e.why = fmt.Sprintf("f has no finite values on both sides of %s = %v: move x into the inside of its domain", e.Where, a.x)
	return e
}

// between judges a claim that the best estimate does not confirm by the slopes on both sides over the
// smallest useful step: so small that a bend beside x is outside, and long enough for noise to matter little.
func (a axis) between(e Entry, s estimate) Entry {
	c, reach := e.Analytic, max(e.Error, s.err)
	coarse, fine, ok := a.smallest(a.first()/4, reach)
	distance := fine.distance(c)
	away := distance > 4*fine.noise && e.Error > e.Bound
	kink := math.Abs(fine.gap()) > 8*fine.noise && math.Abs(fine.gap()) > math.Abs(coarse.gap())/2
	if fine.step > 0x1p-24*max(1, math.Abs(a.x)) { // kinks may be within the step
		drift := math.Abs(fine.gap()) + math.Abs(fine.central-coarse.central)
		away = away && e.Error > 4*e.Bound && distance > 4*drift
	}
	if precise := s.err <= 0x1p-20*math.Abs(s.slope); precise && !kink { // the sides differ by curvature
		away = e.Error > 4*e.Bound
	}
	switch {
	case !ok || !away && !kink || away && s.disputed:
		e.Verdict = UNDECIDED
		e.why = a.undecided(e, s)
	case away:
		e.Verdict = FAIL
		e.why = fmt.Sprintf("%s is claimed to be %.6g, but the slope of f there is %.6g ± %.1g", e.Where, c, s.slope, s.err)
	default:
		e.Verdict = KINK
		e.why = fmt.Sprintf("%s is at a kink, or nearer to one than %.1g, with slope %.6g on the left and %.6g on the right: "+
			"move x away from it, or give the convention as the objective in exact arithmetic to CheckExact", e.Where, fine.step, fine.left, fine.right)
	}
	if kink && ok && !s.disputed {
		e.Kink, e.open, e.Left, e.Right = true, true, fine.left, fine.right
		e.Numeric, e.Error = min(max(c, min(fine.left, fine.right)), max(fine.left, fine.right)), distance
	}
	return e
}

// smallest returns the level of the smallest step whose noise is small beside reach, and of one four times
// as long.
func (a axis) smallest(from, reach float64) (coarse, fine level, ok bool) {
	_, e := math.Frexp(64 * a.noise / reach)
	h := max(math.Ldexp(1, e-1), a.least())
	fine = a.level(h)
	if seen := 0x1p-20 * math.Abs(a.x); fine.flat && h < seen { // perhaps f does not see such a step
		h = seen
		if fine = a.level(h); !fine.flat {
			return coarse, fine, false
		}
	}
	coarse = a.level(4 * h)
	return coarse, fine, h <= from && fine.finite() && coarse.finite() && fine.noise <= reach/8
}

// undecided says why the entry is not decided, and what would.
func (a axis) undecided(e Entry, s estimate) string {
	what := "the noise of f hides the slope at %s, which is %.6g ± %.2g: scale f, use fewer rows, or "
	switch {
	case s.disputed:
		what = "f has another slope at %s over longer steps than over shorter ones, %.6g ± %.2g, as if digits cancel: rewrite f, or "
	case s.bent():
		what = "f bends beside %s, nearer than noise lets doubles see, and its slope there is %.6g ± %.2g: move x away from the bend, or "
	}
	return fmt.Sprintf(what+"give the objective in exact arithmetic to CheckExact", e.Where, s.slope, s.err)
}
