package equations

import "math"

// ofPairs is an answer about the pairs k′, k of the softmax's Jacobian, from y.
func ofPairs(keep func(k1, k int) bool, f func(y []float64, k1, k int) float64) func(*probe) []float64 {
	return ofPairsBy(math.Exp, keep, f)
}

func ofPairsBy(exp func(float64) float64, keep func(k1, k int) bool, f func(y []float64, k1, k int) float64) func(*probe) []float64 {
	return mutateFormula(func(a []float64) []float64 {
		y := softened([][]float64{a}, exp)[0]
		return floats(jacobian(a, keep, func(k1, k int) double { return double(f(y, k1, k)) }))
	})
}

// ofExponentials is the same from the exp aⱼ and their sum.
func ofExponentials(keep func(k1, k int) bool, f func(e []float64, S float64, k1, k int) float64) func(*probe) []float64 {
	return mutateFormula(func(a []float64) []float64 {
		e, S := exponentials[double](a)
		return floats(jacobian(a, keep, func(k1, k int) double { return double(f(floats(e), float64(S), k1, k)) }))
	})
}

var softmaxMutants = []Mutant{
	{Equation: "11", Name: "minus sign lost", answer: mutateResult(negated)},
	{Equation: "11", Name: "the sum not squared", answer: ofExponentials(other, func(e []float64, S float64, k1, k int) float64 { return -e[k1] / S * e[k] })},
	{Equation: "11", Name: "−yₖ′yₖ of the shifted softmax", answer: ofPairs(other, func(y []float64, k1, k int) float64 { return -y[k1] * y[k] }),
		Equivalent: "That is (12), the same number; a common shift of the activations cancels in y."},
	{Equation: "12", Name: "yₖ′ squared for yₖ′yₖ", answer: ofPairs(other, func(y []float64, k1, _ int) float64 { return -y[k1] * y[k1] })},
	{Equation: "13", Name: "second term without its squares", answer: ofExponentials(same, func(e []float64, S float64, _, k int) float64 {
		return e[k]/S - e[k]/(S*S)
	})},
	{Equation: "13", Name: "second term forgotten", answer: ofExponentials(same, func(e []float64, S float64, _, k int) float64 { return e[k] / S })},
	{Equation: "13", Name: "y(1 − y)", answer: ofPairs(same, func(y []float64, _, k int) float64 { return y[k] * (1 - y[k]) }),
		Equivalent: "That is (15), y − y² with y taken out; its error is a few roundings of y, as is that of the difference."},
	{Equation: "14", Name: "1 − y², as of tanh", answer: ofPairs(same, func(y []float64, _, k int) float64 { return 1 - float64(y[k]*y[k]) })},
	{Equation: "14", Name: "y + y²", answer: ofPairs(same, func(y []float64, _, k int) float64 { return y[k] + float64(y[k]*y[k]) })},
	{Equation: "15", Name: "(1 − y)²", answer: ofPairs(same, func(y []float64, _, k int) float64 { return (1 - y[k]) * (1 - y[k]) })},
	{Equation: "15", Name: "exp in float32", answer: ofPairsBy(exp32, same, func(y []float64, _, k int) float64 { return y[k] * (1 - y[k]) })},
	{Equation: "16", Name: "only the diagonal", answer: ofPairs(any2, func(y []float64, k1, k int) float64 { return δ(k, k1) * y[k] * (1 - y[k]) })},
	{Equation: "16", Name: "the outer product without the diagonal", answer: ofPairs(any2, func(y []float64, k1, k int) float64 { return -y[k1] * y[k] })},
	{Equation: "16", Name: "the same index twice: yₖ′(δ − yₖ′)", answer: ofPairs(any2, func(y []float64, k1, k int) float64 {
		return y[k1] * (δ(k, k1) - y[k1])
	})},
	{Equation: "16", Name: "transposed: yₖ(δ − yₖ′)", answer: ofPairs(any2, func(y []float64, k1, k int) float64 { return y[k] * (δ(k, k1) - y[k1]) }),
		Equivalent: "The Jacobian is symmetric: off the diagonal it is −yₖyₖ′, on it yₖ(1 − yₖ)."},
	{Equation: "2.2.4", Name: "divided by the sum of the activations", answer: mutateFormula(func(a []float64) (y []float64) {
		for _, x := range a {
			y = append(y, x/total(a))
		}
		return y
	})},
	{Equation: "2.2.4", Name: "the own exponential left out of the sum", answer: ofExponentials(same, func(e []float64, S float64, _, k int) float64 {
		return e[k] / (S - e[k])
	})},
}
