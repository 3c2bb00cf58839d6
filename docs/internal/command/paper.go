package command

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"chainrule/docs/cli"
	"chainrule/gradcheck/equations"
	"chainrule/nn/experiment"
)

// paperSeeds is the number of seeds among which the paper's result is placed. Tests take
// fewer.
var paperSeeds = 50

// paper runs the whole paper.
func paper(ctx context.Context, s cli.Streams) error {
	t := cli.NewText(s.Out)
	t.Printf("The equations, against differences in 320-bit arithmetic\n\n")
	results, err := tryEach(ctx, equations.All(), equations.Standard(), func(equations.Result) {})
	if err != nil {
		return err
	}
	say(t, "%s\n  (go run ./docs verify prints them one by one)\n\n", indented(summary(results)))

	c := experiment.Printed(7)
	t.Printf("The model, as Code 13 prints it, weights from seed %d\n(as printed: %d batches an epoch, the last two empty; as meant it has 8, see train)\n\n", c.Seed, c.Batches)
	one, err := experiment.RunPrinted(ctx, c.Seed)
	if err != nil {
		return err
	}
	t.Printf("%s\n", plot(one.Curve, t.Width, "test cost at the 1000 prints (Figure 4)"))
	row := func(name, theirs, ours string) {
		t.Row(fmt.Sprintf("%-42s", name), fmt.Sprintf("  %9s  %-9s", theirs, ours))
	}
	row("", "the paper", "   ours")
	row("  Cost at iteration i = 499, j = 7:", fmt.Sprintf("%.6f", experiment.PaperCost), fmt.Sprintf("%.6f", one.Last.TestCost))
	row("  Error rate:", percent(experiment.PaperErrorRate), percent(one.Last.ErrorRate))
	t.Printf("\nThe paper names no seed. Where its figures fall among seeds 0 to %d:\n\n", paperSeeds-1)
	runs, err := runSeeds(ctx, paperSeeds, s)
	if err != nil {
		return err
	}
	place(t, runs)
	if isFailure(results) {
		return cli.ErrSilent
	}
	return nil
}

// indented returns the lines of a text, two columns to the right.
func indented(text string) string { return "  " + strings.ReplaceAll(text, "\n", "\n  ") }

// runSeeds runs the listing from the seeds 0 … n−1, and says on a terminal how many are done.
func runSeeds(ctx context.Context, n int, s cli.Streams) ([]experiment.PrintedRun, error) {
	p := cli.NewProgress(s.Out)
	defer p.Wipe()
	var done atomic.Int64
	return experiment.AllSeeds(ctx, n, func() {
		k := int(done.Add(1))
		p.Show(false, func() string { return fmt.Sprintf("  %d of %d seeds, %s", k, n, p.Left(k, n)) })
	})
}

// place prints the rank of the paper's figures among the runs, with quartiles if there is
// room for them.
func place(t *cli.Text, runs []experiment.PrintedRun) {
	costs := experiment.Each(runs, func(r experiment.PrintedRun) float64 { return r.Last.TestCost })
	errors := experiment.Each(runs, func(r experiment.PrintedRun) float64 { return r.Last.ErrorRate })
	head, cost, rate := "         ", "  cost   ", "  error  "
	for _, q := range []struct {
		name  string
		share float64
	}{{"lowest", 0}, {"quartile", 0.25}, {"median", 0.5}, {"quartile", 0.75}, {"highest", 1}} {
		if q.name == "quartile" && t.Width < 54 {
			continue
		}
		head += fmt.Sprintf("%9s", q.name)
		cost += fmt.Sprintf("%9.3f", experiment.Quantile(costs, q.share))
		rate += fmt.Sprintf("%9s", fmt.Sprintf("%.3g %%", 100*experiment.Quantile(errors, q.share)))
	}
	t.Printf("%s\n%s\n%s\n\n", head, cost, rate)
	below, _, above := split(costs, experiment.PaperCost)
	colour := ""
	if below == 0 || above == 0 {
		colour = cli.Yellow
	}
	mean := experiment.Mean(costs)
	t.Printf("  %s is above the cost of %d of %d seeds and below that of %d:\n  %.2f standard deviations above their mean, %.3f.\n",
		t.Paint(colour, fmt.Sprintf("%.6f", experiment.PaperCost)), below, len(runs), above, (experiment.PaperCost-mean)/experiment.Deviation(costs), mean)
	below, equal, above := split(errors, experiment.PaperErrorRate)
	t.Printf("  %s is the error of %d seeds; %d have a lower one, %d a higher.\n", percent(experiment.PaperErrorRate), equal, below, above)
}

// split counts the values below, equal to and above x. Error rates are quotients of
// whole numbers by 100, so that two different ones are far more than 1e-9 apart.
func split(values []float64, x float64) (below, equal, above int) {
	sorted := slices.Sorted(slices.Values(values))
	below, _ = slices.BinarySearch(sorted, x-1e-9)
	upTo, _ := slices.BinarySearch(sorted, x+1e-9)
	return below, upTo - below, len(values) - upTo
}
