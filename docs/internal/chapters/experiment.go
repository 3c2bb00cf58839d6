package chapters

import (
	"fmt"
	"math"
	"slices"
	"sync"

	"chainrule/nn"
	"chainrule/nn/dataset"
)

// What the paper reports (Code 14).
const experimentPaperCost = 49.135031

// experimentNumbers are those of docs/chapters/09-experiment.md.
var experimentNumbers = numericsTogether(numbers{
	"experiment.uniform": func() string { return fmt.Sprintf("%.8f", dataset.NewRandom(7).Float64()) },
	"experiment.normal":  func() string { return fmt.Sprintf("%.8f", dataset.NewRandom(7).Normal()) },
	"experiment.rows":    func() string { return experimentTally(problem7().Labels, problem7().TestLabels) },
	"experiment.train":   func() string { return experimentTally(problem7().Labels) },
	"experiment.test":    func() string { return experimentTally(problem7().TestLabels) },
	"experiment.unfused": func() string { return fmt.Sprint(experimentDrawn().unfused()) },
	"experiment.relabelled": func() string {
		return experimentCount(experimentDrawn().origins, func(o experimentOrigin) bool { return o.relabelled })
	},
	"experiment.changed": func() string {
		return experimentCount(experimentDrawn().origins, func(o experimentOrigin) bool { return o.changed })
	},
	"experiment.changedtest": func() string {
		return experimentCount(experimentTested(), func(o experimentOrigin) bool { return o.changed })
	},
	"experiment.best":       func() string { return experimentCount(experimentBest(), func(w bool) bool { return w }) },
	"experiment.parameters": func() string { return fmt.Sprint(experimentParameters()) },
	"experiment.deviations": experimentDeviations,

	"experiment.start":      func() string { return fmt.Sprintf("%.1f", experimentOutcomeOf(untrained(7, nn.ReLU)).cost) },
	"experiment.guess":      func() string { return fmt.Sprintf("%.1f", 100*math.Log(3)) },
	"experiment.cost":       func() string { return fmt.Sprintf("%.6f", experimentSeeds()[7].last.cost) },
	"experiment.error":      func() string { return fmt.Sprintf("%.2f", experimentSeeds()[7].last.error) },
	"experiment.final":      func() string { return fmt.Sprintf("%.6f", experimentSeeds()[7].final.cost) },
	"experiment.prints":     func() string { return fmt.Sprint(len(experimentSeeds()[7].curve)) },
	"experiment.meant":      func() string { return fmt.Sprintf("%.6f", experimentMeant()[4000].cost) },
	"experiment.meanterror": func() string { return fmt.Sprintf("%.2f", experimentMeant()[4000].error) },
	"experiment.longer":     func() string { return fmt.Sprintf("%.3f", experimentMeant()[5000].cost) },
	"experiment.fit":        func() string { return fmt.Sprintf("%.1f", experimentMeant()[4000].train) },
	"experiment.longfit":    func() string { return fmt.Sprintf("%.1f", experimentMeant()[5000].train) },
	"experiment.empty":      experimentEmpty,

	"experiment.lowest":  func() string { return experimentQuantile(0) },
	"experiment.first":   func() string { return experimentQuantile(0.25) },
	"experiment.median":  func() string { return experimentQuantile(0.5) },
	"experiment.third":   func() string { return experimentQuantile(0.75) },
	"experiment.highest": func() string { return experimentQuantile(1) },
	"experiment.above": func() string {
		return experimentCount(experimentCosts(), func(c float64) bool { return c < experimentPaperCost })
	},
	"experiment.score": func() string {
		return fmt.Sprintf("%.2f", (experimentPaperCost-experimentMean())/experimentDeviation())
	},
	"experiment.spread": func() string { return fmt.Sprintf("%.2f", experimentDeviation()) },
	"experiment.improved": func() string {
		return experimentCount(experimentSeeds(), func(r experimentPrinted) bool { return slices.Min(r.curve) == r.curve[len(r.curve)-1] })
	},
	"experiment.errorless":   func() string { return experimentErrors(func(wrong int) bool { return wrong < 18 }) },
	"experiment.errorsame":   func() string { return experimentErrors(func(wrong int) bool { return wrong == 18 }) },
	"experiment.errormore":   func() string { return experimentErrors(func(wrong int) bool { return wrong > 18 }) },
	"experiment.errorleast":  func() string { return experimentErrorAt(0) },
	"experiment.errormost":   func() string { return experimentErrorAt(49) },
	"experiment.correlation": experimentCorrelation,

	"experiment.perrow":   func() string { return fmt.Sprintf("%.5f", experimentPaperCost/100) },
	"experiment.truth":    func() string { return fmt.Sprintf("%.2f", math.Exp(-experimentPaperCost/100)) },
	"experiment.sampling": func() string { return fmt.Sprintf("%.3f", math.Sqrt(0.18*0.82/100)) },
	"experiment.between":  experimentWilson,
	"experiment.always":   func() string { return experimentWrongIn(func(n, times int) bool { return times == 50 }) },
	"experiment.never":    func() string { return experimentWrongIn(func(n, times int) bool { return times == 0 }) },
	"experiment.alwaysbest": func() string {
		return experimentWrongIn(func(n, times int) bool { return times == 50 && experimentBest()[n] })
	},

	"experiment.step":    func() string { return fmt.Sprintf("%.2f", experimentSecondStep()) },
	"experiment.bestall": func() string { return experimentCount(experimentTable().Labels, experimentMistakes()) },
	"experiment.tail": func() string {
		return fmt.Sprintf("%.0f", 1/(0.5*math.Erfc((experimentPaperCost-experimentMean())/experimentDeviation()/math.Sqrt2)))
	},
	"experiment.biasfirst":   func() string { return fmt.Sprintf("%.2f", experimentUncorrected(1)) },
	"experiment.biashundred": func() string { return fmt.Sprintf("%.2f", experimentUncorrected(100)) },
	"experiment.straight":    func() string { return fmt.Sprintf("%.2f", experimentStraight().test) },
	"experiment.straightfit": func() string { return fmt.Sprintf("%.2f", experimentStraight().train) },
}, experimentVariantNumbers())

