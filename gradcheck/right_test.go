package gradcheck_test

import (
	"flag"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
	"chainrule/gradcheck/internal/othercheckers"
)

var update = flag.Bool("update", false, "rewrite testdata/right.txt and testdata/wrong.txt, with CHAINRULE_FULL=1")

// The tables are whole with CHAINRULE_FULL=1, else the first seeds of each row.
var full = os.Getenv("CHAINRULE_FULL") == "1"

// rule returns the decision rule of another checker.
func rule(name string) othercheckers.Rule {
	for _, r := range othercheckers.Rules() {
		if r.Name == name {
			return r
		}
	}
	panic(name)
}

// passes returns the verdict function of another checker on s.
func (s sample) passes(r othercheckers.Rule, seed uint64) func(gradient []float64) bool {
	compare := r.Prepare(othercheckers.Problem{F: func(x []float64) []float64 { return []float64{s.f(x)} }, At: s.x}, seed)
	return func(gradient []float64) bool { return compare([][]float64{gradient}) <= 1 }
}

// pinned compares a table with its file, below a heading: a line begins like one of the file, and is
// all of it where the table is whole.
func pinned(t *testing.T, file, heading string, lines []string) {
	t.Helper()
	if *update && full {
		require.NoError(t, os.WriteFile(file, []byte(heading+"\n\n"+strings.Join(lines, "\n")+"\n"), 0o644))
	}
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	want := strings.Split(strings.TrimSpace(string(content)), "\n")[3:]
	if full {
		require.Equal(t, want, lines)
	}
	for _, line := range lines {
		found := false
		for _, w := range want {
			found = found || strings.HasPrefix(w, line)
		}
		require.True(t, found, "%s has no line that begins with %q", file, line)
	}
}

// No right gradient fails, and it passes wherever central differences over 10⁻⁶ with PyTorch's tolerances
// let it pass.
func TestRightGradientsNeverFail(t *testing.T) {
	var lines []string
	torch := rule("PyTorch, slow")
	for _, row := range rightGradients(full) {
		ours, theirs := "", ""
		for _, make := range row.samples {
			s := make()
			r := gradcheck.Check(s.f, s.gradient, s.x, s.option)
			require.NotEqual(t, gradcheck.FAIL, r.Verdict, "%s: %v", row.name, r)
			passes := s.passes(torch, 1)(s.gradient)
			if passes {
				require.Equal(t, gradcheck.PASS, r.Verdict, "%s, where PyTorch's rule passes: %v", row.name, r)
			}
			ours += r.Verdict.String()[:1]
			theirs += map[bool]string{true: "P", false: "F"}[passes]
		}
		lines = append(lines, fmt.Sprintf("%-26s PyTorch's rule %s", row.name, theirs), fmt.Sprintf("%-26s Check          %s", row.name, ours))
	}
	pinned(t, "testdata/right.txt", "CHAINRULE_FULL=1 go test ./gradcheck -run RightGradients -update\n"+
		"Right gradients, a letter for each seed: P passes, U is undecided, K is at a kink, F fails.", lines)
}

// Sizes of f far from 1 are no noise: beside a squared hinge that is nearly off f is 10⁻¹², and entries may be so
// large that their sum overflows.
func TestSizesFarFromOne(t *testing.T) {
	for _, d := range []float64{1e-3, 1e-6, 1e-7} {
		squared := func(x []float64) float64 { return math.Pow(max(x[0], 0), 2) + math.Pow(max(x[1], 0), 2) }
		require.Equal(t, gradcheck.PASS, gradcheck.Check(squared, []float64{2 * d, 0}, []float64{d, -d}).Verdict, "%v", d)
		require.NotEqual(t, gradcheck.PASS, gradcheck.Check(squared, []float64{2 * d, d}, []float64{d, -d}).Verdict, "%v", d)
	}
	huge := func(x []float64) float64 { return math.Exp(x[0]) + math.Exp(x[1]) }
	right := []float64{math.Exp(700), math.Exp(709)}
	require.Equal(t, gradcheck.PASS, gradcheck.Check(huge, right, []float64{700, 709}).Verdict)
	require.Equal(t, gradcheck.FAIL, gradcheck.Check(huge, []float64{right[0], right[1] / 2}, []float64{700, 709}).Verdict)
}
