package equations

import "math"

// ofLogits is an answer that is a Jacobian of the logits of sample 0 in W, from its
// elements k, i, l: the logit, and the row and the column of W.
func ofLogits(f func(in *instance, k, i, l int) float64) func(*probe) []float64 {
	return func(q *probe) (values []float64) {
		for k := range q.in.K {
			for i := range q.in.D {
				for l := range q.in.K {
					values = append(values, f(q.in, k, i, l))
				}
			}
		}
		return values
	}
}

// atX is an answer of one number about the point's x.
func atX(f func(x float64) float64) func(*probe) []float64 {
	return mutateFormula(func(x []float64) []float64 { return []float64{f(x[0])} })
}

// atTY is an answer of one number about t and y.
func atTY(f func(t, y float64) float64) func(*probe) []float64 {
	return mutateFormula(func(x []float64) []float64 { return []float64{f(x[0], x[1])} })
}

// slopeOfTanh is 1 − tanh².
func slopeOfTanh(x float64) float64 { return 1 - float64(math.Tanh(x)*math.Tanh(x)) }

var regressionMutants = []Mutant{
	{Equation: "9", Name: "h′ left out", answer: atX(func(x float64) float64 {
		y := math.Exp(x)
		return slopeOfTanh(y*y*y) * 3 * y * y
	})},
	{Equation: "9", Name: "f′ at y and not at z", answer: atX(func(x float64) float64 {
		y := math.Exp(x)
		return slopeOfTanh(y) * 3 * y * y * y
	})},
	{Equation: "10", Name: "δ forgotten: no term k′ = k", answer: mutateLogistic(setR(noDiagonal))},
	{Equation: "10", Name: "only the term k′ = k", answer: mutateLogistic(setR(onlyDiagonal))},
	{Equation: "10", Name: "∂J/∂y = t", answer: mutateLogistic(setR(tForSlope))},
	{Equation: "10", Name: "∂y/∂a with δ − yₖ′ for δ − yₖ", answer: mutateLogistic(setR(sameIndex))},
	{Equation: "10", Name: "= for += over the samples", answer: where(several, mutateLogistic(onlyLast))},
	{Equation: "10", Name: "clipped at 1", answer: mutateResult(clippedAt1)},
	{Equation: "10", Name: "the softmax's Jacobian transposed", answer: mutateLogistic(setR(jacobianFlipped)),
		Equivalent: "The Jacobian is symmetric: yₖ(δ − yₖ′) is 1 − y times y for k′ = k and −yₖyₖ′ elsewhere, as is yₖ′(δ − yₖ)."},
	{Equation: "19", Name: "mean over N", answer: where(several, mutateLogistic(scaleR(mean)))},
	{Equation: "19", Name: "T − Y without s", answer: where(uneven, mutateLogistic(withoutS))},
	{Equation: "19", Name: "residual times y(1 − y)", answer: mutateLogistic(squaredLoss)},
	{Equation: "19", Name: "targets moved by one row", answer: where(several, mutateLogistic(wrongTargets))},
	{Equation: "20", Name: "log(y + 1e-7)", answer: mutateLogistic(clipped(1e-7))},
	{Equation: "20", Name: "weight decay 1e-5", answer: mutateResult(decayed)},
	{Equation: "20", Name: "X moved by one row", answer: where(several, mutateLogistic(func(s *mutableMLP) { s.Z = moved(s.Z) }))},
	{Equation: "20", Name: "softmax down the columns", answer: mutateLogistic(softmaxDown)},
	{Equation: "20", Name: "exp in float32", answer: mutateLogistic(shortExp)},
	{Equation: "20", Name: "samples summed from the last to the first", answer: mutateLogistic(reversed),
		Equivalent: "Addition commutes; the bound covers every order of the sum over the samples."},
	{Equation: "17", Name: "binary: t/y − (1 − t)/(1 − y)", answer: atTY(func(t, y float64) float64 { return t/y - (1-t)/(1-y) })},
	{Equation: "17", Name: "t/(y + 1e-12)", answer: atTY(func(t, y float64) float64 { return t / (y + 1e-12) })},
	{Equation: "18", Name: "every column of W, not only k", answer: ofLogits(func(in *instance, _, i, _ int) float64 { return in.X[0][i] })},
	{Equation: "18", Name: "W for x", answer: ofLogits(func(in *instance, k, i, l int) float64 {
		return cut(in.regressionW(), in.K)[i][l] * δ(k, l)
	})},
	{Equation: "2.2.7", Name: "A filled column by column", answer: mutateResult(columnByColumn)},
	{Equation: "2.2.7", Name: "the first row of X for all", answer: where(several, forwardRegression(func(in *instance, s *mutableMLP) []float64 {
		each(s.X, func(_ float64, _, i int) float64 { return in.X[0][i] })
		return flat(product(s.X, s.V, nil))
	}))},
	{Equation: "2.2.6", Name: "δ forgotten: −s y", answer: forwardRegression(func(_ *instance, s *mutableMLP) []float64 {
		setR(func(t, y []float64, k int) float64 { return -total(t) * y[k] })(s)
		return flat(s.R)
	})},
	{Equation: "2.2.6", Name: "t − y, where t counts", answer: where(uneven, forwardRegression(func(_ *instance, s *mutableMLP) []float64 {
		withoutS(s)
		return flat(s.R)
	}))},
	{Equation: "2.2.6", Name: "minus the sum of the other y at the target",
		answer:     where((*instance).oneHot, forwardRegression(func(_ *instance, s *mutableMLP) []float64 { return flat(s.R) })),
		Equivalent: "For one-hot targets t − y is 1 − y there, the sum of the other y, which loses no digits."},
}
