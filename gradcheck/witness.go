package gradcheck

import "math"

// extrapolated enters the extrapolated differences in doubles. A difference that is not the
// truth is no witness if the plain difference is right: then the function changes
// within its step, and extrapolation does not apply. If it is not right, the doubles
// may be inaccurate, which makes the slack larger, or belong to another function.
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
			if o.Truth.Err(o.Double) <= o.Slack+o.noise || o.Kink {
				continue
			}
			p := f.pair(at, i, j, s.Step)
			if p.sameSecant() {
				o.Slack = math.Inf(1)
			} else if !f.systematic(at, i, j, p) {
				o.Slack += p.evaluation(math.Abs(at[i] * o.Truth.Float64()))
			}
		}
	}
}

// pair is a function in doubles and in 320 bits at the points x ± h.
type pair struct {
	above, below   float64 // in doubles
	p, q           Big     // in 320 bits
	width          Big     // the distance of the points
	h              float64
	errorP, errorQ float64 // of the doubles
}

// pair returns output j at a distance of h in coordinate i, all of it NaN if that is
// out of the range of doubles.
func (f Function) pair(at []float64, i, j int, h float64) pair {
	above, below := append([]float64(nil), at...), append([]float64(nil), at...)
	above[i], below[i] = at[i]+h, at[i]-h
	if !finite(above[i]) || !finite(below[i]) {
		nan := math.NaN()
		return pair{nan, nan, Big{nan: true}, Big{nan: true}, Big{nan: true}, h, nan, nan}
	}
	s := pair{width: BigOf(above[i]).Sub(BigOf(below[i])), h: h}
	s.p, s.q = f.Big(FromFloats[Big](above))[j], f.Big(FromFloats[Big](below))[j]
	s.above, s.below = f.Float(above)[j], f.Float(below)[j]
	s.errorP, s.errorQ = BigOf(s.above).Sub(s.p).Float64(), BigOf(s.below).Sub(s.q).Float64()
	return s
}

// size returns the largest value, or 1.
func (s pair) size() float64 { return max(1, math.Abs(s.p.Float64()), math.Abs(s.q.Float64())) }

// sameSecant reports whether the difference is the same in doubles and in 320 bits,
// but for the noise of doubles that [Slope.Bound] assumes.
func (s pair) sameSecant() bool {
	double := (s.above - s.below) / s.width.Float64()
	return s.p.Sub(s.q).Quo(s.width).Err(double) <= 8*Unit64*s.size()/s.h
}

// evaluation returns the error of a slope beyond [Slope.Bound] if the values in
// doubles err as much as these do: 16 times the larger error over h, where that bound
// takes 8 for errors of one rounding. It is 0 for errors beyond 2⁻²⁶ of the value, of 1, and of x·f′,
// the effect of the last half of the digits of x: beyond a loss of half the digits the
// float64 function is no evidence about f.
func (s pair) evaluation(moment float64) float64 {
	worst := max(math.Abs(s.errorP), math.Abs(s.errorQ))
	if !(worst <= 0x1p-26*max(s.size(), moment)) {
		return 0
	}
	return 16 * worst / s.h
}

// slope returns the difference of the two errors over the width, the slope of the errors.
func (s pair) slope() float64 { return (s.errorP - s.errorQ) / s.width.Float64() }

// systematic reports whether the errors of the doubles have a slope of their own: over
// six steps between 0.6 and 0.9 of h it is the same within an eighth. Then Float is
// another function. Rounding errors have no such slope, at points x ± c·h with a c of
// many bits (with few, (10⁸ + x)² loses exactly x² each time): let each of the six be
// near the first by chance with a probability of ¼, and all are once in 4096 times.
func (f Function) systematic(at []float64, i, j int, s pair) bool {
	first := s.slope()
	for k := 10.0; k <= 15; k++ {
		d := f.pair(at, i, j, float64(k/10*(math.Phi-1))*s.h).slope()
		if !(math.Abs(d-first) <= math.Abs(first)/8) {
			return false
		}
	}
	return true
}
