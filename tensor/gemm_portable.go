package tensor

import "unsafe"

// operand is op(A) or op(B) of a product as the portable loops see it: the element in
// row i and column j is data[i·rs + j·cs].
type operand[F Float] struct {
	data   []F
	rs, cs int
}

// portable computes the product in Go.
func (p *block) portable(size int) {
	if size == 8 {
		gemmGeneric(typed[float64](p))
	} else {
		gemmGeneric(typed[float32](p))
	}
}

// typed returns the operands of the product as slices, with C cleared if the chains
// start at 0.
func typed[F Float](p *block) (C Matrix[F], A, B operand[F], k int) {
	size := int(unsafe.Sizeof(F(0)))
	slice := func(x unsafe.Pointer, rows, cols, rs, cs int) []F {
		return unsafe.Slice((*F)(x), ((rows-1)*rs+(cols-1)*cs)/size+1)
	}
	C = Matrix[F]{p.m, p.n, p.ldc / size, slice(p.c, p.m, p.n, p.ldc, size)}
	A = operand[F]{slice(p.a, p.m, p.k, p.rsa, p.csa), p.rsa / size, p.csa / size}
	B = operand[F]{slice(p.b, p.k, p.n, p.rsb, p.csb), p.rsb / size, p.csb / size}
	if p.add == 0 {
		Fill(C, 0)
	}
	return C, A, B, p.k
}

// Cache blocks and register tile of the portable kernel, MR NR KC MC in the
// literature; docs/decisions/02-portable-product.md has their reasons and measurements.
const (
	mR = 2   // rows of the register tile
	nR = 4   // columns of the register tile
	kC = 256 // a packed panel of B, kC×nR, stays in the L1 cache
	mC = 256 // a block of A, mC×kC, stays in the L2 cache
)

// gemmGeneric sets C ← C + A·B, where the inner dimension is k. Each element of C is
// continued as one chain of fused multiply-adds in the order of p: blocks of p
// follow each other and pass the chain on through C.
//
// The loops are numbered as in the literature on BLIS. Loop 5, over column
// blocks, is not needed: a panel of B is packed when its turn comes, and the
// packing costs a share of 1/mC of the work.
func gemmGeneric[F Float](C Matrix[F], A, B operand[F], k int) {
	m, n := C.rows, C.cols
	if m == 0 || n == 0 {
		return
	}
	var panel [kC * nR]F
	for p0 := 0; p0 < k; p0 += kC { // loop 4: the inner dimension
		kc := min(kC, k-p0)
		for i0 := 0; i0 < m; i0 += mC { // loop 3: blocks of A
			mc := min(mC, m-i0)
			for j0 := 0; j0 < n; j0 += nR { // loop 2: panels of B
				nr := min(nR, n-j0)
				packPanel(panel[:kc*nR], B, p0, kc, j0, nr)
				gemmPanel(C, A, panel[:kc*nR], i0, mc, j0, nr, p0)
			}
		}
	}
}

// gemmPanel continues the nr columns of C that begin at j0, in the mc rows that
// begin at i0, by one packed panel of B (loop 1).
func gemmPanel[F Float](C Matrix[F], A operand[F], panel []F, i0, mc, j0, nr, p0 int) {
	i := i0
	if nr == nR {
		for ; i+mR <= i0+mc; i += mR {
			a := A.data[i*A.rs+p0*A.cs:]
			c := C.data[i*C.stride+j0:]
			tile(panel, a, A.rs, A.cs, c, C.stride)
		}
	}
	for ; i < i0+mc; i += mR {
		edge(C, A, panel, i, min(mR, i0+mc-i), j0, nr, p0)
	}
}

// edge continues a tile of C of only mr×nr elements: it is copied into a whole
// tile, on which the kernel runs, and back. A row that A lacks is replaced by a copy of
// its last row; the kernel's results for it are discarded.
func edge[F Float](C Matrix[F], A operand[F], panel []F, i, mr, j0, nr, p0 int) {
	var t [mR * nR]F
	for r := range mr {
		copy(t[r*nR:], C.data[(i+r)*C.stride+j0:][:nr])
	}
	rs := A.rs
	if mr < mR {
		rs = 0
	}
	tile(panel, A.data[i*A.rs+p0*A.cs:], rs, A.cs, t[:], nR)
	for r := range mr {
		copy(C.data[(i+r)*C.stride+j0:][:nr], t[r*nR:])
	}
}
