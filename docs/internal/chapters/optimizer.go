package chapters

import (
	"fmt"
	"math"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/nn/dataset"
)

// The numbers of chapter 8. Steps are in rates: divided by η.
var optimizerNumbers = numbers{
	"optimizer.classical":         digits("%.6f", func() float64 { return minimised(sure(adam.NewClassicalMomentum[float64](1, 0.1, 0.9))) }),
	"optimizer.momentum":          digits("%.6f", func() float64 { return minimised(sure(adam.NewMomentum[float64](1, 0.1, 0.9))) }),
	"optimizer.classical-scaled":  digits("%.6f", func() float64 { return minimised(sure(adam.NewClassicalMomentum[float64](1, 0.01, 0.9))) }),
	"optimizer.terminal":          digits("%.5f", func() float64 { return hundredthStep(sure(adam.NewMomentum[float64](1, 1, 0.9))) }),
	"optimizer.terminal-classic":  digits("%.4f", func() float64 { return hundredthStep(sure(adam.NewClassicalMomentum[float64](1, 1, 0.9))) }),
	"optimizer.stable":            digits("%.0e", func() float64 { return left(37.9) }),
	"optimizer.unstable":          digits("%.0e", func() float64 { return left(38.1) }),
	"optimizer.valley-descent":    func() string { return fmt.Sprint(stepsInTheValley(sure(adam.NewDescent[float64](0.075)))) },
	"optimizer.valley-momentum":   func() string { return fmt.Sprint(stepsInTheValley(sure(adam.NewMomentum[float64](2, 0.3, 0.85)))) },
	"optimizer.valley-best":       func() string { return fmt.Sprint(stepsInTheValley(sure(adam.NewMomentum[float64](2, 0.2, 4.0/9)))) },
	"optimizer.rms-first":         digits("%.2f", func() float64 { return stepsOf(rmsprop(0), 1)[0] }),
	"optimizer.rms-1000":          digits("%.3f", func() float64 { return stepsOf(rmsprop(0), ones(1000)...)[999] }),
	"optimizer.inside-1e-6":       firstStepOf(true, 1e-6),
	"optimizer.inside-1e-4":       firstStepOf(true, 1e-4),
	"optimizer.inside-1":          firstStepOf(true, 1),
	"optimizer.outside-1e-6":      firstStepOf(false, 1e-6),
	"optimizer.outside-1e-4":      firstStepOf(false, 1e-4),
	"optimizer.outside-1":         firstStepOf(false, 1),
	"optimizer.bare-0.9":          digits("%.4f", func() float64 { return bare(0.9, 1)[0] }),
	"optimizer.bare-0.99":         digits("%.4f", func() float64 { return bare(0.99, 1)[0] }),
	"optimizer.peak-0.9":          digits("%.2f", func() float64 { return peak(bare(0.9, 1000)).value }),
	"optimizer.peak-0.9-at":       func() string { return fmt.Sprint(peak(bare(0.9, 1000)).at) },
	"optimizer.peak-0.99":         digits("%.2f", func() float64 { return peak(bare(0.99, 1000)).value }),
	"optimizer.peak-0.99-at":      func() string { return fmt.Sprint(peak(bare(0.99, 1000)).at) },
	"optimizer.constant":          digits("%.0e", func() float64 { return farthestFromOne(stepsOf(plainAdam(0.9, false), ones(1000)...)) }),
	"optimizer.bound-0.9":         digits("%.3f", func() float64 { return stepBound(0.9, 0.999) }),
	"optimizer.bound-0.99":        digits("%.3f", func() float64 { return stepBound(0.99, 0.999) }),
	"optimizer.growing-0.9":       digits("%.3f", func() float64 { return growingStep(0.9) }),
	"optimizer.growing-0.99":      digits("%.3f", func() float64 { return growingStep(0.99) }),
	"optimizer.spike":             digits("%.3f", spikeStep),
	"optimizer.noisy":             digits("%.3f", noisyStep),
	"optimizer.early":             digits("%.4f", func() float64 { return math.Sqrt(1+0.999) / (1 + 0.99) }),
	"optimizer.gradient-smallest": digits("%.1e", func() float64 { return firstUpdate().smallest }),
	"optimizer.gradient-largest":  digits("%.0f", func() float64 { return firstUpdate().largest }),
	"optimizer.first-moved":       func() string { return fmt.Sprint(firstUpdate().moved) },
	"optimizer.first-still":       func() string { return fmt.Sprint(firstUpdate().still) },
	"optimizer.first-spread":      digits("%.0e", func() float64 { return firstUpdate().spread }),
	"optimizer.farthest":          digits("%.2f", func() float64 { return walk7().farthest }),
	"optimizer.mean-step":         digits("%.2f", func() float64 { return walk7().meanStep }),
	"optimizer.inside-cost":       digits("%.10f", func() float64 { return costOfNet(trained7()) }),
	"optimizer.outside-cost":      digits("%.10f", func() float64 { return costOfNet(trainedOutside()) }),
	"optimizer.epsilon-apart":     digits("%.1e", func() float64 { return widest(trainedOutside().Parameters().Theta, trained7().Parameters().Theta) }),
	"optimizer.uncorrected-cost":  digits("%.3f", uncorrectedCost),
	"optimizer.code5-cost":        digits("%.4f", func() float64 { cost, _ := testOf(trainedCode5()); return cost }),
	"optimizer.code5-error":       digits("%.2f", func() float64 { _, rate := testOf(trainedCode5()); return rate }),
	"optimizer.compared-descent":  compared("descent"),
	"optimizer.compared-momentum": compared("momentum"),
	"optimizer.compared-rmsprop":  compared("rmsprop"),
	"optimizer.compared-adam":     compared("adam"),
	"optimizer.compared-tenfold":  compared("adam tenfold"),
}

