package chapters

import (
	"fmt"
	"math"
	"slices"

	"chainrule/nn/dataset"
	"chainrule/nn/experiment"
	"chainrule/tensor"
)

// experimentNumbers computes the numbers of docs/chapters/09-experiment.md.
func experimentNumbers(show Show) {
	show("uniform", "%.8f", dataset.NewRandom(7).Float64())
	show("normal", "%.8f", dataset.NewRandom(7).Normal())
	show("straight", "%.2f", bestRegression().testRate)
	show("straightfit", "%.2f", bestRegression().trainRate)
	dataNumbers(show)
	noiseNumbers(show)
	seedNumbers(show)
	variantNumbers(show)

	for name, t := range map[string]int{"biasfirst": 1, "biashundred": 100} {
		_, m, _ := correctionForms(0.99, t)
		_, v, _ := correctionForms(0.999, t)
		show(name, "%.2f", m/math.Sqrt(v))
	}
	const n, p, z = 100, 0.18, 1.959964 // Wilson's interval
	centre, reach := p+z*z/(2*n), z*math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	show("between", "%s", fmt.Sprintf("%.2f and %.2f", (centre-reach)/(1+z*z/n), (centre+reach)/(1+z*z/n)))
}

// dataNumbers shows the sizes of the classes and the scatter of the columns.
func dataNumbers(show Show) {
	p, X, most, least := experiment.PaperRows(), experiment.PaperTable().X, 0.0, 2.0
	for name, T := range map[string]tensor.Matrix[float64]{"train": p.T, "test": p.TestT} {
		sums := make([]float64, 3)
		tensor.ColumnSums(sums, T)
		show(name, "%s", fmt.Sprintf("%.0f, %.0f and %.0f", sums[0], sums[1], sums[2]))
	}
	for d := range X.Cols() {
		var column []float64
		for n := range X.Rows() {
			column = append(column, X.At(n, d))
		}
		deviation := experiment.Deviation(column) * math.Sqrt(499.0/500) // by N, not N − 1
		most, least = max(most, deviation), min(least, deviation)
	}
	show("deviations", "%s", fmt.Sprintf("%.2f to %.2f", least, most))
}

// noiseNumbers shows how many rows nobody could know, and which rows the networks don't.
func noiseNumbers(show Show) {
	rows, A, centres := dataset.Paper().Origins()
	_, labels, err := dataset.Paper().Generate()
	var best, all []int
	relabelled, unfused := 0, 0
	for i, o := range rows {
		x, others := pointOf(o.Normals, A[o.Cluster], centres.Row(o.Cluster))
		all, best = append(all, i), append(best, likeliest(x, A, centres))
		relabelled, unfused = relabelled+countIf(o.Relabelled), unfused+others
	}
	changed := func(i int) bool { return labels[i] != rows[i].Cluster%3 }
	lost := func(i int) bool { return labels[i] != best[i] }
	show("unfused", "%d", unfused)
	show("relabelled", "%d", relabelled)
	show("changed", "%d", counted(all, changed))
	show("bestall", "%d", counted(all, lost))
	_, tested, err := dataset.Split(len(sure(labels, err)), 0.2, 7)
	var hard []int
	times := make([]int, len(sure(tested, err)))
	for n, i := range tested {
		times[n] = counted(experiment.Fifty(), func(r experiment.PrintedRun) bool { return r.Wrong[n] })
		if times[n] == 50 {
			hard = append(hard, i)
		}
	}
	show("changedtest", "%d", counted(tested, changed))
	show("best", "%d", counted(tested, lost))
	show("always", "%d", len(hard))
	show("alwaysbest", "%d", counted(hard, lost))
	show("never", "%d", counted(times, func(n int) bool { return n == 0 }))
}

// pointOf returns z·A + centre, and how many elements are others without fusing.
func pointOf(z []float64, A tensor.Matrix[float64], centre []float64) (x []float64, unfused int) {
	for j, c := range centre {
		fused, plain := 0.0, 0.0
		for i := range z {
			fused = math.FMA(z[i], A.At(i, j), fused)
			plain += float64(z[i] * A.At(i, j))
		}
		x, unfused = append(x, fused+c), unfused+countIf(fused+c != plain+c)
	}
	return x, unfused
}

