package main

import (
	"fmt"
	"os"
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/bench/internal/cases"
	"chainrule/tensor"
)

func TestMain(m *testing.M) {
	fmt.Println("Unit GFLOP/s better=higher")
	fmt.Println("Unit GB/s better=higher")
	fmt.Println("Unit ns/element better=lower")
	fmt.Println("gomaxprocs:", runtime.GOMAXPROCS(0))
	fmt.Println("go-version:", runtime.Version())
	if c := caches(cacheFolder); c != "" {
		fmt.Println("caches:", c)
	}
	os.Exit(m.Run())
}

func TestNaiveLoopsAreRight(t *testing.T) {
	for _, s := range [][3]int{{1, 1, 1}, {2, 3, 4}, {5, 1, 7}, {13, 9, 0}, {17, 19, 23}} {
		m, n, k := s[0], s[1], s[2]
		A, B := integers(make([]float64, m*k), 1), integers(make([]float64, k*n), 2)
		want := make([]float64, m*n)
		tensor.Product(tensor.FromSlice(m, n, want), tensor.FromSlice(m, k, A), tensor.FromSlice(k, n, B))
		for _, naive := range []func(C, A, B []float64, m, n, k int){naiveIJK[float64], naiveIKJ[float64]} {
			C := integers(make([]float64, m*n), 3)
			naive(C, A, B, m, n, k)
			require.Equal(t, want, C)
		}
	}
}

func BenchmarkProduct(b *testing.B) {
	for _, s := range cases.Shapes {
		benchmarkProduct[float64](b, "float64", s, 512)
	}
	for _, s := range cases.Shapes {
		benchmarkProduct[float32](b, "float32", s, 128) // where the portable fused multiply-add is slow
	}
}

// benchmarkProduct times a product by each kernel of the machine and by naive loops, the
// portable kernel up to the limit and the loops up to 512.
func benchmarkProduct[F tensor.Float](b *testing.B, name string, s cases.Shape, limit int) {
	a, bb, c := make([]F, s.M*s.K), make([]F, s.K*s.N), make([]F, s.M*s.N)
	fill := sync.OnceFunc(func() { // only if one of them is timed
		integers(a, 1)
		integers(bb, 2)
	})
	A, B, C := tensor.FromSlice(s.M, s.K, a), tensor.FromSlice(s.K, s.N, bb), tensor.FromSlice(s.M, s.N, c)
	At, Bt := tensor.FromSlice(s.K, s.M, a), tensor.FromSlice(s.N, s.K, bb)
	run := func(variant, kernel string, product func()) {
		b.Run(s.Name(name, variant, kernel), func(b *testing.B) {
			fill()
			b.ReportAllocs()
			for b.Loop() {
				product()
			}
			b.ReportMetric(s.Flops()*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		})
	}
	if s.Within(512) && s.Variants[0] == "NN" {
		run("NN", "naive", func() { naiveIJK(c, a, bb, s.M, s.N, s.K) })
		run("NN", "naive-ikj", func() { naiveIKJ(c, a, bb, s.M, s.N, s.K) })
	}
	for _, kernel := range tensor.Kernels() {
		if kernel == "portable" && !s.Within(limit) {
			continue
		}
		restore, err := tensor.SetKernel(kernel)
		require.NoError(b, err)
		for _, variant := range s.Variants {
			run(variant, kernel, map[string]func(){
				"NN": func() { tensor.Product(C, A, B) },
				"TN": func() { tensor.ProductTN(C, At, B) },
				"NT": func() { tensor.ProductNT(C, A, Bt) },
			}[variant])
		}
		restore()
	}
}
