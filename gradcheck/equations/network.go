package equations

import (
	"fmt"
	"math"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/matrix"
	"chainrule/gradcheck/equations/internal/paper"
	"chainrule/nn"
	"chainrule/tensor"
)

// Section 2.3: the values of the network, and the links of the chain rule.

// The parts of the network.
var (
	valuesα = values{"α", mlp, preactivations[float64], preactivations[precise], false}
	valuesZ = values{"z", mlp, hidden[float64], hidden[precise], false}
	valuesA = values{"a", mlp, logits[float64], logits[precise], false}
	valuesY = values{"y", mlp, outputs[float64], outputs[precise], false}
)

// jacobianProbe probes the derivatives of outputs of sample 0 in the block θ of
// the parameters.
func jacobianProbe(in *instance, f functions, all func() [][]gradcheck.Reference, b block, name string, c claim) *probe {
	d := differentiate(f, in.Theta).only(func(_, i int) bool { return i >= b.first && i < b.last })
	d.all = all
	n := b.last - b.first
	return d.probe(in.String(), c, array(name, len(d.pick)/n, n)).of(in.mlp)
}

// entries returns f of each row and column, row by row.
func entries[N any](rows, cols int, f func(i, j int) N) (values []N) {
	for i := range rows {
		for j := range cols {
			values = append(values, f(i, j))
		}
	}
	return values
}

// probeLogitSlopeV probes (26), all of ∂a[0,k]/∂V: z in column k, 0 in the others.
func probeLogitSlopeV(in *instance) *probe {
	c := in.mlp.claims()
	Z := claim{values: inColumns(in, c.code.Z[0]), formula: inColumns(in, c.formula.Z[0])}
	return jacobianProbe(in, in.logits(), in.logitJacobian, in.block("V"), "∂a/∂V", Z)
}

// inColumns returns ∂a[k]/∂V[m,k₁] for all k, m and k₁: z[m] where k₁ = k.
func inColumns[N any](in *instance, z []N) []N {
	return entries(in.K, in.M*in.K, func(k, i int) (zero N) {
		if i%in.K != k {
			return zero
		}
		return z[i/in.K]
	})
}

// probeLogitSlopeC probes (27), all of ∂a[0,k]/∂c: 1 for c[k], 0 for the others.
func probeLogitSlopeC(in *instance) *probe {
	return jacobianProbe(in, in.logits(), in.logitJacobian, in.block("c"), "∂a/∂c", exactly(entries(in.K, in.K, δ)))
}

// logitsOfZ is a of one sample as a function of its z.
func logitsOfZ[N number[N]](in *instance, z []N) []N {
	p := paper.Unpack(&in.Perceptron, gradcheck.FromFloats[N](in.Theta))
	return paper.Affine(p.V, z, p.C)
}

// probeLogitSlopeZ probes (39), ∂a[k]/∂z[m] = V[m,k], at the hidden values of sample 0.
func probeLogitSlopeZ(in *instance) *probe {
	V := paper.Unpack(&in.Perceptron, in.Theta).V
	values := entries(in.K, in.M, func(k, m int) float64 { return V[m][k] })
	d := differentiate(function(in, logitsOfZ[exact], logitsOfZ[double]), in.mlp.claims().code.Z[0])
	return d.probe(in.String(), exactly(values), array("∂a/∂z", in.K, in.M)).of(in.mlp)
}

// printed39 probes V[m,k] under its printed left side, ∂aₙₖ/∂aₙₘ, which is δₖₘ.
func printed39(in *instance) *probe {
	V := paper.Unpack(&in.Perceptron, in.Theta).V
	truth := entries(in.M, in.K, func(m, k int) big { return gradcheck.BigOf(δ(k, m)) })
	return value(in.String(), exactly(matrix.Flat(V)), truth, array("∂a[k]/∂a[m]", in.M, in.K)).of(in.mlp)
}

// probePreactivationSlope probes (40), all of ∂α[0,m]/∂W: x in column m, 0 in the
// others.
func probePreactivationSlope(in *instance) *probe {
	values := entries(in.M, in.D*in.M, func(m, i int) float64 { return in.X[0][i/in.M] * δ(i%in.M, m) })
	return jacobianProbe(in, in.preactivations(), in.hiddenJacobian, in.block("W"), "∂α/∂W", exactly(values))
}

// sigmaOf is σ as a function of one number.
func sigmaOf[N number[N]](σ nn.Activation, α []N) []N { return []N{paper.Sigma(σ, α[0])} }

// probeSlopes probes (41) to (43), σ′ in the form of nn.
func probeSlopes(σ nn.Activation) probes {
	return func(p *Points) (qs []*probe) {
		for _, x := range p.α {
			c := claim{values: slopeByCode[float64](σ, x), formula: []precise{paper.Slope(σ, precise{}.Of(x))}}
			q := slopeProbe(σ, x, c)
			qs = append(qs, q)
			if math.Abs(x) <= 80 && isShort(x) { // where float32 has σ′
				qs = append(qs, q.single(slopeByCode[float32](σ, x)))
			}
		}
		return qs
	}
}

func slopeProbe(σ nn.Activation, x float64, c claim) *probe {
	d := differentiate(function(σ, sigmaOf[exact], sigmaOf[double]), []float64{x})
	q := d.probe(fmt.Sprintf("α = %v", x), c, vector(σ.String()+"′", 1)).at(x)
	q.cancellation = func() []precise { return []precise{slopeOfZ(σ, paper.Sigma(σ, precise{}.Of(x)))} }
	return q
}

func slopeByCode[F tensor.Float](σ nn.Activation, x float64) []float64 {
	α, D := tensor.FromRows([]F{F(x)}), tensor.New[F](1, 1)
	nn.Derivative(σ, D, α)
	return []float64{float64(D.At(0, 0))}
}

// slopeOfZ is σ′ as printed, in terms of z = σ(α): z(1 − z), 1 − z², u(z) with
// u(0) = 0. Where σ saturates the first two have few correct digits left, or none,
// and their bounds say so.
func slopeOfZ[N number[N]](σ nn.Activation, z N) N {
	one := z.Of(1)
	switch σ {
	case nn.Sigmoid:
		return z.Mul(one.Sub(z))
	case nn.Tanh:
		return one.Sub(z.Mul(z))
	}
	return step(z)
}

// step is u(x): 1 for x > 0 and 0 otherwise.
func step[N number[N]](x N) N {
	if x.Sign() > 0 {
		return x.Of(1)
	}
	return x.Of(0)
}

// printedSlopes probes σ′ in terms of z. It leaves out ReLU at 0, where the paper does not
// define u.
func printedSlopes(σ nn.Activation) probes {
	return each(preactivationsOf, func(x float64) *probe {
		if σ == nn.ReLU && x == 0 {
			return nil
		}
		return slopeProbe(σ, x, byFormula([]precise{slopeOfZ(σ, paper.Sigma(σ, precise{}.Of(x)))}))
	})
}
