package main

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations"
)

// tryInstead replaces the outcome of trials until the test ends.
func tryInstead(t *testing.T, outcome func(equations.Trial) equations.Result) {
	t.Helper()
	try = outcome
	t.Cleanup(func() { try = equations.Trial.Run })
}

// judged returns an outcome whose equation (30) has the verdict, and whose equation
// (46) is misprinted.
func judged(verdict gradcheck.Verdict) func(equations.Trial) equations.Result {
	return func(trial equations.Trial) equations.Result {
		r := equations.Result{Trial: trial, Report: gradcheck.Report{Verdict: gradcheck.PASS}, Printed: gradcheck.Report{Verdict: gradcheck.PASS}}
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
		gradcheck.PASS: exitOK, gradcheck.FAIL: exitFailed, gradcheck.UNDECIDED: exitFailed,
	} {
		tryInstead(t, judged(verdict))
		for _, args := range [][]string{{"verify"}, {"verify", "-json"}, {"verify", "-equation", "30"}, {"verify", "-json", "-equation", "(30)"}} {
			out, errs, status := here(t, args...)
			require.Equal(t, want, status, "%v, equation (30) %v", args, verdict)
			require.Empty(t, errs, "the output says it")
			require.Contains(t, out, verdict.String())
		}
		_, _, status := here(t, "verify", "-equation", "46")
		require.Equal(t, exitOK, status, "a misprint is no failure")
	}
}

func TestVerifySummaryCountsAndNames(t *testing.T) {
	tryInstead(t, judged(gradcheck.FAIL))
	out, _, _ := here(t, "verify")
	n := len(equations.All())
	require.True(t, strings.HasSuffix(out, fmt.Sprintf("\n%d of %d equations PASS; misprinted: (46)\n", n-1, n)), out)
	require.Regexp(t, `(?m)^  30  .* PASS     FAIL$`, out, "printed form, verdict")
	require.Regexp(t, `(?m)^  46  .* FAIL     PASS$`, out)
}

func TestVerifyPrintsALinePerEquationWithin80Columns(t *testing.T) {
	out, errs, status := docs(t, "verify")
	require.Equal(t, exitOK, status, errs)
	require.Regexp(t, `(?m)^ +46  .* FAIL +PASS$`, out)
	require.Regexp(t, `(?m)^ +30  .* PASS +PASS$`, out)
	for _, line := range strings.Split(out, "\n") {
		require.LessOrEqual(t, columnsOf(line), 80, line)
	}
	require.Equal(t, 2+len(equations.All())+1, strings.Count(out, "\n"))

	out, _, status = docs(t, "verify", "-equation", "46")
	require.Equal(t, exitOK, status)
	require.Contains(t, out, "E25")
	require.Contains(t, out, "Equation (46) as printed: FAIL")
	for _, line := range strings.Split(out, "\n") {
		require.LessOrEqual(t, columnsOf(line), 80, line)
	}
}

// The array has, field by field, what the trials found.
func TestVerifyJSONIsTheResults(t *testing.T) {
	var results []equations.Result
	tryInstead(t, func(trial equations.Trial) equations.Result {
		results = append(results, trial.Run())
		return results[len(results)-1]
	})
	out, errs, status := here(t, "verify", "-json")
	require.Equal(t, exitOK, status)
	require.Empty(t, errs)
	var got []resultJSON
	require.NoError(t, json.Unmarshal([]byte(out), &got))
	require.Len(t, got, len(equations.All()))
	for i, r := range results {
		worst := r.Report.Worst
		require.Equal(t, resultJSON{
			Equation: equations.All()[i].Number, Section: r.Section, Statement: r.Statement, Status: string(r.Status),
			Errata: append([]string{}, r.Errata...), Entries: r.Report.Entries,
			Worst: worstJSON{
				Where: worst.Where, Analytic: number(worst.Analytic), Numeric: number(worst.Numeric),
				Error: number(worst.Error), Bound: number(worst.Bound),
			},
			PrintedVerdict: r.Printed.Verdict.String(), Verdict: r.Report.Verdict.String(),
		}, got[i])
	}
}

// The names of the fields are those of the contract, the errata an array even where
// there are none, and a number that JSON has not is null.
func TestVerifyJSONHasItsFields(t *testing.T) {
	made := equations.Result{
		Trial: equations.Trial{Number: "46a", Section: "2.3.5", Statement: "W < X & Y", Status: equations.Corrected, Errata: []string{"E25", "E29"}},
		Report: gradcheck.Report{
			Name: "a", Entries: 17, Failed: 1, Undecided: 5, Verdict: gradcheck.UNDECIDED,
			Worst: gradcheck.Entry{Where: "V[1,2]", Analytic: 1.5, Numeric: math.Inf(1), Error: 0.25, Bound: 0.5, Exhibit: 9},
		},
		Printed: gradcheck.Report{Name: "b", Entries: 3, Worst: gradcheck.Entry{Where: "W[0,0]"}, Verdict: gradcheck.FAIL},
	}
	tryInstead(t, func(equations.Trial) equations.Result { return made })
	out, _, status := here(t, "verify", "-json", "-equation", "46")
	require.Equal(t, exitFailed, status)
	require.JSONEq(t, `[{"equation":"46a","section":"2.3.5","statement":"W < X & Y","status":"corrected","errata":["E25","E29"],"entries":17,
		"worst":{"where":"V[1,2]","analytic":1.5,"numeric":null,"error":0.25,"bound":0.5},
		"printed_verdict":"FAIL","verdict":"UNDECIDED"}]`, out)
	require.Contains(t, out, "W < X & Y", "as it stands")

	made.Errata, made.Status, made.Report.Worst.Error = nil, equations.AsPrinted, math.NaN()
	out, _, _ = here(t, "verify", "-json", "-equation", "46")
	require.Contains(t, out, `"errata": []`)
	require.Contains(t, out, `"status": "as printed"`)
	require.Contains(t, out, `"error": null`)
}
