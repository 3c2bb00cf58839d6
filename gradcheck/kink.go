package gradcheck

// shorter are the halvings of the step that are tried to avoid a kink nearby.
var shorter = []int{0, 20, 40}

// sides are the values of a function on both sides of a point.
type sides struct {
	above, below []Big
	h            Big
	changes      int // how many maxima have other winners on the two sides
}

// look returns the sides at a distance of h·2⁻ⁿ in coordinate i.
func (f Function) look(at []float64, i, n, outputs int) sides {
	above, below, h := neighbours(at, i, n)
	above, viaAbove := recorded(above)
	below, viaBelow := recorded(below)
	s := sides{above: forgetful(f.Big(above)), below: forgetful(f.Big(below)), h: h}
	mustHave("Oracles", outputs, len(s.above))
	mustHave("Oracles", outputs, len(s.below))
	s.changes = viaAbove.changes(viaBelow)
	return s
}

// column returns the oracles of all outputs in coordinate i, from the values at the
// point and around it.
func (f Function) column(at []float64, i int, centre []Big) []Oracle {
	var seen []sides
	look := func(k int) sides {
		for len(seen) <= k {
			seen = append(seen, f.look(at, i, shorter[len(seen)], len(centre)))
		}
		return seen[k]
	}
	oracles := make([]Oracle, len(centre))
	look(0) // if only to count the outputs
	for j := range oracles {
		oracles[j] = slopeOf(look, centre[j], j)
	}
	return oracles
}

// slopeOf returns the oracle of output j.
func slopeOf(look func(k int) sides, centre Big, j int) Oracle {
	for k := range shorter {
		if s := look(k); s.calm(centre, j) {
			return s.oracle(centre, j).truncated(look, k, j)
		}
	}
	coarse, fine := look(1), look(2)
	before, after, noise := coarse.gap(centre, j), fine.gap(centre, j), fine.noise(centre, j)
	o := fine.oracle(centre, j)
	switch two := BigOf(2); {
	case after.Mul(two).Cmp(before) <= 0 || after.Cmp(noise.Mul(BigOf(4))) <= 0: // curvature
		o.noise += converging(look(0).central(j), coarse.central(j), o.Truth)
	case after.Cmp(before.Mul(two)) <= 0:
		o.Kink, o.several = true, fine.changes > 1
		o.Left, o.Right = fine.slopes(centre, j)
	case after.Cmp(noise.Mul(BigOf(0x1p100))) > 0: // otherwise noise of a function that cancels
		o.Truth = Big{nan: true}
	}
	return o
}

// converging returns what the last of three differences may err, of which each has a
// step 2⁻²⁰ as long: an error of first order in the step, as at a tie of the curvature
// (x·|x| at 0), is 2⁻²⁰ of their last change; 2⁻¹⁵ is allowed. It is 0 if the changes
// do not become smaller.
func converging(a, b, c Big) float64 {
	first, last := magnitude(b.Sub(a)), magnitude(c.Sub(b))
	if !last.finite() || last.Mul(BigOf(0x1p10)).Cmp(first) > 0 {
		return 0
	}
	return last.Mul(BigOf(0x1p-15)).Float64()
}

// truncated returns the oracle with a shorter step, and what the longer one was off as
// its error, if truncation may be all of the truth: the difference of x³ at 0 is h².
func (o Oracle) truncated(look func(k int) sides, k, j int) Oracle {
	if o.Truth.Sign() == 0 || magnitude(o.Truth).Cmp(BigOf(0x1p-200)) > 0 || k+1 == len(shorter) {
		return o
	}
	better := look(k + 1).central(j)
	o.noise += magnitude(o.Truth.Sub(better)).Float64()
	o.Truth = better
	return o
}

// oracle returns the central difference of output j as an oracle.
func (s sides) oracle(centre Big, j int) Oracle {
	o := Known(s.central(j))
	if noise := s.noise(centre, j); noise.finite() {
		o.noise = noise.Float64()
	}
	return o
}

func (s sides) central(j int) Big { return central(s.above[j], s.below[j], s.h) }

// slopes returns the slopes on the left and on the right of output j.
func (s sides) slopes(centre Big, j int) (left, right Big) {
	return centre.Sub(s.below[j]).Quo(s.h), s.above[j].Sub(centre).Quo(s.h)
}

// gap returns |right − left|, how much the slopes differ.
func (s sides) gap(centre Big, j int) Big {
	left, right := s.slopes(centre, j)
	return magnitude(right.Sub(left))
}

// noise returns 2⁻³⁰⁰ of the largest value over h.
func (s sides) noise(centre Big, j int) Big {
	return larger(centre, larger(s.above[j], s.below[j])).Mul(BigOf(0x1p-300)).Quo(s.h)
}

// calm reports whether nothing suggests a kink within h, nor curvature that could
// hide one. Nothing can be found in NaN.
func (s sides) calm(centre Big, j int) bool {
	left, right := s.slopes(centre, j)
	limit := larger(left, right).Mul(BigOf(0x1p-70)).Add(s.noise(centre, j).Mul(BigOf(4)))
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
