package main

import (
	"fmt"
	"os"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/tensor"
)

func TestMain(m *testing.M) {
	fmt.Println("Unit GFLOP/s better=higher")
	fmt.Println("Unit GB/s better=higher")
	fmt.Println("Unit ns/element better=lower")
	fmt.Println("kernel:", tensor.Kernel())
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

// shape is a product timed, m×n with inner dimension k, in the variants named.
type shape struct {
	m, n, k  int
	variants []string
}

// shapes are squares, the products of the paper's training step and of a digit classifier's
// (batch 128, 784-512-10), and vectors times square matrices.
var shapes = []shape{
	{4, 4, 4, plain}, {8, 8, 8, plain}, {16, 16, 16, plain}, {32, 32, 32, plain}, {64, 64, 64, all}, {128, 128, 128, plain},
	{256, 256, 256, plain}, {512, 512, 512, all}, {1024, 1024, 1024, plain}, {2048, 2048, 2048, plain},
	{50, 50, 5, plain}, {50, 3, 50, []string{"NN", "TN"}}, {5, 50, 50, []string{"TN"}}, {50, 50, 3, []string{"NT"}},
	{128, 512, 784, plain}, {784, 512, 128, []string{"TN"}}, {128, 512, 10, []string{"NT"}}, {128, 10, 512, plain}, {512, 10, 128, []string{"TN"}},
	{1, 64, 64, plain}, {1, 512, 512, plain}, {1, 4096, 4096, plain}, {64, 1, 64, plain}, {512, 1, 512, plain}, {4096, 1, 4096, plain},
}

var plain, all = []string{"NN"}, []string{"NN", "TN", "NT"}

// within reports whether no dimension exceeds the limit.
func (s shape) within(limit int) bool { return max(s.m, s.n, s.k) <= limit }

func BenchmarkProduct(b *testing.B) {
	for _, s := range shapes {
		benchmarkProduct[float64](b, "float64", s, 512)
	}
	for _, s := range shapes {
		benchmarkProduct[float32](b, "float32", s, 128) // where the portable fused multiply-add is slow
	}
}

// benchmarkProduct times a product by each kernel of the machine and by naive loops, the
// portable kernel up to the limit and the loops up to 512.
func benchmarkProduct[F tensor.Float](b *testing.B, name string, s shape, limit int) {
	a, bb, c := integers(make([]F, s.m*s.k), 1), integers(make([]F, s.k*s.n), 2), make([]F, s.m*s.n)
	A, B, C := tensor.FromSlice(s.m, s.k, a), tensor.FromSlice(s.k, s.n, bb), tensor.FromSlice(s.m, s.n, c)
	At, Bt := tensor.FromSlice(s.k, s.m, a), tensor.FromSlice(s.n, s.k, bb)
	run := func(variant, kernel string, product func()) {
		b.Run(fmt.Sprintf("type=%s/m=%d/n=%d/k=%d/variant=%s/kernel=%s", name, s.m, s.n, s.k, variant, kernel), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				product()
			}
			b.ReportMetric(2*float64(s.m*s.n*s.k)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		})
	}
	if s.within(512) && s.variants[0] == "NN" {
		run("NN", "naive", func() { naiveIJK(c, a, bb, s.m, s.n, s.k) })
		run("NN", "naive-ikj", func() { naiveIKJ(c, a, bb, s.m, s.n, s.k) })
	}
	for _, kernel := range tensor.Kernels() {
		if kernel == "portable" && !s.within(limit) {
			continue
		}
		restore, err := tensor.SetKernel(kernel)
		require.NoError(b, err)
		for _, variant := range s.variants {
			run(variant, kernel, map[string]func(){
				"NN": func() { tensor.Product(C, A, B) },
				"TN": func() { tensor.ProductTN(C, At, B) },
				"NT": func() { tensor.ProductNT(C, A, Bt) },
			}[variant])
		}
		restore()
	}
}
