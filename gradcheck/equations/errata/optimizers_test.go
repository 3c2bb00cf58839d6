package errata_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
	"chainrule/nn"
)

// Sections 2.5.1 and 2.5.3: momentum, RMSprop, Adam.
var optimizerErrata = []demonstration{
	{id: "E33", says: "48 is classical momentum at another rate", show: showMomentumForms},
	{id: "E34", says: "the sentence on momentum is another formula", show: showMomentumSentence},
	{id: "E35", says: "ε inside the root is a large ε", show: showEpsilonInside, long: showEpsilonInTraining},
	{id: "E42", says: "the sentence before 56 is another formula", show: showAdamSentence},
	{id: "E43", says: "without correction the first step has another length", show: showFirstStep},
	{id: "E47", says: "Code 5 has not the values of Code 14", long: showValuesOfCode5},
	{id: "E49", says: "a mean is not a sum", show: showFactorOfTheBatch, long: showMeanInTraining},
	{id: "E62", says: "t advances before the correction", show: showAdvanceTooEarly},
}

func showMomentumForms(t *testing.T) {
	minimise := func(rule nn.Optimizer[float64]) float64 { // θ², from 1, in 60 steps
		θ := []float64{1}
		for range 60 {
			rule.Update(θ, []float64{2 * θ[0]})
		}
		return θ[0]
	}
	requireDigits(t, "-0.036477", minimise(must(adam.NewClassicalMomentum[float64](1, 0.1, 0.9))))
	requireDigits(t, "0.001445", minimise(must(adam.NewMomentum[float64](1, 0.1, 0.9))))
	requireDigits(t, "0.001445", minimise(must(adam.NewClassicalMomentum[float64](1, 0.01, 0.9))))

	exactly := func(η *big.Rat) *big.Rat { // classical
		θ, m := rat(1, 1), new(big.Rat)
		for range 60 {
			m = new(big.Rat).Sub(product(rat(9, 10), m), product(η, rat(2, 1), θ))
			θ = new(big.Rat).Add(θ, m)
		}
		return θ
	}
	requireRatDigits(t, "-0.036477", exactly(rat(1, 10)))
	requireRatDigits(t, "0.001445", exactly(rat(1, 100)))
}

func showMomentumSentence(t *testing.T) {
	g, m, μ, η := rat(1, 2), rat(1, 5), rat(9, 10), rat(1, 10)
	formula := new(big.Rat).Sub(product(μ, m), product(η, g))
	sentence := product(g, new(big.Rat).Sub(product(μ, m), η))
	requireRatDigits(t, "0.130", formula)
	requireRatDigits(t, "0.040", sentence)

	rule, θ := must(adam.NewClassicalMomentum[float64](1, 0.1, 0.9)), []float64{0}
	rule.Update(θ, []float64{-2}) // makes m = 0.2
	rule.Update(θ, []float64{0.5})
	moment, _ := rule.Moments()
	requireDigits(t, "0.130", moment[0])
}

// firstStep is the length of the first step for a gradient g, in rates.
func firstStep(o adam.Options, g float64) float64 {
	θ := []float64{0}
	ruleFor(1, o).Update(θ, []float64{g})
	return -θ[0] / o.Rate
}

func ruleFor(n int, o adam.Options) nn.Optimizer[float64] { return must(adam.New[float64](n, o)) }

func showEpsilonInside(t *testing.T) {
	for _, c := range []struct {
		g               float64
		inside, outside string
	}{{1e-6, "0.0100", "0.9901"}, {1e-4, "0.7071", "0.9999"}, {1, "1.0000", "1.0000"}} {
		requireDigits(t, c.inside, firstStep(adam.Listing(), c.g))
		requireDigits(t, c.outside, firstStep(outside(), c.g))
		g := real320{}.Of(c.g)
		ε := g.Of(1e-8)
		requireDigits(t, c.inside, g.Quo(g.Mul(g).Add(ε).Sqrt()).Float64())
		requireDigits(t, c.outside, g.Quo(g.Add(ε)).Float64())
	}
	requireDigits(t, "1e-4", math.Sqrt(1e-8))
}

func showEpsilonInTraining(t *testing.T) {
	out := training{seed: 7, rule: ruleOf(outside())}.run()
	requireDigits(t, "7.8e-8", furthest(out.Parameters().Theta, trained7().Parameters().Theta))
	requireDigits(t, "44.6113073871", outcomeOf(trained7()).cost)
	requireDigits(t, "44.6113074027", outcomeOf(out).cost)
}

