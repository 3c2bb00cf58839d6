package equations

import (
	"chainrule/gradcheck"
	"chainrule/nn"
	"chainrule/tensor"
)

// Trials of section 2.3.

// exactRow returns what the network makes of sample n, in 320 bits.
func exactRow(in *instance, n int) row[gradcheck.Big] {
	return network(in, gradcheck.FromFloats[gradcheck.Big](in.θ), n)
}

func preactivationValues(e *evidence) {
	for _, in := range instances() {
		c := networkClaims(in)
		e.matrix("α", in, c.α, c.gauge.α, func(n int) []gradcheck.Big { return exactRow(in, n).α })
	}
}

func hiddenValues(e *evidence) {
	for _, in := range instances() {
		c := networkClaims(in)
		e.matrix("z", in, c.Z, c.gauge.Z, func(n int) []gradcheck.Big { return exactRow(in, n).z })
	}
}

func logitValues(e *evidence) {
	for _, in := range instances() {
		c := networkClaims(in)
		e.matrix("a", in, c.A, c.gauge.A, func(n int) []gradcheck.Big { return exactRow(in, n).a })
	}
}

func outputValues(e *evidence) {
	for _, in := range instances() {
		c := networkClaims(in)
		e.matrix("y", in, c.Y, c.gauge.Y, func(n int) []gradcheck.Big { return exactRow(in, n).y })
	}
}

func likelihoodValue(e *evidence) {
	for _, in := range instances() {
		c := networkClaims(in)
		e.add(-c.loss, likelihood(in, gradcheck.FromFloats[gradcheck.Big](in.θ)), c.gauge.loss, "J (%v)", in)
	}
}

// gradient enters −g for the parameters θ[lo:hi] of each instance: the gradient of
// J, of which g is the negative.
func gradient(e *evidence, block func(in *instance) (lo, hi int)) {
	for _, in := range instances() {
		lo, hi := block(in)
		enterGradient(e, in, lo, hi, networkClaims(in).gradient)
	}
}

// enterGradient enters a gradient of the loss, given for all of θ, as a claim on
// the parameters θ[lo:hi].
func enterGradient(e *evidence, in *instance, lo, hi int, g []float64) {
	gauges := networkGauges(in)
	for i := lo; i < hi; i++ {
		e.add(-g[i], in.truth()[i], gauges[i], "%s (%v)", in.where(i), in)
		e.exhibits(in.exhibit()[i])
	}
}

// networkGauges returns the gauges of the gradient.
func networkGauges(in *instance) []gradcheck.Gauge {
	return compute(in, gradcheck.FromFloats[gradcheck.Gauge](in.θ)).gradient
}

func blockW(in *instance) (lo, hi int) { W, b, _, _, _ := in.blocks(); return W, b }
func blockB(in *instance) (lo, hi int) { _, b, V, _, _ := in.blocks(); return b, V }
func blockV(in *instance) (lo, hi int) { _, _, V, c, _ := in.blocks(); return V, c }
func blockC(in *instance) (lo, hi int) { _, _, _, c, end := in.blocks(); return c, end }

func gradientW(e *evidence) { gradient(e, blockW) }
func gradientB(e *evidence) { gradient(e, blockB) }
func gradientV(e *evidence) { gradient(e, blockV) }
func gradientC(e *evidence) { gradient(e, blockC) }

// logitJacobian returns ∂a[0,k]/∂θ of sample 0.
func logitJacobian(in *instance) [][]gradcheck.Big {
	return gradcheck.Jacobian(func(θ []gradcheck.Big) []gradcheck.Big { return network(in, θ, 0).a }, in.θ)
}

// logitSlopeV tries ∂a[0,k]/∂V: z in column k, 0 in the others.
func logitSlopeV(e *evidence) {
	for _, in := range instances() {
		truth, c := logitJacobian(in), networkClaims(in)
		lo, hi := blockV(in)
		for k := range truth {
			for i := lo; i < hi; i++ {
				m, column := (i-lo)/in.K, (i-lo)%in.K
				if column != k {
					e.exact(0, truth[k][i], "∂a[0,%d]/∂%s (%v)", k, in.where(i), in)
					continue
				}
				e.add(c.Z[0][m], truth[k][i], c.gauge.Z[0][m], "∂a[0,%d]/∂%s (%v)", k, in.where(i), in)
			}
		}
	}
}

func logitSlopeC(e *evidence) {
	for _, in := range instances() {
		truth := logitJacobian(in)
		lo, hi := blockC(in)
		for k := range truth {
			for i := lo; i < hi; i++ {
				e.exact(δ(i-lo, k), truth[k][i], "∂a[0,%d]/∂%s (%v)", k, in.where(i), in)
			}
		}
	}
}

// logitSlopeZ tries ∂a[k]/∂z[m] = V[m,k] at the hidden values of sample 0.
func logitSlopeZ(e *evidence) {
	for _, in := range instances() {
		V := unpack(in, in.θ).V
		truth := gradcheck.Jacobian(func(z []gradcheck.Big) []gradcheck.Big {
			p := unpack(in, gradcheck.FromFloats[gradcheck.Big](in.θ))
			a := make([]gradcheck.Big, in.K)
			for k := range a {
				a[k] = affine(p.V, z, p.c[k], k)
			}
			return a
		}, networkClaims(in).Z[0])
		for k := range truth {
			for m := range truth[k] {
				e.exact(V[m][k], truth[k][m], "∂a[0,%d]/∂z[0,%d] (%v)", k, m, in)
			}
		}
	}
}

// preactivationSlope tries ∂α[0,m]/∂W: x in column m, 0 in the others.
func preactivationSlope(e *evidence) {
	for _, in := range instances() {
		truth := gradcheck.Jacobian(func(θ []gradcheck.Big) []gradcheck.Big { return network(in, θ, 0).α }, in.θ)
		lo, hi := blockW(in)
		for m := range truth {
			for i := lo; i < hi; i++ {
				e.exact(in.X[0][i/in.M]*δ(i%in.M, m), truth[m][i], "∂α[0,%d]/∂%s (%v)", m, in.where(i), in)
			}
		}
	}
}

// preactivations are the points at which σ′ is tried: ordinary, tiny, saturated.
// None is 0, where ReLU has a kink, and none is beyond 40: there the slope of tanh is
// 2⁻¹¹³, and its difference is right to 2⁻²³⁰.
var preactivations = []float64{0.5, -0.75, 1.25, -2, 3.5, -5, 9, -12, 19, -21, 33, -37, 40, -40, 0x1p-30, -0x1p-30}

// slopes tries σ′ as nn computes it.
func slopes(σ nn.Activation) func(*evidence) {
	return func(e *evidence) {
		α := tensor.FromRows(preactivations)
		D := tensor.New[float64](1, α.Cols())
		nn.Derivative(σ, D, α)
		for j, x := range preactivations {
			truth := gradcheck.Differences(func(x []gradcheck.Big) gradcheck.Big { return sigma(σ, x[0]) }, []float64{x})
			e.add(D.At(0, j), truth[0], slope(σ, gradcheck.Gauge{}.Of(x)), "%v′(%v)", σ, x)
		}
	}
}
