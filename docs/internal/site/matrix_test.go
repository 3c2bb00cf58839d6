package site

import (
	"fmt"
	"html"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck/equations"
)

// The planted error stands beside the right form, in words and as matrices.
func TestAPlantedErrorIsSeen(t *testing.T) {
	page := html.UnescapeString(get(newSite(t), "/trial/eq-46?plant=167").Body.String())
	require.Regexp(t, `<p class="sentence">\d+ of \d+ numbers are wrong. The worst, [^<]+, should be \S+ and is \S+\.</p>`, page)
	require.Regexp(t, `<del>− [^<]+</del>\n<ins>\+ [^<]+</ins>`, page)
	for _, title := range []string{"claimed", "true", "difference"} {
		require.Regexp(t, `<table class="matrix"><caption>[^<]*`+title+`</caption><tr><td class="(pos|neg)\d">`, page)
	}
	require.Contains(t, page, `<details><summary>All details</summary>`)
}

func TestHeat(t *testing.T) {
	require.Equal(t, []string{"pos0", "pos1", "pos4", "neg4", "neg4", "odd"},
		[]string{heat(0), heat(0.01), heat(1), heat(-0.9), heat(math.Inf(-1)), heat(math.NaN())})
	require.Empty(t, matrices(equations.Array{}))
}

// Every planted error is visible at the point to which its link leads.
func TestEveryPlantedErrorIsVisibleSomewhere(t *testing.T) {
	if !full {
		t.Skip("plants every error: CHAINRULE_FULL=1 has it")
	}
	s := &site{pages: newPages(small)}
	var hidden []string
	for _, trial := range newTrials() {
		v := s.view(trial)
		for _, m := range trial.Mutants() {
			v.Choice.Mutant = m.ID
			if _, visible := trial.Visible(t.Context(), v.Choice); !visible && m.Equivalent == "" {
				hidden = append(hidden, fmt.Sprint(m.ID))
			}
		}
	}
	require.Empty(t, hidden)
}
