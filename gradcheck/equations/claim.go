package equations

import "chainrule/gradcheck"

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
	n := claim{negative(c.values), nil, c.bound}
	for _, x := range c.formula {
		n.formula = append(n.formula, x.Neg())
	}
	return n
}

// and returns the claim on the numbers of both.
func (c claim) and(d claim) claim {
	return claim{append(c.values, d.values...), append(c.formula, d.formula...), c.bound || d.bound}
}

// byFormula is the claim of a formula alone, in float64.
func byFormula(formula []precise) claim { return claim{values: inDouble(formula), formula: formula} }

// negative returns −x of each number.
func negative(xs []float64) []float64 {
	n := make([]float64, len(xs))
	for i, x := range xs {
		n[i] = -x
	}
	return n
}

// exactly is the claim of numbers that need no rounding.
func exactly(values []float64) claim {
	c := claim{values: values}
	for _, x := range values {
		c.formula = append(c.formula, precise{Big: gradcheck.BigOf(x)})
	}
	return c
}

// inDouble returns the values of formulas in float64, inFull in 320 bits.
func inDouble(formula []precise) []float64 {
	values := make([]float64, len(formula))
	for i, x := range formula {
		values[i] = x.Running.Value
	}
	return values
}

func inFull(formula []precise) []big {
	values := make([]big, len(formula))
	for i, x := range formula {
		values[i] = x.Big
	}
	return values
}

// runningErrors returns the running errors of formulas.
func runningErrors(formula []precise) []gradcheck.RunningError {
	running := make([]gradcheck.RunningError, len(formula))
	for i, x := range formula {
		running[i] = x.Running
	}
	return running
}

func floats[N field[N]](xs []N) []float64 {
	ys := make([]float64, len(xs))
	for i, x := range xs {
		ys[i] = x.Float64()
	}
	return ys
}