// minimised is where 60 steps on θ² lead, from 1.
func minimised(rule nn.Optimizer[float64]) float64 {
	θ := []float64{1}
	for range 60 {
		rule.Update(θ, []float64{2 * θ[0]})
	}
	return θ[0]
}

// stepsOf are the steps of a rule of rate 1, downhill positive, for these gradients.
func stepsOf(rule nn.Optimizer[float64], gs ...float64) (steps []float64) {
	for _, g := range gs {
		θ := []float64{0} // so that no step is rounded
		rule.Update(θ, []float64{g})
		steps = append(steps, -θ[0])
	}
	return steps
}

func ones(n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = 1
	}
	return x
}

func hundredthStep(rule nn.Optimizer[float64]) float64 { return stepsOf(rule, ones(100)...)[99] }

// left is |θ| after 5000 steps of momentum, β = 0.9, on λθ²/2 from 1, if ηλ is as given.
func left(ηλ float64) float64 {
	rule, θ := sure(adam.NewMomentum[float64](1, ηλ, 0.9)), []float64{1}
	for range 5000 {
		rule.Update(θ, []float64{θ[0]})
	}
	return math.Abs(θ[0])
}

// stepsInTheValley is the step from which on a rule stays below the height 0.01 in the valley
// (x² + 25y²)/2, from (−9, 2).
func stepsInTheValley(rule nn.Optimizer[float64]) (there int) {
	θ := []float64{-9, 2}
	for step := 1; step <= 500; step++ {
		rule.Update(θ, []float64{θ[0], 25 * θ[1]})
		if θ[0]*θ[0]+25*θ[1]*θ[1] >= 0.02 {
			there = step + 1
		}
	}
	return there
}

func rmsprop(ε float64) nn.Optimizer[float64] {
	return sure(adam.NewRMSprop[float64](1, adam.RMSpropOptions{Rate: 1, Beta: 0.999, Epsilon: ε}))
}

// plainAdam is Adam of rate 1 for one parameter, with β₂ = 0.999 and ε = 0.
func plainAdam(β1 float64, bare bool) *adam.Adam[float64] {
	return sure(adam.New[float64](1, adam.Options{Rate: 1, Beta1: β1, Beta2: 0.999, NoCorrection: bare}))
}

func firstStepOf(inside bool, g float64) func() string {
	return digits("%.4f", func() float64 {
		o := adam.Options{Rate: 1, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8, EpsilonInside: inside}
		return stepsOf(sure(adam.New[float64](1, o)), g)[0]
	})
}

// bare are the steps of Adam without correction for a constant gradient.
func bare(β1 float64, n int) []float64 { return stepsOf(plainAdam(β1, true), ones(n)...) }

// summit is the largest of some steps and its number, from 1.
type summit struct {
	value float64
	at    int
}

func peak(steps []float64) (s summit) {
	for i, x := range steps {
		if x > s.value {
			s = summit{x, i + 1}
		}
	}
	return s
}

func farthestFromOne(steps []float64) (most float64) {
	for _, x := range steps {
		most = max(most, math.Abs(x-1))
	}
	return most
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
	return stepsOf(plainAdam(β1, false), gs...)[len(gs)-1]
}

// spikeStep is the step for a gradient of 1 after 20000 that were 0.
func spikeStep() float64 {
	gs := make([]float64, 20001)
	gs[0], gs[20000] = 1e-200, 1 // not 0, or the rule without ε divides 0 by 0
	return stepsOf(plainAdam(0.9, false), gs...)[20000]
}

// noisyStep is the mean step for gradients of mean 1 and standard deviation 3.
func noisyStep() (mean float64) {
	const n = 100000
	r, gs := dataset.NewRandom(7), make([]float64, n)
	for i := range gs {
		gs[i] = 1 + float64(3*r.Normal())
	}
	for _, x := range stepsOf(plainAdam(0.9, false), gs...)[n/10:] {
		mean += x / (n - n/10)
	}
	return mean
}
