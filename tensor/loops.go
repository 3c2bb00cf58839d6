package tensor

import "unsafe"

// packed computes the product with B packed: loops 5, 4 and 3 of the five. A is read in
// place unless it is transposed, where each step would touch another cache line.
func (p *block) packed(ws *workspace, size int) {
	t := &tilesOf[kernel]
	panel := t.lanes(size) * t.widest
	blocks := (p.n*size + bytesNC - 1) / bytesNC
	for j := 0; j < p.n; { // loop 5: columns, in blocks that differ by a panel at most
		panels := (p.n - j + panel - 1) / panel
		nc := (panels + blocks - 1) / blocks * panel
		blocks--
		var w block
		w.ldc, w.rsa, w.csa, w.rsb = p.ldc, p.rsa, p.csa, t.vector
		w.m, w.n, w.add, w.ahead = p.m, min(nc, p.n-j), p.add, 1
		for s := 0; s < p.k; s += stepsKC { // loop 4: the inner dimension
			w.k = min(stepsKC, p.k-s)
			w.c, w.a = unsafe.Add(p.c, j*size), unsafe.Add(p.a, s*p.csa)
			w.packB(ws, unsafe.Add(p.b, s*p.rsb+j*p.csb), p.rsb, p.csb, size)
			w.divide(t, size)
			w.rowBlocks(ws, size)
			w.add = 1
		}
		j += nc
	}
}

// rowBlocks continues all rows of C by a block of B, loop 3. A transposed A is packed if
// there is a workspace for it.
func (w *block) rowBlocks(ws *workspace, size int) {
	t := &tilesOf[kernel]
	mc := max(1, callWork/(t.vectors(w.n, size)*w.k*w.rows)) * w.rows
	packA := ws != nil && w.csa != size
	if !packA && mc >= w.m {
		w.run(size)
		return
	}
	if packA {
		mc = min(mc, rowsMC)
	}
	part := *w
	for i := 0; i < w.m; i += mc {
		part.m = min(mc, w.m-i)
		part.c, part.a = unsafe.Add(w.c, i*w.ldc), unsafe.Add(w.a, i*w.rsa)
		if packA {
			part.packA(ws, part.a, w.csa, size)
		}
		part.run(size)
	}
}

// packB lays out the block of B, k×n at b, in vector columns:
//
//	vector v of row p is at v·bvec + p·V
//
// Lanes that B lacks are zeros, or repeat others. They make columns of the tile that
// are never stored. Rows are never padded: that would lengthen the chains.
func (w *block) packB(ws *workspace, b unsafe.Pointer, rsb, csb, size int) {
	t := &tilesOf[kernel]
	lanes, vectors := t.lanes(size), t.vectors(w.n, size)
	w.b, w.bvec, w.shift = ws.packedB(), w.k*t.vector+bytesPad, 8*t.rows[3]
	if csb == size {
		copyRows(w.b, t.vector, w.bvec, b, rsb, w.k, vectors, (w.n-(vectors-1)*lanes)*size)
		return
	}
	for v := range vectors {
		column, first := unsafe.Add(w.b, v*w.bvec), unsafe.Add(b, v*lanes*csb)
		transpose(column, t.vector, first, csb, min(lanes, w.n-v*lanes), w.k, 1<<lanes-1, size)
	}
}

// packA copies the block of A, m×k at a with steps csa apart, so that they are no
// further apart than they must be.
func (w *block) packA(ws *workspace, a unsafe.Pointer, csa, size int) {
	t := &tilesOf[kernel]
	lanes, vectors := t.lanes(size), t.vectors(w.m, size)
	w.a, w.csa = ws.packedA(), vectors*t.vector
	w.alen = w.k * w.csa
	copyRows(w.a, w.csa, t.vector, a, csa, w.k, vectors, (w.m-(vectors-1)*lanes)*size)
}

// transposedProduct computes Cᵀ = Bᵀ·Aᵀ, some rows of C at a time, and transposes it into C.
func (p *block) transposedProduct(ws *workspace, size int) {
	t := &tilesOf[kernel]
	mc := bytesCt / (p.n * size) / t.lanes(size) * t.lanes(size)
	for i := 0; i < p.m; i += mc {
		var q block
		q.a, q.rsa, q.csa = p.b, p.csb, p.rsb
		q.b, q.rsb, q.csb = unsafe.Add(p.a, i*p.rsa), p.csa, p.rsa
		q.m, q.n, q.k, q.add, q.bias = p.n, min(mc, p.m-i), p.k, p.add, p.bias
		q.ldc = t.vectors(q.n, size) * t.vector
		q.transposedBlock(ws, unsafe.Add(p.c, i*p.ldc), p.ldc, size)
	}
}

// transposedBlock computes q, a block of Cᵀ, and transposes it into C.
func (q *block) transposedBlock(ws *workspace, c unsafe.Pointer, ldc, size int) {
	t := &tilesOf[kernel]
	few := t.takesGroups(q.n, q.m, q.rsb, q.rsa, size)
	q.c = unsafe.Pointer(&ws.c[0])
	if q.add != 0 {
		start := q.c
		if few {
			start = unsafe.Pointer(&ws.c[1])
		}
		if q.add == 2 {
			q.fillStart(start, size)
		} else {
			transposeAll(start, q.ldc, c, ldc, q.n, q.m, t.lanes(size), size)
		}
	}
	switch {
	case few:
		q.groups(t, size)
	case q.csb == size && (q.m < rowsPack || q.k*q.n*size <= bytesL1):
		q.direct(size)
	default:
		q.packed(ws, size)
	}
	transposeAll(c, ldc, q.c, q.ldc, q.m, q.n, t.lanes(size), size)
}

// fillStart lets the chains of each row of Cᵀ start at its element of the bias, from where
// they are continued.
func (q *block) fillStart(start unsafe.Pointer, size int) {
	q.add = 1
	for r := range q.m {
		row, x := unsafe.Add(start, r*q.ldc), unsafe.Add(q.bias, r*size)
		if size == 8 {
			fill((*float64)(row), *(*float64)(x), q.ldc/8)
		} else {
			fill((*float32)(row), *(*float32)(x), q.ldc/4)
		}
	}
}

// fill sets n elements to x.
func fill[F Float](row *F, x F, n int) {
	elements := unsafe.Slice(row, n)
	for i := range elements {
		elements[i] = x
	}
}

// transposeAll sets dst ← srcᵀ, where src is rows×k.
func transposeAll(dst unsafe.Pointer, ldd int, src unsafe.Pointer, lds, rows, k, lanes, size int) {
	for r := 0; r < rows; r += lanes {
		h := min(lanes, rows-r)
		transpose(unsafe.Add(dst, r*size), ldd, unsafe.Add(src, r*lds), lds, h, k, 1<<h-1, size)
	}
}
