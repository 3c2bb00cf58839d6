package tensor_test

import (
	"fmt"
	"testing"

	"chainrule/tensor"
)

// Kernels that take several rows at once have the bits of the definition for any number of
// rows, at any distance, in place too, and touch nothing around them.
func TestSoftmaxOfAnyNumberOfRows(t *testing.T) {
	eachKernelInBoth(t, testSoftmaxOfAnyNumberOfRows[float64], testSoftmaxOfAnyNumberOfRows[float32])
}

func testSoftmaxOfAnyNumberOfRows[F tensor.Float](t *testing.T) {
	for rows := range 19 {
		for cols := 1; cols <= 18; cols++ {
			for kind, elements := range rowSources[F]() {
				what := fmt.Sprintf("%d×%d, %s", rows, cols, kind)
				A, C := frame[F](rows, cols, cols%3), frame[F](rows, cols, rows%4)
				m, s := frame[F](1, rows, 1), frame[F](1, rows, 1)
				fill(newRandom(uint64(rows)), A.Matrix, elements)
				requireSoftmaxSums(t, what, C.Matrix, A.Matrix, m.Matrix, s.Matrix)
				requireSoftmaxSums(t, what+" in place", A.Matrix, A.Matrix, m.Matrix, s.Matrix)
				requireUntouched(t, what, A, C, m, s)
			}
		}
	}
}

// requireSoftmaxSums requires that C, m and s are the definition's results for A, row by row.
func requireSoftmaxSums[F tensor.Float](t *testing.T, what string, C, A, m, s tensor.Matrix[F]) {
	t.Helper()
	want, wantM, wantS := clone(A), clone(m), clone(s)
	byDefinition(t, func() {
		for i := range A.Rows() {
			row := want.RowSlice(i, i+1)
			tensor.SoftmaxSums(row, row, wantM.Row(0)[i:i+1], wantS.Row(0)[i:i+1])
		}
	})
	tensor.SoftmaxSums(C, A, m.Row(0), s.Row(0))
	requireSame(t, want, C, what)
	requireSame(t, wantM, m, what, ": maxima")
	requireSame(t, wantS, s, what, ": sums")
}
