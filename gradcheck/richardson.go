package gradcheck

import (
	"math"
	"slices"
)

// Slope is a derivative that was extrapolated from differences in doubles.
type Slope struct {
	Value    float64 // the derivative, NaN if none could be formed
	Estimate float64 // how far Value moved in the last step of extrapolation
	Step     float64 // the smallest step h that Value depends on
}

// Bound returns the tolerance with which the slope may judge,
//
//	10·Estimate + 8·u·max(1, |f|)/Step + 4·u·|Value|,   u = 2⁻⁵³
//
// where f is the value of the function at the point. The second term is the
// noise of a difference over Step, for a function of relative error 4u; without
// it the tolerance would be an accident where the estimate happens to be
// small. The third is the rounding of the slope itself, a quotient of differences. This is a rule of experience and proves nothing: a function that is
// noisier than that, or that changes on a scale below Step, breaks it.
func (s Slope) Bound(f float64) float64 {
	return float64(10*s.Estimate) + 8*Unit64*max(1, math.Abs(f))/s.Step + float64(4*Unit64*math.Abs(s.Value))
}

// rows is the number of steps that Richardson tries, each half of the one
// before.
const rows = 10

// Richardson returns the gradient of f at a point from central differences in
// doubles, extrapolated to h → 0 (Ridders, Advances in Engineering Software 4,
// 1982). With D(k, 0) the difference over the step 2⁻ᵏ·h,
//
//	D(k, j) = D(k, j−1) + (D(k, j−1) − D(k−1, j−1)) / (4ʲ − 1)
//
// has an error of order h²ʲ⁺². Its Estimate is the larger of its differences
// from D(k, j−1) and D(k−1, j−1), and the entry with the smallest [Slope.Bound]
// is the result. It is formed from two first steps, since f may change on the scale of
// 1 or of x: 1/4, and the power of two in (|x|/4, |x|/2]; where f is not finite
// so far away, each is halved until it is. If both results agree within the sum of their Bounds,
// the one with the smaller Bound is taken, else the one from the smaller steps: the larger ones have
// overlooked something, as steps of 512 overlook exp(−(x − 2000)²) at 2000.
//
// The Estimate alone is too small to judge by: for gradients of perceptrons the true
// error exceeds it in about half of the entries, and the bound in none, as a test
// shows. A gradient below that bound cannot be judged in doubles at all; [Differences] can.
//
// It calls f at least 44 times per entry, half as often if both steps agree or x is 0, and once, each time
// with a new slice.
func Richardson(f func([]float64) float64, at []float64) []Slope {
	slopes := make([]Slope, len(at))
	value := f(slices.Clone(at))
	for i, x := range at {
		slopes[i] = extrapolate(x, value, func(x float64) float64 {
			point := slices.Clone(at)
			point[i] = x
			return f(point)
		})
	}
	return slopes
}

// extrapolate returns the slope at x of f, of about the given value, from one or two
// first steps.
func extrapolate(x, value float64, f func(float64) float64) Slope {
	far, near := ownStep(x), 0.25
	if far == 0 || far == near {
		return tableau(x, near, value, f)
	}
	a, b := tableau(x, max(far, near), value, f), tableau(x, min(far, near), value, f)
	disagree := math.Abs(a.Value-b.Value) > a.Bound(value)+b.Bound(value)
	if disagree || !(a.Bound(value) < b.Bound(value)) && finite(b.Value) {
		return b
	}
	return a
}

// ownStep returns the power of two in (|x|/4, |x|/2], 0 if x is 0 or too small.
func ownStep(x float64) float64 {
	if math.Abs(x) < 0x1p-1000 {
		return 0
	}
	_, e := math.Frexp(x)
	return math.Ldexp(1, e-2)
}

// tableau returns the slope at x of f, of about the given value, from the tableau of
// [Richardson] with the first step h. It keeps two rows of it.
func tableau(x, h, value float64, f func(float64) float64) Slope {
	best := Slope{Value: math.NaN(), Estimate: math.Inf(1), Step: math.Inf(1)}
	least := math.Inf(1)
	h = firstStep(x, h, f)
	var last, row [rows]float64
	var before float64
	for k := range rows {
		row[0] = secant(x, h, f)
		for j, power := 1, 4.0; j <= k; j, power = j+1, 4*power {
			row[j] = row[j-1] + (row[j-1]-last[j-1])/(power-1)
			estimate := max(math.Abs(row[j]-row[j-1]), math.Abs(row[j]-last[j-1]))
			s := Slope{row[j], estimate, h}
			if bound := s.Bound(value); bound < least {
				best, least = s, bound
			}
		}
		before, last, h = last[0], row, h/2
	}
	return best.unless(last[0], before, 2*h, value)
}

// unless returns s, or the last difference and the one before it extrapolated, if s is
// not within its bound and the errors of the last difference, which the
// change from the one before it shows: two entries of a tableau may agree by chance, far
// from the slope, where steps are as long as a period or reach over a kink.
func (s Slope) unless(last, before, h, value float64) Slope {
	move := math.Abs(last - before)
	finest := Slope{Value: last + (last-before)/3, Estimate: move, Step: h}
	if !finite(last) || !finite(move) || math.Abs(s.Value-last) <= s.Bound(value)+finest.Bound(value) {
		return s
	}
	return finest
}

// firstStep returns the first step from h on at which the difference is finite.
func firstStep(x, h float64, f func(float64) float64) float64 {
	for range 60 {
		if finite(secant(x, h, f)) {
			break
		}
		h /= 2
	}
	return h
}

// secant returns the central difference, over the step as rounded.
func secant(x, h float64, f func(float64) float64) float64 {
	above, below := x+h, x-h
	return (f(above) - f(below)) / (above - below)
}
