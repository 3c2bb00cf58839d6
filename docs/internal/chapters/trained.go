package chapters

import (
	"math"
	"slices"
	"strings"
	"sync"

	"chainrule/adam"
	"chainrule/nn"
)

// Trainings of chapter 8.

// first7 tells of the first batch of seed 7: the smallest gradient that is not 0 and the
// largest, how many parameters Adam moves, and does not, and how far the lengths of those
// moves are from one rate.
type first7 struct {
	smallest, largest, spread float64
	moved, still              int
}

var firstUpdate = sync.OnceValue(func() first7 {
	net, p := untrained(7, nn.ReLU), problem7()
	g := gradientAt(net, net.Workspace(50), p.X.RowSlice(0, 50), p.T.RowSlice(0, 50))
	o := outsideOptions()
	o.Rate = 1
	θ := make([]float64, len(g))
	adamRule(o).Update(θ, g)
	f := first7{smallest: math.Inf(1)}
	for i, x := range g {
		if x == 0 {
			f.still++
			continue
		}
		f.moved++
		f.smallest, f.largest = min(f.smallest, math.Abs(x)), max(f.largest, math.Abs(x))
		f.spread = max(f.spread, math.Abs(math.Abs(θ[i])-1))
	}
	return f
})

// walked is how far from its start a parameter is at the end of the paper's run from seed 7,
// of all the farthest, and how long a step of a parameter is in the mean, in rates.
type walked struct{ farthest, meanStep float64 }

var walk7 = sync.OnceValue(func() (w walked) {
	start := untrained(7, nn.ReLU).Parameters().Theta
	last := slices.Clone(start)
	net := lesson{seed: 7, σ: nn.ReLU, after: func(net *nn.MLP[float64], _ nn.Step) {
		for i, x := range net.Parameters().Theta {
			w.meanStep += math.Abs(x-last[i]) / (4000 * parameters7 * adam.Listing().Rate)
			last[i] = x
		}
	}}.train()
	w.farthest = widest(net.Parameters().Theta, start)
	return w
})

var trainedOutside = sync.OnceValue(func() *nn.MLP[float64] {
	return lesson{seed: 7, σ: nn.ReLU, rule: adamRule(outsideOptions())}.train()
})

var trainedCode5 = sync.OnceValue(func() *nn.MLP[float64] {
	return lesson{seed: 7, σ: nn.ReLU, rule: adamRule(code5Options())}.train()
})

func uncorrectedCost() float64 {
	o := outsideOptions()
	o.NoCorrection = true
	return lesson{seed: 7, σ: nn.ReLU, rule: adamRule(o)}.costOf()
}

// compared is the mean test cost of seeds 0 to 2 with a rule and the paper's settings.
func compared(name string) func() string {
	return digits("%.2f", func() (mean float64) {
		for seed := range uint32(3) {
			mean += lesson{seed: seed, σ: nn.ReLU, rule: ruleNamed(name)}.costOf() / 3
		}
		return mean
	})
}

func ruleNamed(name string) nn.Optimizer[float64] {
	o := outsideOptions()
	switch strings.Fields(name)[0] {
	case "descent":
		return sure(adam.NewDescent[float64](o.Rate))
	case "momentum":
		return sure(adam.NewMomentum[float64](parameters7, o.Rate, o.Beta1))
	case "rmsprop":
		return sure(adam.NewRMSprop[float64](parameters7, adam.RMSpropOptions{Rate: o.Rate, Beta: o.Beta2, Epsilon: o.Epsilon}))
	}
	if name == "adam tenfold" {
		o.Rate *= 10
	}
	return adamRule(o)
}
