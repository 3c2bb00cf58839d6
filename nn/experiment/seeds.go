package experiment

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"chainrule/nn"
)

// PrintedRun is the outcome of Code 13 as printed, from one seed.
type PrintedRun struct {
	Curve []float64 // test cost at each print
	Last  Outcome   // at the last print, epoch 499, batch 7
	Wrong []bool    // of the test rows, at the last print
	Final Outcome   // after the last update
	Theta []float64 // the parameters at the end
}

// IsPrint reports whether the listing prints after a step: after the batches 0 and 7.
func IsPrint(step nn.Step) bool { return step.Batch%printPeriod == 0 }

// RunPrinted trains as Code 13 does. Its error is ctx's.
func RunPrinted(ctx context.Context, seed uint32) (p PrintedRun, err error) {
	r := must(New[float64](Printed(seed)))
	for step, err := range r.Steps(ctx) {
		if err != nil {
			return p, err
		}
		if !IsPrint(step) {
			continue
		}
		cost, _ := r.Test()
		p.Curve = append(p.Curve, cost)
		if step.Epoch == PaperEpochs-1 && step.Batch == printPeriod {
			p.Last, p.Wrong = r.Evaluate(), r.wrong()
		}
	}
	p.Final, p.Theta = r.Evaluate(), r.Net.Parameters().Theta
	return p, nil
}

// wrong reports for each test row whether it was predicted wrongly.
func (r *Run[F]) wrong() []bool {
	wrong := make([]bool, len(r.guessed))
	for n, k := range r.guessed {
		wrong[n] = k != r.Problem.TestLabels[n]
	}
	return wrong
}

// AllSeeds runs [RunPrinted] from the seeds 0 … n−1 on all cores and calls done, if not
// nil, after each.
func AllSeeds(ctx context.Context, n int, done func()) ([]PrintedRun, error) {
	runs, errs := make([]PrintedRun, n), make([]error, n)
	OnAllCores(n, func(i int) {
		runs[i], errs[i] = RunPrinted(ctx, uint32(i))
		if done != nil {
			done()
		}
	})
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return runs, nil
}

// Fifty returns the runs of seeds 0 to 49, computed once. The result is shared.
var Fifty = sync.OnceValue(func() []PrintedRun { return must(AllSeeds(context.Background(), 50, nil)) })

// OnAllCores calls f(0) … f(n−1), as many at a time as GOMAXPROCS says, and returns when
// all have.
func OnAllCores(n int, f func(i int)) {
	var workers sync.WaitGroup
	var next atomic.Int64
	for range min(n, runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	workers.Wait()
}

// Each returns f of every run, for statistics of one number.
func Each(runs []PrintedRun, f func(PrintedRun) float64) (xs []float64) {
	for _, r := range runs {
		xs = append(xs, f(r))
	}
	return xs
}

// Quantile returns the value below which a share of xs lies, 0 for the least and 1 for the
// greatest, interpolated linearly between neighbours in order. xs has at least two values.
func Quantile(xs []float64, share float64) float64 {
	sorted := slices.Sorted(slices.Values(xs))
	place := share * float64(len(sorted)-1)
	i := min(int(place), len(sorted)-2)
	return sorted[i] + float64((place-float64(i))*(sorted[i+1]-sorted[i]))
}
