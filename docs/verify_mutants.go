package main

import (
	"fmt"
	"math"
	"runtime"
	"sync"
	"sync/atomic"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations"
)

// tableSeeds is how often a rule that draws directions is run.
const tableSeeds = 5

// ruleJSON is a line of the table.
type ruleJSON struct {
	Rule        string `json:"rule"`
	Killed      number `json:"killed"`
	Total       int    `json:"total"`
	FalseAlarms number `json:"false_alarms"`
	Controls    int    `json:"controls"`
	Weakest     number `json:"weakest_margin"`
}

// tableJSON is the mutation table.
type tableJSON struct {
	Mutants     mutantsJSON `json:"mutants"`
	Derivatives []ruleJSON  `json:"derivatives"`
}

// mutantsCommand prints how the planted errors fare, under our rule and under those of
// other checkers.
func mutantsCommand(points *equations.Points, asJSON bool, s streams) error {
	var all equations.Score
	all.Weakest = math.Inf(1)
	for _, trial := range equations.All() {
		all.Add(trial.Score(points))
	}
	rules := equations.Table(points, tableSeeds)
	if asJSON {
		table := tableJSON{Mutants: newMutants(all)}
		for _, r := range rules {
			table.Derivatives = append(table.Derivatives,
				ruleJSON{r.Name, number(r.Killed), r.Total, number(r.FalseAlarms), r.Controls, number(r.Weakest)})
		}
		if err := encode(s.out, table); err != nil {
			return err
		}
	} else {
		printTable(s, all, rules)
	}
	if len(all.Survivors)+len(all.Flagged) > 0 {
		return errSilent
	}
	return nil
}

func printTable(s streams, all equations.Score, rules []equations.RuleScore) {
	fmt.Fprintf(s.out, "Planted errors: %d of %d caught. Of %d harmless changes %d taken for errors\n", all.Killed, all.Total, all.Equivalent, len(all.Flagged))
	fmt.Fprintf(s.out, "Weakest: %.3g times its bound (%s)\n", all.Weakest, all.WeakestName)
	for _, name := range all.Survivors {
		fmt.Fprintf(s.out, "  survived: %s\n", name)
	}
	for _, name := range all.Flagged {
		fmt.Fprintf(s.out, "  no error: %s\n", name)
	}
	last := rules[len(rules)-1]
	fmt.Fprintf(s.out, "\nThe %d in derivatives, by the rules of others; %d right answers as control\n\n", last.Total, last.Controls)
	fmt.Fprintf(s.out, "%-26s %8s %7s %13s %12s\n", "rule", "caught", "", "false alarms", "weakest")
	for _, r := range rules {
		fmt.Fprintf(s.out, "%-26s %8s %6.1f%% %13s %12.3g\n", r.Name, decimal(r.Killed), 100*r.Killed/float64(r.Total), decimal(r.FalseAlarms), r.Weakest)
	}
	fmt.Fprintf(s.out, "\nCaught: rejected at a point where the rule accepts the right answer. Weakest:\n"+
		"the least error/tolerance of a caught error. Rules that draw directions were run\n"+
		"%d times: averages. False alarms of fixed steps are at kinks and next to a pole.\n", tableSeeds)
}

// decimal prints a count, or an average with a decimal.
func decimal(x float64) string {
	if x == math.Trunc(x) {
		return fmt.Sprintf("%.0f", x)
	}
	return fmt.Sprintf("%.1f", x)
}

// alarms counts the right answers taken for wrong at the random points of seeds.
type alarms struct {
	mu       sync.Mutex
	reports  int
	entries  int
	kinks    int
	worst    float64 // error/bound
	where    string
	rejected []string
}

// enter counts the report on a trial at the points of a seed.
func (a *alarms) enter(seed uint64, r gradcheck.Report) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.reports, a.entries, a.kinks = a.reports+1, a.entries+r.Entries, a.kinks+r.Kinks
	if x := r.Worst.Ratio(); x > a.worst {
		a.worst, a.where = x, fmt.Sprintf("seed %d, %s, %s", seed, r.Name, r.Worst.Where)
	}
	if r.Verdict != gradcheck.PASS {
		a.rejected = append(a.rejected, fmt.Sprintf("seed %d, %s: %v: %s", seed, r.Name, r.Verdict, r.Reason))
	}
}

// instancesCommand tries the right code at the random points of seeds 1, 2, …, n, on
// all cores.
func instancesCommand(n int, asJSON bool, s streams) error {
	var a alarms
	var next atomic.Int64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for seed := next.Add(1); seed <= int64(n); seed = next.Add(1) {
				points := equations.Sample(uint64(seed))
				for _, trial := range equations.All() {
					a.enter(uint64(seed), trial.Judge(points))
				}
			}
		})
	}
	workers.Wait()
	if asJSON {
		if err := encode(s.out, map[string]any{"instances": n, "reports": a.reports, "entries": a.entries, "kinks": a.kinks,
			"largest_ratio": number(a.worst), "where": a.where, "false_alarms": append([]string{}, a.rejected...)}); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(s.out, "%d random instances, %d reports on %d numbers, %d of them at kinks\n", n, a.reports, a.entries, a.kinks)
		fmt.Fprintf(s.out, "false alarms: %d\nlargest error/bound: %.3f\n  %s\n", len(a.rejected), a.worst, a.where)
		for _, r := range a.rejected {
			fmt.Fprintf(s.out, "  %s\n", r)
		}
	}
	if len(a.rejected) > 0 {
		return errSilent
	}
	return nil
}