// experimentDeviations is the least and the largest standard deviation of the columns.
func experimentDeviations() string {
	X := experimentTable().X
	var all []float64
	for d := range X.Cols() {
		mean, square := 0.0, 0.0
		for n := range X.Rows() {
			mean += X.At(n, d) / float64(X.Rows())
			square += float64(X.At(n, d)*X.At(n, d)) / float64(X.Rows())
		}
		all = append(all, math.Sqrt(square-float64(mean*mean)))
	}
	return fmt.Sprintf("%.2f to %.2f", slices.Min(all), slices.Max(all))
}

// experimentMeant are the outcomes of seed 7 with eight batches after so many steps.
var experimentMeant = sync.OnceValue(func() map[int]experimentOutcome {
	outcomes := map[int]experimentOutcome{}
	experimentRun{seed: 7, epochs: 625, observe: func(net *nn.MLP[float64], step nn.Step) {
		if step.Number == 4000 || step.Number == 5000 {
			outcomes[step.Number] = experimentOutcomeOf(net)
		}
	}}.train()
	return outcomes
})

// experimentEmpty is the share of the parameters' path that they go in empty batches.
func experimentEmpty() string {
	all, empty := 0.0, 0.0
	last := slices.Clone(untrained(7, nn.ReLU).Parameters().Theta)
	experimentRun{seed: 7, batches: 10, observe: func(net *nn.MLP[float64], step nn.Step) {
		square := 0.0
		for i, θ := range net.Parameters().Theta {
			square += float64((θ - last[i]) * (θ - last[i]))
		}
		all += math.Sqrt(square)
		if step.Rows == 0 {
			empty += math.Sqrt(square)
		}
		copy(last, net.Parameters().Theta)
	}}.train()
	return fmt.Sprintf("%.1f %%", 100*empty/all)
}
