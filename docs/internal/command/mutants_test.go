package command

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/docs/cli"
	"chainrule/gradcheck/equations"
)

// rule matches a line of the mutation table: name, caught, percent, false alarms,
// weakest margin.
var rule = regexp.MustCompile(`(?m)^(\S.*?) +([0-9.]+) +[0-9.]+% +([0-9.]+) +(\S+)$`)

// pageOfTrials returns the page that has the mutation table.
func pageOfTrials(t *testing.T) string { return read(t, "decisions/07-trials.md") }

// All planted errors are caught, as the page says, and no right answer is suspected.
func TestPlantedErrorsOfThePage(t *testing.T) {
	if testing.Short() {
		t.Skip("all trials: the long form has it")
	}
	all := equations.Score{Weakest: math.Inf(1)}
	for _, trial := range equations.All() {
		all.Add(try(trial, equations.Standard()).Score)
	}
	require.Equal(t, all.Total, all.Killed)
	require.Contains(t, pageOfTrials(t), fmt.Sprintf("\nPlanted errors: %d of %d caught. Of %d harmless changes 0 taken for errors\n", all.Killed, all.Total, all.Equivalent))
	require.Contains(t, pageOfTrials(t), fmt.Sprintf("\nWeakest: %.3g times its bound (%s)\n", all.Weakest, all.WeakestName))
}

// The page has the table that the command prints. The other rules rest on differences in
// doubles, whose noise depends on the machine's math.Exp, so each may be off by a few.
func TestMutationTableOfThePage(t *testing.T) {
	if !full {
		t.Skip("ten rules on seven hundred questions: CHAINRULE_FULL=1 has it")
	}
	page := pageOfTrials(t)
	out, errs, status := here(t, "verify", "-mutants", "-json")
	require.Equal(t, cli.ExitOK, status, errs)
	var table struct {
		Derivatives []struct {
			Rule            string
			Killed          float64
			Total, Controls int
			FalseAlarms     float64 `json:"false_alarms"`
		}
	}
	require.NoError(t, json.Unmarshal([]byte(out), &table))
	lines := rule.FindAllStringSubmatch(page, -1)
	require.Len(t, lines, len(table.Derivatives))
	for i, r := range table.Derivatives {
		require.Equal(t, r.Rule, lines[i][1])
		caught, _ := strconv.ParseFloat(lines[i][2], 64)
		alarms, _ := strconv.ParseFloat(lines[i][3], 64)
		require.InDelta(t, caught, r.Killed, 3, r.Rule)
		require.InDelta(t, alarms, r.FalseAlarms, 10, r.Rule)
	}
	ours := table.Derivatives[len(table.Derivatives)-1]
	require.EqualValues(t, ours.Total, ours.Killed)
	require.Zero(t, ours.FalseAlarms)
	require.Contains(t, page, fmt.Sprintf("The %d in derivatives, by the rules of others; %d right answers as control", ours.Total, ours.Controls))
}

// The page quotes a run of a thousand instances, which raised no alarm.
func TestThousandInstancesOfThePage(t *testing.T) {
	require.Regexp(t, fmt.Sprintf(`(?m)^1000 random instances, %d reports on \d+ numbers, \d+ of them at kinks\nfalse alarms: 0\nlargest error/bound: 0\.\d+$`, 1000*len(equations.All())),
		pageOfTrials(t))
}

// What is printed of a survivor and of a false alarm names it, and the status is 1.
func TestMutationTableTellsWhatWentWrong(t *testing.T) {
	var out bytes.Buffer
	score := equations.Score{Killed: 1, Total: 2, Equivalent: 1, Weakest: 3, WeakestName: "mutant 1: a", Survivors: []string{"mutant 2: b"}, Flagged: []string{"mutant 3: c"}}
	printTable(cli.NewText(&out), score, []equations.RuleScore{{Name: "r", Killed: 1.5, Total: 4, FalseAlarms: 2, Controls: 9, Weakest: 1.25}})
	for _, line := range []string{
		"Planted errors: 1 of 2 caught. Of 1 harmless changes 1 taken for errors", "  survived: mutant 2: b", "  no error: mutant 3: c",
		"The 4 in derivatives, by the rules of others; 9 right answers as control", "r                               1.5   37.5%             2         1.25",
	} {
		require.Contains(t, strings.Split(out.String(), "\n"), line)
	}
	requireColumns(t, out.String())
}
