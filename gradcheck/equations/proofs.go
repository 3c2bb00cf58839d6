package equations

import (
	"fmt"
	"math"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/paper"
	"chainrule/nn"
)

// Appendix B: the lines of a proof that give the derivative in another form are tried
// as that derivative.

// line is such a line, with a name, as a formula of the point.
type line struct {
	name    string
	formula func(point []float64) []precise
}

// lines probes the same derivatives by each line of a proof.
func lines(name string, d *derivative, point []float64, all ...line) *probe {
	var formula []precise
	var blocks []gradcheck.Block
	repeated := *d
	repeated.pick = nil
	for _, l := range all {
		one := l.formula(point)
		formula = append(formula, one...)
		blocks = append(blocks, vector(l.name, len(one)))
		repeated.pick = append(repeated.pick, d.pick...)
	}
	return repeated.probe(name, byFormula(formula), blocks...).at(point...)
}

// softmaxProof probes lines on a part of the softmax's Jacobian.
func softmaxProof(keep func(k1, k int) bool, all ...line) probes {
	return each(logitsOf, func(a []float64) *probe {
		d := differentiate(function(struct{}{}, softmaxOf[exact], softmaxOf[double]), a).only(keep)
		return lines(fmt.Sprintf("a = %v", a), d, a, all...)
	})
}

// productRule is d(exp aₖ′)/daₖ · S⁻¹ + exp aₖ′ · d(S⁻¹)/daₖ, where the first
// derivative is 0 for k′ ≠ k and exp aₖ for k′ = k.
func productRule[N number[N]](a []float64, keep func(k1, k int) bool) []N {
	e, S := exponentials[N](a)
	return jacobian(a, keep, func(k1, k int) N {
		inverse := e[k].Of(1).Quo(S)
		slope := e[k].Neg().Mul(inverse).Mul(inverse)
		return e[k].Mul(e[k].Of(δ(k, k1))).Mul(inverse).Add(e[k1].Mul(slope))
	})
}

func productRuleOff(a []float64) []precise { return productRule[precise](a, other) }
func productRuleOn(a []float64) []precise  { return productRule[precise](a, same) }

// printedB1 is the last line of B.1 as printed, with exp(aₖ′) twice.
func printedB1[N number[N]](a []float64) []N {
	e, S := exponentials[N](a)
	return jacobian(a, other, func(k1, _ int) N { return e[k1].Of(-1).Mul(e[k1]).Quo(S.Mul(S)).Mul(e[k1]) })
}

// productB3 is the line t·(1/y); the last line is t/y, (17).
func productB3[N number[N]](ty []float64) []N {
	x := gradcheck.FromFloats[N](ty)
	return []N{x[0].Mul(x[1].Of(1).Quo(x[1]))}
}

func probeB3(ty []float64) *probe {
	d := differentiate(function(ty[0], logTerm[exact], logTerm[double]), ty[1:])
	return lines(fmt.Sprintf("t = %v, y = %v", ty[0], ty[1]), d, ty, line{"t·(1/y)", productB3[precise]}, line{"t/y", equation17[precise]})
}

// inner is xᵀa as a function of x.
func inner[N number[N]](a []float64, x []N) []N { return []N{paper.Dot(x, gradcheck.FromFloats[N](a))} }

// probeB4 probes ∂(xᵀa)/∂x = a.
func probeB4(*Points) []*probe {
	a, x := []float64{0.5, -2, 0.125}, []float64{1, 0.25, -3}
	d := differentiate(function(a, inner[exact], inner[double]), x)
	return []*probe{d.probe("the linear form", exactly(a), vector("∂xᵀa/∂x", 3)).at(x...)}
}

// slopeProof probes lines on σ′.
func slopeProof(σ nn.Activation, all ...line) probes {
	return each(preactivationsOf, func(α float64) *probe {
		if α == 0 && σ == nn.ReLU || math.Abs(α) > 300 {
			return nil // where a proof has nothing to say, and where its squares overflow
		}
		d := differentiate(function(σ, sigmaOf[exact], sigmaOf[double]), []float64{α})
		return lines(fmt.Sprintf("α = %v", α), d, []float64{α}, all...)
	})
}

// ofOne is a line that is a formula of one number.
func ofOne(name string, formula func(precise) precise) line {
	return line{name, func(α []float64) []precise { return []precise{formula(precise{}.Of(α[0]))} }}
}

// The lines of B.5, with α where the paper has z, and (1 + exp(−α))² for its
// 1 + exp(−z)².

func chainB5[N number[N]](α N) N {
	e := α.Neg().Exp()
	d := α.Of(1).Add(e)
	return e.Mul(α.Of(-1)).Neg().Quo(d.Mul(d)) // −exp(−α)·d(−α)/dα / (1 + exp(−α))²
}

func productB5[N number[N]](α N) N {
	e := α.Neg().Exp()
	d := α.Of(1).Add(e)
	return α.Of(1).Quo(d).Mul(e.Quo(d))
}

func lastB5[N number[N]](α N) N { return slopeOfZ(nn.Sigmoid, paper.Sigma(nn.Sigmoid, α)) }

// printedB5 is the third line from the end as printed.
func printedB5[N number[N]](α N) N {
	e := paper.Sigma(nn.Sigmoid, α).Neg().Exp()
	return e.Quo(α.Of(1).Add(e.Mul(e)))
}

// The lines of B.6.

func halves[N number[N]](α N) (sum, difference N) {
	plus, minus := α.Exp(), α.Neg().Exp()
	return plus.Add(minus), plus.Sub(minus)
}

func quotientB6[N number[N]](α N) N {
	s, d := halves(α)
	return s.Mul(s).Sub(d.Mul(d)).Quo(s.Mul(s))
}

func squareB6[N number[N]](α N) N {
	s, d := halves(α)
	return α.Of(1).Sub(d.Mul(d).Quo(s.Mul(s)))
}

func lastB6[N number[N]](α N) N { return slopeOfZ(nn.Tanh, paper.Sigma(nn.Tanh, α)) }

// lastB7 is 1 for α > 0 and 0 for α < 0; printedB7 the z that is left where z < 0 is
// set to 0.
func lastB7[N number[N]](α N) N { return step(α) }

func printedB7[N number[N]](α N) N {
	z := paper.Sigma(nn.ReLU, α)
	return z.Max(z.Of(0))
}
