package record

import (
	"compress/gzip"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/perf/benchfmt"
)

// power returns a line of the decision page: how often a planted 3 % is found, and the
// median half-width of the ratio's interval, for numbers of rounds and a noise.
func power(t *testing.T, noise float64) string {
	t.Helper()
	line := fmt.Sprintf("| %.1f %% |", 100*noise)
	for _, rounds := range []int{6, 10, 20, 40} {
		const records = 200
		var widths []float64
		found := 0
		for seed := range records {
			r := report(t, play(uint64(seed), rounds, noisy("a", 100, noise), noisy("b", 103, noise)), "a")
			widths = append(widths, *r.Noise.Ratios)
			if r.find(t, 0, "b").Ratio.Verdict == Slower {
				found++
			}
		}
		line += fmt.Sprintf(" %d %%, ±%.1f %% |", 100*found/records, 100**middle(widths))
	}
	return line
}

// The whole simulation is done anew with CHAINRULE_FULL=1, in go test its first line, and in
// short tests none.
func TestPageOfTheRecordQuotesTheSimulation(t *testing.T) {
	text, err := os.ReadFile("../../../docs/decisions/08-record.md")
	require.NoError(t, err)
	page := string(text)
	for _, noise := range []float64{0.005, 0.01, 0.02, 0.04}[:sweep(0, 1, 4)] {
		require.Contains(t, page, power(t, noise)+"\n")
	}
	require.Equal(t, 4+2, strings.Count(page, "\n|"), "no other line")
	require.Contains(t, page, fmt.Sprintf("more than %.1f %%", 100*noiseLevel))
	require.Contains(t, page, fmt.Sprintf("We chose %.0f %% ", 100*Resolution))
	require.NotContains(t, page, power(t, 0.03), "the check sees a line that is not there")
}

// scatters returns the standard deviations of the logarithms of the times that
// benchmarks of six values and more have in a committed record, in order.
func scatters(t *testing.T, name string) (all []float64) {
	t.Helper()
	file, err := os.Open("../../results/" + name)
	require.NoError(t, err)
	defer file.Close()
	text, err := gzip.NewReader(file)
	require.NoError(t, err)
	logs := map[string][]float64{}
	for reader := benchfmt.NewReader(text, name); reader.Scan(); {
		if r, ok := reader.Result().(*benchfmt.Result); ok {
			v, _ := r.Value("sec/op")
			logs[r.Name.String()] = append(logs[r.Name.String()], math.Log(v))
		}
	}
	for _, x := range logs {
		if n := float64(len(x)); n >= MinRounds {
			sum, squares := 0.0, 0.0
			for _, v := range x {
				sum += v
			}
			for _, v := range x {
				squares += (v - sum/n) * (v - sum/n)
			}
			all = append(all, math.Sqrt(squares/(n-1)))
		}
	}
	slices.Sort(all)
	return all
}

func TestPageOfTheRecordQuotesTheScatter(t *testing.T) {
	page, err := os.ReadFile("../../../docs/decisions/08-record.md")
	require.NoError(t, err)
	all := scatters(t, "2026-11-24-peers-avx512-1.raw.gz")
	require.Contains(t, string(page), fmt.Sprintf("scatter by %.1f %%: the median\nof %d standard deviations, whose quartiles are %.1f %% and %.1f %%",
		100**middle(all), len(all), 100*all[len(all)/4], 100*all[len(all)*3/4]))
}
