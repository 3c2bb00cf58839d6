package command

import (
	"fmt"
	"math"
	"strings"

	"chainrule/docs/cli"
	"chainrule/gradcheck"
	"chainrule/gradcheck/equations"
	"chainrule/nn/experiment"
)

// tableSeeds is the number of runs of a rule that draws directions.
const tableSeeds = 5

// mutants prints the number of planted errors that our rule catches, and the rules of other
// checkers.
func mutants(points *equations.Points, asJSON bool, s cli.Streams) error {
	all := equations.Score{Weakest: math.Inf(1)}
	for _, trial := range equations.All() {
		all.Add(trial.Score(points))
	}
	rules := equations.Table(points, tableSeeds)
	var list []cli.Object
	for _, r := range rules {
		list = append(list, cli.Object{"rule", r.Name, "killed", r.Killed, "total", r.Total,
			"false_alarms", r.FalseAlarms, "controls", r.Controls, "weakest_margin", r.Weakest})
	}
	return emit(s, asJSON, cli.Object{"mutants", score(all), "derivatives", list}, func(t *cli.Text) { printTable(t, all, rules) },
		len(all.Survivors)+len(all.Flagged) > 0)
}

// emit prints an outcome, as JSON or for people. It returns an error if the outcome is bad.
func emit(s cli.Streams, asJSON bool, o any, print func(*cli.Text), isBad bool) error {
	if !asJSON {
		print(cli.NewText(s.Out))
	} else if err := cli.WriteJSON(s.Out, o); err != nil {
		return err
	}
	if isBad {
		return cli.ErrSilent
	}
	return nil
}

func printTable(t *cli.Text, all equations.Score, rules []equations.RuleScore) {
	say(t, "Planted errors: %d of %d caught. Of %d harmless changes %d taken for errors\n", all.Killed, all.Total, all.Equivalent, len(all.Flagged))
	say(t, "Weakest: %.3g times its bound (%s)\n", all.Weakest, all.WeakestName)
	for _, name := range all.Survivors {
		say(t, "  survived: %s\n", name)
	}
	for _, name := range all.Flagged {
		say(t, "  no error: %s\n", name)
	}
	last := rules[len(rules)-1]
	t.Printf("\nThe %d in derivatives, by the rules of others; %d right answers as control\n\n", last.Total, last.Controls)
	alarms, gap := "false alarms", 5 // the columns have so much more room than they need
	if t.Width < 71 {
		alarms, gap = "alarms", 0
	}
	row := func(name, caught, share, alarms, weakest string) {
		t.Row(fmt.Sprintf("%-26s", name), fmt.Sprintf(" %8s %7s %*s %*s", caught, share, 8+gap, alarms, 9+gap*3/5, weakest))
	}
	row("rule", "caught", "", alarms, "weakest")
	for _, r := range rules {
		row(r.Name, decimal(r.Killed), fmt.Sprintf("%.1f%%", 100*r.Killed/float64(r.Total)), decimal(r.FalseAlarms), fmt.Sprintf("%.3g", r.Weakest))
	}
	t.Printf("\nCaught: rejected at a point where the rule accepts the right answer. Weakest:\n"+
		"the least error/tolerance of a caught error. Rules that draw directions were run\n"+
		"%d times: averages. False alarms of fixed steps are at kinks and next to a pole.\n", tableSeeds)
}

// decimal prints a count, or an average with a decimal.
func decimal(x float64) string { return strings.TrimSuffix(fmt.Sprintf("%.1f", x), ".0") }

// alarms counts the right answers taken for wrong at the random points of seeds.
type alarms struct {
	reports, entries, kinks int
	worst                   float64 // error/bound
	where                   string
	rejected                []string
}

// enter counts the report on a trial at the points of a seed.
func (a *alarms) enter(seed int, r gradcheck.Report) {
	a.reports, a.entries, a.kinks = a.reports+1, a.entries+r.Entries, a.kinks+r.Kinks
	if x := r.Worst.Ratio(); x > a.worst {
		a.worst, a.where = x, fmt.Sprintf("seed %d, %s, %s", seed, r.Name, r.Worst.Where)
	}
	if r.Verdict != gradcheck.PASS {
		a.rejected = append(a.rejected, fmt.Sprintf("seed %d, %s: %v: %s", seed, r.Name, r.Verdict, r.Reason))
	}
}

// instances tries the right code at the random points of seeds 1, 2, …, n, on all cores.
func instances(n int, asJSON bool, s cli.Streams) error {
	if n < 1 {
		return cli.Unusable("verify: -instances is %d: want at least 1", n)
	}
	reports := make([][]gradcheck.Report, n)
	experiment.OnAllCores(n, func(i int) {
		points := equations.Sample(uint64(i + 1))
		for _, trial := range equations.All() {
			reports[i] = append(reports[i], trial.Judge(points))
		}
	})
	var a alarms
	for i := range reports {
		for _, r := range reports[i] {
			a.enter(i+1, r)
		}
	}
	return emit(s, asJSON, cli.Object{"entries", a.entries, "false_alarms", a.rejected, "instances", n, "kinks", a.kinks,
		"largest_ratio", a.worst, "reports", a.reports, "where", a.where}, func(t *cli.Text) { a.print(t, n) }, len(a.rejected) > 0)
}

func (a *alarms) print(t *cli.Text, n int) {
	t.Printf("%d random instances, %d reports on %d numbers, %d of them at kinks\n", n, a.reports, a.entries, a.kinks)
	t.Printf("false alarms: %d\nlargest error/bound: %.3f\n  %s\n", len(a.rejected), a.worst, a.where)
	for _, r := range a.rejected {
		say(t, "  %s\n", r)
	}
}
