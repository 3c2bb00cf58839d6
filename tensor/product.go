package tensor

import "unsafe"

// The products of this file are all one operation, C ← start + op(A)·op(B), in
// which op may transpose. Here the arguments are checked; below, in gemm, they
// are trusted:
//
//	Product, ProductTN, …      shapes, overlap                 product.go
//	───────────────────────────────────────────────────────── the seam
//	gemm, parallel             routes; goroutines              gemm.go, parallel.go, helpers.go
//	direct, packed             loops 5, 4, 3; packing          gemm.go, loops.go
//	transposedProduct          Cᵀ = Bᵀ·Aᵀ for few columns      loops.go, skinny.go
//	run                        loops 2, 1; the tile            block.go, kernel_*, tile*, block_*
//	portable                   all of it in Go: the definition gemm_portable.go, kernel_portable.go

// A mode is a set of options of a product: transposed operands, accumulation.
type mode uint8

const (
	transA mode = 1 << iota // op(A) = Aᵀ
	transB                  // op(B) = Bᵀ
	adding                  // the present value of C starts the chains
)

// The functions that follow are not inlined: in place of a call their callers would copy
// all three matrices, to have addresses for them, which takes longer.

// Product sets C ← A·B, with C of m×n, A of m×k and B of k×n:
//
//	c[i,j] = Σₚ a[i,p]·b[p,j]
//
// Each element is the chain c = fma(a[i,p], b[p,j], c) for p = 0, 1, …, k−1 from
// c = 0, so |computed − exact| ≤ γₖ·Σₚ|a[i,p]|·|b[p,j]| with γₖ = k·u/(1−k·u). Work
// that is worth it is shared among GOMAXPROCS goroutines. It panics if the shapes
// do not fit or C overlaps A or B.
//
//go:noinline
func Product[F Float](C, A, B Matrix[F]) { multiply("Product", &C, &A, &B, 0) }

// ProductTN sets C ← Aᵀ·B, with C of m×n, A of k×m and B of k×n; the transpose is
// never formed. In all else it is [Product].
//
//go:noinline
func ProductTN[F Float](C, A, B Matrix[F]) { multiply("ProductTN", &C, &A, &B, transA) }

// ProductNT sets C ← A·Bᵀ, with C of m×n, A of m×k and B of n×k; the transpose is
// never formed. In all else it is [Product].
//
//go:noinline
func ProductNT[F Float](C, A, B Matrix[F]) { multiply("ProductNT", &C, &A, &B, transB) }

// AddProduct sets C ← C + A·B. The present value of C is the start of the chain
// that [Product] describes, so that a bias written into C by [SetRows] costs
// neither an operation nor a rounding of its own.
//
//go:noinline
func AddProduct[F Float](C, A, B Matrix[F]) { multiply("AddProduct", &C, &A, &B, adding) }

// AddProductTN sets C ← C + Aᵀ·B; see [AddProduct] and [ProductTN].
//
//go:noinline
func AddProductTN[F Float](C, A, B Matrix[F]) {
	multiply("AddProductTN", &C, &A, &B, adding|transA)
}

// AddProductNT sets C ← C + A·Bᵀ; see [AddProduct] and [ProductNT].
//
//go:noinline
func AddProductNT[F Float](C, A, B Matrix[F]) {
	multiply("AddProductNT", &C, &A, &B, adding|transB)
}

// Affine sets C ← A·B + 1·rowᵀ, with C of m×n, A of m×k, B of k×n and a row of n: the product,
// with the row as the start of the chains of each row of C. It is [SetRows] and
// [AddProduct], with the same bits, in one pass where C is small. It panics, before anything
// is written, if the shapes do not fit or C overlaps A, B or the row; the row may be part of A
// or B.
//
//go:noinline
func Affine[F Float](C, A, B Matrix[F], row []F) {
	checkRow("Affine", C, row)
	size := int(unsafe.Sizeof(F(0)))
	if A.cols != B.rows || C.rows != A.rows || C.cols != B.cols || meet(C.data, A.data) || meet(C.data, B.data) {
		misuse("Affine", &C, &A, &B, A.Shape(), B.Shape())
	}
	w := task{ldc: C.stride * size, rsa: A.stride * size, csa: size, rsb: B.stride * size, m: C.rows, n: C.cols, k: A.cols,
		c: first(C), a: first(A), b: first(B), add: 2, bias: address(row)}
	if kernel != avx512 || len(C.data) == 0 || !w.affine(size) {
		SetRows(C, row)
		multiply("Affine", &C, &A, &B, adding)
	}
}

// affine computes a product that one row starts, if it is so small that a pass over C to
// write that row would show, and reports whether it did.
func (w *task) affine(size int) bool {
	if w.k == 0 || w.m == 1 || w.m*w.n*w.k >= smallWork {
		return false
	}
	if w.isSmall(size) {
		w.panel(size)
		return true
	}
	p := block{task: *w, csb: size}
	switch {
	case w.n*size > 128:
		p.divide(&tilesOf[kernel], size)
		p.run(size)
	case p.prefersTransposed(size):
		ws := takeWorkspace()
		p.transposedProduct(ws, size)
		ws.give()
	default:
		return false
	}
	return true
}

// multiply checks the arguments of a product and hands them on. Matrices are passed
// by address, for speed; none is kept or changed.
func multiply[F Float](op string, C, A, B *Matrix[F], how mode) {
	size := int(unsafe.Sizeof(F(0)))
	m, k, rsa, csa := A.rows, A.cols, A.stride*size, size
	if how&transA != 0 {
		m, k, rsa, csa = k, m, csa, rsa
	}
	inner, n, rsb, csb := B.rows, B.cols, B.stride*size, size
	if how&transB != 0 {
		inner, n, rsb, csb = n, inner, csb, rsb
	}
	if k != inner || C.rows != m || C.cols != n || meet(C.data, A.data) || meet(C.data, B.data) {
		misuse(op, C, A, B, Shape{m, k}, Shape{inner, n})
	}
	if len(C.data) == 0 {
		return
	}
	if k == 0 {
		if how&adding == 0 {
			Fill(*C, 0)
		}
		return
	}
	var w task
	w.c, w.a, w.b = unsafe.Pointer(unsafe.SliceData(C.data)), unsafe.Pointer(unsafe.SliceData(A.data)), unsafe.Pointer(unsafe.SliceData(B.data))
	w.ldc, w.rsa, w.csa, w.rsb = C.stride*size, rsa, csa, rsb
	w.m, w.n, w.k, w.add = m, n, k, int(how/adding)
	if csb == size && w.isSmall(size) {
		w.panel(size)
		return
	}
	p := block{task: w, csb: csb}
	p.gemm(size)
}

// misuse panics unless the shapes a of op(A) and b of op(B) fit C and C overlaps
// neither. The message has the shapes of A and B after op.
func misuse[F Float](op string, C, A, B *Matrix[F], a, b Shape) {
	if a.Cols != b.Rows || C.rows != a.Rows || C.cols != b.Cols {
		panicShapes(op, "%v ← %v · %v", C.Shape(), a, b)
	}
	refuseOverlap(op, "A", *C, *A)
	refuseOverlap(op, "B", *C, *B)
}
