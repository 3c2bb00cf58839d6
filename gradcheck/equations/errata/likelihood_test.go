package errata

import (
	"fmt"
	"math"
	"math/big"
	"slices"

	"chainrule/gradcheck/equations/internal/paper"
	"chainrule/nn"
	"chainrule/nn/experiment"
	"chainrule/tensor"
)

// Section 2.1 and what else is about likelihood and loss.
var likelihoodErrata = []demonstration{
	{id: "E1", says: "rolls are a sequence and no set", show: func(e *Evidence) {
		e.equal("shares", "[0/1 2/5 1/5 0/1 1/5 1/5]", fmt.Sprint(shares(rolls)))
		set := slices.Compact(slices.Sorted(slices.Values(rolls)))
		e.equal("of the set", "[0/1 1/4 1/4 0/1 1/4 1/4]", fmt.Sprint(shares(set)))
		e.Holds("what was rolled is likelier", likelihoodOfRolls(shares(rolls)).Cmp(likelihoodOfRolls(shares(set))) > 0)
	}},
	{id: "E2", says: "the maximum needs a constraint", show: func(e *Evidence) {
		all := func(x *big.Rat) []*big.Rat { return slices.Repeat([]*big.Rat{x}, 6) }
		best := likelihoodOfRolls(shares(rolls))
		e.equal("best", "4/3125", best.String())
		e.IsRat("", "0.00128", best)
		e.IsRat("", "0.000128601", likelihoodOfRolls(all(rat(1, 6))))
		e.IsRat("", "32", likelihoodOfRolls(all(rat(2, 1)))) // more than any probability

		points, fifteenths := 0, make([]int, 6)
		compositions(fifteenths, 0, 15, func() { // with the constraint: no other w in fifteenths is as good
			points++
			L := 1
			for _, k := range rolls {
				L *= fifteenths[k-1]
			}
			if rat(int64(L), 15*15*15*15*15).Cmp(best) >= 0 {
				e.equal("maximum", []int{0, 6, 3, 0, 3, 3}, fifteenths)
			}
		})
		e.equal("points", 15504, points)
		e.Holds("the logarithm of the maximum, whose w₁ is 0", math.IsNaN(0*math.Log(0)))
		e.Holds("the product form takes 0⁰ for 1", math.Pow(0, 0) == 1)
	}},
	{id: "E3", says: "the product needs independence", show: func(e *Evidence) {
		two := shares(rolls)[1]
		e.IsRat("", "0.16", product(two, two))
		e.IsRat("", "0.4", product(two, rat(1, 1))) // if the second roll repeats the first
	}},
	{id: "E5", says: "to reduce L is to worsen the fit", show: func(e *Evidence) {
		at := func(h real320) real320 { return likelihoodOf(exact7(), exact7().moved(0, h)) }
		J := at(real320{})
		e.Is("", "-685.740", J.Float64()) // log L
		e.Is("", "685.740", seed7().loss)
		up := J.Of(seed7().g.Theta[0] * -0x1p-10) // along ∇J, in the first weight
		e.Holds("ascent of J reduces the loss", at(up).Cmp(J) > 0)
		e.Holds("descent of J, or of L, does not", at(up.Neg()).Cmp(J) < 0)
	}},
	{id: "E6", says: "0 log 0 is NaN in the code", show: func(e *Evidence) {
		e.Holds("a certain and right prediction", math.IsNaN(costOfCode9([]double{1, 0}, 1, 0)))
		e.Holds("a wrong one, as the paper says", math.IsInf(costOfCode9([]double{0, 1}, 1, 0), 1))

		p := paper.Softmax(numbers[double](0, -800)) // Code 10
		e.equal("softmax", numbers[double](1, 0), p)
		e.Holds("its cost", math.IsNaN(costOfCode9(p, 1, 0)))
		e.equal("more than the truth, log(1 + e⁻⁸⁰⁰)", 0.0, real320{}.Of(-800).Exp().Float64())
		cost := []float64{1}
		tensor.CrossEntropy(cost, tensor.FromRows([]float64{0, -800}), tensor.FromRows([]float64{1, 0}))
		e.equal("ours", 0.0, cost[0])
	}},
	{id: "E7", says: "the sum of activations is no divisor", show: func(e *Evidence) {
		a := numbers[double](1, 2, -3)
		sum := a[0].Add(a[1]).Add(a[2])
		e.equal("quotients", "[+Inf +Inf -Inf]", fmt.Sprint([]double{a[0].Quo(sum), a[1].Quo(sum), a[2].Quo(sum)}))
		y := paper.Softmax(numbers[real320](1, 2, -3))
		e.IsEach([]string{"0.26762", "0.72748", "0.00490"}, y[0].Float64(), y[1].Float64(), y[2].Float64())
		e.Holds("they sum to 1", agree(y[0].Add(y[1]).Add(y[2]), y[0].Of(1)))
	}},
	{id: "E8", says: "no maximum of J is local or unique", show: func(e *Evidence) {
		X, T := rowsOf(experiment.PaperRows().X), rowsOf(experiment.PaperRows().T)
		J := func(W []real320) real320 { return regressionLikelihood(X, T, W) }
		W := numbers[real320](demoWeights()...)
		shifted, other, middle := slices.Clone(W), slices.Clone(W), slices.Clone(W)
		for i := range W {
			u := W[i].Of(float64(i/3) - 1.5)
			shifted[i] = W[i].Add(u)
			other[i] = W[(i+1)%len(W)]
			middle[i] = W[i].Add(other[i]).Quo(u.Of(2))
		}
		at := J(W)
		e.Is("", "-1442.343994198179", at.Float64())
		e.Holds("W + u·1ᵀ is as good: no maximum is unique", agree(J(shifted), at))
		e.Holds("concave between two points", J(middle).Cmp(at.Add(J(other)).Quo(at.Of(2))) > 0)

		separable, apart := [][]float64{{1}, {-1}}, [][]float64{{1, 0}, {0, 1}}
		for scale, digits := range map[float64]string{1: "-0.63", 10: "-9.1e-5", 100: "-7.4e-44"} {
			J := regressionLikelihood(separable, apart, numbers[real320](scale/2, -scale/2))
			e.Is("", digits, J.Float64())
			e.Holds("below the supremum 0, which is not attained", J.Sign() < 0)
		}
		e.Holds("but doubles take it for 0", paper.Softmax(numbers[double](50, -50))[0].Log() == 0)
		showPerceptronIsNotConcave(e)
	}},
}

