package chapters

import (
	"context"
	"math"
	"slices"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/nn/experiment"
)

// optimizerNumbers computes the numbers of docs/chapters/08-optimizers.md that no erratum has.
// Steps are in rates: divided by η.
func optimizerNumbers(show Show) {
	momentum := func(η float64) nn.Optimizer[float64] { return sure(adam.NewMomentum[float64](1, η, 0.9)) }
	show("terminal", "%.5f", stepsOf(momentum(1), ones(100)...)[99])
	show("terminal-classic", "%.4f", stepsOf(sure(adam.NewClassicalMomentum[float64](1, 1, 0.9)), ones(100)...)[99])
	for name, ηλ := range map[string]float64{"stable": 37.9, "unstable": 38.1} { // on λθ²/2, from 1
		rule, θ := momentum(ηλ), []float64{1}
		for range 5000 {
			rule.Update(θ, []float64{θ[0]})
		}
		show(name, "%.0e", math.Abs(θ[0]))
	}
	for name, rule := range map[string]nn.Optimizer[float64]{"descent": sure(adam.NewDescent[float64](0.075)),
		"momentum": sure(adam.NewMomentum[float64](2, 0.3, 0.85)), "best": sure(adam.NewMomentum[float64](2, 0.2, 4.0/9))} {
		_, _, there := descent{rule: rule}.path(500)
		show("valley-"+name, "%d", there)
	}
	rms := stepsOf(sure(adam.NewRMSprop[float64](1, adam.RMSpropOptions{Rate: 1, Beta: 0.999})), ones(1000)...)
	show("rms-first", "%.2f", rms[0])
	show("rms-1000", "%.3f", rms[999])
	adamSteps(show)
	trainingSteps(show)

	bare := experiment.Paper(7)
	bare.Rule.EpsilonInside, bare.Rule.NoCorrection = false, true
	cost, _ := experiment.Trained(bare).Test()
	show("uncorrected-cost", "%.3f", cost)
}

// adamSteps shows how long steps of Adam with ε = 0 can be.
func adamSteps(show Show) {
	for name, β1 := range map[string]float64{"0.9": 0.9, "0.99": 0.99} {
		bare := stepsOf(sure(adam.New[float64](1, adam.Options{Rate: 1, Beta1: β1, Beta2: 0.999, NoCorrection: true})), ones(1000)...)
		peak := slices.Max(bare)
		show("peak-"+name, "%.2f", peak)
		show("peak-"+name+"-at", "%d", slices.Index(bare, peak)+1)
		show("bound-"+name, "%.3f", stepBound(β1, 0.999))
		show("growing-"+name, "%.3f", growingStep(β1))
	}
	constant := 0.0
	for _, x := range stepsOf(plainAdam(0.9), ones(1000)...) {
		constant = max(constant, math.Abs(x-1))
	}
	show("constant", "%.0e", constant)
	silent := make([]float64, 20001)
	silent[0], silent[20000] = 1e-200, 1 // not 0, or the rule without ε divides 0 by 0
	show("spike", "%.3f", stepsOf(plainAdam(0.9), silent...)[20000])

	const n = 100000
	random, noisy, mean := dataset.NewRandom(7), make([]float64, n), 0.0
	for i := range noisy {
		noisy[i] = 1 + float64(3*random.Normal())
	}
	for _, x := range stepsOf(plainAdam(0.9), noisy...)[n/10:] {
		mean += x / (n - n/10)
	}
	show("noisy", "%.3f", mean)
}

// trainingSteps shows the steps of the paper's run from seed 7.
func trainingSteps(show Show) {
	r := sure(experiment.New[float64](experiment.Paper(7)))
	g, o, θ := gradientAt(r, 0, 50), adam.Listing(), make([]float64, 453)
	o.EpsilonInside, o.Rate = false, 1
	sure(adam.New[float64](len(g), o)).Update(θ, g)
	sizes, still, spread := []float64{}, 0, 0.0
	for i, x := range g {
		if x == 0 {
			still++
			continue
		}
		sizes = append(sizes, math.Abs(x))
		spread = max(spread, math.Abs(math.Abs(θ[i])-1))
	}
	show("gradient-smallest", "%.1e", slices.Min(sizes))
	show("gradient-largest", "%.0f", slices.Max(sizes))
	show("first-moved", "%d", len(sizes))
	show("first-still", "%d", still)
	show("first-spread", "%.0e", spread)

	θ = r.Net.Parameters().Theta
	start, last, mean := slices.Clone(θ), slices.Clone(θ), 0.0
	for step, err := range r.Steps(context.Background()) {
		sure(step, err)
		for i, x := range θ {
			mean += math.Abs(x-last[i]) / (4000 * 453 * adam.Listing().Rate)
		}
		copy(last, θ)
	}
	for i, x := range start {
		last[i] -= x
	}
	show("farthest", "%.2f", largestSize(last))
	show("mean-step", "%.2f", mean)
}

// stepsOf returns the steps of a rule of rate 1, downhill positive, for these gradients.
func stepsOf(rule nn.Optimizer[float64], gs ...float64) (steps []float64) {
	for _, g := range gs {
		θ := []float64{0} // so that no step is rounded
		rule.Update(θ, []float64{g})
		steps = append(steps, -θ[0])
	}
	return steps
}

func ones(n int) []float64 { return slices.Repeat([]float64{1}, n) }

// plainAdam returns Adam of rate 1 for one parameter, with β₂ = 0.999 and ε = 0.
func plainAdam(β1 float64) nn.Optimizer[float64] {
	return sure(adam.New[float64](1, adam.Options{Rate: 1, Beta1: β1, Beta2: 0.999}))
}

// stepBound is (1−β₁)/√((1−β₂)(1−β₁²/β₂)), which no step exceeds in the long run.
func stepBound(β1, β2 float64) float64 { return (1 - β1) / math.Sqrt((1-β2)*(1-β1*β1/β2)) }

// growingStep is the last step for gradients that grow by β₂/β₁ from one to the next.
func growingStep(β1 float64) float64 {
	gs, g := make([]float64, 12000), 1e-150
	for i := range gs {
		gs[i] = g
		if i > len(gs)-2000 {
			g *= 0.999 / β1
		}
	}
	return stepsOf(plainAdam(β1), gs...)[len(gs)-1]
}
