package tensor_test

import (
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// upTo returns 0 … n, or in short tests 0 and about half of the rest.
func upTo(n int) []int {
	var sizes []int
	for i := range n + 1 {
		if !testing.Short() || i < 2 || i%2 == 1 {
			sizes = append(sizes, i)
		}
	}
	return sizes
}

// Every small shape, in every variant, equals the chain as the test states it.
// TestProductOfEveryShape goes up to three tiles of each kernel. The whole sweep has each
// shape with every source and margin, go test with one source and margin in turn, and
// short tests half of the sizes.
func TestProductIsTheChain(t *testing.T) {
	eachKernelInBoth(t, testProductIsTheChain[float64], testProductIsTheChain[float32])
}

func testProductIsTheChain[F tensor.Float](t *testing.T) {
	seed := uint64(0)
	for _, v := range variants[F]() {
		for _, shape := range shapes(7, 13, 9) {
			for _, elements := range []source[F]{moderate[F], wide[F], integers[F], special[F]} {
				for _, margin := range [][3]int{{0, 0, 0}, {1, 3, 2}, {5, 0, 1}} {
					if seed++; (seed+seed/12)%sweep[uint64](12, 12, 1) > 0 {
						continue
					}
					p := problem[F]{m: shape[0], n: shape[1], k: shape[2], marginC: margin[0], marginA: margin[1], marginB: margin[2]}
					v.requireChain(t, p.pose(v, seed, elements))
				}
			}
		}
	}
}

// shapes returns all m×n×k up to the given limits, or in short tests a good part of them.
func shapes(m, n, k int) (all [][3]int) {
	for _, i := range upTo(m) {
		for _, j := range upTo(n) {
			for _, p := range upTo(k) {
				all = append(all, [3]int{i, j, p})
			}
		}
	}
	return all
}

// Shapes around the cache blocks: the chain goes on through memory where a block ends.
// The whole sweep has all variants of each, go test every other, and short tests leave
// out the large.
func TestProductIsTheChainAcrossBlocks(t *testing.T) {
	eachKernelInBoth(t, testProductIsTheChainAcrossBlocks[float64], testProductIsTheChainAcrossBlocks[float32])
}

func testProductIsTheChainAcrossBlocks[F tensor.Float](t *testing.T) {
	MR, NR, MC, KC := 2, 4, 256, tensor.BlockInner()
	for i, s := range [][3]int{
		{MR + 1, NR + 1, KC - 1}, {MR + 1, NR + 1, KC}, {MR + 1, NR + 1, KC + 1},
		{MR, 2*NR + 3, 2*KC - 1}, {2*MR + 1, NR - 1, 2 * KC}, {1, NR, 2*KC + 1}, {MR, 1, 3*KC + 2},
		{MC - 1, NR + 1, 3}, {MC, NR, 3}, {MC + 1, NR - 1, 3}, {2*MC + 1, 1, 2},
		{MC - 1, NR - 1, KC + 1}, {MC + 1, NR + 1, KC - 1}, {MC + 1, NR + 2, KC + 1},
		{3, 64*NR - 1, 5}, {3, 64*NR + 1, 5},
	} {
		if testing.Short() && s[0]*s[1]*s[2] > 10_000 {
			continue
		}
		for j, v := range variants[F]() {
			if (i+j)%sweep(2, 2, 1) > 0 {
				continue
			}
			p := problem[F]{m: s[0], n: s[1], k: s[2], marginC: i % 3, marginA: i % 2, marginB: (i + 1) % 3}
			v.requireChain(t, p.pose(v, uint64(i), moderate[F]))
		}
	}
}

// Sums of products of small integers are exact, so that no rounding can hide a
// wrong index: each element has its value whatever the order.
func TestProductOfIntegersIsExact(t *testing.T) {
	eachKernelInBoth(t, testProductOfIntegersIsExact[float64], testProductOfIntegersIsExact[float32])
}

func testProductOfIntegersIsExact[F tensor.Float](t *testing.T) {
	for _, v := range variants[F]() {
		p := problem[F]{m: 37, n: 29, k: tensor.BlockInner() + 17, marginC: 2, marginA: 1, marginB: 3}.pose(v, 7, integers[F])
		C := clone(p.C.Matrix)
		v.run(p.C.Matrix, p.A.Matrix, p.B.Matrix)
		for i := range p.m {
			for j := range p.n {
				sum := 0
				if v.continues {
					sum = int(C.At(i, j))
				}
				for q := range p.k {
					sum += int(element(v.transA, p.A.Matrix, i, q)) * int(element(v.transB, p.B.Matrix, q, j))
				}
				require.Equal(t, sum, int(p.C.At(i, j)), "%s [%d,%d]", v.describe(p), i, j)
			}
		}
	}
}

// The operands may be one matrix, or views of one; only the destination stands apart.
func TestProductOfViewsOfOneMatrix(t *testing.T) {
	eachKernelInBoth(t, testProductOfViewsOfOneMatrix[float64], testProductOfViewsOfOneMatrix[float32])
}

func testProductOfViewsOfOneMatrix[F tensor.Float](t *testing.T) {
	M := random(newRandom(3), 12, 30, moderate[F])
	for _, v := range variants[F]() {
		A, B := M.Slice(1, 7, 0, 6), M.Slice(2, 8, 3, 9) // 6×6, overlapping each other
		C := M.Slice(3, 9, 10, 16)                       // beside them in the same rows
		before := clone(M)
		want := v.chain(C, A, B)
		v.run(C, A, B)
		requireSame(t, want, C, v.name)
		for i := range C.Rows() {
			copy(before.Slice(3, 9, 10, 16).Row(i), C.Row(i))
		}
		requireSame(t, before, M, v.name, ": outside C")
		v.run(C, A, A)
	}
}

// In the transposed variants the transpose is never formed, and need not be: to
// multiply a matrix that was transposed by hand gives the same bits.
func TestProductOfTransposedIsProductTN(t *testing.T) {
	eachKernelInBoth(t, testProductOfTransposed[float64], testProductOfTransposed[float32])
}

func testProductOfTransposed[F tensor.Float](t *testing.T) {
	r := newRandom(5)
	A, B := random(r, 9, 21, wide[F]), random(r, 21, 13, wide[F])
	C, TN, NT := tensor.New[F](9, 13), tensor.New[F](9, 13), tensor.New[F](9, 13)
	tensor.Product(C, A, B)
	tensor.ProductTN(TN, transpose(A), B)
	tensor.ProductNT(NT, A, transpose(B))
	requireSame(t, C, TN)
	requireSame(t, C, NT)
}

func transpose[F tensor.Float](A tensor.Matrix[F]) tensor.Matrix[F] {
	T := tensor.New[F](A.Cols(), A.Rows())
	for i := range A.Rows() {
		for j := range A.Cols() {
			T.Set(j, i, A.At(i, j))
		}
	}
	return T
}
