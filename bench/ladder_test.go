package main

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLadderIsRight(t *testing.T) {
	for _, n := range []int{1, 2, 3, 4, 7, 63, 64, 66, 130, 261} {
		A, B := integers(make([]float64, n*n), 1), integers(make([]float64, n*n), 2)
		want := make([]float64, n*n)
		ours(want, A, B, n)
		for _, r := range rungs {
			C := integers(make([]float64, n*n), 3)
			r.run(C, A, B, n)
			require.Equal(t, want, C, "%s, n = %d", r.name, n)
		}
	}
}

// BenchmarkLadder measures the way from the triple loop to the kernels, one idea at a time.
func BenchmarkLadder(b *testing.B) {
	const n = 512
	A, B, C := integers(make([]float64, n*n), 1), integers(make([]float64, n*n), 2), make([]float64, n*n)
	climb := func(name string, run func(C, A, B []float64, n int)) {
		b.Run(fmt.Sprintf("n=%d/kernel=%s", n, name), func(b *testing.B) {
			for b.Loop() {
				run(C, A, B, n)
			}
			b.ReportMetric(2*float64(n)*float64(n)*float64(n)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		})
	}
	for _, r := range rungs {
		climb(r.name, r.run)
	}
	eachKernel(b, func(b *testing.B, kernel string) { climb(kernel, ours) })
}