// rolls are the example of section 2.1.2.
var rolls = []int{6, 2, 2, 5, 3}

// shares returns N_k/N of the faces 1 to 6.
func shares(rolls []int) (w []*big.Rat) {
	for range 6 {
		w = append(w, new(big.Rat))
	}
	for _, k := range rolls {
		w[k-1].Add(w[k-1], rat(1, int64(len(rolls))))
	}
	return w
}

// likelihoodOfRolls is (1).
func likelihoodOfRolls(w []*big.Rat) *big.Rat {
	L := rat(1, 1)
	for _, k := range rolls {
		L.Mul(L, w[k-1])
	}
	return L
}

// compositions visits all k ≥ 0 of which those from i on have the sum left.
func compositions(k []int, i, left int, visit func()) {
	if i == len(k)-1 {
		k[i] = left
		visit()
		return
	}
	for first := range left + 1 {
		k[i] = first
		compositions(k, i+1, left-first, visit)
	}
}

// costOfCode9 is −Σ t·log p.
func costOfCode9(p []double, t ...double) float64 {
	cost := double(0)
	for k := range p {
		cost = cost.Sub(p[k].Log().Mul(t[k]))
	}
	return cost.Float64()
}

// showPerceptronIsNotConcave lets two hidden units change places.
func showPerceptronIsNotConcave(e *Evidence) {
	s := newNetwork(nn.Sigmoid, false, 7)
	θ, swapped, middle := numbers[real320](s.Theta...), numbers[real320](s.Theta...), numbers[real320](s.Theta...)
	for row := range s.D + 1 { // of W, and b: a column for each unit
		i := row * s.M
		swapped[i], swapped[i+1] = θ[i+1], θ[i]
	}
	V := (s.D + 1) * s.M // a row for each unit
	copy(swapped[V:], θ[V+s.K:V+2*s.K])
	copy(swapped[V+s.K:], θ[V:V+s.K])
	for i := range θ {
		middle[i] = θ[i].Add(swapped[i]).Quo(θ[i].Of(2))
	}
	e.Holds("as good", agree(likelihoodOf(s, swapped), likelihoodOf(s, θ)))
	e.Holds("worse between", likelihoodOf(s, middle).Cmp(likelihoodOf(s, θ)) < 0)
}
