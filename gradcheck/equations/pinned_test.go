package equations

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
)

var update = flag.Bool("update", false, "rewrite testdata/trials.txt")

// pinned compares a text with a file of testdata. A change of it is a change of that
// file, made on purpose with go test ./gradcheck/equations -update.
func pinned(t *testing.T, file, text string) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, strings.Split(string(want), "\n"), strings.Split(text, "\n"))
}

// kindsOf returns the kinds of the probes, with the number of probes and entries of each.
func kindsOf(probes []*probe) string {
	count, entries, order := map[string]int{}, map[string]int{}, []string(nil)
	for _, q := range probes {
		kind := map[bool]string{false: "float64", true: "float32"}[q.unit == gradcheck.Unit32]
		for _, b := range q.blocks {
			kind += ", " + b.Name
		}
		if count[kind] == 0 {
			order = append(order, kind)
		}
		count[kind]++
		entries[kind] += len(q.claim.values)
	}
	for i, kind := range order {
		order[i] = fmt.Sprintf("  %d × %s: %d numbers", count[kind], kind, entries[kind])
	}
	return strings.Join(order, "\n")
}

// The probes of each trial agree with the committed list.
func TestTrialsAreTheOnesWrittenDown(t *testing.T) {
	onStandardPoints(t)
	var b strings.Builder
	for n, trial := range All() {
		fmt.Fprintf(&b, "%s, section %s, %s: %s\n", trial.Title(), trial.Section, trial.Status, trial.Statement)
		fmt.Fprintf(&b, " errata %s. %s\n", strings.Join(trial.Errata, " "), trial.Note)
		probes := probed()[n]
		fmt.Fprintf(&b, " %s: code\n%s\n", probes[0].referenceName, kindsOf(probes))
		if trial.printed != nil {
			fmt.Fprintf(&b, " print\n%s\n", kindsOf(trial.printed(Standard())))
		}
		if trial.undefined != "" {
			fmt.Fprintf(&b, " print: %s is undefined\n", trial.undefined)
		}
	}
	pinned(t, "testdata/trials.txt", b.String())
}
