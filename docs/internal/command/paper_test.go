package command

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/docs/cli"
	"chainrule/gradcheck"
	"chainrule/gradcheck/equations"
)

// The listing, run from seeds 0 to 49, prints what it prints in NumPy.
func TestTheListingFromFiftySeeds(t *testing.T) {
	var want []struct{ Cost, Err float64 }
	require.NoError(t, json.Unmarshal([]byte(read(t, "testdata/code13_dist50.json")), &want))
	require.Len(t, want, paperSeeds)
	n := paperSeeds
	if testing.Short() {
		n = 2
	}
	runs, err := runSeeds(t.Context(), n, cli.Streams{Out: &bytes.Buffer{}, Err: &bytes.Buffer{}})
	require.NoError(t, err)
	require.Len(t, runs, n)
	for seed, r := range runs {
		require.InDelta(t, want[seed].Cost, r.Last.TestCost, 1e-9, "seed %d", seed)
		require.Equal(t, want[seed].Err, r.Last.ErrorRate, "seed %d", seed)
	}
	if n == 50 {
		var b bytes.Buffer
		place(cli.NewText(&b), runs)
		require.Equal(t, place50, b.String())
	}
}

// fewSeeds makes the command run so many until the test ends.
func fewSeeds(t *testing.T, n int) {
	t.Helper()
	all := paperSeeds
	paperSeeds = n
	t.Cleanup(func() { paperSeeds = all })
}

// resultLines are the results of the listing in the paper and, from seed 7, in NumPy.
const resultLines = "                                            the paper     ours\n" +
	"  Cost at iteration i = 499, j = 7:         49.135031  43.306165\n" +
	"  Error rate:                                    18 %  17 %\n"

// Without arguments the command says what became of everything, and fails if an
// equation does.
func TestTheWholePaperFailsIfAnEquationDoes(t *testing.T) {
	fewSeeds(t, 2)
	tryInstead(t, judged(gradcheck.FAIL))
	out, errs, status := here(t)
	require.Equal(t, cli.ExitFailed, status)
	require.Empty(t, errs, "the output says it")
	n := len(equations.All())
	require.Contains(t, out, fmt.Sprintf(": %d of %d PASS\n  planted errors caught: %d of %d\n  misprinted equations: (46)\n", n-1, n, 2*n, 2*n))
	require.Contains(t, out, "weights from seed 7\n")
	require.Contains(t, out, resultLines)
	require.Contains(t, out, "Where its figures fall among seeds 0 to 1:\n")
	require.Contains(t, out, "  cost      42.839   43.451   44.063   44.675   45.287\n")
	require.Contains(t, out, "  49.135031 is above the cost of 2 of 2 seeds and below that of 0:\n")
	require.NotContains(t, out, "\r")
}

// place50 is the distribution that code13_dist50.json has, in NumPy's words: min,
// percentiles, median and max, mean and std(ddof=1).
const place50 = `            lowest quartile   median quartile  highest
  cost      40.882   43.006   44.258   45.345   48.706
  error       15 %     17 %     18 %     19 %     22 %

  49.135031 is above the cost of 50 of 50 seeds and below that of 0:
  2.83 standard deviations above their mean, 44.219.
  18 % is the error of 11 seeds; 15 have a lower one, 24 a higher.
`

func TestTheWholePaper(t *testing.T) {
	if testing.Short() {
		t.Skip("all equations: the long form has it")
	}
	if !full {
		fewSeeds(t, 2)
	}
	out, errs, status := here(t)
	require.Equal(t, cli.ExitOK, status, errs)
	require.Empty(t, errs)
	n := len(equations.All())
	require.Contains(t, out, fmt.Sprintf("\n  59 equations, 7 proofs, 14 listings, 8 examples: %d of %d PASS\n", n, n))
	require.Contains(t, out, "\n  misprinted equations: (28) (29) (39) (44) (45) (46) (47) (51)\n")
	require.Contains(t, out, "test cost at the 1000 prints (Figure 4)\n")
	require.Contains(t, out, resultLines)
	require.Contains(t, out, "(as printed: 10 batches an epoch, the last two empty; as meant it has 8, see train)\n")
	if full {
		require.True(t, strings.HasSuffix(out, "Where its figures fall among seeds 0 to 49:\n\n"+place50), out)
	}
}
