package tensor

import "unsafe"

// Reductions along a row (Sum, Dot, and the sums of softmax) share one order of
// operations, the same on every machine. A row is cut into blocks of 1024
// elements. In a block, element j is added to stripe j mod S, with S = 8 stripes
// in float64 and 16 in float32, all starting at 0; then the upper half of the
// stripes is added to the lower half until one is left. The blocks' sums are
// added in order, starting from the first.
const blockSize = 1024

// stripes is large enough for either type; float64 uses the first 8.
type stripes[F Float] [16]F

// count returns the number of stripes of the type F.
func (*stripes[F]) count() int { return 64 / int(unsafe.Sizeof(F(0))) }

// fold returns the sum of the stripes: upper half onto lower half, until one is left.
func (s *stripes[F]) fold() F {
	for n := s.count() / 2; n > 0; n /= 2 {
		for i := range n {
			s[i] += s[i+n]
		}
	}
	return s[0]
}

// Sum returns Σⱼ x[j]; the sum of nothing is 0. The order of the operations is
// fixed: x is cut into blocks of 1024; in a block, element j is added to stripe
// j mod S, where S is 8 in float64 and 16 in float32 and stripes start at 0; then
// the upper half of the stripes is added to the lower half until one is left; and
// the sums of the blocks are added in order, starting from the first. With n = min(len(x), 1024) and b blocks,
// |computed − exact| ≤ γ·Σⱼ|x[j]| with the γ of ⌈n/S⌉ + log₂S + b operations.
func Sum[F Float](x []F) F {
	var total F
	for lo := 0; lo < len(x); lo += blockSize {
		sum := sumBlock(x[lo:min(lo+blockSize, len(x))])
		if lo == 0 {
			total = sum
		} else {
			total += sum
		}
	}
	return total
}

func sumBlock[F Float](x []F) F {
	if vectorised() && len(x) > 0 {
		return onRow(rowSumsKernel, nil, x, nil, 0, 0)
	}
	var s stripes[F]
	n := s.count()
	for j, xj := range x {
		s[j&(n-1)] += xj
	}
	return s.fold()
}

// Dot returns the inner product Σⱼ x[j]·y[j], in the order of [Sum], each stripe a
// chain of fused multiply-adds. It panics with a [*ShapeError] if the lengths
// differ. Unlike an element of a product, it is not one chain.
func Dot[F Float](x, y []F) F {
	if len(x) != len(y) {
		panicShapes("Dot", "%d · %d", len(x), len(y))
	}
	var total F
	for lo := 0; lo < len(x); lo += blockSize {
		hi := min(lo+blockSize, len(x))
		sum := dotBlock(x[lo:hi], y[lo:hi])
		if lo == 0 {
			total = sum
		} else {
			total += sum
		}
	}
	return total
}

func dotBlock[F Float](x, y []F) F {
	if vectorised() && len(x) > 0 {
		return onRow(rowDotsKernel, nil, x, y, 0, 0)
	}
	var s stripes[F]
	n := s.count()
	for j, xj := range x {
		s[j&(n-1)] = fma(xj, y[j], s[j&(n-1)])
	}
	return s.fold()
}

// RowSums sets dst[i] ← Σⱼ a[i,j], each in the order of [Sum]. dst has an element
// for each row of A and must not overlap it.
func RowSums[F Float](dst []F, A Matrix[F]) {
	checkPerRow("RowSums", dst, A)
	if inOneBlock(A) {
		w := rowsOf(A)
		w.s = address(dst)
		w.do(rowSumsKernel, int(unsafe.Sizeof(dst[0])))
		return
	}
	for i := range dst {
		dst[i] = Sum(A.row(i))
	}
}

// RowMaxima sets dst[i] ← maxⱼ a[i,j]; NaN in a row makes its maximum NaN, and +0
// exceeds −0. dst has an element for each row of A and must not overlap it. It
// panics with a [*ShapeError] if A has rows but no columns.
func RowMaxima[F Float](dst []F, A Matrix[F]) {
	checkPerRow("RowMaxima", dst, A)
	checkColumns("RowMaxima", A)
	rowMaxima(dst, A)
}

