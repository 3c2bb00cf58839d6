package equations

import (
	"fmt"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/paper"
)

// Sections 2.2.4 to 2.2.6: the derivative of the softmax, (11) to (16), and of its
// logarithm, (17).

// softmaxOf is y as a function of a.
func softmaxOf[N number[N]](_ struct{}, a []N) []N { return paper.Softmax(a) }

// exponentials returns the exp(aⱼ) and their sum.
func exponentials[N number[N]](a []float64) (e []N, sum N) {
	for _, x := range gradcheck.FromFloats[N](a) {
		e = append(e, x.Exp())
		sum = sum.Add(e[len(e)-1])
	}
	return e, sum
}

// jacobian has the pairs k′, k of a formula in the order of rows and columns.
func jacobian[N number[N]](a []float64, keep func(k1, k int) bool, f func(k1, k int) N) (values []N) {
	for k1 := range a {
		for k := range a {
			if keep(k1, k) {
				values = append(values, f(k1, k))
			}
		}
	}
	return values
}

func same(k1, k int) bool  { return k1 == k }
func other(k1, k int) bool { return k1 != k }
func any2(int, int) bool   { return true }

// equation11 to equation16 are the right sides as printed.

func equation11[N number[N]](a []float64) []N {
	e, S := exponentials[N](a)
	return jacobian(a, other, func(k1, k int) N { return e[k1].Of(-1).Mul(e[k1]).Quo(S.Mul(S)).Mul(e[k]) })
}

func equation12[N number[N]](a []float64) []N {
	y := paper.Softmax(gradcheck.FromFloats[N](a))
	return jacobian(a, other, func(k1, k int) N { return y[k1].Mul(y[k]).Neg() })
}

func equation13[N number[N]](a []float64) []N {
	e, S := exponentials[N](a)
	return jacobian(a, same, func(_, k int) N { return e[k].Quo(S).Sub(e[k].Mul(e[k]).Quo(S.Mul(S))) })
}

func equation14[N number[N]](a []float64) []N {
	y := paper.Softmax(gradcheck.FromFloats[N](a))
	return jacobian(a, same, func(_, k int) N { return y[k].Sub(y[k].Mul(y[k])) })
}

func equation15[N number[N]](a []float64) []N {
	y := paper.Softmax(gradcheck.FromFloats[N](a))
	return jacobian(a, same, func(_, k int) N { return y[k].Mul(y[k].Of(1).Sub(y[k])) })
}

func equation16[N number[N]](a []float64) []N {
	y := paper.Softmax(gradcheck.FromFloats[N](a))
	return jacobian(a, any2, func(k1, k int) N { return y[k1].Mul(y[k].Of(δ(k, k1)).Sub(y[k])) })
}

func δ(i, j int) float64 {
	if i == j {
		return 1
	}
	return 0
}

// probeSoftmax probes the part of the Jacobian at the points' logits.
func probeSoftmax(keep func(k1, k int) bool, formula func([]float64) []precise) probes {
	return each(logitsOf, func(a []float64) *probe {
		d := differentiate(function(struct{}{}, softmaxOf[exact], softmaxOf[double]), a).only(keep)
		c := byFormula(formula(a))
		b := array("∂y/∂a", len(a), len(c.values)/len(a))
		if keep(0, 0) && !keep(0, 1) {
			b = vector("∂y[k]/∂a[k]", len(a))
		}
		return d.probe(fmt.Sprintf("a = %v", a), c, b).at(a...)
	})
}

// logTerm is J[k′] = t log y as a function of y.
func logTerm[N number[N]](t float64, y []N) []N { return []N{paper.LogLikelihood([]float64{t}, y)} }

// equation17 is t/y, at the point {t, y}.
func equation17[N number[N]](ty []float64) []N {
	x := gradcheck.FromFloats[N](ty)
	return []N{x[0].Quo(x[1])}
}

func probeLogSlope(*Points) (qs []*probe) {
	for _, y := range []float64{0.25, 0.0625, 0.9990234375, 0x1p-40, 0x1p-60} {
		for _, t := range []float64{0, 1, 0.5, 3} {
			d := differentiate(function(t, logTerm[exact], logTerm[double]), []float64{y})
			c := byFormula(equation17[precise]([]float64{t, y}))
			qs = append(qs, d.probe(fmt.Sprintf("t = %v, y = %v", t, y), c, vector("∂J/∂y", 1)).at(t, y))
		}
	}
	return qs
}
