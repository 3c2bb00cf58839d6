package gradcheck

import (
	"math"
	"slices"
)

const (
	target     = 0x1p-30   // of a slope: a smaller error is not looked for
	resolution = 1.0 / 200 // of an entry: a smaller tolerance lets it pass, so none that is off by 1 % passes
)

// surroundings are the facts about a function near a point, and of its claimed gradient.
type surroundings struct {
	value   float64 // of the function
	noise   float64 // of the function
	grain   float64 // relative step that the function sees
	unit    float64 // of the program
	largest float64 // claimed entry of the gradient
}

// axis is a function of one coordinate near a point.
type axis struct {
	surroundings
	f    func(x float64) float64
	x    float64
	size float64 // largest value of f so far
}

// level has the slopes of a function over one step.
type level struct {
	step, left, right, central float64
	noise                      float64 // of left and right
	flat                       bool    // the function has one value at all three points
}

// gap returns the difference of the slopes, right − left.
func (l level) gap() float64 { return l.right - l.left }

func (l level) finite() bool { return finite(l.left) && finite(l.right) }

// distance returns the distance of c from the interval of the two slopes, 0 within it.
func (l level) distance(c float64) float64 {
	return max(0, min(l.left, l.right)-c, c-max(l.left, l.right))
}

// level returns the slopes over ±h.
func (a *axis) level(h float64) level {
	p, q := a.x+h, a.x-h
	up, down := a.f(p), a.f(q)
	l := level{step: h, left: (a.value - down) / (a.x - q), right: (up - a.value) / (p - a.x), central: (up - down) / (p - q)}
	size := max(math.Abs(up), math.Abs(down), math.Abs(a.value))
	noise := max(a.noise, 2*Unit64*size)
	if a.size = max(a.size, size); up == a.value && down == a.value {
		l.flat, noise = true, max(noise, a.unseen())
	}
	l.noise = 2*noise/h + float64(a.grain*math.Abs(a.x/h)*max(math.Abs(l.left), math.Abs(l.right)))
	return l
}

// unseen returns the noise of f where it is flat: of its values over longer steps, as beside a ReLU that is off,
// or of 1 if it is 0 there too.
func (a *axis) unseen() float64 {
	if a.size == 0 {
		return 4 * Unit64
	}
	return 4 * Unit64 * min(a.size, 1)
}

// estimate is a slope from three steps: h, h/2 and h/4.
type estimate struct {
	slope, err, step float64
	noise            float64 // part of err
	flat             bool
	scale            float64 // how large slopes are over h,
	around           float64 // and over the first step, less noise
	finer            int     // number of shorter steps that were tried
	disputed         bool    // longer steps have another slope: the claimed one
}

// estimate extrapolates central differences over h, h/2 and h/4 to 0. Its error is four times the last
// correction, the noise, and at a bend the bend: what the second difference of a smooth f would not have, as it is
// halved with the step.
func (a *axis) estimate(h float64) estimate {
	var l [3]level
	for k := range l {
		if l[k] = a.level(math.Ldexp(h, -k)); !l[k].finite() {
			return estimate{err: math.Inf(1)}
		}
	}
	coarse, fine := l[1].central+(l[1].central-l[0].central)/3, l[2].central+(l[2].central-l[1].central)/3
	e := estimate{slope: fine + (fine-coarse)/15, step: h, noise: l[2].noise, flat: l[0].flat && l[1].flat && l[2].flat}
	e.scale = max(math.Abs(l[0].left), math.Abs(l[0].right))
	e.err = float64(4*math.Abs(fine-coarse)) + e.noise
	before, after := math.Abs(l[0].gap()-2*l[1].gap()), math.Abs(l[1].gap()-2*l[2].gap())
	if after > before/2+float64(6*l[2].noise) {
		e.err += after
	}
	return e
}

// bent reports whether the error is neither that of noise nor smaller than shorter steps would have.
func (e estimate) bent() bool { return e.err > 32*e.noise && e.finer > 1 }

// converged reports whether the steps find a slope, or noise instead of one.
func (e estimate) converged() bool {
	return finite(e.err) && (e.err <= 32*e.noise || e.err <= math.Abs(e.slope)/4)
}

// better reports whether e is to be preferred to b.
func (e estimate) better(b estimate) bool {
	if e.converged() != b.converged() {
		return e.converged()
	}
	return e.err < b.err
}

// disputes reports whether e has the slope c, and another has not.
func (e estimate) disputes(other estimate, c float64) bool {
	return math.Abs(c-e.slope) <= e.err && e.err <= max(math.Abs(c), math.Abs(other.slope))/8 &&
		math.Abs(e.slope-other.slope) > e.err+other.err
}

// first returns the first step: 2⁻⁶ of x or of 1, and 2⁻³ if f has much noise.
func (a *axis) first() float64 {
	_, e := math.Frexp(max(1, math.Abs(a.x)))
	if a.noise > 0x1p-32*math.Abs(a.value) {
		e += 3
	}
	return math.Ldexp(1, e-7)
}

// least returns the least step that x ± h has room for.
func (a *axis) least() float64 { return max(float64(64*a.grain*math.Abs(a.x)), 0x1p-1000) }

// search returns the slope at the step where its error is least, going down from the first
// until the error is small or noise must be larger. A pair of points much nearer has to second it: coarse steps
// overlook what is between them. It is disputed if other steps have the slope c.
func (a *axis) search(c float64) estimate {
	best, tried := a.descend(a.first(), c)
	around := 0.0
	if len(tried) > 0 {
		around = tried[0].scale - tried[0].noise
	}
	for finite(best.err) {
		fine := max(min(0x1p-20, best.step/64), a.least())
		if fine >= best.step/4 {
			break
		}
		l := a.level(fine)
		apart := math.Abs(l.central - best.slope)
		if !l.finite() || apart <= best.err+l.noise {
			break
		}
		next, more := a.descend(fine, c)
		if !finite(next.err) {
			best.err += 2 * apart
			break
		}
		best, tried = next, append(tried, more...)
	}
	best.around = around
	best.disputed = slices.ContainsFunc(tried, func(e estimate) bool { return e.disputes(best, c) })
	return best
}

// descend returns the best estimate for steps from h downwards, and all of them.
func (a *axis) descend(h, c float64) (best estimate, tried []estimate) {
	best.err = math.Inf(1)
	for ; h/4 >= a.least() && (!best.converged() || 8*a.noise/h < best.err/2); h /= 32 {
		e := a.estimate(h)
		tried = append(tried, e)
		if best.finer++; e.better(best) {
			best = e
		}
		if best.converged() && best.err <= target*max(math.Abs(c), math.Abs(best.slope)) {
			break
		}
	}
	return best, tried
}
