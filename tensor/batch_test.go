package tensor_test

import (
	"fmt"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// A batchOperation sets C to a function of the rows of A; row i of T belongs to row i of A.
type batchOperation[F tensor.Float] struct {
	name string
	run  func(C, A, T tensor.Matrix[F])
}

// batchOperations returns every product with op(B) k×n, Affine, and what goes along rows; for these C has the
// columns of A.
func batchOperations[F tensor.Float](k, n int) (products, along []batchOperation[F]) {
	row := slice(newRandom(7), n, moderate[F])
	for _, v := range variants[F]() {
		rows, cols := stored(v.transB, k, n)
		B := random(newRandom(8), rows, cols, moderate[F])
		products = append(products, batchOperation[F]{v.name, func(C, A, _ tensor.Matrix[F]) {
			if v.transA {
				A = transpose(A)
			}
			tensor.SetRows(C, row)
			v.run(C, A, B)
		}})
	}
	B := random(newRandom(8), k, n, moderate[F])
	products = append(products, batchOperation[F]{"Affine", func(C, A, _ tensor.Matrix[F]) { tensor.Affine(C, A, B, row) }})
	for _, op := range rowOperations[F]() {
		along = append(along, batchOperation[F](op))
	}
	return products, along
}

// batchFault describes the first row whose bits depend on the rows beside it: alone, in a batch of the first rows
// and in one of the last. It is empty if there is none.
func (op batchOperation[F]) batchFault(A, T tensor.Matrix[F], n int) string {
	m := A.Rows()
	whole := tensor.New[F](m, n)
	op.run(whole, A, T)
	for _, part := range [][2]int{{0, m / 2}, {m / 3, m}} {
		C := tensor.New[F](part[1]-part[0], n)
		op.run(C, A.RowSlice(part[0], part[1]), T.RowSlice(part[0], part[1]))
		if d := matrixDifference(C, whole.RowSlice(part[0], part[1])); d != "" {
			return fmt.Sprint(op.name, " of rows ", part, ": ", d)
		}
	}
	for i := range m {
		C := tensor.New[F](1, n)
		op.run(C, A.RowSlice(i, i+1), T.RowSlice(i, i+1))
		if d := matrixDifference(C, whole.RowSlice(i, i+1)); d != "" {
			return fmt.Sprint(op.name, " of row ", i, " alone: ", d)
		}
	}
	return ""
}

// Batch invariance: row i alone has the bits of row i in any batch, for every product, Affine, softmax, cross
// entropy and what else goes along rows.
func TestBatchInvariance(t *testing.T) {
	eachKernelInBoth(t, testBatchInvariance[float64], testBatchInvariance[float32])
}

func testBatchInvariance[F tensor.Float](t *testing.T) {
	for _, s := range [][3]int{{1, 3, 2}, {9, 1, 5}, {16, 50, 5}, {50, 3, 50}, {33, 24, 70}, {70, 10, 130}, {24, 130, 300}} {
		A := random(newRandom(uint64(s[0])), s[0], s[2], moderate[F])
		T := tensor.New[F](s[0], s[2])
		targets(T)
		products, along := batchOperations[F](s[2], s[1])
		for _, op := range products {
			require.Empty(t, op.batchFault(A, T, s[1]), s)
		}
		for _, op := range along {
			require.Empty(t, op.batchFault(A, T, s[2]), s)
		}
	}
}

// An operation that takes the maximum of the whole batch is found, and so is one whose order of sums follows the
// number of rows.
func TestBatchDependenceIsFound(t *testing.T) {
	A, T := random(newRandom(1), 8, 5, moderate[float64]), tensor.New[float64](8, 5)
	maximum := batchOperation[float64]{"softmax by the batch's maximum", func(C, A, _ tensor.Matrix[float64]) {
		largest := A.At(0, 0)
		for i := range A.Rows() {
			for _, x := range A.Row(i) {
				largest = max(largest, x)
			}
		}
		for i := range A.Rows() {
			for j, x := range A.Row(i) {
				C.Set(i, j, x-largest)
			}
		}
	}}
	require.Contains(t, maximum.batchFault(A, T, 5), "softmax by the batch's maximum of row")
	striped := batchOperation[float64]{"sum split by the rows", func(C, A, _ tensor.Matrix[float64]) {
		for i := range A.Rows() {
			var sums [2]float64
			for j, x := range A.Row(i) {
				sums[j%2*min(1, A.Rows()/8)] += x
			}
			C.Set(i, 0, sums[0]+sums[1])
		}
	}}
	require.Contains(t, striped.batchFault(A, T, 5), "sum split by the rows of row")
}

// The product of RepDL (microsoft/RepDL), which calls it reproducible: sum = fmaf(a[i,p], b[p,j], sum) over p from 0.
func TestProductIsThatOfRepDL(t *testing.T) {
	eachKernel(t, func(t *testing.T) {
		for _, s := range [][3]int{{1, 1, 1}, {3, 5, 7}, {17, 33, 40}, {50, 50, 5}, {40, 10, 300}, {64, 48, 33}} {
			for _, elements := range []source[float32]{moderate[float32], wide[float32], special[float32]} {
				A, B := random(newRandom(1), s[0], s[2], elements), random(newRandom(2), s[2], s[1], elements)
				C := tensor.New[float32](s[0], s[1])
				tensor.Product(C, A, B)
				for i := range s[0] {
					for j := range s[1] {
						sum := float32(0)
						for p := range s[2] {
							sum = oracleFma(A.At(i, p), B.At(p, j), sum)
						}
						require.True(t, sameBits(sum, C.At(i, j)), "%v: element %d, %d is %x, want %x", s, i, j, C.At(i, j), sum)
					}
				}
			}
		}
	})
}
