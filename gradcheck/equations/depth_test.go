package equations

import (
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
)

// The network of any depth passes at the standard points and at others, and its planted errors are caught.
func TestAnyDepth(t *testing.T) {
	require.Len(t, AllBeyond(), 1)
	trial, err := Find("Depth")
	require.NoError(t, err)
	for _, p := range append(samples()[:sweep(0, 2, 6)], points()) {
		r := trial.RunAt(p)
		require.Equal(t, gradcheck.PASS, r.Verdict(), "%s: %v", p.Name, r.Report)
		require.Equal(t, 17, r.Score.Total, "besides the %d in the paper's statements", len(Mutants()))
		require.Empty(t, r.Score.Survivors, p.Name)
		require.Empty(t, r.Score.Flagged, p.Name)
		require.Greater(t, r.Score.Weakest, 10.0, r.Score.WeakestName)
		requireReferences(t, r)
	}
}
