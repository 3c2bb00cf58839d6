package equations

import (
	"fmt"
	"math"

	"chainrule/gradcheck"
	"chainrule/nn"
	"chainrule/tensor"
)

// Section 2.3: the values of the network, and the links of the chain rule.

var everyActivation = nn.Activations

// askα, askZ, askA and askY ask for the parts of the network.
var (
	askα = forwardSide{allα[big], allα[double], allα[gauge]}.values("α", mlp, preactivationsOfClaims)
	askZ = forwardSide{allZ[big], allZ[double], allZ[gauge]}.values("z", mlp, hiddenOfClaims)
	askA = forwardSide{allA[big], allA[double], allA[gauge]}.values("a", mlp, logitsOfClaims)
	askY = forwardSide{allY[big], allY[double], allY[gauge]}.values("y", mlp, outputsOfClaims)
)

func preactivationsOfClaims(c claims) claim {
	return claim{flat(c.α), flat(c.gauge.α), flat(c.formula.α)}
}
func hiddenOfClaims(c claims) claim  { return claim{flat(c.Z), flat(c.gauge.Z), flat(c.formula.Z)} }
func logitsOfClaims(c claims) claim  { return claim{flat(c.A), flat(c.gauge.A), flat(c.formula.A)} }
func outputsOfClaims(c claims) claim { return claim{flat(c.Y), flat(c.gauge.Y), flat(c.formula.Y)} }

// The same by the printed formulas.
var (
	printedα = forwardSide{allα[big], allα[double], allα[gauge]}.printed("α", mlp, preactivationsOfClaims)
	printedZ = forwardSide{allZ[big], allZ[double], allZ[gauge]}.printed("z", mlp, hiddenOfClaims)
	printedA = forwardSide{allA[big], allA[double], allA[gauge]}.printed("a", mlp, logitsOfClaims)
	printedY = forwardSide{allY[big], allY[double], allY[gauge]}.printed("y", mlp, outputsOfClaims)
)

// jacobianQuestion asks for the derivatives of outputs of sample 0 in the block θ of
// the parameters.
func jacobianQuestion(in *instance, f functions, all func() [][]gradcheck.Oracle, b block, name string, c claim) *question {
	d := differentiate(f, in.θ).only(func(_, i int) bool { return i >= b.first && i < b.last })
	d.all = all
	n := b.last - b.first
	return d.ask(in.String(), c, array(name, len(d.pick)/n, n)).of(in)
}

// askLogitSlopeV asks for (26), all of ∂a[0,k]/∂V: z in column k, 0 in the others.
func askLogitSlopeV(p *Points) (qs []*question) {
	for _, in := range p.networks {
		a := function(in, firstLogits[exact], firstLogits[double])
		c, Z := in.claims(), claim{}
		for k := range in.K {
			for i := range in.M * in.K {
				if i%in.K != k {
					Z.values, Z.gauges, Z.formula = append(Z.values, 0), append(Z.gauges, gauge{}), append(Z.formula, big{})
					continue
				}
				m := i / in.K
				Z.values, Z.gauges, Z.formula = append(Z.values, c.Z[0][m]), append(Z.gauges, c.gauge.Z[0][m]), append(Z.formula, c.formula.Z[0][m])
			}
		}
		qs = append(qs, jacobianQuestion(in, a, in.logitJacobian, in.blockV(), "∂a/∂V", Z))
	}
	return qs
}

// askLogitSlopeC asks for (27), all of ∂a[0,k]/∂c: 1 for c[k], 0 for the others.
func askLogitSlopeC(p *Points) (qs []*question) {
	for _, in := range p.networks {
		a := function(in, firstLogits[exact], firstLogits[double])
		var values []float64
		for k := range in.K {
			for i := range in.K {
				values = append(values, δ(i, k))
			}
		}
		qs = append(qs, jacobianQuestion(in, a, in.logitJacobian, in.blockC(), "∂a/∂c", exactly(values)))
	}
	return qs
}

