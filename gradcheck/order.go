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

// secant returns the central difference over a step, and whether it crosses no kink: then the
// slopes at both ends and the middle give it by Simpson's rule, with an error of fourth order.
func (f Function) secant(at []float64, j, i int, h float64) (slope Big, smooth bool) {
	value := func(h float64) Dual[Precise] {
		x := Seed[Precise](at, i)
		x[i].Value.Big = x[i].Value.Big.Add(BigOf(h))
		return f(x)[j]
	}
	above, below, centre := value(h), value(-h), value(0).Slope.Big
	slope = central(above.Value.Big, below.Value.Big, BigOf(h))
	simpson := above.Slope.Big.Add(below.Slope.Big).Add(centre.Mul(BigOf(4))).Quo(BigOf(6))
	error, gap := slope.Sub(centre).Abs(), slope.Sub(simpson).Abs()
	return slope, gap.Cmp(error.Mul(BigOf(0x1p-4)).Max(centre.Abs().Mul(BigOf(0x1p-200)))) <= 0
}
