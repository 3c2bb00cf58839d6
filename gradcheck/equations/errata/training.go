package errata

import (
	"context"
	"slices"
	"sync"

	"chainrule/adam"
	"chainrule/nn/experiment"
)

// result is a network at some time of its training.
type result struct {
	experiment.Outcome
	θ []float64
}

// trained returns the end of a training.
func trained(c experiment.Config) result { return end(begin(c).Train()) }

func end(r *experiment.Run[float64]) result { return result{r.Evaluate(), r.Net.Parameters().Theta} }

// meant returns the end of Code 13 as it is meant, 500 epochs of 8 batches, ε inside, from a
// seed, computed once.
func meant(seed uint32) result {
	once, _ := meants.LoadOrStore(seed, sync.OnceValue(func() result { return trained(experiment.Paper(seed)) }))
	return once.(func() result)()
}

var meants sync.Map // of func() result, by seed

// outside7 is the end of seed 7 with ε outside of the root.
var outside7 = sync.OnceValue(func() result { return trained(byRule(7, experiment.Adam, outside())) })

// byRule returns the paper's training with another rule.
func byRule(seed uint32, name string, o adam.Options) experiment.Config {
	c := experiment.Paper(seed)
	c.Rule = experiment.Rule{Name: name, Options: o}
	return c
}

// outside returns the options of Code 14 with ε outside of the root, as in (59).
func outside() adam.Options {
	o := adam.Listing()
	o.EpsilonInside = false
	return o
}

// code5 returns the options of Code 5, with the β₂ that it leaves out.
func code5() adam.Options { return adam.Options{Rate: 0.001, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8} }

// misled trains with slopes of its own in the gradients of W and of b.
func misled(c experiment.Config, inW, inB slope[double]) experiment.Outcome {
	r := begin(c)
	r.Adjust = func(g parameters, s workspace, X, T matrix) {
		p := position{θ: r.Net.Parameters(), s: s, X: X, T: T}
		W, b := p.mixed(times(inW), times(inB))
		for i, x := range append(W, b...) {
			g.Theta[i] = -x
		}
	}
	return r.Train().Evaluate()
}

// scaled trains with gradients times a factor.
func scaled(c experiment.Config, factor float64) *experiment.Run[float64] {
	r := begin(c)
	r.Adjust = func(g parameters, _ workspace, _, _ matrix) {
		for i := range g.Theta {
			g.Theta[i] *= factor
		}
	}
	return r
}

// outcomes trains and returns the outcomes after so many steps.
func outcomes(r *experiment.Run[float64], steps ...int) (all []experiment.Outcome) {
	for step, err := range r.Steps(context.Background()) {
		if must(step, err); slices.Contains(steps, step.Number) {
			all = append(all, r.Evaluate())
		}
	}
	return all
}
