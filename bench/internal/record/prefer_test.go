package record

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Prefer keeps, for each benchmark, the first of the units that it has; a benchmark without any
// of them keeps its own.
func TestPrefer(t *testing.T) {
	r, err := Read("r", strings.NewReader("round: 1\n"+
		"BenchmarkA/kernel=x 1 10 ns/op 3 GFLOP/s\nBenchmarkB/kernel=x 1 10 ns/op\nBenchmarkC/kernel=x 1 10 ns/op 7 apples\n"))
	require.NoError(t, err)
	r.Prefer("GFLOP/s", "apples", "sec/op")
	var left []string
	for _, w := range r.rows {
		left = append(left, w.name+" "+w.unit)
	}
	require.Equal(t, []string{"A GFLOP/s", "B sec/op", "C apples"}, left)
	require.Empty(t, r.left)
	r.Prefer("nothing")
	require.Len(t, r.rows, 3)

	r, err = Read("r", strings.NewReader("round: 1\nBenchmarkA/kernel=x 1 10 ns/op 3 GFLOP/s\nBenchmarkA/kernel=y 1 10 ns/op\nBenchmarkA/kernel=z 1 10 ns/op\n"))
	require.NoError(t, err)
	r.Prefer("GFLOP/s")
	made, err := r.Report()
	require.NoError(t, err)
	require.Contains(t, made.Warnings, "2 times a kernel is left out for its unit: z of A is in sec/op and not in GFLOP/s.")
}
