package tensor

import "unsafe"

// operand is A or B of a product as the loops see it: the element in row i and
// column j is data[i·rs + j·cs]. A transpose is an exchange of rs and cs.
type operand[F Float] struct {
	data   []F
	rs, cs int
}

func plain[F Float](A Matrix[F]) operand[F]      { return operand[F]{A.data, A.stride, 1} }
func transposed[F Float](A Matrix[F]) operand[F] { return operand[F]{A.data, 1, A.stride} }

// product is C ← A·B or, with add, C ← C + A·B, without its element type: addresses,
// and distances in bytes. C is m×n with rows ldc apart; A is m×k and B k×n, with
// element (i,j) at i·rs + j·cs, where one of rs and cs is the size of an element.
type product struct {
	c, a, b  unsafe.Pointer
	ldc      int
	ars, acs int
	brs, bcs int
	m, n, k  int
	size     int // of an element: 8 or 4
	add      bool
}

// gemm sets C ← A·B or C ← C + A·B, where the inner dimension is k.
func gemm[F Float](C Matrix[F], A, B operand[F], k int, add bool) {
	if C.rows == 0 || C.cols == 0 {
		return
	}
	if k == 0 || kernel == portable {
		if !add {
			Fill(C, 0)
		}
		gemmPortable(C, A, B, k)
		return
	}
	size := int(unsafe.Sizeof(F(0)))
	p := product{
		c: unsafe.Pointer(unsafe.SliceData(C.data)), ldc: C.stride * size,
		a: unsafe.Pointer(unsafe.SliceData(A.data)), ars: A.rs * size, acs: A.cs * size,
		b: unsafe.Pointer(unsafe.SliceData(B.data)), brs: B.rs * size, bcs: B.cs * size,
		m: C.rows, n: C.cols, k: k, size: size, add: add,
	}
	p.run()
}
