package bench

import (
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/tensor"
)

func TestMain(m *testing.M) {
	fmt.Println("Unit GFLOP/s better=higher")
	fmt.Println("kernel:", tensor.Kernel())
	os.Exit(m.Run())
}

// integers fills x with small integers, on which every product is exact.
func integers[F tensor.Float](x []F, seed int) []F {
	for i := range x {
		x[i] = F((i*7+seed*i/3+seed)%11 - 5)
	}
	return x
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

// shapes are m, n, k of the products timed: squares, and those of the paper's step.
var shapes = [][3]int{{16, 16, 16}, {64, 64, 64}, {128, 128, 128}, {512, 512, 512}, {50, 50, 5}, {50, 3, 50}}

func BenchmarkProduct(b *testing.B) {
	for _, s := range shapes {
		benchmarkProduct[float64](b, "float64", s[0], s[1], s[2])
	}
	for _, s := range shapes {
		if s[0] <= 128 { // in float32 the portable fused multiply-add is slow
			benchmarkProduct[float32](b, "float32", s[0], s[1], s[2])
		}
	}
}

func benchmarkProduct[F tensor.Float](b *testing.B, name string, m, n, k int) {
	a, bb, c := integers(make([]F, m*k), 1), integers(make([]F, k*n), 2), make([]F, m*n)
	A, B, C := tensor.FromSlice(m, k, a), tensor.FromSlice(k, n, bb), tensor.FromSlice(m, n, c)
	At, Bt := tensor.FromSlice(k, m, a), tensor.FromSlice(n, k, bb)
	run := func(variant, kernel string, product func()) {
		b.Run(fmt.Sprintf("type=%s/m=%d/n=%d/k=%d/variant=%s/kernel=%s", name, m, n, k, variant, kernel), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				product()
			}
			b.ReportMetric(2*float64(m*n*k)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		})
	}
	run("NN", "naive", func() { naiveIJK(c, a, bb, m, n, k) })
	run("NN", "naive-ikj", func() { naiveIKJ(c, a, bb, m, n, k) })
	run("NN", tensor.Kernel(), func() { tensor.Product(C, A, B) })
	run("TN", tensor.Kernel(), func() { tensor.ProductTN(C, At, B) })
	run("NT", tensor.Kernel(), func() { tensor.ProductNT(C, A, Bt) })
}
