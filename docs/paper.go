package main

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"chainrule/gradcheck/equations"
	"chainrule/nn"
	"chainrule/nn/dataset"
)

// What the paper reports (Code 14).
const (
	paperCost  = 49.135031
	paperError = 0.18
)

// paperSeeds is how many seeds the command runs to place that. Tests take fewer.
var paperSeeds = 50

// paperCommand runs the whole paper.
func paperCommand(ctx context.Context, s streams) error {
	fmt.Fprintf(s.out, "The equations, against differences in 320-bit arithmetic\n\n")
	var results []equations.Result
	for _, trial := range equations.All() {
		results = append(results, try(trial, equations.Standard()))
	}
	fmt.Fprintf(s.out, "%s\n  (go run ./docs verify prints them one by one)\n\n", indented(summary(results)))

	c := paperSettings()
	if err := c.setAsPrinted(c.flagSet()); err != nil {
		return err
	}
	p, err := loadProblem(&c)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "The model, as Code 13 prints it, weights from seed %d\n\n", c.seed)
	one, err := runAsPrinted(ctx, c, p, true)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "%s\n\n", plot(one.curve, "test cost at the 1000 prints (Figure 4)"))
	fmt.Fprintf(s.out, "                                            the paper     ours\n")
	fmt.Fprintf(s.out, "  Cost at iteration i = 499, j = 7:         %9.6f  %.6f\n", paperCost, one.cost)
	fmt.Fprintf(s.out, "  Error rate:                               %9.2f  %.2f\n\n", paperError, one.error)

	fmt.Fprintf(s.out, "The paper names no seed. Where its figures fall among seeds 0 to %d:\n\n", paperSeeds-1)
	runs, err := runSeeds(ctx, c, p, paperSeeds, s)
	if err != nil {
		return err
	}
	fmt.Fprint(s.out, place(runs))
	return firstFailure(results)
}

// indented returns the lines of a text, two columns to the right.
func indented(text string) string { return "  " + strings.ReplaceAll(text, "\n", "\n  ") }

// printedRun is the outcome of Code 13.
type printedRun struct {
	cost, error float64   // at the last print, i = 499 and j = 7
	curve       []float64 // test cost at each print, if asked for
}

func runAsPrinted(ctx context.Context, c settings, p *dataset.Problem, withCurve bool) (printedRun, error) {
	t, err := newTraining[float64](&c, p)
	if err != nil {
		return printedRun{}, err
	}
	var r printedRun
	err = t.run(ctx, func(step nn.Step) error {
		if isLast := step.Epoch == c.epochs-1 && step.Batch == 7; withCurve || isLast {
			r.cost, r.error = t.test()
			r.curve = append(r.curve, r.cost)
		}
		return nil
	})
	return r, err
}

// runSeeds runs the listing from the seeds 0 … n−1, on all cores.
func runSeeds(ctx context.Context, c settings, p *dataset.Problem, n int, s streams) ([]printedRun, error) {
	runs, errs := make([]printedRun, n), make([]error, n)
	var next, done atomic.Int64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for seed := next.Add(1) - 1; seed < int64(n); seed = next.Add(1) - 1 {
				c := c
				c.seed = uint32(seed)
				runs[seed], errs[seed] = runAsPrinted(ctx, c, p, false)
				done.Add(1)
			}
		})
	}
	if isTerminal(s.out) {
		finished := make(chan struct{})
		go func() { workers.Wait(); close(finished) }()
		showProgress(s, &done, n, finished)
	}
	workers.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return runs, nil
}

// showProgress renews a line until finished is closed.
func showProgress(s streams, done *atomic.Int64, n int, finished <-chan struct{}) {
	start := time.Now()
	for {
		select {
		case <-finished:
			fmt.Fprint(s.out, "\r\x1b[K")
			return
		case <-time.After(100 * time.Millisecond):
			left := "some time"
			if k := done.Load(); k > 0 {
				left = (time.Since(start) / time.Duration(k) * time.Duration(int64(n)-k)).Round(time.Second).String()
			}
			fmt.Fprintf(s.out, "\r  %d of %d seeds, %s left\x1b[K", done.Load(), n, left)
		}
	}
}

// place says where the paper's figures fall among the runs.
func place(runs []printedRun) string {
	costs, errors := make([]float64, len(runs)), make([]float64, len(runs))
	for i, r := range runs {
		costs[i], errors[i] = r.cost, r.error
	}
	slices.Sort(costs)
	slices.Sort(errors)
	text := fmt.Sprintf("%18s %8s %8s %8s %8s\n", "lowest", "quartile", "median", "quartile", "highest")
	text += fmt.Sprintf("  cost  %10.3f %8.3f %8.3f %8.3f %8.3f\n", quantiles(costs)...)
	text += fmt.Sprintf("  error %10.3g %8.3g %8.3g %8.3g %8.3g\n\n", quantiles(errors)...)
	below, _, above := split(costs, paperCost)
	mean, deviation := moments(costs)
	text += fmt.Sprintf("  %.6f is above the cost of %d of %d seeds and below that of %d:\n"+
		"  %.2f standard deviations above their mean, %.3f.\n", paperCost, below, len(runs), above, (paperCost-mean)/deviation, mean)
	below, equal, above := split(errors, paperError)
	text += fmt.Sprintf("  %.2f is the error of %d seeds; %d have a lower one, %d a higher.\n", paperError, equal, below, above)
	return text
}

// quantiles returns minimum, quartiles and maximum of sorted values, interpolated
// linearly, for Sprintf.
func quantiles(sorted []float64) []any {
	var q []any
	for _, share := range []float64{0, 0.25, 0.5, 0.75, 1} {
		place := share * float64(len(sorted)-1)
		i := min(int(place), len(sorted)-2)
		q = append(q, sorted[i]+(place-float64(i))*(sorted[i+1]-sorted[i]))
	}
	return q
}

// split counts the values below, equal to and above x. Error rates are quotients of
// whole numbers by 100, so those that differ do so by far more than 1e-9.
func split(values []float64, x float64) (below, equal, above int) {
	for _, v := range values {
		switch {
		case math.Abs(v-x) < 1e-9:
			equal++
		case v < x:
			below++
		default:
			above++
		}
	}
	return below, equal, above
}

// moments returns mean and standard deviation.
func moments(values []float64) (mean, deviation float64) {
	for _, v := range values {
		mean += v / float64(len(values))
	}
	for _, v := range values {
		deviation += (v - mean) * (v - mean) / float64(len(values)-1)
	}
	return mean, math.Sqrt(deviation)
}
