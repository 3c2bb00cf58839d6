package gradcheck

import "math"

// The steps whose errors [Function.Order] compares.
const coarseStep, fineStep = 0x1p-12, 0x1p-13

// Order returns the order at which central differences of output j in coordinate i
// converge to a claimed derivative: log₂ of the ratio of their errors over the steps
// 2⁻¹² and 2⁻¹³. It is 2.00 for a right one, and 0 for one that is wrong by much more
// than those errors: it explains, but does not decide. It is NaN where the function is
// linear, so that the errors are within the bound of the claim, and where a step
// crosses a kink.
func (f Function) Order(at []float64, j, i int, claimed, bound float64) float64 {
	coarse, smooth := f.secant(at, j, i, coarseStep)
	fine, _ := f.secant(at, j, i, fineStep)
	a, b := coarse.Err(claimed), fine.Err(claimed)
	if !smooth || a <= bound && b <= bound {
		return math.NaN()
	}
	return math.Log2(a / b)
}

// secant returns the central difference over a step, and whether it crosses no kink.
func (f Function) secant(at []float64, j, i int, h float64) (slope Big, smooth bool) {
	step := BigOf(h)
	above, below := FromFloats[Big](at), FromFloats[Big](at)
	above[i], below[i] = above[i].Add(step), below[i].Sub(step)
	above, viaAbove := recorded(above)
	below, viaBelow := recorded(below)
	slope = central(f.Big(above)[j], f.Big(below)[j], step)
	return slope, viaAbove.changes(viaBelow) == 0
}
