package tensor

// The products of this file are all one operation, C ← start + op(A)·op(B), in
// which op may transpose. Here the arguments are checked; below, in gemm, they
// are trusted:
//
//	Product, ProductTN, …      shapes, overlap                 this file
//	───────────────────────────────────────────────────────── the seam
//	gemm                       loops over cache blocks         gemm.go
//	packPanel                  B as the kernel reads it        pack.go
//	kernel                     a register tile of C            kernel_portable.go

// Product sets C ← A·B, with C of m×n, A of m×k and B of k×n:
//
//	c[i,j] = Σₚ a[i,p]·b[p,j]
//
// Each element is the chain c = fma(a[i,p], b[p,j], c) for p = 0, 1, …, k−1 from
// c = 0, so |computed − exact| ≤ γₖ·Σₚ|a[i,p]|·|b[p,j]| with γₖ = k·u/(1−k·u). It
// panics if the shapes do not fit or C overlaps A or B.
func Product[F Float](C, A, B Matrix[F]) {
	checkProduct("Product", C, A, B, Shape{A.rows, A.cols}, Shape{B.rows, B.cols})
	gemm(C, plain(A), plain(B), A.cols, false)
}

// ProductTN sets C ← Aᵀ·B, with C of m×n, A of k×m and B of k×n; the transpose is
// never formed. In all else it is [Product].
func ProductTN[F Float](C, A, B Matrix[F]) {
	checkProduct("ProductTN", C, A, B, Shape{A.cols, A.rows}, Shape{B.rows, B.cols})
	gemm(C, transposed(A), plain(B), A.rows, false)
}

// ProductNT sets C ← A·Bᵀ, with C of m×n, A of m×k and B of n×k; the transpose is
// never formed. In all else it is [Product].
func ProductNT[F Float](C, A, B Matrix[F]) {
	checkProduct("ProductNT", C, A, B, Shape{A.rows, A.cols}, Shape{B.cols, B.rows})
	gemm(C, plain(A), transposed(B), A.cols, false)
}

// AddProduct sets C ← C + A·B. The present value of C is the start of the chain
// that [Product] describes, so that a bias written into C by [SetRows] costs
// neither an operation nor a rounding of its own.
func AddProduct[F Float](C, A, B Matrix[F]) {
	checkProduct("AddProduct", C, A, B, Shape{A.rows, A.cols}, Shape{B.rows, B.cols})
	gemm(C, plain(A), plain(B), A.cols, true)
}

// AddProductTN sets C ← C + Aᵀ·B; see [AddProduct] and [ProductTN].
func AddProductTN[F Float](C, A, B Matrix[F]) {
	checkProduct("AddProductTN", C, A, B, Shape{A.cols, A.rows}, Shape{B.rows, B.cols})
	gemm(C, transposed(A), plain(B), A.rows, true)
}

// AddProductNT sets C ← C + A·Bᵀ; see [AddProduct] and [ProductNT].
func AddProductNT[F Float](C, A, B Matrix[F]) {
	checkProduct("AddProductNT", C, A, B, Shape{A.rows, A.cols}, Shape{B.cols, B.rows})
	gemm(C, plain(A), transposed(B), A.cols, true)
}

// checkProduct panics unless op(A), of shape a, times op(B), of shape b, fits C
// and C overlaps neither. The message has the shapes of A and B after op.
func checkProduct[F Float](op string, C, A, B Matrix[F], a, b Shape) {
	if a.Cols != b.Rows || C.rows != a.Rows || C.cols != b.Cols {
		panicShapes(op, "%v ← %v · %v", C.Shape(), a, b)
	}
	refuseOverlap(op, "A", C, A)
	refuseOverlap(op, "B", C, B)
}
