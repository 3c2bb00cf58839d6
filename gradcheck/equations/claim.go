package equations

import (
	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/matrix"
)

// claim is an answer to a probe, with the formula by which it was computed.
type claim struct {
	values  []float64
	formula []precise
	bound   bool // whether the formula serves for its running errors alone
}

// part returns the claim on the numbers from first to last.
func (c claim) part(first, last int) claim {
	return claim{c.values[first:last], c.formula[first:last], c.bound}
}

// negated returns the claim that all numbers are the opposite.
func (c claim) negated() claim {
	return claim{negative(c.values), matrix.Map(c.formula, precise.Neg), c.bound}
}

// and returns the claim on the numbers of both.
func (c claim) and(d claim) claim {
	return claim{append(c.values, d.values...), append(c.formula, d.formula...), c.bound || d.bound}
}

// byFormula is the claim of a formula alone, in float64.
func byFormula(formula []precise) claim { return claim{values: inDouble(formula), formula: formula} }

// negative returns −x of each number.
func negative(xs []float64) []float64 {
	return matrix.Map(xs, func(x float64) float64 { return -x })
}

// exactly is the claim of numbers that need no rounding.
func exactly(values []float64) claim {
	return claim{values: values, formula: matrix.Map(values, func(x float64) precise { return precise{Big: gradcheck.BigOf(x)} })}
}

// inDouble returns the values of formulas in float64, inFull in 320 bits.
func inDouble(formula []precise) []float64 {
	return matrix.Map(formula, func(x precise) float64 { return x.Running.Value })
}

func inFull(formula []precise) []big {
	return matrix.Map(formula, func(x precise) big { return x.Big })
}

// runningErrors returns the running errors of formulas.
func runningErrors(formula []precise) []gradcheck.RunningError {
	return matrix.Map(formula, func(x precise) gradcheck.RunningError { return x.Running })
}

func floats[N field[N]](xs []N) []float64 { return matrix.Map(xs, N.Float64) }
