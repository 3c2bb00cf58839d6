package equations

import (
	"fmt"
	"slices"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/matrix"
	"chainrule/gradcheck/equations/internal/paper"
	"chainrule/nn"
)

// Section 2.3: the gradients of J.

// code probes nn.MLP for the gradient in a block, in both precisions; form a formula for it; and printedForm
// a printed formula, where it can be tried. They do so for all activations unless some are given.
func code(name string, σs ...nn.Activation) probes {
	return func(p *Points) (qs []*probe) {
		for _, in := range p.of(σs) {
			qs = append(qs, in.mlp.byCode(in.block(name))...)
		}
		return qs
	}
}

func form(name string, formula func(*instance) []precise, σs ...nn.Activation) probes {
	return each(func(p *Points) []*instance { return p.of(σs) }, gradientForm(name, formula))
}

func printedForm(name string, formula func(*instance) []precise, σs ...nn.Activation) probes {
	return each(func(p *Points) []*instance { return p.oneHot(σs...) }, gradientForm(name, formula))
}

// gradientForm probes a formula for a block at a network.
func gradientForm(name string, formula func(*instance) []precise) func(*instance) *probe {
	return func(in *instance) *probe { return in.mlp.gradientProbe(byFormula(formula(in)), in.block(name)) }
}

// outputChain is (24) and (25) for all of V and c, in the place of θ: sums over n and
// k′ of three derivatives.
func outputChain[N number[N]](in *instance) []N {
	_, _, V, c, end := in.Offsets()
	g := make([]N, end)
	for n, r := range rowsOf[N](in.Deep()) {
		for k := range in.K {
			for k1 := range in.K {
				o := outer(in.T[n], r.Y, k1, k)
				for m := range in.M {
					g[V+m*in.K+k] = g[V+m*in.K+k].Add(o.Mul(r.Z[m]))
				}
				g[c+k] = g[c+k].Add(o.Mul(o.Of(1)))
			}
		}
	}
	return g
}

// hiddenChain is (37) and (38) for all of W and b, in the place of θ: sums over n, k′
// and k of five derivatives.
func hiddenChain[N number[N]](in *instance) []N {
	W, b, _, _, end := in.Offsets()
	g := make([]N, end)
	parameters := paper.Unpack(&in.Perceptron, gradcheck.FromFloats[N](in.Theta))
	for n, r := range rowsOf[N](in.Deep()) {
		for k1 := range in.K {
			for k := range in.K {
				o := outer(in.T[n], r.Y, k1, k)
				for m := range in.M {
					h := o.Mul(parameters.V[m][k]).Mul(slopeOfZ(in.Activation, r.Z[m]))
					g[b+m] = g[b+m].Add(h)
					for d := range in.D {
						g[W+d*in.M+m] = g[W+d*in.M+m].Add(h.Mul(h.Of(in.X[n][d])))
					}
				}
			}
		}
	}
	return g
}

// vectorised is the gradient in all of θ, with Y for s⊙Y and a term in the place of
// [(T − Y)Vᵀ] ⊙ Z′: the forms of (28) to (30) and (44) to (47).
func vectorised[N number[N]](in *instance, term func(x, z N) N) []N {
	V := paper.Unpack(&in.Perceptron, gradcheck.FromFloats[N](in.Theta)).V
	Z, R, H := matrix.New[N](in.N, in.M), matrix.New[N](in.N, in.K), matrix.New[N](in.N, in.M)
	for n, r := range rowsOf[N](in.Deep()) {
		Z[n] = r.Z
		s := 0.0
		for _, t := range in.T[n] {
			s += t
		}
		for k := range r.Y {
			R[n][k] = r.Y[k].Of(in.T[n][k]).Sub(r.Y[k].Of(s).Mul(r.Y[k]))
		}
		for m := range in.M {
			H[n][m] = term(paper.Dot(R[n], V[m]), r.Z[m])
		}
	}
	X := inputs[N](in)
	return slices.Concat(paper.TransposedProduct(X, H), paper.ColumnSums(H), paper.TransposedProduct(Z, R), paper.ColumnSums(R))
}

// genericForm is the vectorised gradient with the σ′ of the network's σ, sigmoidForm
// with z(1 − z) whatever σ is, and comparedForm with [(T − Y)Vᵀ] ⊙ Z > 0 read as it
// stands: 1 where the product is positive, 0 elsewhere.
func genericForm[N number[N]](in *instance) []N {
	return vectorised(in, func(x, z N) N { return x.Mul(slopeOfZ(in.Activation, z)) })
}

func sigmoidForm[N number[N]](in *instance) []N {
	return vectorised(in, func(x, z N) N { return x.Mul(slopeOfZ(nn.Sigmoid, z)) })
}

func comparedForm[N number[N]](in *instance) []N {
	return vectorised(in, func(x, z N) N { return step(x.Mul(z)) })
}

// sumAsLogitSlope probes the printed (28) or (29): the gradient of J in a block
// under the left side ∂aₙₖ/∂…, where k is the column of the parameter.
func sumAsLogitSlope(name string) probes {
	return each(oneHot, func(in *instance) *probe {
		b := in.block(name)
		d := differentiate(in.logits(), in.Theta).only(func(k, i int) bool { return i >= b.first && i < b.last && (i-b.first)%in.K == k })
		d.all = in.logitJacobian
		c := byFormula(genericForm[precise](in)).part(b.first, b.last)
		var picked claim
		for _, p := range d.pick {
			picked = picked.and(c.part(p[1]-b.first, p[1]-b.first+1))
		}
		return d.probe(in.String(), picked, vector("∂a[k]/∂"+b.Name, len(d.pick))).of(in.mlp)
	})
}

// along is f(x(t)) = x₁x₂ + tanh x₃ along the curve x = (t², eᵗ, log t).
func along[N number[N]](_ struct{}, t []N) []N {
	x := curve(t[0])
	return []N{x[0].Mul(x[1]).Add(x[2].Tanh())}
}

func curve[N number[N]](t N) [3]N { return [3]N{t.Mul(t), t.Exp(), t.Log()} }

// totalDerivative is (36), the sum of (∂f/∂xₖ)(dxₖ/dt).
func totalDerivative[N number[N]](at float64) []N {
	var zero N
	t, one := zero.Of(at), zero.Of(1)
	x := curve(t)
	partial := [3]N{x[1], x[0], one.Sub(x[2].Tanh().Mul(x[2].Tanh()))}
	velocity := [3]N{t.Add(t), t.Exp(), one.Quo(t)}
	var sum N
	for k := range x {
		sum = sum.Add(partial[k].Mul(velocity[k]))
	}
	return []N{sum}
}

func probeTotal(t float64) *probe {
	d := differentiate(function(struct{}{}, along[exact], along[double]), []float64{t})
	c := byFormula(totalDerivative[precise](t))
	return d.probe(fmt.Sprintf("t = %v", t), c, vector("df/dt", 1)).at(t)
}
