package command

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/docs/cli"
	"chainrule/gradcheck"
	"chainrule/gradcheck/equations"
)

// tryInstead replaces the outcome of trials until the test ends.
func tryInstead(t *testing.T, outcome func(equations.Trial, *equations.Points) equations.Result) {
	t.Helper()
	try = outcome
	t.Cleanup(func() { try = tryOnce })
}

// judged returns an outcome whose equation (30) has the verdict, and whose equation
// (46) is misprinted; every trial catches two of two planted errors.
func judged(verdict gradcheck.Verdict) func(equations.Trial, *equations.Points) equations.Result {
	return func(trial equations.Trial, _ *equations.Points) equations.Result {
		r := equations.Result{
			Trial: trial, Report: gradcheck.Report{Verdict: gradcheck.PASS}, Printed: gradcheck.Report{Verdict: gradcheck.PASS},
			Score: equations.Score{Killed: 2, Total: 2}, Oracles: []equations.Examiner{{Name: equations.ByValue}},
		}
		switch trial.Number {
		case "30":
			r.Report.Verdict = verdict
		case "46":
			r.Printed.Verdict = gradcheck.FAIL
		}
		return r
	}
}

func TestVerifyFailsUnlessEveryVerdictIsPass(t *testing.T) {
	for verdict, want := range map[gradcheck.Verdict]int{
		gradcheck.PASS: cli.ExitOK, gradcheck.FAIL: cli.ExitFailed, gradcheck.UNDECIDED: cli.ExitFailed,
		gradcheck.KINK: cli.ExitFailed, gradcheck.OracleFault: cli.ExitFailed,
	} {
		tryInstead(t, judged(verdict))
		for _, args := range [][]string{{"verify"}, {"verify", "-json"}, {"verify", "-equation", "30"}, {"verify", "-json", "-equation", "(30)"}} {
			out, errs, status := here(t, args...)
			require.Equal(t, want, status, "%v, equation (30) %v", args, verdict)
			require.Empty(t, errs, "the output says it")
			require.Contains(t, out, verdict.String())
			if len(args) == 1 {
				requireColumns(t, out) // even with long verdicts, at the cost of the statement
			}
		}
		_, _, status := here(t, "verify", "-equation", "46")
		require.Equal(t, cli.ExitOK, status, "a misprint is no failure")
	}
}

// An error that was not caught, and a change that was taken for one, are failures.
func TestVerifyFailsUnlessEveryPlantedErrorIsCaught(t *testing.T) {
	require.False(t, isFailure([]equations.Result{judged(gradcheck.PASS)(equations.Trial{Number: "30"}, nil)}))
	for _, score := range []equations.Score{{Killed: 1, Total: 2, Survivors: []string{"a"}}, {Killed: 2, Total: 2, Flagged: []string{"b"}}} {
		r := judged(gradcheck.PASS)(equations.Trial{Number: "30"}, nil)
		r.Score = score
		require.True(t, isFailure([]equations.Result{r}))
	}
}

func TestVerifyPrintsALinePerTrialWithin80Columns(t *testing.T) {
	if testing.Short() {
		t.Skip("all trials: the full run has it")
	}
	out, errs, status := here(t, "verify")
	require.Equal(t, cli.ExitOK, status, errs)
	require.Regexp(t, `(?m)^ +46  .* FAIL +PASS$`, out)
	require.Regexp(t, `(?m)^ +30  .* PASS +PASS$`, out)
	require.Regexp(t, `(?m)^Alg. 1 .* FAIL +PASS$`, out)
	require.NotContains(t, strings.ReplaceAll(out, ", …", ""), "…", "no statement is cut")
	requireColumns(t, out)
	require.Equal(t, 1+len(equations.All())+3, strings.Count(out, "\n"))

	for _, trial := range []string{"46", "58", "43", "B.1", "Code 8", "Code 2", "2.5.5", "Algorithm 1", "37"} {
		out, _, status = here(t, "verify", "-equation", trial)
		require.Equal(t, cli.ExitOK, status)
		requireColumns(t, out)
	}
	out, _, _ = here(t, "verify", "-equation", "46")
	require.Contains(t, out, "E25")
	require.Contains(t, out, "Equation (46) as printed: FAIL")
	require.Contains(t, out, "the judge: central differences in 320 bits")
	require.Contains(t, out, "with order 2.000")
	require.Regexp(t, `(?m)^Errors planted: (\d+) of \d+ caught$`, out)
}

func requireColumns(t *testing.T, out string) {
	t.Helper()
	for _, line := range strings.Split(out, "\n") {
		require.LessOrEqual(t, cli.Columns(line), 80, line)
	}
}

func TestVerifyAtRandomPoints(t *testing.T) {
	names := map[string]bool{}
	tryInstead(t, func(trial equations.Trial, p *equations.Points) equations.Result {
		names[p.Name] = true
		return judged(gradcheck.PASS)(trial, p)
	})
	here(t, "verify", "-seed", "7")
	require.Equal(t, map[string]bool{"the points of seed 7": true}, names)
}

// At random points too everything passes, all errors are caught, and the same
// equations are misprinted.
func TestRandomPointsAreAsGoodAsTheStandardOnes(t *testing.T) {
	if !full {
		t.Skip("all equations at 45 networks: CHAINRULE_FULL=1 has it")
	}
	out, errs, status := here(t, "verify", "-seed", "7")
	require.Equal(t, cli.ExitOK, status, errs)
	requireColumns(t, out)
	require.True(t, strings.HasSuffix(out, "\nmisprinted equations: (28) (29) (39) (44) (45) (46) (47) (51)\n"), out)
}