func showAdamSentence(t *testing.T) {
	θ, η, m, v := rat(1, 1), rat(1, 10), rat(3, 10), rat(1, 4)
	root := rat(1, 2)
	require.Equal(t, v, product(root, root))
	sentence := new(big.Rat).Quo(product(new(big.Rat).Sub(θ, η), m), root)
	formula := new(big.Rat).Sub(θ, new(big.Rat).Quo(product(η, m), root))
	requireRatDigits(t, "0.540", sentence)
	requireRatDigits(t, "0.940", formula)

	// The rule without correction and ε: g makes m = 0.3 and v = 0.25.
	rule := ruleFor(1, adam.Options{Rate: 0.1, Beta1: 0.4, Beta2: 0, NoCorrection: true})
	at := []float64{1}
	rule.Update(at, []float64{0.5}) // m = 0.6·0.5, v = 0.5²
	requireDigits(t, "0.940", at[0])
}

func showFirstStep(t *testing.T) {
	for β1, length := range map[float64]string{0.9: "3.1623", 0.99: "0.3162"} {
		o := adam.Options{Rate: 0.001, Beta1: β1, Beta2: 0.999, NoCorrection: true} // (56)
		requireDigits(t, length, firstStep(o, 0.7))
		requireDigits(t, length, (1-β1)/math.Sqrt(1-0.999))
		o.NoCorrection = false // (59)
		requireDigits(t, "1.0000", firstStep(o, 0.7))
	}
}

// showValuesOfCode5 also shows that it hardly matters which of its two ε is meant.
func showValuesOfCode5(t *testing.T) {
	five := outcomeOf(training{seed: 7, rule: ruleOf(code5())}.run())
	requireDigits(t, "44.6113", outcomeOf(trained7()).cost) // Code 14
	requireDigits(t, "41.3302", five.cost)
	requireDigits(t, "0.21", five.error)

	apart := func(η, ε1, ε2 float64) float64 {
		o := adam.Options{Rate: η, Beta1: 0.9, Beta2: 0.999, Epsilon: ε1}
		a := training{seed: 7, rule: ruleOf(o)}.run()
		o.Epsilon = ε2
		return furthest(a.Parameters().Theta, training{seed: 7, rule: ruleOf(o)}.run().Parameters().Theta)
	}
	requireDigits(t, "4.8e-7", apart(1e-3, 1e-7, 1e-8)) // at the rate of Code 5
	requireDigits(t, "5.4e-6", apart(1e-4, 1e-7, 1e-8)) // at that of Code 14
}

// showFactorOfTheBatch: the gradient of a mean is that of the sum over 50, to which
// plain descent is bound.
func showFactorOfTheBatch(t *testing.T) {
	sum, mean := []float64{0}, []float64{0}
	rule := must(adam.NewDescent[float64](0.001))
	rule.Update(sum, []float64{25})
	rule.Update(mean, []float64{25.0 / 50})
	requireDigits(t, "50.000000000000", sum[0]/mean[0])
	require.Greater(t, firstStep(outside(), 25)-firstStep(outside(), 25.0/50), 0.0, "of Adam, ε only")
	requireDigits(t, "2.0e-8", firstStep(outside(), 25)-firstStep(outside(), 25.0/50))
}

// meanGradient is that of the mean over the batch.
func meanGradient(net *nn.MLP[float64], g parameters, s workspace, X, T matrix) {
	net.Backward(g, s, X, T)
	for i := range g.Theta {
		g.Theta[i] /= float64(X.Rows())
	}
}

func showMeanInTraining(t *testing.T) {
	mean := training{seed: 7, backward: meanGradient}.run()
	requireDigits(t, "2.2e-4", furthest(mean.Parameters().Theta, trained7().Parameters().Theta))
	requireDigits(t, "44.611626", outcomeOf(mean).cost)
	requireDigits(t, "44.611307", outcomeOf(trained7()).cost)
	sum := training{seed: 7, rule: ruleOf(outside())}.run()
	mean = training{seed: 7, rule: ruleOf(outside()), backward: meanGradient}.run()
	requireDigits(t, "9.1e-7", furthest(mean.Parameters().Theta, sum.Parameters().Theta))
}

// showAdvanceTooEarly corrects the first moments with t = 2. The step is
// √(1+β₂)/(1+β₁) rates long.
func showAdvanceTooEarly(t *testing.T) {
	for β1, length := range map[float64]string{0.99: "0.7105", 0.9: "0.7441"} {
		o := adam.Options{Rate: 0.001, Beta1: β1, Beta2: 0.999}
		rule, θ := must(adam.New[float64](1, o)), []float64{0}
		rule.Update(θ, []float64{3})
		m, v := rule.Moments()
		early1, early2 := must(adam.NewBiasCorrection(o.Beta1)), must(adam.NewBiasCorrection(o.Beta2))
		for range 2 {
			early1.Advance()
			early2.Advance()
		}
		requireDigits(t, length, m[0]/early1.Denominator()/math.Sqrt(v[0]/early2.Denominator()))
		requireDigits(t, length, math.Sqrt(1+o.Beta2)/(1+o.Beta1))
		requireDigits(t, "1.0000", -θ[0]/o.Rate) // Code 13
	}
}
