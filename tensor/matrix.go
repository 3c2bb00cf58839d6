package tensor

import (
	"math"
	"unsafe"
)

// Float is the set of element types.
type Float interface{ float32 | float64 }

// Matrix is a dense matrix, stored row by row; consecutive rows begin Stride
// elements apart. It is a header passed by value, like a slice: copies of it and
// views made by Slice share the elements. The zero value is the 0×0 matrix.
type Matrix[F Float] struct {
	rows, cols, stride int
	data               []F // empty if rows or cols is 0, else from the first element to the last
}

// New returns a rows×cols matrix of zeros. It panics with a [*ShapeError] if a
// dimension is negative or their product exceeds an int.
func New[F Float](rows, cols int) Matrix[F] {
	if !fits(rows, cols, cols) {
		panicShapes("New", "%v", Shape{rows, cols})
	}
	return Matrix[F]{rows, cols, cols, make([]F, rows*cols)}
}

// NewAligned returns a rows×cols matrix of zeros each of whose rows begins at a multiple
// of 64 bytes, so that no vector of a row lies in two lines of the cache: its stride is
// cols rounded up, and a little more where rows would lie a multiple of a page apart
// and meet in the cache. It panics as [New] does.
func NewAligned[F Float](rows, cols int) Matrix[F] {
	const line, page = 64, 4096
	size := int(unsafe.Sizeof(F(0)))
	if !fits(rows, cols, cols) || cols > math.MaxInt/8-page {
		panicShapes("NewAligned", "%v", Shape{rows, cols})
	}
	bytes := (cols*size + line - 1) &^ (line - 1)
	if bytes%page == 0 && bytes > 0 {
		bytes += line
	}
	stride := bytes / size
	if !fits(rows+1, cols, stride) {
		panicShapes("NewAligned", "%v", Shape{rows, cols})
	}
	data := make([]F, rows*stride+line/size)
	first := -int(uintptr(unsafe.Pointer(&data[0]))) & (line - 1) / size
	return FromStrided(rows, cols, stride, data[first:])
}

// fits reports whether the dimensions are not negative, the stride spans a row, and
// the number of elements from the first row to the end of the last is an int.
func fits(rows, cols, stride int) bool {
	return rows >= 0 && cols >= 0 && stride >= cols && (stride == 0 || rows <= math.MaxInt/stride)
}

// FromSlice returns the rows×cols matrix backed by the elements of data, row by
// row. It shares data. It panics with a [*ShapeError] if len(data) ≠ rows·cols.
func FromSlice[F Float](rows, cols int, data []F) Matrix[F] {
	if !fits(rows, cols, cols) || len(data) != rows*cols {
		panicShapes("FromSlice", "%v from %d elements", Shape{rows, cols}, len(data))
	}
	return Matrix[F]{rows, cols, cols, data}
}

// FromStrided returns the rows×cols matrix with element (i,j) at
// data[i·stride+j]. It shares data. It panics with a [*ShapeError] if stride <
// cols or data is too short.
func FromStrided[F Float](rows, cols, stride int, data []F) Matrix[F] {
	if !fits(rows, cols, stride) {
		panicShapes("FromStrided", "%v, stride %d", Shape{rows, cols}, stride)
	}
	if rows == 0 || cols == 0 {
		return Matrix[F]{rows, cols, stride, nil}
	}
	n := (rows-1)*stride + cols
	if len(data) < n {
		panicShapes("FromStrided", "%v, stride %d, from %d elements", Shape{rows, cols}, stride, len(data))
	}
	return Matrix[F]{rows, cols, stride, data[:n]}
}

// FromRows returns a matrix with copies of the given rows. It panics with a
// [*ShapeError] if their lengths differ.
func FromRows[F Float](rows ...[]F) Matrix[F] {
	if len(rows) == 0 {
		return Matrix[F]{}
	}
	A := New[F](len(rows), len(rows[0]))
	for i, row := range rows {
		if len(row) != A.cols {
			panicShapes("FromRows", "row %d has %d elements, row 0 has %d", i, len(row), A.cols)
		}
		copy(A.Row(i), row)
	}
	return A
}

// Rows returns the number of rows.
func (A Matrix[F]) Rows() int { return A.rows }

// Cols returns the number of columns.
func (A Matrix[F]) Cols() int { return A.cols }

// Stride returns the distance, in elements, between the beginnings of consecutive rows.
func (A Matrix[F]) Stride() int { return A.stride }

// Shape returns the numbers of rows and columns.
func (A Matrix[F]) Shape() Shape { return Shape{A.rows, A.cols} }

// At returns the element in row i and column j. It panics with an [*IndexError]
// if i or j is out of range.
func (A Matrix[F]) At(i, j int) F {
	if uint(i) >= uint(A.rows) || uint(j) >= uint(A.cols) {
		panicIndex("At", "[%d,%d]", A.Shape(), i, j)
	}
	return A.data[i*A.stride+j]
}

// Set stores x in row i and column j. It panics with an [*IndexError]
// if i or j is out of range.
func (A Matrix[F]) Set(i, j int, x F) {
	if uint(i) >= uint(A.rows) || uint(j) >= uint(A.cols) {
		panicIndex("Set", "[%d,%d]", A.Shape(), i, j)
	}
	A.data[i*A.stride+j] = x
}

// Row returns row i as a slice that shares the elements and can't be appended to
// in place. It panics with an [*IndexError] if there is no such row.
func (A Matrix[F]) Row(i int) []F {
	if uint(i) >= uint(A.rows) {
		panicIndex("Row", "[%d]", A.Shape(), i)
	}
	return A.row(i)
}

// row is Row below the seam: i is known to be in range.
func (A Matrix[F]) row(i int) []F {
	if A.cols == 0 {
		return nil
	}
	o := i * A.stride
	return A.data[o : o+A.cols : o+A.cols]
}

// Slice returns the view of the rows i0 ≤ i < i1 and the columns j0 ≤ j < j1. It
// shares the elements. It panics with an [*IndexError] if the ranges do not lie
// within the matrix.
func (A Matrix[F]) Slice(i0, i1, j0, j1 int) Matrix[F] {
	if i0 < 0 || i1 < i0 || A.rows < i1 || j0 < 0 || j1 < j0 || A.cols < j1 {
		panicIndex("Slice", "[%d:%d,%d:%d]", A.Shape(), i0, i1, j0, j1)
	}
	view := Matrix[F]{rows: i1 - i0, cols: j1 - j0, stride: A.stride}
	if view.rows > 0 && view.cols > 0 {
		view.data = A.data[i0*A.stride+j0 : (i1-1)*A.stride+j1]
	}
	return view
}

// RowSlice returns the view of the rows i0 ≤ i < i1. It shares the elements. It
// panics with an [*IndexError] if the range does not lie within the matrix.
func (A Matrix[F]) RowSlice(i0, i1 int) Matrix[F] {
	if i0 < 0 || i1 < i0 || A.rows < i1 {
		panicIndex("RowSlice", "[%d:%d]", A.Shape(), i0, i1)
	}
	return A.Slice(i0, i1, 0, A.cols)
}
