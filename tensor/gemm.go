package tensor

import "unsafe"

// Limits of the routes, and sizes of the cache blocks, in the words of the literature on
// BLIS. docs/decisions/05-products.md derives and measures them.
const (
	smallWork  = 1 << 16  // m·n·k below which a product is one task, whatever its shape
	stepsKC    = 512      // rows of a packed block of B
	bytesNC    = 1152     // bytes of a row of it: 18 vectors of 64, 36 of 32
	maxVectors = 36       // vectors of a row of it, at most
	bytesPad   = 64       // between its vector columns, which would else meet in the cache
	rowsMC     = 48       // rows of a packed block of A, in the transposed product
	bytesCt    = 1 << 17  // a block of Cᵀ
	callWork   = 1 << 18  // fused multiply-adds on vectors in one call of a kernel: 40 µs or 80
	rowsPack   = 32       // rows of C from which on packing B may pay
	bytesL1    = 32 << 10 // B up to this size is never packed
	bytesL2    = 1 << 20  // B up to this size is packed only if its row stride is a multiple of the page size
	maxFew     = 12       // columns of C for which A is transposed, at most
	bytesStrip = 2 << 20  // a B before which one row of C stays in registers
)

// isSmall reports whether the product, whose B is in place, is one panel wide and so small
// that choosing a route would cost more time than it saves. It sets bvec.
func (w *task) isSmall(size int) bool {
	t := &tilesOf[kernel]
	w.bvec = t.vector
	width := w.n * size
	return width <= t.widest*t.vector && w.m*w.n*w.k < smallWork && (w.m < 16 || width > 32) && (w.m > 1 || width <= 64)
}

// gemm computes the product by the kernel in use, shared among goroutines if that pays.
func (p *block) gemm(size int) {
	work := p.m * p.n * p.k
	switch {
	case work < smallWork && p.csb == size && p.m > 1 && p.n*size > 128 && kernel != portable:
		p.bvec = tilesOf[kernel].vector
		p.divide(&tilesOf[kernel], size)
		p.run(size)
	case work >= parallelThreshold && p.parallel(size):
	default:
		p.serial(size)
	}
}

// serial computes the product, or a rectangle of it, in this goroutine.
func (p *block) serial(size int) {
	if kernel == portable {
		p.portable(size)
		return
	}
	if p.inPlace(size) {
		p.direct(size)
		return
	}
	ws := takeWorkspace()
	if p.prefersTransposed(size) {
		p.transposedProduct(ws, size)
	} else {
		p.packed(ws, size)
	}
	ws.give()
}

// inPlace reports whether the kernel may read B where it is: its rows are contiguous, C is
// not so narrow that other ways are better, and B is so small, or used so seldom, that
// packing costs more than it saves. Rows a multiple of a page apart meet in the cache.
func (p *block) inPlace(size int) bool {
	if p.csb != size {
		return false
	}
	bytes := p.k * p.n * size
	cheap := p.m < rowsPack || bytes <= bytesL1 || bytes <= bytesL2 && p.rsb%4096 != 0
	return p.m == 1 || cheap && !p.prefersTransposed(size)
}

// prefersTransposed reports whether Cᵀ = Bᵀ·Aᵀ is less work than C = A·B: where C has few
// columns most lanes of a vector along its rows are idle.
func (p *block) prefersTransposed(size int) bool {
	t := &tilesOf[kernel]
	if p.n*t.vector > bytesCt || p.n*size > 4*t.vector || p.rsa != size && p.n > maxFew {
		return false
	}
	plain, transposed := p.costs(t, size)
	return transposed < plain
}

// costs estimates the work of C = A·B and of Cᵀ = Bᵀ·Aᵀ in sixteenths of a cycle: a fused
// multiply-add of a vector counts 8, a transposed element of A or B 3, one of C 5. In
// the kernel of few columns loads decide, lanes of A and four times n for four steps.
func (p *block) costs(t *tiles, size int) (plain, transposed int) {
	lanes := t.lanes(size)
	plain = 8 * p.m * t.vectors(p.n, size) * p.k
	if p.csb != size {
		plain += 3 * p.n * p.k
	}
	if t.takesGroups(p.m, p.n, p.csa, p.csb, size) {
		return plain, p.m*p.k*(2*lanes+8*p.n)/lanes + 5*p.m*p.n
	}
	transposed = 8*p.n*t.vectors(p.m, size)*p.k + 5*p.m*p.n
	if p.rsa != size {
		transposed += 3 * p.m * p.k
	}
	return plain, transposed
}

// direct computes the product with B in place, in chunks for which no call of the kernel
// takes long. It may change p.
func (p *block) direct(size int) {
	t := &tilesOf[kernel]
	if p.m == 1 && t.row {
		p.alongRow(size)
		return
	}
	kc := min(p.k, 1<<13)
	nc := max(1, callWork/(8*kc*t.widest)) * t.widest * t.lanes(size)
	p.bvec, p.ahead = t.vector, 1
	if kc == p.k && nc >= p.n {
		p.divide(t, size)
		p.rowBlocks(nil, size)
		return
	}
	for s := 0; s < p.k; s += kc {
		for j := 0; j < p.n; j += nc {
			w := *p
			w.k, w.n = min(kc, p.k-s), min(nc, p.n-j)
			w.c, w.a, w.b = unsafe.Add(p.c, j*size), unsafe.Add(p.a, s*p.csa), unsafe.Add(p.b, s*p.rsb+j*size)
			if s > 0 {
				w.add = 1
			}
			w.divide(t, size)
			w.rowBlocks(nil, size)
		}
	}
}

// alongRow computes a product of one row. B is read as it lies, in chunks for which no call
// takes long.
func (p *block) alongRow(size int) {
	w := p.task
	inCache := p.k*p.n*size <= bytesStrip
	nc := bytesStrip / 16 / size
	kc := max(8, bytesStrip/2/(min(nc, p.n)*size)&^7)
	for j := 0; j < p.n; j += nc {
		w.n, w.c, w.add = min(nc, p.n-j), unsafe.Add(p.c, j*size), p.add
		for s := 0; s < p.k; s += kc {
			w.k = min(kc, p.k-s)
			w.a, w.b = unsafe.Add(p.a, s*p.csa), unsafe.Add(p.b, s*p.rsb+j*size)
			if inCache {
				w.rowInCache(size)
			} else {
				w.row(size)
			}
			w.add = 1
		}
	}
}