// logitsOfZ is a of one sample as a function of its z.
func logitsOfZ[N number[N]](in *instance, z []N) []N {
	p := unpack(in, gradcheck.FromFloats[N](in.θ))
	a := make([]N, in.K)
	for k := range a {
		a[k] = affine(p.V, z, p.c[k], k)
	}
	return a
}

// askLogitSlopeZ asks for (39), ∂a[k]/∂z[m] = V[m,k], at the hidden values of sample 0.
func askLogitSlopeZ(p *Points) (qs []*question) {
	for _, in := range p.networks {
		V := unpack(in, in.θ).V
		var values []float64
		for k := range in.K {
			for m := range in.M {
				values = append(values, V[m][k])
			}
		}
		d := differentiate(function(in, logitsOfZ[exact], logitsOfZ[double]), in.claims().Z[0])
		qs = append(qs, d.ask(in.String(), exactly(values), array("∂a/∂z", in.K, in.M)).of(in))
	}
	return qs
}

// printed39 asks for V[m,k] under its printed left side, ∂aₙₖ/∂aₙₘ, which is δₖₘ.
func printed39(p *Points) (qs []*question) {
	for _, in := range p.oneHot(everyActivation...) {
		V := unpack(in, in.θ).V
		var truth []big
		for m := range in.M {
			for k := range in.K {
				truth = append(truth, gradcheck.BigOf(δ(k, m)))
			}
		}
		qs = append(qs, value(in.String(), exactly(flat(V)), truth, nil, nil, array("∂a[k]/∂a[m]", in.M, in.K)).of(in))
	}
	return qs
}

// askPreactivationSlope asks for (40), all of ∂α[0,m]/∂W: x in column m, 0 in the
// others.
func askPreactivationSlope(p *Points) (qs []*question) {
	for _, in := range p.networks {
		α := function(in, firstPreactivations[exact], firstPreactivations[double])
		var values []float64
		for m := range in.M {
			for i := range in.D * in.M {
				values = append(values, in.X[0][i/in.M]*δ(i%in.M, m))
			}
		}
		qs = append(qs, jacobianQuestion(in, α, in.hiddenJacobian, in.blockW(), "∂α/∂W", exactly(values)))
	}
	return qs
}

// sigmaOf is σ as a function of one number.
func sigmaOf[N number[N]](σ nn.Activation, α []N) []N { return []N{sigma(σ, α[0])} }

// askSlopes asks for (41) to (43), σ′ in the form of nn.
func askSlopes(σ nn.Activation) func(*Points) []*question {
	return func(p *Points) (qs []*question) {
		for _, x := range p.α {
			c := claim{slopeByCode[float64](σ, x), []gauge{slope(σ, gauge{}.Of(x))}, []big{slope(σ, gradcheck.BigOf(x))}}
			q := slopeQuestion(σ, x, c)
			qs = append(qs, q)
			if math.Abs(x) <= 80 && isShort(x) { // where float32 has σ′
				qs = append(qs, q.single(slopeByCode[float32](σ, x)))
			}
		}
		return qs
	}
}

func slopeQuestion(σ nn.Activation, x float64, c claim) *question {
	d := differentiate(function(σ, sigmaOf[exact], sigmaOf[double]), []float64{x})
	q := d.ask(fmt.Sprintf("α = %v", x), c, vector(σ.String()+"′", 1)).at(x)
	q.textbook = func() []gauge { return []gauge{slopeOfZ(σ, sigma(σ, gauge{}.Of(x)))} }
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

// printedSlopes asks for σ′ in terms of z. It leaves out ReLU at 0, where the paper does not
// define u.
func printedSlopes(σ nn.Activation) func(*Points) []*question {
	return func(p *Points) (qs []*question) {
		for _, x := range p.α {
			if σ == nn.ReLU && x == 0 {
				continue
			}
			c := claim{
				[]float64{slopeOfZ(σ, sigma(σ, double(x))).Float64()},
				[]gauge{slopeOfZ(σ, sigma(σ, gauge{}.Of(x)))},
				[]big{slopeOfZ(σ, sigma(σ, gradcheck.BigOf(x)))},
			}
			qs = append(qs, slopeQuestion(σ, x, c))
		}
		return qs
	}
}
