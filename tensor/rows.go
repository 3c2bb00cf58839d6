package tensor

import "unsafe"

// A rowKernel is an operation that goes along rows or down columns.
type rowKernel uint8

const (
	expKernel rowKernel = iota // dst ← f(a)
	logKernel
	tanhKernel
	sigmoidKernel
	tanhDerivativeKernel
	sigmoidDerivativeKernel
	reluKernel
	reluDerivativeKernel
	log1pKernel // of 0 ≤ a ≤ 2⁵³ or NaN

	addKernel       // dst ← a + b
	subKernel       // dst ← a − b
	mulKernel       // dst ← a ⊙ b
	scaleKernel     // dst ← b·a, b a number
	addScaledKernel // dst ← dst + b·a, b a number

	rowMaximaKernel       // s ← maxⱼ a
	rowLargestKernel      // s ← maxⱼ a where no a is NaN, +0 for −0
	rowSumsKernel         // s ← Σⱼ a
	rowDotsKernel         // s ← Σⱼ a·b
	rowFiniteKernel       // s ← 0 where all a are finite, else NaN
	rowExpSumsKernel      // m ← number of e^(a−m) that are 1, s ← sum of the others
	rowOthersKernel       // s ← Σⱼ e^(a−m) less 1
	rowSoftmaxKernel      // dst ← softmax(a), and m ← maxⱼ a, s ← Σⱼ e^(a−m) less 1 where b is not nil
	rowExponentialsKernel // dst ← e^(a−m), s ← Σⱼ dst
	rowQuotientsKernel    // dst ← dst/s, m ← number of dst that were 1, s ← sum of the others; b is not nil
	rowShortSoftmaxKernel // softmax of rows of at most 64 bytes
	rowShiftedKernel      // dst ← (a−m) − s
	rowCrossEntropyKernel // s ← Σⱼ −b·((a−m) − s) where b ≠ 0
	rowGradientKernel     // dst ← a·Σⱼb − b, with care
	columnSumsKernel      // s ← s + Σᵢ a
	tanhPullbackKernel    // dst ← b ⊙ tanh′(a), s ← s + Σᵢ dst
	sigmoidPullbackKernel // dst ← b ⊙ σ′(a), s ← s + Σᵢ dst
	reluPullbackKernel    // dst ← b ⊙ u(a), s ← s + Σᵢ dst
	narrowReLUKernel      // relu of rows of at most 512 bytes
	rowFillKernel         // dst ← 1·sᵀ
)

// A rowTask is the argument of a kernel that goes along rows: matrices dst, a and b, and
// numbers m and s for each row. Kernels that sum take at most 1024 columns, one block
// of the reduction. Assembly reads the fields by their names.
type rowTask struct {
	dst, a, b     unsafe.Pointer
	m, s          unsafe.Pointer
	rows, cols    int
	ldd, lda, ldb int // bytes from row to row
}

// shortRow is the elements that a row counts as at least, as it takes time of its own.
const shortRow = 64

// do runs the kernel on the rows, some at a time, so that no call takes long.
func (w rowTask) do(k rowKernel, size int) { w.chunks(k, size, size) }

// chunks is do with numbers m and s so many bytes apart from row to row.
func (w rowTask) chunks(k rowKernel, size, apart int) {
	rows, most := w.rows, max(1, chunk/max(w.cols, shortRow))
	for {
		w.rows = min(rows, most)
		w.run(k, size)
		rows -= w.rows
		if rows == 0 {
			return
		}
		w.dst, w.a, w.b = below(w.dst, w.rows*w.ldd), below(w.a, w.rows*w.lda), below(w.b, w.rows*w.ldb)
		w.m, w.s = below(w.m, w.rows*apart), below(w.s, w.rows*apart)
	}
}

// doChunked is do for a kernel that treats the elements of a row independently: long rows are cut too.
func (w rowTask) doChunked(k rowKernel, size int) {
	if w.cols <= chunk {
		w.do(k, size)
		return
	}
	t := w
	for lo := 0; lo < w.cols; lo += chunk {
		t.dst, t.a, t.cols = unsafe.Add(w.dst, lo*size), unsafe.Add(w.a, lo*size), min(chunk, w.cols-lo)
		if k < scaleKernel { // else b is a number
			t.b = below(w.b, lo*size)
		}
		t.do(k, size)
	}
}

// doColumns is do for a kernel that goes down the columns: s has a number for each of them.
func (w rowTask) doColumns(k rowKernel, size int) {
	t := w
	for lo := 0; lo < w.cols; lo += chunkOfRow {
		t.dst, t.a, t.b, t.s = below(w.dst, lo*size), below(w.a, lo*size), below(w.b, lo*size), below(w.s, lo*size)
		t.rows, t.cols = w.rows, min(chunkOfRow, w.cols-lo)
		t.chunks(k, size, 0)
	}
}

// chunkOfRow is the number of columns that such a kernel gets at once.
const chunkOfRow = 2048

// below returns p advanced by bytes, or nil if p is nil.
func below(p unsafe.Pointer, bytes int) unsafe.Pointer {
	if p == nil {
		return nil
	}
	return unsafe.Add(p, bytes)
}

// rowsOf returns the task of the rows of A.
func rowsOf[F Float](A Matrix[F]) rowTask {
	return rowTask{a: first(A), rows: A.rows, cols: A.cols, lda: rowBytes(A)}
}

// inOneBlock reports whether a kernel can take the rows of A whole, and there are some.
func inOneBlock[F Float](A Matrix[F]) bool {
	return vectorised() && 0 < A.cols && A.cols <= blockSize && A.rows > 0
}

// onRow runs the kernel on one row a of at least one element, with dst and b of the
// same length or nil, and returns s.
func onRow[F Float](k rowKernel, dst, a, b []F, m, s F) F {
	_, s = onRow2(k, dst, a, b, m, s)
	return s
}

// onRow2 is onRow for a kernel that sets m too.
func onRow2[F Float](k rowKernel, dst, a, b []F, m, s F) (F, F) {
	w := rowTask{a: unsafe.Pointer(&a[0]), dst: address(dst), b: address(b), m: unsafe.Pointer(&m), s: unsafe.Pointer(&s),
		rows: 1, cols: len(a)}
	w.run(k, int(unsafe.Sizeof(m)))
	return m, s
}

// address returns the address of the first element, or nil for an empty slice.
func address[F Float](x []F) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(x)) }

// first returns the address of the first element of A, which has some.
func first[F Float](A Matrix[F]) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(A.data)) }

// rowBytes returns the bytes from row to row.
func rowBytes[F Float](A Matrix[F]) int { return A.stride * int(unsafe.Sizeof(F(0))) }
