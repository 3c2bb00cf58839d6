package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations"
)

// The listing, run from seeds 0 to 49, prints what it prints in NumPy.
func TestTheListingFromFiftySeeds(t *testing.T) {
	data := []byte(read(t, "testdata/code13_dist50.json"))
	var want []struct{ Cost, Err float64 }
	require.NoError(t, json.Unmarshal(data, &want))
	require.Len(t, want, paperSeeds)
	n := paperSeeds
	if testing.Short() {
		n = 2
	}
	c := paperSettings()
	require.NoError(t, c.setAsPrinted(c.flagSet()))
	p, err := loadProblem(&c)
	require.NoError(t, err)
	runs, err := runSeeds(t.Context(), c, p, n, streams{&bytes.Buffer{}, &bytes.Buffer{}})
	require.NoError(t, err)
	require.Len(t, runs, n)
	for seed, r := range runs {
		require.InDelta(t, want[seed].Cost, r.cost, 1e-9, "seed %d", seed)
		require.Equal(t, want[seed].Err, r.error, "seed %d", seed)
	}
}

func TestPlaceSaysWhereThePaperFalls(t *testing.T) {
	runs := []printedRun{{cost: 40, error: 0.17}, {cost: 44, error: 0.18}, {cost: 48, error: 0.18}, {cost: 60, error: 0.2}}
	text := place(runs)
	require.Contains(t, text, "  cost      40.000   43.000   46.000   51.000   60.000\n")
	require.Contains(t, text, "49.135031 is above the cost of 3 of 4 seeds and below that of 1:")
	require.Contains(t, text, "0.18 is the error of 2 seeds; 1 have a lower one, 1 a higher.")
	mean, deviation := moments([]float64{1, 2, 3, 4})
	require.Equal(t, 2.5, mean)
	require.InDelta(t, math.Sqrt(5.0/3), deviation, 1e-15)
}

// fewSeeds makes the command run so many until the test ends.
func fewSeeds(t *testing.T, n int) {
	t.Helper()
	all := paperSeeds
	paperSeeds = n
	t.Cleanup(func() { paperSeeds = all })
}

// resultLines are what NumPy and the paper make of the listing with seed 7.
const resultLines = "                                            the paper     ours\n" +
	"  Cost at iteration i = 499, j = 7:         49.135031  43.306165\n" +
	"  Error rate:                                    0.18  0.17\n"

// Without arguments the command says what became of everything, and fails if an
// equation does.
func TestTheWholePaperFailsIfAnEquationDoes(t *testing.T) {
	fewSeeds(t, 2)
	tryInstead(t, judged(gradcheck.FAIL))
	out, errs, status := here(t)
	require.Equal(t, exitFailed, status)
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
  error       0.15     0.17     0.18     0.19     0.22

  49.135031 is above the cost of 50 of 50 seeds and below that of 0:
  2.83 standard deviations above their mean, 44.219.
  0.18 is the error of 11 seeds; 15 have a lower one, 24 a higher.
`

func TestTheWholePaper(t *testing.T) {
	if testing.Short() {
		t.Skip("all equations and 51 runs: the full run has it")
	}
	out, errs, status := docs(t)
	require.Equal(t, exitOK, status, errs)
	require.Empty(t, errs)
	n := len(equations.All())
	require.Contains(t, out, fmt.Sprintf("\n  59 equations, 7 proofs, 14 listings, 8 examples: %d of %d PASS\n", n, n))
	require.Contains(t, out, "\n  misprinted equations: (28) (29) (39) (44) (45) (46) (47) (51)\n")
	require.Contains(t, out, "test cost at the 1000 prints (Figure 4)\n")
	require.Contains(t, out, resultLines)
	require.True(t, strings.HasSuffix(out, "Where its figures fall among seeds 0 to 49:\n\n"+place50), out)
}

// A terminal sees how many seeds are done and how long the others will take.
func TestProgressOfTheSeeds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		var done atomic.Int64
		finished := make(chan struct{})
		go showProgress(streams{&out, &out}, &done, 50, finished)
		time.Sleep(150 * time.Millisecond)
		synctest.Wait()
		require.Equal(t, "\r  0 of 50 seeds, some time left\x1b[K", out.String())
		out.Reset()
		done.Store(1)
		time.Sleep(100 * time.Millisecond)
		synctest.Wait()
		require.Equal(t, "\r  1 of 50 seeds, 10s left\x1b[K", out.String(), "49 times 0.2 s")
		out.Reset()
		close(finished)
		synctest.Wait()
		require.Equal(t, "\r\x1b[K", out.String(), "the line is wiped")
	})
}
