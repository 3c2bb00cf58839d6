package chapters

import (
	"fmt"
	"math"
	"slices"
	"sync"

	"chainrule/adam"
)

// experimentCosts are the costs of the seeds at their last print.
func experimentCosts() (costs []float64) {
	for _, r := range experimentSeeds() {
		costs = append(costs, r.last.cost)
	}
	return costs
}

// experimentQuantile is that of the costs, interpolated linearly.
func experimentQuantile(share float64) string {
	costs := slices.Sorted(slices.Values(experimentCosts()))
	place := share * float64(len(costs)-1)
	i := min(int(place), len(costs)-2)
	return fmt.Sprintf("%.3f", costs[i]+float64((place-float64(i))*(costs[i+1]-costs[i])))
}

func experimentMean() (mean float64) { return experimentMeanOf(experimentCosts()) }

func experimentMeanOf(xs []float64) (mean float64) {
	for _, x := range xs {
		mean += x / float64(len(xs))
	}
	return mean
}

func experimentDeviation() float64 { return experimentDeviationOf(experimentCosts()) }

func experimentDeviationOf(xs []float64) (square float64) {
	mean := experimentMeanOf(xs)
	for _, x := range xs {
		square += float64((x-mean)*(x-mean)) / float64(len(xs)-1)
	}
	return math.Sqrt(square)
}

// experimentWrongs are the numbers of test rows that the seeds get wrong.
func experimentWrongs() (wrong []int) {
	for _, r := range experimentSeeds() {
		wrong = append(wrong, int(math.Round(100*r.last.error)))
	}
	return wrong
}

func experimentErrors(holds func(wrong int) bool) string {
	return experimentCount(experimentWrongs(), holds)
}

func experimentErrorAt(rank int) string {
	return fmt.Sprintf("%.2f", float64(slices.Sorted(slices.Values(experimentWrongs()))[rank])/100)
}

// experimentCorrelation is that of costs and errors among the seeds.
func experimentCorrelation() string {
	costs, wrongs, sum := experimentCosts(), []float64(nil), 0.0
	for _, w := range experimentWrongs() {
		wrongs = append(wrongs, float64(w))
	}
	for i := range costs {
		sum += float64((costs[i] - experimentMeanOf(costs)) * (wrongs[i] - experimentMeanOf(wrongs)))
	}
	return fmt.Sprintf("%.2f", sum/float64(len(costs)-1)/experimentDeviationOf(costs)/experimentDeviationOf(wrongs))
}

// experimentWilson is the interval of Wilson for 18 of 100 at 95 %.
func experimentWilson() string {
	const n, p, z = 100, 0.18, 1.959964
	centre, reach := p+z*z/(2*n), z*math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return fmt.Sprintf("%.2f and %.2f", (centre-reach)/(1+z*z/n), (centre+reach)/(1+z*z/n))
}

// experimentWrongIn counts the test rows, of which each is wrong for some of the seeds.
func experimentWrongIn(holds func(n, times int) bool) string {
	times := make([]int, 100)
	for _, r := range experimentSeeds() {
		for n, wrong := range r.last.wrong {
			if wrong {
				times[n]++
			}
		}
	}
	count := 0
	for n := range times {
		if holds(n, times[n]) {
			count++
		}
	}
	return fmt.Sprint(count)
}

// experimentVariant is a change to the run as meant.
type experimentVariant struct {
	name string
	run  func() experimentRun
}

func experimentOptions(change func(o *adam.Options)) func() experimentRun {
	return func() experimentRun {
		o := adam.Listing()
		change(&o)
		return experimentRun{rule: experimentAdam(o)}
	}
}

var experimentVariants = []experimentVariant{
	{"meant", func() experimentRun { return experimentRun{} }},
	{"outside", experimentOptions(func(o *adam.Options) { o.EpsilonInside = false })},
	{"shuffled", func() experimentRun { return experimentRun{shuffle: true} }},
	{"uncorrected", experimentOptions(func(o *adam.Options) { o.NoCorrection = true })},
	{"beta", experimentOptions(func(o *adam.Options) { o.Beta1 = 0.9 })},
	{"rate", experimentOptions(func(o *adam.Options) { o.Rate = 1e-3 })},
	{"descent", func() experimentRun {
		return experimentRun{rule: sure(adam.NewDescent[float64](1e-4))}
	}},
	{"fast", experimentOptions(func(o *adam.Options) { o.Rate = 1e-2 })},
}

// experimentVaried has the medians of cost, of error and of the training rows' cost, a
// row each, over the seeds 0 to 9.
var experimentVaried = sync.OnceValue(func() map[string][3]float64 {
	const seeds = 10
	outcomes := make([]experimentOutcome, seeds*len(experimentVariants))
	onAllCores(len(outcomes), func(i int) {
		run := experimentVariants[i/seeds].run()
		run.seed = uint32(i % seeds)
		outcomes[i] = experimentOutcomeOf(run.train())
	})
	medians := map[string][3]float64{}
	for i, v := range experimentVariants {
		medians[v.name] = experimentMedians(outcomes[i*seeds : (i+1)*seeds])
	}
	var printed []experimentOutcome
	for _, r := range experimentSeeds()[:seeds] {
		printed = append(printed, r.final)
	}
	medians["printed"] = experimentMedians(printed)
	return medians
})

// experimentMedians are those of an even number of outcomes.
func experimentMedians(outcomes []experimentOutcome) (medians [3]float64) {
	var all [3][]float64
	for _, o := range outcomes {
		all[0], all[1], all[2] = append(all[0], o.cost), append(all[1], o.error), append(all[2], o.train/400)
	}
	half := len(outcomes) / 2
	for i := range medians {
		slices.Sort(all[i])
		medians[i] = (all[i][half-1] + all[i][half]) / 2
	}
	return medians
}

// experimentVariantNumbers are the cells of the table.
func experimentVariantNumbers() numbers {
	n := numbers{}
	names := []string{"printed"}
	for _, v := range experimentVariants {
		names = append(names, v.name)
	}
	for _, name := range names {
		for i, column := range []string{"cost", "error", "fit"} {
			format := []string{"%.2f", "%.3f", "%.3f"}[i]
			n["experiment."+name+"."+column] = func() string { return fmt.Sprintf(format, experimentVaried()[name][i]) }
		}
	}
	return n
}