func TestVerifyRefusesWhatExcludesEachOther(t *testing.T) {
	for _, c := range []struct{ reason, args string }{
		{"-equation and -mutants exclude each other", "-equation 46 -mutants"},
		{"-mutants and -instances exclude each other", "-mutants -instances 3"},
		{"-equation and -instances exclude each other", "-instances 3 -equation 46"},
		{"-seed and -instances exclude each other", "-instances 3 -seed 1"},
		{"-instances is 0: want at least 1", "-instances 0"},
	} {
		_, errs, status := here(t, append([]string{"verify"}, strings.Fields(c.args)...)...)
		require.Equal(t, cli.ExitUsage, status)
		require.Contains(t, errs, c.reason)
	}
}

func TestInstancesAreCounted(t *testing.T) {
	n := map[bool]int{false: 1, true: 20}[full]
	if !testing.Short() {
		out, errs, status := here(t, "verify", "-instances", fmt.Sprint(n))
		require.Equal(t, cli.ExitOK, status, errs)
		require.Contains(t, out, fmt.Sprintf("%d random instances, %d reports", n, n*len(equations.All())))
		require.Contains(t, out, "\nfalse alarms: 0\n")
	}

	var a alarms
	a.enter(3, gradcheck.Report{Name: "x", Verdict: gradcheck.PASS, Entries: 4, Kinks: 1, Worst: gradcheck.Entry{Where: "W", Error: 1, Bound: 2}})
	a.enter(4, gradcheck.Report{Name: "y", Verdict: gradcheck.FAIL, Entries: 2, Reason: "because"})
	require.Equal(t, []any{2, 6, 1, 0.5}, []any{a.reports, a.entries, a.kinks, a.worst})
	require.Equal(t, "seed 3, x, W", a.where)
	require.Equal(t, []string{"seed 4, y: FAIL: because"}, a.rejected)
}

// The fields have the names of the contract, lists are arrays even where there
// is nothing in them, and a number that JSON has not is null.
func TestVerifyJSONHasItsFields(t *testing.T) {
	made := equations.Result{
		Trial: equations.Trial{Number: "46a", Section: "2.3.5", Statement: "W < X & Y", Status: equations.Corrected, Errata: []string{"E25"}, Note: "n"},
		Report: gradcheck.Report{
			Name: "a", Entries: 17, Failed: 1, Undecided: 5, Kinks: 2, Verdict: gradcheck.UNDECIDED, Reason: "why",
			AtKinks: []gradcheck.Entry{{Where: "W[0]", Left: -1, Right: 2}},
			Worst:   gradcheck.Entry{Where: "V[1,2]", Analytic: 1.5, Numeric: math.Inf(1), Error: 0.25, Bound: 0.5, Gauge: 0.125, ULP: 0.0625, Exhibit: 9},
		},
		Printed: gradcheck.Report{Name: "b", Entries: 3, Failed: 2, Worst: gradcheck.Entry{Where: "W[0,0]"}, Verdict: gradcheck.FAIL, Diagnosis: []string{"d"}},
		Oracles: []equations.Examiner{{Name: "difference", Entries: 17, Digits: math.Inf(1)}, {Name: "exact", Entries: 15, Digits: 50.5}},
		Score:   equations.Score{Killed: 3, Total: 4, Equivalent: 1, Weakest: 12, WeakestName: "m", Survivors: []string{"s"}},
		Order:   equations.Order{Where: "V[1,2]", Value: 2},
	}
	tryInstead(t, func(equations.Trial, *equations.Points) equations.Result { return made })
	out, _, status := here(t, "verify", "-json", "-equation", "46")
	require.Equal(t, cli.ExitFailed, status)
	require.JSONEq(t, `[{"equation":"46a","kind":"example","section":"2.3.5","statement":"W < X & Y","status":"corrected","note":"n","errata":["E25"],
		"entries":17,"kinks":2,"at_kinks":[{"where":"W[0]","analytic":0,"left":-1,"right":2}],"order":2,"oracles":{"difference":{"judge":true,"entries":17,"digits":null},"exact":{"judge":false,"entries":15,"digits":50.5}},
		"mutants":{"killed":3,"total":4,"equivalent":1,"weakest_margin":12,"weakest":"m","survivors":["s"],"flagged":[]},
		"worst":{"where":"V[1,2]","analytic":1.5,"numeric":null,"error":0.25,"bound":0.5,"error_ulp":4,"error_gauges":2,"bound_gauges":4},
		"printed":{"entries":3,"failed":2,"reason":"","diagnosis":["d"],
			"worst":{"where":"W[0,0]","analytic":0,"numeric":0,"error":0,"bound":0,"error_ulp":0,"error_gauges":0,"bound_gauges":null}},
		"printed_verdict":"FAIL","verdict":"UNDECIDED","reason":"why"}]`, out)
	require.Contains(t, out, "W < X & Y", "as it stands")

	made.Errata, made.Status, made.Report.Worst.Error, made.Order.Value = nil, equations.AsPrinted, math.NaN(), math.NaN()
	out, _, _ = here(t, "verify", "-json", "-equation", "46")
	require.Contains(t, out, `"errata": []`)
	require.Contains(t, out, `"status": "as printed"`)
	require.Contains(t, out, `"error": null`)
	require.Contains(t, out, `"order": null`)
}
