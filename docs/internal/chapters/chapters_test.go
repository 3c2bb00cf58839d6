package chapters

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Each number has a name of its own, of letters, digits, dots and hyphens.
func TestNamesOfNumbers(t *testing.T) {
	for chapter, compute := range Numbers() {
		for name := range compute() {
			require.Regexp(t, `^[a-zA-Z0-9.-]+$`, chapter+"."+name)
		}
	}
	require.PanicsWithValue(t, "two numbers of the name one.twice", func() {
		collect("one", func(show Show) { show("twice", "%d", 1); show("twice", "%d", 2) })
	})
}

func TestNumberIsPrintedByAVerb(t *testing.T) {
	n := Number{0.125, "%.1e"}
	require.Equal(t, "1.2e-01", n.Text(""))
	require.Equal(t, "0.12", n.Text("%.2f"))
	for digits, verb := range map[string]string{"-0.596": "%.3f", "2.2e-4": "%.1e", "38": "%.0f"} {
		require.Equal(t, verb, verbOf(digits))
	}
}

func TestCommittedFiles(t *testing.T) {
	require.Contains(t, committed("go.mod"), "module chainrule")
	require.Panics(t, func() { committed("none.txt") })
	t.Chdir(t.TempDir())
	require.Panics(t, func() { committed("go.mod") })
}
