package main

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// The listing, run from seeds 0 to 49, prints what it prints in NumPy.
func TestTheListingFromFiftySeeds(t *testing.T) {
	data, err := os.ReadFile("testdata/code13_dist50.json")
	require.NoError(t, err)
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