// likeliest returns the class of the largest density at x, where the size of a cluster counts
// as its weight: 84 rows of the first two, 83 of the others. What is drawn anew is any class alike.
func likeliest(x []float64, A []tensor.Matrix[float64], centres tensor.Matrix[float64]) int {
	total := make([]float64, 3)
	for k := range A {
		total[k%3] += float64(83+countIf(k < 2)) * density(x, A[k], centres.Row(k))
	}
	return slices.Index(total, slices.Max(total))
}

// density is e^(−|z|²/2) / |det A| for the z with x = z·A + centre: the column operations that turn
// A into the identity, without a search for pivots, turn x − centre into z.
func density(x []float64, A tensor.Matrix[float64], centre []float64) float64 {
	var columns [5][6]float64
	for j := range columns {
		for i := range x {
			columns[j][i] = A.At(i, j)
		}
		columns[j][5] = x[j] - centre[j]
	}
	det, square := 1.0, 0.0
	for k := range columns {
		pivot := columns[k][k]
		det *= pivot
		for i := range columns[k] {
			columns[k][i] /= pivot
		}
		for j := range columns {
			f := columns[j][k]
			for i := 0; j != k && i < 6; i++ {
				columns[j][i] -= float64(f * columns[k][i])
			}
		}
	}
	for _, c := range columns {
		square += float64(c[5] * c[5])
	}
	return math.Exp(-square/2) / math.Abs(det)
}

// seedNumbers shows the costs and errors that seeds 0 to 49 print last.
func seedNumbers(show Show) {
	runs := experiment.Fifty()
	costs := experiment.Each(runs, func(r experiment.PrintedRun) float64 { return r.Last.TestCost })
	wrongs := experiment.Each(runs, func(r experiment.PrintedRun) float64 { return math.Round(100 * r.Last.ErrorRate) })
	score := (experiment.PaperCost - experiment.Mean(costs)) / experiment.Deviation(costs)
	show("above", "%d", counted(costs, func(c float64) bool { return c < experiment.PaperCost }))
	show("spread", "%.2f", experiment.Deviation(costs))
	show("tail", "%.0f", 2/math.Erfc(score/math.Sqrt2))
	show("truth", "%.2f", math.Exp(-experiment.PaperCost/100))
	show("improved", "%d", counted(runs, func(r experiment.PrintedRun) bool { return slices.Min(r.Curve) == r.Curve[len(r.Curve)-1] }))
	show("errorless", "%d", counted(wrongs, func(n float64) bool { return n < 18 }))
	show("errormore", "%d", counted(wrongs, func(n float64) bool { return n > 18 }))
	covariance := 0.0
	for i := range costs {
		covariance += (costs[i] - experiment.Mean(costs)) * (wrongs[i] - experiment.Mean(wrongs)) / 49
	}
	show("correlation", "%.2f", covariance/experiment.Deviation(costs)/experiment.Deviation(wrongs))
}

// variantNumbers shows the medians of seeds 0 to 9 for changes of the run as meant.
func variantNumbers(show Show) {
	outcomes := make([]experiment.Outcome, 10)
	for name, change := range map[string]func(c *experiment.Config){
		"outside":     func(c *experiment.Config) { c.Rule.EpsilonInside = false },
		"uncorrected": func(c *experiment.Config) { c.Rule.NoCorrection = true },
		"beta":        func(c *experiment.Config) { c.Rule.Beta1 = 0.9 },
		"rate":        func(c *experiment.Config) { c.Rule.Rate = 1e-3 },
		"descent":     func(c *experiment.Config) { c.Rule.Name = experiment.Descent },
		"fast":        func(c *experiment.Config) { c.Rule.Rate = 1e-2 },
	} {
		experiment.OnAllCores(len(outcomes), func(seed int) {
			c := experiment.Paper(uint32(seed))
			change(&c)
			outcomes[seed] = experiment.Trained(c).Evaluate()
		})
		showMedians(show, name, outcomes)
	}
	for seed := range outcomes {
		outcomes[seed] = experiment.Fifty()[seed].Final
	}
	showMedians(show, "printed", outcomes)
}

// showMedians shows a line of the table.
func showMedians(show Show, name string, outcomes []experiment.Outcome) {
	var costs, errors, fits []float64
	for _, o := range outcomes {
		costs, errors, fits = append(costs, o.TestCost), append(errors, o.ErrorRate), append(fits, o.TrainCost/400)
	}
	show(name+".cost", "%.2f", experiment.Quantile(costs, 0.5))
	show(name+".error", "%.3f", experiment.Quantile(errors, 0.5))
	show(name+".fit", "%.3f", experiment.Quantile(fits, 0.5))
}
