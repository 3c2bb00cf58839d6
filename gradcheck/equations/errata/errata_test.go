package errata_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck/equations/errata"
)

// demonstration shows an erratum: it computes what the paper prints and what is
// right, judges the latter by an independent truth, and says by how much the former
// is wrong.
type demonstration struct {
	id   string
	says string             // what it shows; the name of the subtest, with underscores
	show func(t *testing.T) // may be nil
	long func(t *testing.T) // trains for thousands of steps; may be nil
}

// demonstrations are all, by subject.
var demonstrations = slices.Concat(likelihoodErrata, softmaxErrata, matrixErrata, backpropagationErrata, reluErrata,
	batchErrata, averageErrata, optimizerErrata, listingErrata, targetErrata, proofErrata, printErrata, resultErrata)

// In short mode the long parts are left out: they are two million steps of
// training, for which the race detector and an emulated machine take minutes, and
// which show them nothing that the tests of package nn do not.
func TestErrata(t *testing.T) {
	for _, d := range demonstrations {
		parts := []func(*testing.T){d.show, d.long}
		if testing.Short() {
			parts = parts[:1]
		}
		parts = slices.DeleteFunc(parts, func(part func(*testing.T)) bool { return part == nil })
		if len(parts) == 0 {
			t.Logf("left out in short mode: %s, %s", d.id, d.says)
			continue
		}
		t.Run(d.id+"_"+strings.ReplaceAll(d.says, " ", "_"), func(t *testing.T) {
			t.Parallel()
			for _, part := range parts {
				part(t)
			}
		})
	}
}

// Each erratum that a number can show is demonstrated once, and no other.
func TestExactlyTheShownErrataAreDemonstrated(t *testing.T) {
	var shown, demonstrated []string
	for _, e := range errata.All() {
		if e.Shown {
			shown = append(shown, e.ID)
		}
	}
	for _, d := range demonstrations {
		demonstrated = append(demonstrated, d.id)
		require.True(t, d.show != nil || d.long != nil, d.id)
		require.NotContains(t, d.says, "/", "would be two names for -run")
	}
	require.ElementsMatch(t, shown, demonstrated)
}

// What no number shows: slips of the pen, Python that stops with an error, and one
// fact from outside of the paper.
func TestErrataThatNoNumberShows(t *testing.T) {
	var others []string
	for _, e := range errata.All() {
		if !e.Shown {
			others = append(others, e.ID)
		}
	}
	require.Equal(t, []string{"E4", "E16", "E27", "E36", "E37", "E48", "E66", "E73", "E75", "E76"}, others)
}

func TestErrataAreWhole(t *testing.T) {
	known := []string{"math", "code", "notation", "text", "assumption", "result"}
	all := errata.All()
	require.Len(t, all, 77)
	for i, e := range all {
		require.Equal(t, "E"+strconv.Itoa(i+1), e.ID)
		require.NotEmpty(t, e.Kinds, e.ID)
		require.Subset(t, known, e.Kinds, e.ID)
		require.NotEmpty(t, e.Place, e.ID)
		require.Regexp(t, `\.$`, e.Text, e.ID)
		require.NotRegexp(t, `[\\$]`, e.Text, "%s: Unicode, no markup", e.ID)
		found, err := errata.Find(e.ID)
		require.NoError(t, err)
		require.Equal(t, e, found)
	}
	all[0].ID = "E0"
	require.Equal(t, "E1", errata.All()[0].ID, "a copy")
}

func TestFindErratumKnowsWhatThereIs(t *testing.T) {
	_, err := errata.Find("E78")
	require.EqualError(t, err, `no erratum "E78": there are E1–E77`)
}
