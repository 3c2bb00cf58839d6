package tensor

import "unsafe"

// TanhPullback sets C ← B ⊙ tanh′(A), elementwise, and sums ← 1ᵀC, the sums of its
// columns, unless sums is nil: the results of [TanhDerivative], [Mul] and [ColumnSums] in one
// pass, with the same bits. Shapes must agree; C may be A or B. sums has an element for each
// column and must not overlap the matrices.
func TanhPullback[F Float](C, B, A Matrix[F], sums []F) {
	pullback("TanhPullback", tanhPullbackKernel, tanhDerivativeKernel, C, B, A, sums)
}

// SigmoidPullback sets C ← B ⊙ σ′(A) and sums ← 1ᵀC, as [TanhPullback]
// does with tanh′.
func SigmoidPullback[F Float](C, B, A Matrix[F], sums []F) {
	pullback("SigmoidPullback", sigmoidPullbackKernel, sigmoidDerivativeKernel, C, B, A, sums)
}

// ReLUPullback sets C ← B ⊙ u(A), u as in [ReLUDerivative], and sums ← 1ᵀC, as
// [TanhPullback] does with tanh′.
func ReLUPullback[F Float](C, B, A Matrix[F], sums []F) {
	pullback("ReLUPullback", reluPullbackKernel, reluDerivativeKernel, C, B, A, sums)
}

func pullback[F Float](op string, k, f rowKernel, C, B, A Matrix[F], sums []F) {
	check2(op, "⊙ f′", C, B, A)
	if sums != nil {
		checkSums(op, sums, C, B, A)
		clear(sums)
	}
	switch {
	case len(C.data) == 0:
	case sums == nil || !vectorised():
		pullbackGeneric(f, C, B, A, sums)
	default:
		w := rowsOf(A)
		w.dst, w.ldd, w.b, w.ldb, w.s = first(C), rowBytes(C), first(B), rowBytes(B), address(sums)
		w.doColumns(k, int(unsafe.Sizeof(sums[0])))
	}
}

// checkSums panics unless sums has an element for each column and lies outside the
// matrices.
func checkSums[F Float](op string, sums []F, C, B, A Matrix[F]) {
	if len(sums) != C.cols {
		panicShapes(op, "%d ← %v", len(sums), C.Shape())
	}
	refuseOverlap(op, "C", vector(sums), C)
	refuseOverlap(op, "B", vector(sums), B)
	refuseOverlap(op, "A", vector(sums), A)
}

// pullbackGeneric is pullback by its parts, some elements at a time.
func pullbackGeneric[F Float](f rowKernel, C, B, A Matrix[F], sums []F) {
	var slope [128]F
	for i := range C.rows {
		c, a, b := C.row(i), A.row(i), B.row(i)
		for lo := 0; lo < len(c); lo += len(slope) {
			hi := min(lo+len(slope), len(c))
			apply(f, slope[:hi-lo], a[lo:hi])
			combine(mulKernel, c[lo:hi], b[lo:hi], slope[:hi-lo])
		}
		if sums != nil {
			addColumnSums(sums, C.RowSlice(i, i+1))
		}
	}
}
