package tensor

import "unsafe"

// Copy sets C ← A. Shapes must agree; C may be A.
func Copy[F Float](C, A Matrix[F]) {
	check1("Copy", C, A)
	for i := range C.rows {
		copy(C.row(i), A.row(i))
	}
}

// Convert sets C ← A, each element rounded to the type of C. Shapes must agree.
// Matrices of different types never share memory, unless by unsafe means; if both types
// are the same, C may be A.
func Convert[F, G Float](C Matrix[F], A Matrix[G]) {
	if C.Shape() != A.Shape() {
		panicShapes("Convert", "%v ← %v", C.Shape(), A.Shape())
	}
	if unsafe.Sizeof(F(0)) == unsafe.Sizeof(G(0)) {
		refusePartial("Convert", "A", C, Matrix[F]{A.rows, A.cols, A.stride, as[F](A.data)})
	}
	for i := range C.rows {
		a := A.row(i)
		for j := range a {
			C.data[i*C.stride+j] = F(a[j])
		}
	}
}

// Fill sets every element of C to x.
func Fill[F Float](C Matrix[F], x F) {
	for i := range C.rows {
		c := C.row(i)
		for j := range c {
			c[j] = x
		}
	}
}

// Add sets C ← A + B, elementwise. Shapes must agree; C may be A or B.
func Add[F Float](C, A, B Matrix[F]) {
	check2("Add", "+", C, A, B)
	zip(addKernel, C, A, B)
}

// Sub sets C ← A − B, elementwise. Shapes must agree; C may be A or B.
func Sub[F Float](C, A, B Matrix[F]) {
	check2("Sub", "−", C, A, B)
	zip(subKernel, C, A, B)
}

// Mul sets C ← A ⊙ B, the elementwise (Hadamard) product. Shapes must agree; C
// may be A or B.
func Mul[F Float](C, A, B Matrix[F]) {
	check2("Mul", "⊙", C, A, B)
	zip(mulKernel, C, A, B)
}

// Scale sets C ← s·A. Shapes must agree; C may be A.
func Scale[F Float](C Matrix[F], s F, A Matrix[F]) {
	check1("Scale", C, A)
	rows, n := lines(C, A)
	combineRows(scaleKernel, rows, n, C, A, []F{s}, 0)
}

// AddScaled sets C ← C + s·A, each element by one fused multiply-add. Shapes must
// agree; C may be A.
func AddScaled[F Float](C Matrix[F], s F, A Matrix[F]) {
	check1("AddScaled", C, A)
	rows, n := lines(C, A)
	combineRows(addScaledKernel, rows, n, C, A, []F{s}, 0)
}

// AddRow sets C ← A + 1·rowᵀ: the row is added to each row of A. Shapes of C and
// A must agree and the row must have as many elements as they have columns; C may
// be A.
func AddRow[F Float](C, A Matrix[F], row []F) {
	check1("AddRow", C, A)
	checkRow("AddRow", C, row)
	combineRows(addKernel, C.rows, C.cols, C, A, row, 0)
}

// zip sets C ← f(A, B), elementwise.
func zip[F Float](f rowKernel, C, A, B Matrix[F]) {
	rows, n := lines(C, A)
	if more, m := lines(C, B); more > rows {
		rows, n = more, m
	}
	combineRows(f, rows, n, C, A, B.data, B.stride)
}

// SetRows sets C ← 1·rowᵀ: each row of C becomes a copy of the row, which must
// have as many elements as C has columns. With the accumulating products it makes
// a bias the start of the chain.
func SetRows[F Float](C Matrix[F], row []F) {
	checkRow("SetRows", C, row)
	if vectorised() && len(C.data) > 0 {
		w := rowTask{dst: first(C), ldd: rowBytes(C), s: address(row), rows: C.rows, cols: C.cols}
		w.doColumns(rowFillKernel, int(unsafe.Sizeof(row[0])))
		return
	}
	for i := range C.rows {
		copy(C.row(i), row)
	}
}

// FirstNotFinite returns the place of the first element of A, row by row, that is
// NaN or infinite; found reports whether A has such an element.
func FirstNotFinite[F Float](A Matrix[F]) (i, j int, found bool) {
	if rows, n := lines(A, A); rows == 1 && allFinite(A.data[:n]) {
		return 0, 0, false
	}
	for i := 0; i < A.rows; i++ {
		if hi := min(i+someRows, A.rows); finiteRows(A.RowSlice(i, hi)) {
			i = hi - 1
			continue
		}
		row := A.row(i)
		for j, x := range row {
			if x-x != 0 {
				return i, j, true
			}
		}
	}
	return 0, 0, false
}

// allFinite reports whether no element is NaN or infinite: 0·∞ and 0·NaN are NaN. The
// four sums do not wait for each other; as they are 0 or NaN, their order is free.
func allFinite[F Float](x []F) bool {
	if vectorised() {
		return finiteVector(x)
	}
	var z0, z1, z2, z3 F
	for ; len(x) >= 4; x = x[4:] {
		z0 += F(0 * x[0])
		z1 += F(0 * x[1])
		z2 += F(0 * x[2])
		z3 += F(0 * x[3])
	}
	for _, xj := range x {
		z0 += F(0 * xj)
	}
	return z0+z1+z2+z3 == 0
}

// finiteVector is allFinite by the kernel, some elements at a time.
func finiteVector[F Float](x []F) bool {
	for len(x) > 0 {
		n := min(len(x), chunk)
		if onRow(rowFiniteKernel, nil, x[:n], nil, 0, 0) != 0 {
			return false
		}
		x = x[n:]
	}
	return true
}

// finiteRows reports whether all elements of at most someRows rows are finite; without vectors for it, of one row.
func finiteRows[F Float](A Matrix[F]) bool {
	if !inOneBlock(A) {
		return A.rows == 1 && allFinite(A.row(0))
	}
	var s [someRows]F
	w := rowsOf(A)
	w.s = address(s[:])
	w.do(rowFiniteKernel, int(unsafe.Sizeof(s[0])))
	return s == [someRows]F{}
}

// check1 panics unless C and A have one shape and do not overlap in part.
func check1[F Float](op string, C, A Matrix[F]) {
	if C.Shape() != A.Shape() {
		panicShapes(op, "%v ← %v", C.Shape(), A.Shape())
	}
	refusePartial(op, "A", C, A)
}

// check2 panics unless C, A and B have one shape and C does not overlap another in part.
func check2[F Float](op, sign string, C, A, B Matrix[F]) {
	if C.Shape() != A.Shape() || C.Shape() != B.Shape() {
		panicShapes(op, "%v ← %v %s %v", C.Shape(), A.Shape(), sign, B.Shape())
	}
	refusePartial(op, "A", C, A)
	refusePartial(op, "B", C, B)
}

// checkRow panics unless the row fits C and lies outside it.
func checkRow[F Float](op string, C Matrix[F], row []F) {
	if len(row) != C.cols {
		panicShapes(op, "%v and a row of %d", C.Shape(), len(row))
	}
	refuseOverlap(op, "row", C, vector(row))
}

// rows2 returns row i of two matrices of one shape, as slices of provably equal length.
func rows2[F Float](i int, C, A Matrix[F]) (c, a []F) {
	c = C.row(i)
	return c, A.row(i)[:len(c)]
}

// rows3 returns row i of three matrices of one shape, as slices of provably equal length.
func rows3[F Float](i int, C, A, B Matrix[F]) (c, a, b []F) {
	c = C.row(i)
	return c, A.row(i)[:len(c)], B.row(i)[:len(c)]
}
