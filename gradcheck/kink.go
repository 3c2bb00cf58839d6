package gradcheck

import "math"

// steps is the number of steps tried, each 2⁻²⁰ of the one before, to avoid a kink nearby.
const steps = 3

// sides are the values of a function at a point and on both sides of it.
type sides struct {
	centre, above, below []Big
	h                    Big
	wrong                []Big // movements of the values with the precision, nil in 320 bits
	changes              int   // number of maxima with other winners on the two sides
}

// look returns the sides at a distance of h in coordinate i.
func (f Function) look(at []float64, i int, h Big, centre []Big) sides {
	above, below := neighbours(at, i, h)
	above, viaAbove := recorded(above)
	below, viaBelow := recorded(below)
	s := sides{centre: centre, above: forgetful(f.Big(above)), below: forgetful(f.Big(below)), h: h}
	mustHave("Oracles", len(centre), len(s.above))
	mustHave("Oracles", len(centre), len(s.below))
	s.changes = viaAbove.changes(viaBelow)
	return s
}

// slopeOf returns the oracle of output j, and whether the function was smooth at some step.
func slopeOf(look func(k int) sides, j int) (o Oracle, calm bool) {
	for k := range steps {
		if s := look(k); s.calm(j) {
			return s.oracle(j).truncated(look, k, j), true
		}
	}
	coarse, fine := look(1), look(2)
	before, after, noise := coarse.gap(j), fine.gap(j), fine.noise(j)
	o = fine.oracle(j)
	if o.several = fine.changes > 1; o.several {
		o.Left, o.Right = o.Truth, o.Truth
	}
	switch two := BigOf(2); {
	case after.Mul(two).Cmp(before) <= 0 || after.Cmp(noise.Mul(BigOf(4))) <= 0: // curvature
		o.noise += converging(look(0).central(j), coarse.central(j), o.Truth)
	case after.Cmp(before.Mul(two)) <= 0:
		o.Kink = true
		o.Left, o.Right = fine.slopes(j)
	case after.Cmp(noise.Mul(BigOf(0x1p100))) > 0: // otherwise noise of a function that cancels
		o.Truth = Big{nan: true}
	}
	return o, false
}

// converging returns the error bound of the last of three differences, each with a step
// 2⁻²⁰ times the one before: an error of first order in the step, as at a tie of the curvature
// (x·|x| at 0), is 2⁻²⁰ of their last change; 2⁻¹⁵ is allowed. It is 0 if the changes
// do not become smaller.
func converging(a, b, c Big) float64 {
	first, last := magnitude(b.Sub(a)), magnitude(c.Sub(b))
	if !last.finite() || last.Mul(BigOf(0x1p10)).Cmp(first) > 0 {
		return 0
	}
	return last.Mul(BigOf(0x1p-15)).Float64()
}

// truncated returns the oracle with a shorter step, and the error of the longer step as
// its error, if truncation may be all of the truth: the difference of x³ at 0 is h².
// In more bits, after the first attempt has failed, a large one may be as well.
func (o Oracle) truncated(look func(k int) sides, k, j int) Oracle {
	s := look(k)
	large := magnitude(o.Truth).Cmp(BigOf(0x1p-200)) > 0 && s.wrong == nil
	if o.Truth.Sign() == 0 || large || k+1 == steps {
		return o
	}
	better := look(k + 1).central(j)
	o.noise += magnitude(o.Truth.Sub(better)).Float64()
	o.Truth = better
	return o
}

// oracle returns the central difference of output j as an oracle.
func (s sides) oracle(j int) Oracle {
	o := Known(s.central(j))
	if noise := s.noise(j); noise.finite() {
		o.noise = noise.Float64()
	}
	o.still = s.still(j)
	return o
}

func (s sides) central(j int) Big { return central(s.above[j], s.below[j], s.h) }

// slopes returns the slopes on the left and on the right of output j.
func (s sides) slopes(j int) (left, right Big) {
	return s.centre[j].Sub(s.below[j]).Quo(s.h), s.above[j].Sub(s.centre[j]).Quo(s.h)
}

// gap returns |right − left|, the difference of the slopes.
func (s sides) gap(j int) Big {
	left, right := s.slopes(j)
	return magnitude(right.Sub(left))
}

// largest returns the largest value of output j.
func (s sides) largest(j int) Big { return larger(s.centre[j], larger(s.above[j], s.below[j])) }

// noise returns 2²⁰ roundings of the largest value, over h: 2⁻³⁰⁰ of it in 320 bits. For
// a value that cancels that is too little. In more bits the errors of the
// values in 320 bits are known, and are taken to shrink with the roundings; the same 2²⁰
// allow for errors that happened to be small.
func (s sides) noise(j int) Big {
	prec := int(s.h.float().Prec())
	noise := s.largest(j).Mul(BigOf(math.Ldexp(1, 20-prec)))
	if s.wrong != nil {
		noise = noise.Add(s.wrong[j].Mul(BigOf(math.Ldexp(1, 20-prec+Bits))))
	}
	return noise.Quo(s.h)
}

// still reports whether output j is the same on both sides, and not because its
// changes were lost in 320 bits by cancellation.
func (s sides) still(j int) bool {
	p, q := s.above[j], s.below[j]
	lost := s.wrong != nil && s.wrong[j].Cmp(s.largest(j).Mul(BigOf(0x1p-300))) > 0
	return p.finite() && q.finite() && p.Cmp(q) == 0 && !lost
}

// calm reports whether nothing suggests a kink within h, nor curvature that could
// hide one. Nothing can be found in NaN.
func (s sides) calm(j int) bool {
	left, right := s.slopes(j)
	limit := larger(left, right).Mul(BigOf(0x1p-70)).Add(s.noise(j).Mul(BigOf(4)))
	return s.changes == 0 && magnitude(right.Sub(left)).Cmp(limit) <= 0
}

// magnitude returns |x|.
func magnitude(x Big) Big {
	if x.Sign() < 0 {
		return x.Neg()
	}
	return x
}

// larger returns the larger of |x| and |y|.
func larger(x, y Big) Big { return magnitude(x).Max(magnitude(y)) }
