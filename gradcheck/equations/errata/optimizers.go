package errata

import (
	"math"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/nn/experiment"
)

// Sections 2.5.1 and 2.5.3: momentum, RMSprop, Adam.
var optimizerErrata = []demonstration{
	{id: "E33", says: "48 is classical momentum at another rate", show: func(e *Evidence) {
		minimise := func(rule nn.Optimizer[float64]) float64 { // θ², from 1, in 60 steps
			θ := []float64{1}
			for range 60 {
				rule.Update(θ, []float64{2 * θ[0]})
			}
			return θ[0]
		}
		e.Is("classical", "-0.036477", minimise(must(adam.NewClassicalMomentum[float64](1, 0.1, 0.9))))
		e.Is("printed", "0.001445", minimise(must(adam.NewMomentum[float64](1, 0.1, 0.9))))
		e.Is("slower", "0.001445", minimise(must(adam.NewClassicalMomentum[float64](1, 0.01, 0.9))))
	}},
	{id: "E35", says: "ε inside the root is a large ε", show: func(e *Evidence) {
		for _, c := range []struct {
			g                     float64
			name, inside, outside string
		}{{1e-6, "1e-6", "0.0100", "0.9901"}, {1e-4, "1e-4", "0.7071", "0.9999"}, {1, "1", "1.0000", "1.0000"}} {
			e.Is("inside-"+c.name, c.inside, firstStep(adam.Listing(), c.g))
			e.Is("outside-"+c.name, c.outside, firstStep(outside(), c.g))
		}
		e.Is("floor", "1e-4", math.Sqrt(1e-8))
	}, long: func(e *Evidence) {
		e.Is("inside", "44.6113073871", meant(7).TestCost)
		e.Is("outside", "44.6113074027", outside7().TestCost)
		e.Is("apart", "7.8e-8", furthest(outside7().θ, meant(7).θ))
	}},
	{id: "E43", says: "without correction the first step has another length", show: func(e *Evidence) {
		for name, c := range map[string]struct {
			β1     float64
			length string
		}{"bare-0.9": {0.9, "3.1623"}, "bare-0.99": {0.99, "0.3162"}} {
			o := adam.Options{Rate: 0.001, Beta1: c.β1, Beta2: 0.999, NoCorrection: true} // (56)
			e.Is(name, c.length, firstStep(o, 0.7))
			e.Is("", c.length, (1-c.β1)/math.Sqrt(1-0.999))
			o.NoCorrection = false // (59)
			e.Is("", "1.0000", firstStep(o, 0.7))
		}
	}},
	// E47 also shows that it hardly matters which of its two ε is meant.
	{id: "E47", says: "Code 5 has not the values of Code 14", long: func(e *Evidence) {
		five := trained(byRule(7, experiment.Adam, code5()))
		e.Is("right", "44.6113", meant(7).TestCost) // Code 14
		e.Is("cost", "41.3302", five.TestCost)
		e.Is("error", "0.21", five.ErrorRate)

		apart := func(η, ε1, ε2 float64) float64 {
			o := code5()
			o.Rate, o.Epsilon = η, ε1
			a := trained(byRule(7, experiment.Adam, o))
			o.Epsilon = ε2
			return furthest(a.θ, trained(byRule(7, experiment.Adam, o)).θ)
		}
		e.Is("", "4.8e-7", apart(1e-3, 1e-7, 1e-8)) // at the rate of Code 5
		e.Is("", "5.4e-6", apart(1e-4, 1e-7, 1e-8)) // at that of Code 14
	}},
	// E49 divides a gradient by 50, as the mean of a batch does: plain descent
	// takes a step of a fiftieth.
	{id: "E49", says: "a mean is not a sum", show: func(e *Evidence) {
		sum, mean := []float64{0}, []float64{0}
		rule := must(adam.NewDescent[float64](0.001))
		rule.Update(sum, []float64{25})
		rule.Update(mean, []float64{25.0 / 50})
		e.Is("factor", "50.000000000000", sum[0]/mean[0])
		e.Is("", "2.0e-8", firstStep(outside(), 25)-firstStep(outside(), 25.0/50)) // of Adam, ε only
	}, long: func(e *Evidence) {
		mean := end(scaled(experiment.Paper(7), 1.0/50).Train())
		e.Is("sum", "44.611307", meant(7).TestCost)
		e.Is("mean", "44.611626", mean.TestCost)
		e.Is("apart", "2.2e-4", furthest(mean.θ, meant(7).θ))
		mean = end(scaled(byRule(7, experiment.Adam, outside()), 1.0/50).Train())
		e.Is("", "9.1e-7", furthest(mean.θ, outside7().θ))
	}},
	// E62 corrects the first moments with t = 2. The step is
	// √(1+β₂)/(1+β₁) rates long.
	{id: "E62", says: "t advances before the correction", show: func(e *Evidence) {
		for name, c := range map[string]struct {
			β1     float64
			length string
		}{"early-0.99": {0.99, "0.7105"}, "early-0.9": {0.9, "0.7441"}} {
			o := adam.Options{Rate: 0.001, Beta1: c.β1, Beta2: 0.999}
			rule, θ := must(adam.New[float64](1, o)), []float64{0}
			rule.Update(θ, []float64{3})
			m, v := rule.Moments()
			early1, early2 := corrected(o.Beta1, 2), corrected(o.Beta2, 2)
			e.Is(name, c.length, m[0]/early1/math.Sqrt(v[0]/early2))
			e.Is("", c.length, math.Sqrt(1+o.Beta2)/(1+o.Beta1))
			e.Is("", "1.0000", -θ[0]/o.Rate) // Code 13
		}
	}},
	// E67 compares the mean test cost of seeds 0 to 2, with the paper's values.
	{id: "E67", says: "Adam is not better than plain descent here", long: func(e *Evidence) {
		o := outside()
		tenfold := o
		tenfold.Rate *= 10
		means := map[string]float64{}
		for _, r := range []struct {
			name, mean, rule string
			adam.Options
		}{
			{"descent", "42.607", experiment.Descent, o},
			{"momentum", "42.74", experiment.Momentum, o},
			{"rmsprop", "42.204", experiment.RMSprop, o},
			{"adam", "43.91", experiment.Adam, o},
			{"tenfold", "40.59", experiment.Adam, tenfold},
		} {
			for seed := range uint32(3) {
				means[r.name] += trained(byRule(seed, r.rule, r.Options)).TestCost / 3
			}
			e.Is(r.name, r.mean, means[r.name])
		}
		e.Holds("descent does better at the paper's rate", means["descent"] < means["adam"])
	}},
}

// firstStep is the length of the first step for a gradient g, in rates.
func firstStep(o adam.Options, g float64) float64 {
	θ := []float64{0}
	must(adam.New[float64](1, o)).Update(θ, []float64{g})
	return -θ[0] / o.Rate
}

// corrected is 1 − βᵗ, by package adam.
func corrected(β float64, t int) float64 {
	c := must(adam.NewBiasCorrection(β))
	for range t {
		c.Advance()
	}
	return c.Denominator()
}
