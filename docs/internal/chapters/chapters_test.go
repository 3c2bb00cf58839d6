package chapters

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// Each number has a name of its own, of letters, digits, dots and hyphens.
func TestNamesOfNumbers(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(Numbers())) {
		require.Regexp(t, `^[a-zA-Z0-9.-]+$`, name)
	}
	one := numbers{"twice": func() string { return "" }}
	require.PanicsWithValue(t, "chapters: two numbers of the name twice", func() { merged(one, one) })
}

func TestCommittedFiles(t *testing.T) {
	require.Contains(t, committed("go.mod"), "module chainrule")
	require.Panics(t, func() { committed("none.txt") })
	t.Chdir(t.TempDir())
	require.Panics(t, func() { committed("go.mod") })
}
