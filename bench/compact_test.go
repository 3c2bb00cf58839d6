package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"chainrule/bench/internal/record"
	"chainrule/bench/internal/roofline"
	"chainrule/tensor"
)

// compacted returns the summary of a record.
func compacted(t *testing.T, text string) string {
	t.Helper()
	r, err := record.Read("record", strings.NewReader(text))
	require.NoError(t, err)
	r.Prefer(units...)
	report, err := r.Report(basesOf(r)...)
	require.NoError(t, err)
	arrange(report)
	kernel := best(report)
	return compact(report, kernel, roofs(report, kernel))
}

func requireNarrow(t *testing.T, text string) {
	t.Helper()
	for line := range strings.Lines(text) {
		require.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")), 80, line)
	}
}

func TestSummary(t *testing.T) {
	text := compacted(t, machine())
	require.True(t, strings.HasPrefix(text, "AVX-512 is 3.20 to 49.5 times as fast as naive loops in 5 rows.\n"), text)
	require.Contains(t, text, `
GFLOP/s                    naive  portable   AVX-512 ÷ naive  roof
4×4×4 NN f64                   2         3       6.4    3.20  100% call overhead
`)
	require.Contains(t, text, "exp f64                     5 ns    0.5 ns    10.0   61% L2\n")
	require.NotContains(t, text, "busy")
	requireNarrow(t, text)
	require.Contains(t, compacted(t, strings.ReplaceAll(machine(), " 100 GFLOP/s", " 70 GFLOP/s")), "141% busy\n")
}

// beside is a record of six rounds with a peer that takes so many nanoseconds, where ours takes 100 and a
// little more from round to round.
func beside(peer string, nanoseconds ...int) string {
	var b strings.Builder
	b.WriteString("rounds: 6\n")
	for round := range 6 {
		fmt.Fprintf(&b, "round: %d\nBenchmarkCeiling/type=float64/kernel=avx512/cores=1 1 1 ns/op 100 GFLOP/s\n%s: 9.%d\n", round+1, peer, 1)
		fmt.Fprintf(&b, "BenchmarkStep/net=5-50-3/batch=50/type=float64/part=all/kernel=avx512 1 %d ns/op\n", 100+round)
		fmt.Fprintf(&b, "BenchmarkStep/net=5-50-3/batch=50/type=float64/part=all/kernel=%s 1 %d ns/op\n", peer, nanoseconds[round%len(nanoseconds)])
	}
	return b.String()
}

func TestSummaryBesidePeers(t *testing.T) {
	text := compacted(t, beside("numpy", 205))
	require.True(t, strings.HasPrefix(text, "AVX-512 is 2.00 to 2.00 times as fast as NumPy in 1 row. The paper's training\nstep takes 102 ns.\n"), text)
	require.Contains(t, text, "\ntime                        AVX-512     NumPy\nstep 5-50-3 f64              102 ns      2.00\n")
	requireNarrow(t, text)
	require.Contains(t, compacted(t, beside("torch", 50)), ", slower in 1: step\n5-50-3 f64. The")
	require.Contains(t, compacted(t, beside("torch", 50, 300)), "~", "one is in the interval")

	_, err := record.Read("record", strings.NewReader(strings.Replace(beside("numpy", 1), "numpy: 9.1", "numpy: 9.2", 1)))
	require.ErrorContains(t, err, "mixed: numpy is ", "two versions are two records")
}

// Each turn beside the peers is of benchmarks that there are, and what is run again is ours.
func TestTurnsBesidePeers(t *testing.T) {
	turns := peerTurns("avx512")
	require.Equal(t, 8, count(turns, peers))
	for _, turn := range turns {
		require.NotContains(t, turn.pattern, "//")
		require.Equal(t, turn.binary == own, strings.Contains(turn.pattern, "^kernel=avx512$"), turn.pattern)
	}
	twice := againTurns("avx512")
	require.Equal(t, count(twice, own), count(twice, again))
	require.Positive(t, count(twice, again))
}

func count(turns []turn, b binary) (n int) {
	for _, t := range turns {
		if t.binary == b {
			n++
		}
	}
	return n
}

// The count of differences has a planted one, and none of equal contenders.
func TestDifferencesAreCounted(t *testing.T) {
	for _, c := range []struct{ again, different int }{{100, 0}, {110, 1}} {
		var b strings.Builder
		b.WriteString("rounds: 6\n")
		for round := range 6 {
			fmt.Fprintf(&b, "round: %d\nBenchmarkX/kernel=%s 1 %d ns/op\nBenchmarkX/kernel=again 1 %d ns/op\n", round+1, tensor.Kernel(), 100+round, c.again+round)
		}
		report, err := reportAgain([]byte(b.String()))
		require.NoError(t, err)
		compared, names := differences(report)
		require.Equal(t, 1, compared)
		require.Len(t, names, c.different)
	}
}

func TestARootIsAFolder(t *testing.T) {
	require.ErrorContains(t, checkRoot("compact_test.go"), "is no folder")
	if os.Geteuid() == 0 {
		require.NoError(t, checkRoot(t.TempDir()))
	}
	require.Equal(t, roofline.Busy, roofline.Bound{Seconds: 1.4, By: roofline.Arithmetic}.Says(1))
	require.Equal(t, "L2", roofline.Bound{Seconds: 1.9, By: "L2"}.Says(1))
	require.Equal(t, roofline.Busy, roofline.Bound{Seconds: 2.1, By: "L2"}.Says(1))
}
