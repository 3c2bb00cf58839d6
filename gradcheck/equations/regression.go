package equations

import (
	"fmt"

	"chainrule/gradcheck"
)

// Section 2.2: softmax regression.

// askRegressionA and askRegressionY ask for (8) and (6).
var (
	askRegressionA = forwardSide{regressionA[big], regressionA[double], regressionA[gauge]}.values("a", logistic, logitsOfClaims)
	askRegressionY = forwardSide{regressionY[big], regressionY[double], regressionY[gauge]}.values("y", logistic, outputsOfClaims)
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

func askChain(*Points) (qs []*question) {
	for _, x := range []float64{-0.75, 0.0625, 0.25, -3} {
		d := differentiate(function(struct{}{}, chain[exact], chain[double]), []float64{x})
		c := byFormula(x, chainRule[double], chainRule[gauge], chainRule[big])
		qs = append(qs, d.ask(fmt.Sprintf("x = %v", x), c, vector("dJ/dx", 1)).at(x))
	}
	return qs
}

// regressionChain is (10): the sum over samples and k′ of three derivatives.
func regressionChain[N number[N]](in *instance) []N {
	g := make([]N, in.D*in.K)
	for n := range in.N {
		_, y := regression(in, gradcheck.FromFloats[N](in.regressionW()), n)
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

// regressionSlopes asks for the gradient of J in the W of softmax regression.
func regressionSlopes(in *instance, c claim) *question {
	q := differentiate(function(in, regressionLikelihoods[exact], regressionLikelihoods[double]), in.regressionW()).
		ask(in.String(), c, array("W", in.D, in.K)).of(in)
	q.oracles = in.regressionGradient
	return q
}

func askRegressionChain(p *Points) (qs []*question) {
	for _, in := range p.networks {
		qs = append(qs, regressionSlopes(in, byFormula(in, regressionChain[double], regressionChain[gauge], regressionChain[big])))
	}
	return qs
}

// askRegressionGradient asks nn.Logistic.
func askRegressionGradient(p *Points) (qs []*question) {
	for _, in := range p.networks {
		c := in.regression()
		q := regressionSlopes(in, claim{c.gradient, c.gauge.gradient, c.formula.gradient}.negated())
		qs = append(qs, q)
		if in.fits32() {
			qs = append(qs, q.single(claim{values: in.regression32().gradient}.negated().values))
		}
	}
	return qs
}

// printedRegressionGradient asks for Xᵀ(T − Y) as printed.
func printedRegressionGradient(p *Points) (qs []*question) {
	for _, in := range p.oneHot(everyActivation...) {
		qs = append(qs, regressionSlopes(in, byFormula(in, regressionTMinusY[double], regressionTMinusY[gauge], regressionTMinusY[big])))
	}
	return qs
}

func regressionTMinusY[N number[N]](in *instance) []N {
	X, R := inputs[N](in), rectangle[N](in.N, in.K)
	for n := range in.N {
		_, y := regression(in, gradcheck.FromFloats[N](in.regressionW()), n)
		for k := range y {
			R[n][k] = y[k].Of(in.T[n][k]).Sub(y[k])
		}
	}
	return transposedProduct(X, R)
}

// inputs is X in any arithmetic.
func inputs[N number[N]](in *instance) [][]N {
	X := make([][]N, in.N)
	for n := range X {
		X[n] = gradcheck.FromFloats[N](in.X[n])
	}
	return X
}

// askLogitSlope asks for all of (18), ∂a[0,k]/∂W: x in column k, 0 in the others.
func askLogitSlope(p *Points) (qs []*question) {
	for _, in := range p.networks {
		a := function(in, regressionLogits[exact], regressionLogits[double])
		var values []float64
		for k := range in.K {
			for i := range in.D * in.K {
				values = append(values, in.X[0][i/in.K]*δ(i%in.K, k))
			}
		}
		qs = append(qs, differentiate(a, in.regressionW()).ask(in.String(), exactly(values), array("∂a/∂W", in.K, in.D*in.K)).of(in))
	}
	return qs
}

// regressionLogits is a of sample 0 as a function of W.
func regressionLogits[N number[N]](in *instance, W []N) []N {
	a, _ := regression(in, W, 0)
	return a
}