func rowMaxima[F Float](dst []F, A Matrix[F]) {
	if inOneBlock(A) {
		w := rowsOf(A)
		w.s = address(dst)
		w.do(rowMaximaKernel, int(unsafe.Sizeof(dst[0])))
		return
	}
	for i := range dst {
		dst[i] = rowMax(A.row(i))
	}
}

func rowMax[F Float](row []F) F { return rowMaxBy(rowMaximaKernel, row) }

// rowMaxBy is rowMax by the given kernel, if there is one, some columns at a time.
func rowMaxBy[F Float](k rowKernel, row []F) F {
	m := row[0]
	if vectorised() {
		for ; len(row) > 0; row = row[min(len(row), chunk):] {
			m = max(m, onRow(k, nil, row[:min(len(row), chunk)], nil, 0, 0))
		}
		return m
	}
	for _, x := range row[1:] {
		m = max(m, x)
	}
	return m
}

// RowArgmax sets dst[i] to the column of the first largest element of row i, NaN
// being larger than every number and −0 equal to +0. dst has an element for each row of A. It panics
// with a [*ShapeError] if A has rows but no columns.
func RowArgmax[F Float](dst []int, A Matrix[F]) {
	if len(dst) != A.rows {
		panicShapes("RowArgmax", "%d ← %v", len(dst), A.Shape())
	}
	checkColumns("RowArgmax", A)
	for i := range dst {
		dst[i] = argmax(A.row(i))
	}
}

func argmax[F Float](row []F) int {
	best := 0
	for j, x := range row {
		if x != x {
			return j
		}
		if x > row[best] {
			best = j
		}
	}
	return best
}

// ColumnSums sets dst[j] ← Σᵢ a[i,j], each a sum in the order of the rows from 0.
// dst has an element for each column of A and must not overlap it. With m rows,
// |computed − exact| ≤ γₘ·Σᵢ|a[i,j]|.
func ColumnSums[F Float](dst []F, A Matrix[F]) {
	checkPerColumn("ColumnSums", dst, A)
	clear(dst)
	addColumnSums(dst, A)
}

// AddColumnSums sets dst[j] ← dst[j] + Σᵢ a[i,j], in the order of the rows from the
// present value of dst[j]; see [ColumnSums].
func AddColumnSums[F Float](dst []F, A Matrix[F]) {
	checkPerColumn("AddColumnSums", dst, A)
	addColumnSums(dst, A)
}

func addColumnSums[F Float](dst []F, A Matrix[F]) {
	if vectorised() && len(A.data) > 0 {
		w := rowsOf(A)
		w.s = address(dst)
		w.doColumns(columnSumsKernel, int(unsafe.Sizeof(dst[0])))
		return
	}
	for i := range A.rows {
		for j, x := range A.row(i) {
			dst[j] += x
		}
	}
}

// checkPerRow panics unless dst has an element for each row of A and lies outside it.
func checkPerRow[F Float](op string, dst []F, A Matrix[F]) {
	if len(dst) != A.rows {
		panicShapes(op, "%d ← %v", len(dst), A.Shape())
	}
	refuseOverlap(op, "A", vector(dst), A)
}

// checkPerColumn panics unless dst has an element for each column of A and lies outside it.
func checkPerColumn[F Float](op string, dst []F, A Matrix[F]) {
	if len(dst) != A.cols {
		panicShapes(op, "%d ← %v", len(dst), A.Shape())
	}
	refuseOverlap(op, "A", vector(dst), A)
}

// checkColumns panics if A has rows but no columns.
func checkColumns[F Float](op string, A Matrix[F]) {
	if A.rows > 0 && A.cols == 0 {
		panicShapes(op, "%v has no columns", A.Shape())
	}
}
