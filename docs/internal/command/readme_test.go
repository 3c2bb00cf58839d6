package command

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/docs/cli"
	"chainrule/gradcheck/equations"
	"chainrule/nn/experiment"
)

// ourCommand matches a command of ours, in a line of its own or within one, without its comment.
var ourCommand = regexp.MustCompile("(?m)(?:^|`)(go run \\./docs(?: [^`#\n]*)?)")

// words splits a command at spaces, but for those within quotation marks.
func words(command string) (all []string) {
	for _, word := range regexp.MustCompile(`"[^"]*"|\S+`).FindAllString(command, -1) {
		all = append(all, strings.Trim(word, `"`))
	}
	return all
}

// Each command of ours that the README and the book show has flags that exist;
// .ci/readme runs those in blocks.
func TestCommandsOfThePagesParse(t *testing.T) {
	pages, err := filepath.Glob("chapters/*.md")
	require.NoError(t, err)
	parses := func(command string) int {
		command, _, _ = strings.Cut(command, " > ") // where its output goes
		args := words(strings.TrimPrefix(command, "go run ./docs"))
		var out bytes.Buffer
		return into(t.Context(), append(args, "-h"), &out, &out)
	}
	found := 0
	for _, name := range append(pages, "../README.md", "README.md", "equations.md", "../bench/README.md", "../gradcheck/README.md", "../nn/README.md", "../tensor/README.md") {
		for _, match := range ourCommand.FindAllStringSubmatch(read(t, name), -1) {
			require.Equal(t, cli.ExitOK, parses(match[1]), "%s: %s", name, match[1])
			found++
		}
	}
	require.Greater(t, found, 80)
	require.Equal(t, cli.ExitUsage, parses("go run ./docs train -epoch 3"), "a wrong flag is seen")
	require.Equal(t, []string{"verify", "-equation", "Code 2"}, words(`verify -equation "Code 2"`))
}

// The README quotes the output of the command.
func TestFiguresOfTheREADMEAreTheCommands(t *testing.T) {
	if testing.Short() {
		t.Skip("all trials: the long form has it")
	}
	page := read(t, "../README.md")
	var results []equations.Result
	for _, trial := range equations.All() {
		results = append(results, try(trial, equations.Standard()))
	}
	require.Contains(t, page, "\n"+indented(summary(results))+"\n")

	var curves struct {
		Cost  []float64 `json:"loss_curve_variant_i"`
		Error []float64 `json:"error_curve_variant_i"`
	}
	require.NoError(t, json.Unmarshal([]byte(read(t, "../nn/testdata/golden_run_seed7.json")), &curves), "which nn's tests reproduce")
	require.Contains(t, page, fmt.Sprintf("%.6f  %.6f\n", experiment.PaperCost, curves.Cost[999]))
	require.Contains(t, page, fmt.Sprintf("%s  %s\n", percent(experiment.PaperErrorRate), percent(curves.Error[999])))
}
