package tensor

import "unsafe"

// span returns the addresses of the first element and of the end of the last one.
func span[F Float](data []F) (lo, hi uintptr) {
	lo = uintptr(unsafe.Pointer(unsafe.SliceData(data)))
	return lo, lo + uintptr(len(data))*unsafe.Sizeof(*new(F))
}

// meet reports whether the spans of x and y have an address in common, which two
// matrices that share an element have.
func meet[F Float](x, y []F) bool {
	x0, x1 := span(x)
	y0, y1 := span(y)
	return x0 < y1 && y0 < x1
}

// overlaps reports whether A and B share an element. Two views of the same stride
// may interleave, as column blocks of one matrix do, and a single row has any
// stride; other views of different strides are taken to share an element as soon
// as their spans meet.
func overlaps[F Float](A, B Matrix[F]) bool {
	if len(A.data) == 0 || len(B.data) == 0 {
		return false
	}
	a0, a1 := span(A.data)
	b0, b1 := span(B.data)
	if a1 <= b0 || b1 <= a0 {
		return false
	}
	switch {
	case A.rows == 1:
		A.stride = B.stride
	case B.rows == 1:
		B.stride = A.stride
	case A.stride != B.stride:
		return true
	}
	if b0 < a0 {
		A, B, a0, b0 = B, A, b0, a0
	}
	// The column of A in which B begins.
	column := int((b0-a0)/unsafe.Sizeof(*new(F))) % A.stride
	return column < A.cols || column+B.cols > A.stride
}

// same reports whether A and B are the same elements in the same places.
func same[F Float](A, B Matrix[F]) bool {
	return A.Shape() == B.Shape() && (A.stride == B.stride || A.rows == 1) &&
		unsafe.SliceData(A.data) == unsafe.SliceData(B.data)
}

// vector returns x as a matrix of one row, for the checks of overlap.
func vector[F Float](x []F) Matrix[F] { return Matrix[F]{1, len(x), len(x), x} }

// refuseOverlap panics if the destination C shares an element with the operand.
func refuseOverlap[F Float](op, letter string, C, operand Matrix[F]) {
	if meet(C.data, operand.data) && overlaps(C, operand) {
		panicOverlap(op, letter)
	}
}

// refusePartial panics if the destination C shares elements with the operand
// without being the same matrix.
func refusePartial[F Float](op, letter string, C, operand Matrix[F]) {
	if meet(C.data, operand.data) && !same(C, operand) && overlaps(C, operand) {
		panicOverlap(op, letter)
	}
}
