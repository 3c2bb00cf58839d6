package equations

import (
	"fmt"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/matrix"
	"chainrule/gradcheck/equations/internal/paper"
)

// Section 2.2: softmax regression.

// The parts of the regression.
var (
	regressionA = values{"a", logistic, logits[float64], logits[precise], false}
	regressionY = values{"y", logistic, outputs[float64], outputs[precise], false}
)

// chain is J = f(z), z = g(y), y = h(x) with f = tanh, g(y) = y³ and h(x) = eˣ.
func chain[N number[N]](_ struct{}, x []N) []N {
	y := x[0].Exp()
	return []N{y.Mul(y).Mul(y).Tanh()}
}

// chainRule is (9), f′(z)·g′(y)·h′(x).
func chainRule[N number[N]](x float64) []N {
	var zero N
	y := zero.Of(x).Exp()
	z := y.Mul(y).Mul(y)
	f := zero.Of(1).Sub(z.Tanh().Mul(z.Tanh()))
	g := zero.Of(3).Mul(y).Mul(y)
	return []N{f.Mul(g).Mul(y)}
}

func probeChain(x float64) *probe {
	d := differentiate(function(struct{}{}, chain[exact], chain[double]), []float64{x})
	c := byFormula(chainRule[precise](x))
	return d.probe(fmt.Sprintf("x = %v", x), c, vector("dJ/dx", 1)).at(x)
}

// regressionChain is (10): the sum over samples and k′ of three derivatives.
func regressionChain[N number[N]](in *instance) []N {
	g := make([]N, in.D*in.K)
	for n, r := range rowsOf[N](in.logistic.Deep) {
		y := r.Y
		for i := range in.D {
			for k := range in.K {
				for k1 := range in.K {
					g[i*in.K+k] = g[i*in.K+k].Add(outer(in.T[n], y, k1, k).Mul(y[k].Of(in.X[n][i])))
				}
			}
		}
	}
	return g
}

// outer is ∂Jₙₖ′/∂yₙₖ′ · ∂yₙₖ′/∂aₙₖ, by (17) and (16).
func outer[N number[N]](t []float64, y []N, k1, k int) N {
	return y[k1].Of(t[k1]).Quo(y[k1]).Mul(y[k1].Mul(y[k1].Of(δ(k, k1)).Sub(y[k])))
}

// regressionForm probes a formula for the gradient of J in the W of softmax regression.
func regressionForm(formula func(*instance) []precise) func(*instance) *probe {
	return func(in *instance) *probe {
		return in.logistic.gradientProbe(byFormula(formula(in)), in.regressionBlock())
	}
}

// printedRegression probes Xᵀ(T − Y) as printed.
var printedRegression = regressionForm(regressionTMinusY[precise])

// probeRegressionGradient probes nn.Logistic.
func probeRegressionGradient(p *Points) (qs []*probe) {
	for _, in := range p.networks {
		qs = append(qs, in.logistic.byCode(in.regressionBlock())...)
	}
	return qs
}

// regressionBlock returns W of the regression.
func (in *instance) regressionBlock() block { return block{array("W", in.D, in.K), 0, in.D * in.K} }

func regressionTMinusY[N number[N]](in *instance) []N {
	X, R := inputs[N](in), matrix.New[N](in.N, in.K)
	for n, r := range rowsOf[N](in.logistic.Deep) {
		y := r.Y
		for k := range y {
			R[n][k] = y[k].Of(in.T[n][k]).Sub(y[k])
		}
	}
	return paper.TransposedProduct(X, R)
}

// inputs is X in any arithmetic.
func inputs[N number[N]](in *instance) [][]N { return matrix.Map(in.X, gradcheck.FromFloats[N]) }

// probeLogitSlope probes all of (18), ∂a[0,k]/∂W: x in column k, 0 in the others.
func probeLogitSlope(in *instance) *probe {
	a := function(in.logistic.Deep, firstLogits[exact], firstLogits[double])
	values := entries(in.K, in.D*in.K, func(k, i int) float64 { return in.X[0][i/in.K] * δ(i%in.K, k) })
	return differentiate(a, in.logistic.Theta).probe(in.String(), exactly(values), array("∂a/∂W", in.K, in.D*in.K)).of(in.logistic)
}
