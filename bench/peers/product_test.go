package peers

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"

	"chainrule/bench/internal/cases"
	"chainrule/bench/peers/openblas"
	"chainrule/tensor"
)

// problem is a product: its shape, its variant, and the elements of the matrices as that stores them.
type problem[F tensor.Float] struct {
	cases.Shape
	variant string
	a, b, c []F
}

func newProblem[F tensor.Float](s cases.Shape, variant string) *problem[F] {
	p := &problem[F]{s, variant, make([]F, s.M*s.K), make([]F, s.K*s.N), make([]F, s.M*s.N)}
	for i := range p.a {
		p.a[i] = F(cases.Integer(i, 1))
	}
	for i := range p.b {
		p.b[i] = F(cases.Integer(i, 2))
	}
	return p
}

// ours sets c by package tensor.
func (p *problem[F]) ours() {
	C := tensor.FromSlice(p.M, p.N, p.c)
	switch p.variant {
	case "TN":
		tensor.ProductTN(C, tensor.FromSlice(p.K, p.M, p.a), tensor.FromSlice(p.K, p.N, p.b))
	case "NT":
		tensor.ProductNT(C, tensor.FromSlice(p.M, p.K, p.a), tensor.FromSlice(p.N, p.K, p.b))
	default:
		tensor.Product(C, tensor.FromSlice(p.M, p.K, p.a), tensor.FromSlice(p.K, p.N, p.b))
	}
}

// openblas sets c by OpenBLAS, count times.
func (p *problem[F]) openblas(gemv bool, count int) {
	q := openblas.Product{TransposedA: p.variant == "TN", TransposedB: p.variant == "NT", Gemv: gemv, M: p.M, N: p.N, K: p.K}
	switch c := any(p.c).(type) {
	case []float64:
		openblas.Product64(q, c, any(p.a).([]float64), any(p.b).([]float64), count)
	case []float32:
		openblas.Product32(q, c, any(p.a).([]float32), any(p.b).([]float32), count)
	}
}

// gonum sets c by gonum, count times.
func (p *problem[F]) gonum(count int) {
	var g gonum.Implementation
	ta, tb, lda, ldb := blas.NoTrans, blas.NoTrans, p.K, p.N
	if p.variant == "TN" {
		ta, lda = blas.Trans, p.M
	}
	if p.variant == "NT" {
		tb, ldb = blas.Trans, p.K
	}
	for range count {
		switch c := any(p.c).(type) {
		case []float64:
			g.Dgemm(ta, tb, p.M, p.N, p.K, 1, any(p.a).([]float64), lda, any(p.b).([]float64), ldb, 0, c, p.N)
		case []float32:
			g.Sgemm(ta, tb, p.M, p.N, p.K, 1, any(p.a).([]float32), lda, any(p.b).([]float32), ldb, 0, c, p.N)
		}
	}
}

// A rival is a peer for a product, with its name as a contender.
type rival[F tensor.Float] struct {
	name string
	run  func(p *problem[F], count int)
}

// largestOfGonum is the largest size of gonum's products that are timed: they take long.
const largestOfGonum = 256

// rivals returns the peers in this process that compute a product.
func rivals[F tensor.Float](s cases.Shape, variant string) (list []rival[F]) {
	if hasOpenBLAS {
		list = append(list, rival[F]{"openblas", func(p *problem[F], count int) { p.openblas(false, count) }})
		if variant == "NN" && (s.M == 1 || s.N == 1) {
			list = append(list, rival[F]{"openblas-gemv", func(p *problem[F], count int) { p.openblas(true, count) }})
		}
	}
	if s.Within(largestOfGonum) {
		list = append(list, rival[F]{"gonum", (*problem[F]).gonum})
	}
	return list
}

func BenchmarkProduct(b *testing.B) {
	for _, s := range cases.Shapes {
		benchmarkProduct[float64](b, "float64", s)
	}
	for _, s := range cases.Shapes {
		benchmarkProduct[float32](b, "float32", s)
	}
	benchAll(b, models())
}

func benchmarkProduct[F tensor.Float](b *testing.B, typ string, s cases.Shape) {
	for _, variant := range s.Variants {
		problem := sync.OnceValue(func() *problem[F] { return newProblem[F](s, variant) }) // only if one of them is timed
		for _, r := range rivals[F](s, variant) {
			b.Run(s.Name(typ, variant, r.name), func(b *testing.B) {
				p := problem()
				r.run(p, 1) // pages and threads are there
				b.ResetTimer()
				r.run(p, b.N)
				b.ReportMetric(s.Flops()*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
			})
		}
	}
}

// Products of integers are exact, so a peer's equal ours.
func TestProductsAreEqual(t *testing.T) {
	for _, s := range cases.Shapes {
		if s.Within(1024) {
			testProduct[float64](t, s)
			testProduct[float32](t, s)
		}
	}
}

func testProduct[F tensor.Float](t *testing.T, s cases.Shape) {
	for _, variant := range s.Variants {
		p := newProblem[F](s, variant)
		p.ours()
		want := append([]F(nil), p.c...)
		for _, r := range rivals[F](s, variant) {
			clear(p.c)
			r.run(p, 1)
			require.Equal(t, -1, firstDifference(want, p.c), "%s: %s", s.Name(fmt.Sprintf("%T", want[0]), variant, r.name), "an element differs")
			p.c[len(p.c)-1]++
			require.Equal(t, len(p.c)-1, firstDifference(want, p.c), "the comparison sees the last element")
		}
	}
}

// firstDifference returns the first index at which two slices differ, or −1.
func firstDifference[F tensor.Float](a, b []F) int {
	for i, x := range a {
		if x != b[i] {
			return i
		}
	}
	return -1
}
