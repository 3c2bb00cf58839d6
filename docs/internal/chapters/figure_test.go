package chapters

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The branches of the V have the slopes 1 and 2, its feet are where theory has them,
// within a factor of 64, and in 320 bits there is none.
func TestTheErrorOfADifferenceIsAV(t *testing.T) {
	h, forward, central, exact := differences()
	slope := func(e []float64, from, to int) float64 { return math.Log2(e[from]/e[to]) / float64(to-from) }
	require.InDelta(t, 1, slope(forward, 6, 16), 0.02)
	require.InDelta(t, 2, slope(central, 5, 12), 0.02)
	require.InDelta(t, 2, slope(exact, 5, 52), 0.02)
	u := math.Ldexp(1, -53)
	require.InDelta(t, math.Log2(math.Sqrt(u)), math.Log2(h[lowest(forward)]), 6)
	require.InDelta(t, math.Log2(math.Cbrt(u)), math.Log2(h[lowest(central)]), 6)
	require.Greater(t, forward[52], 0.1, "no digit is left at the end")
}

func lowest(e []float64) int { return slices.Index(e, slices.Min(e)) }

func TestTextbookFormsLoseDigitsAndOursNone(t *testing.T) {
	u := math.Ldexp(1, -53)
	for _, l := range losses {
		_, textbook, ours := l.form.worst(l.least, l.most, 40)
		require.Greater(t, slices.Max(textbook), 1e7*u, l.title)
		require.Less(t, slices.Max(ours), 4*u, l.title)
		if l.title != "1 − β^{10}" {
			require.InDelta(t, 1, textbook[39], 1e-3, l.title)
		}
	}
}

func TestTheNetworkLearnsTheSpirals(t *testing.T) {
	svg := committed("docs/figures/decision-regions.svg")
	require.Equal(t, 4, strings.Count(svg, " of 135 wrong</text>"))
	require.Contains(t, svg, "after 500 epochs: 0 of 135 wrong")
}
