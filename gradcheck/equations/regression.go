package equations

import "chainrule/gradcheck"

// Trials of sections 2.1 and 2.2.

// exactRegression returns a and y of sample n in 320 bits.
func exactRegression(in *instance, n int) (a, y []gradcheck.Big) {
	return regression(in, gradcheck.FromFloats[gradcheck.Big](in.θ[:in.D*in.K]), n)
}

func regressionLogits(e *evidence) {
	for _, in := range instances() {
		c := regressionClaims(in)
		e.matrix("a", in, c.A, c.gauge.A, func(n int) []gradcheck.Big { a, _ := exactRegression(in, n); return a })
	}
}

func regressionOutputs(e *evidence) {
	for _, in := range instances() {
		c := regressionClaims(in)
		e.matrix("y", in, c.Y, c.gauge.Y, func(n int) []gradcheck.Big { _, y := exactRegression(in, n); return y })
	}
}

// lossValue tries −J of the network and of the regression.
func lossValue(e *evidence) {
	for _, in := range instances() {
		c, r := networkClaims(in), regressionClaims(in)
		θ := gradcheck.FromFloats[gradcheck.Big](in.θ)
		e.add(c.loss, likelihood(in, θ).Neg(), c.gauge.loss, "loss (%v)", in)
		e.add(r.loss, regressionLikelihoodOf(in, θ[:in.D*in.K]).Neg(), r.gauge.loss, "loss of the regression (%v)", in)
	}
}

// lossOfSamples tries the loss of each sample by itself.
func lossOfSamples(e *evidence) {
	for _, in := range instances() {
		θ := gradcheck.FromFloats[gradcheck.Big](in.θ)
		for n := range in.N {
			one := *in
			one.N, one.X, one.T = 1, in.X[n:n+1], in.T[n:n+1]
			c := networkClaims(&one)
			e.add(c.loss, likelihood(&one, θ).Neg(), c.gauge.loss, "loss[%d] (%v)", n, in)
		}
	}
}

func regressionLikelihood(e *evidence) {
	for _, in := range instances() {
		c := regressionClaims(in)
		θ := gradcheck.FromFloats[gradcheck.Big](in.θ[:in.D*in.K])
		e.add(-c.loss, regressionLikelihoodOf(in, θ), c.gauge.loss, "J (%v)", in)
	}
}

func regressionGradient(e *evidence) {
	for _, in := range instances() {
		c := regressionClaims(in)
		W := in.θ[:in.D*in.K]
		truth := gradcheck.Differences(func(θ []gradcheck.Big) gradcheck.Big { return regressionLikelihoodOf(in, θ) }, W)
		slopes := gradcheck.Richardson(func(θ []float64) float64 {
			return regressionLikelihoodOf(in, gradcheck.FromFloats[gradcheck.Float64](θ)).Float64()
		}, W)
		for i, g := range c.gradient {
			e.add(-g, truth[i], c.gauge.gradient[i], "W[%d,%d] (%v)", i/in.K, i%in.K, in)
			e.exhibits(slopes[i])
		}
	}
}

// logits returns exactly representable logits to differentiate at: those of the
// regression of sample 0, rounded.
func logits(in *instance) []float64 {
	exact, _ := exactRegression(in, 0)
	a := make([]float64, len(exact))
	for k := range a {
		a[k] = exact[k].Float64()
	}
	return a
}

func softmaxJacobian(e *evidence) {
	for _, in := range instances() {
		a := logits(in)
		truth := gradcheck.Jacobian(softmax[gradcheck.Big], a)
		claim, gauge := jacobianFormula[gradcheck.Float64](a), jacobianFormula[gradcheck.Gauge](a)
		for k1 := range a {
			for k := range a {
				e.formula(claim[k1][k], gauge[k1][k], truth[k1][k], "∂y[%d]/∂a[%d] (%v)", k1, k, in)
			}
		}
	}
}

// jacobianFormula is the right side of (16).
func jacobianFormula[N number[N]](a []float64) [][]N {
	y := softmax(gradcheck.FromFloats[N](a))
	D := rectangle[N](len(y), len(y))
	for k1 := range y {
		for k := range y {
			D[k1][k] = y[k1].Mul(y[k].Of(δ(k, k1)).Sub(y[k]))
		}
	}
	return D
}

func δ(i, j int) float64 {
	if i == j {
		return 1
	}
	return 0
}

func likelihoodSlope(e *evidence) {
	for _, y := range []float64{0.25, 0.0625, 0.9990234375, 0x1p-40} {
		for _, t := range []float64{0, 1, 0.5, 3} {
			truth := gradcheck.Differences(func(y []gradcheck.Big) gradcheck.Big {
				return logLikelihood([]float64{t}, y)
			}, []float64{y})
			gauge := gradcheck.Gauge{}.Of(t).Quo(gradcheck.Gauge{}.Of(y))
			e.add(t/y, truth[0], gauge, "∂J/∂y at t = %v, y = %v", t, y)
		}
	}
}

// logitSlope tries all of ∂a[0,k]/∂W: x in column k, 0 in the others.
func logitSlope(e *evidence) {
	for _, in := range instances() {
		truth := gradcheck.Jacobian(func(θ []gradcheck.Big) []gradcheck.Big { a, _ := regression(in, θ, 0); return a }, in.θ[:in.D*in.K])
		for k := range truth {
			for i := range truth[k] {
				e.exact(in.X[0][i/in.K]*δ(i%in.K, k), truth[k][i], "∂a[0,%d]/∂W[%d,%d] (%v)", k, i/in.K, i%in.K, in)
			}
		}
	}
}
