package chapters

import (
	"fmt"
	"math"
	"slices"
	"sync"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

// The numbers of chapter 6.
var batchNumbers = numbers{
	"batch.partition":       digits("%.0e", partitionResidue),
	"batch.noise-predicted": digits("%.3f", func() float64 { return batchNoise().predicted }),
	"batch.noise-measured":  digits("%.3f", func() float64 { return batchNoise().measured }),
	"batch.bias":            digits("%.3f", func() float64 { return batchNoise().bias }),
	"batch.rises":           func() string { return fmt.Sprint(risesOfTheTestCost()) },
	"batch.ten-batches":     digits("%.4f", func() float64 { return asPrinted7().cost }),
	"batch.eight-batches":   digits("%.4f", func() float64 { return costOfNet(trained7()) }),
	"batch.as-many":         digits("%.4f", lesson{seed: 7, σ: nn.ReLU, epochs: 625}.costOf),
	"batch.faster":          digits("%.4f", fasterRate),
	"batch.path":            digits("%.1f %%", func() float64 { return 100 * asPrinted7().emptyPath }),
	"batch.second-step":     digits("%.4f", emptySecondStep),
	"batch.mean":            digits("%.6f", func() float64 { return costOfNet(meanTrained()) }),
	"batch.sum":             digits("%.6f", func() float64 { return costOfNet(trained7()) }),
	"batch.mean-apart":      digits("%.1e", func() float64 { return widest(meanTrained().Parameters().Theta, trained7().Parameters().Theta) }),
	"batch.fixed":           func() string { return shuffling().fixed },
	"batch.shuffled":        func() string { return shuffling().shuffled },
}

// costOfNet is the test cost of a network.
func costOfNet(net *nn.MLP[float64]) float64 {
	cost, _ := testOf(net)
	return cost
}

// gradientAt is the gradient of the loss of some rows.
func gradientAt(net *nn.MLP[float64], s *nn.Workspace[float64], X, T tensor.Matrix[float64]) []float64 {
	g := net.Gradient()
	net.Forward(s, X)
	net.Backward(g, s, X, T)
	return g.Theta
}

// partitionResidue is the largest entry of the gradient of all rows less those of the
// eight batches, relative to the largest entry of the former.
func partitionResidue() float64 {
	net, p := untrained(7, nn.ReLU), problem7()
	s := net.Workspace(p.X.Rows())
	rest := gradientAt(net, s, p.X, p.T)
	most := widest(rest, make([]float64, len(rest)))
	for lo, hi := range nn.Batches(p.X.Rows(), 50) {
		for i, x := range gradientAt(net, s, p.X.RowSlice(lo, hi), p.T.RowSlice(lo, hi)) {
			rest[i] -= x
		}
	}
	return widest(rest, make([]float64, len(rest))) / most
}

// noise is how far the gradient of a batch of 50 rows, times 400/50, is from that of all
// rows, as a share of the latter's length: the root of the mean square as it follows from
// the gradients of the single rows, as it was among random batches, and how far the mean of
// those batches is off.
type noise struct{ predicted, measured, bias float64 }

var batchNoise = sync.OnceValue(func() (v noise) {
	const N, B, draws = 400, 50, 2000
	net, p := untrained(7, nn.ReLU), problem7()
	s := net.Workspace(N)
	full := gradientAt(net, s, p.X, p.T)
	single := make([][]float64, N)
	spread := 0.0 // S², the mean square deviation of the rows
	for n := range single {
		single[n] = gradientAt(net, s, p.X.RowSlice(n, n+1), p.T.RowSlice(n, n+1))
		for i, x := range single[n] {
			spread += (x - full[i]/N) * (x - full[i]/N) / (N - 1)
		}
	}
	v.predicted = N * math.Sqrt(spread/B*(1-float64(B)/N)) / norm(full)

	r, mean, squares := dataset.NewRandom(7), make([]float64, len(full)), 0.0
	for range draws {
		estimate := make([]float64, len(full))
		for _, n := range r.Permutation(N)[:B] {
			for i, x := range single[n] {
				estimate[i] += x * N / B
			}
		}
		d := separation(estimate, full)
		squares += d * d / draws
		for i, x := range estimate {
			mean[i] += x / draws
		}
	}
	v.measured, v.bias = math.Sqrt(squares)/norm(full), separation(mean, full)/norm(full)
	return v
})

// printedRun7 is Code 13 with its ten batches: the test cost at the end, and what share of
// the path of the parameters was walked in empty batches.
type printedRun7 struct{ cost, emptyPath float64 }

var asPrinted7 = sync.OnceValue(func() printedRun7 {
	all, empty := 0.0, 0.0
	last := slices.Clone(untrained(7, nn.ReLU).Parameters().Theta)
	net := lesson{seed: 7, σ: nn.ReLU, batches: 10, after: func(net *nn.MLP[float64], step nn.Step) {
		moved := separation(net.Parameters().Theta, last)
		all += moved
		if step.Rows == 0 {
			empty += moved
		}
		copy(last, net.Parameters().Theta)
	}}.train()
	return printedRun7{costOfNet(net), empty / all}
})

// fasterRate is the test cost with eight batches and a rate larger by √(10/8).
func fasterRate() float64 {
	o := adam.Listing()
	o.Rate *= math.Sqrt(10.0 / 8)
	return lesson{seed: 7, σ: nn.ReLU, rule: adamRule(o)}.costOf()
}

// emptySecondStep is the length, in rates, of Adam's step with no rows after a first with some.
func emptySecondStep() float64 {
	o := adam.Listing()
	rule, θ := sure(adam.New[float64](1, o)), []float64{0}
	rule.Update(θ, []float64{1})
	first := θ[0]
	rule.Update(θ, []float64{0})
	return (first - θ[0]) / o.Rate
}

// meanTrained is the lesson of seed 7 with the means of the batches for their sums.
var meanTrained = sync.OnceValue(func() *nn.MLP[float64] { return lesson{seed: 7, σ: nn.ReLU, scale: 1.0 / 50}.train() })

// risesOfTheTestCost counts the steps of seed 7 that raise the test cost, with the values of Code 5.
func risesOfTheTestCost() (count int) {
	last := math.Inf(1)
	lesson{seed: 7, σ: nn.ReLU, rule: adamRule(code5Options()), after: func(net *nn.MLP[float64], _ nn.Step) {
		cost := costOfNet(net)
		if cost > last {
			count++
		}
		last = cost
	}}.train()
	return count
}

// orders are the medians of test cost and error of seeds 0 to 9, with rows in fixed order
// and shuffled anew for each epoch.
type orders struct{ fixed, shuffled string }

var shuffling = sync.OnceValue(func() orders {
	var text [2]string
	for i := range text {
		var costs, rates []float64
		for seed := range uint32(10) {
			l := lesson{seed: seed, σ: nn.ReLU}
			if i == 1 {
				l.permute = dataset.NewRandom(seed + 1000).Permute
			}
			cost, rate := testOf(l.train())
			costs, rates = append(costs, cost), append(rates, rate)
		}
		text[i] = fmt.Sprintf("%.2f and %.3f", middle(costs), middle(rates))
	}
	return orders{text[0], text[1]}
})

// middle is the median.
func middle(x []float64) float64 {
	slices.Sort(x)
	return (x[(len(x)-1)/2] + x[len(x)/2]) / 2
}
