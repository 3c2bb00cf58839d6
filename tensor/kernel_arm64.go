//go:build !purego

package tensor

import "unsafe"

// available returns the kernels that this machine can run, the fastest first.
// Every arm64 has NEON.
func available() []isa { return []isa{neon, portable} }

// Sizes of the NEON kernel. Its vector is as wide as four registers.
const (
	vectorNEON = 64
	rowsNEON   = 6        // of a tile
	wideNEON   = 32       // vectors in one call, at most, …
	stepsNEON  = 10 << 10 // … and steps of k for all of them: 40 000 instructions a row
	paddedNEON = 64       // rows of B that are padded at a time
)

// run does the work of the block.
func (w *block) run(size int) { w.panel(size) }

// panel does the work of the task, whose B may also be packed and of any width: so
// many vectors at a time, and with the last of them the columns that fill no vector.
func (w *task) panel(size int) {
	t := *w
	for j := 0; j < w.n; j += t.n {
		t.n = w.n - j
		if t.n*size >= (wideNEON+1)*vectorNEON {
			t.n = wideNEON * vectorNEON / size
		}
		t.b, t.c = unsafe.Add(w.b, j*size/vectorNEON*w.bvec), unsafe.Add(w.c, j*size)
		t.chunks(size)
	}
}

// chunks does the work of the task in as many steps of k at a time as one call of the
// assembly may take, or as many as rows of B are padded at a time.
func (w *task) chunks(size int) {
	row := w.n * size
	loose := w.bvec == vectorNEON && row < vectorNEON
	steps := stepsNEON / (row/vectorNEON + 1)
	if loose {
		steps = paddedNEON
	}
	for s := 0; s < w.k; s += steps {
		t := w.part(s, steps)
		if row >= vectorNEON {
			t.strips(size)
		}
		switch {
		case row%vectorNEON == 0:
		case loose:
			t.padded(size)
		default:
			t.border(size)
		}
	}
}

// part returns the part of the task that begins at step s of k and has so many steps,
// or as many as are left.
func (w *task) part(s, steps int) task {
	t := *w
	t.a, t.b, t.k = unsafe.Add(w.a, s*w.csa), unsafe.Add(w.b, s*w.rsb), min(steps, w.k-s)
	if s > 0 {
		t.add = 1
	}
	return t
}

// height returns the number of rows in the next strip when left rows remain: the height of
// a tile, until less than two such strips are left, which are made equal. A strip of
// two rows would wait for its own additions.
func height(left int) int {
	switch {
	case left <= rowsNEON:
		return left
	case left < 2*rowsNEON:
		return (left + 1) / 2
	}
	return rowsNEON
}

// strips does the work of the whole vectors, strip by strip.
func (w *task) strips(size int) {
	t := *w
	for i := 0; i < w.m; i += t.m {
		t.m = height(w.m - i)
		t.a, t.c = unsafe.Add(w.a, i*w.rsa), unsafe.Add(w.c, i*w.ldc)
		t.strip(size)
	}
}

// border computes the last vector of each row, of which C has only some lanes. They
// pass through a tile of scratch; the results in the other lanes are discarded. If B is in
// place, the last vector that can be read ends with the row, so its first lanes are
// columns of the vector before; in a packed B the last lanes are padding.
func (w *task) border(size int) {
	var tile [rowsNEON * vectorNEON]byte
	row := w.n * size
	bytes := row % vectorNEON
	t, at := *w, 0
	if w.bvec == vectorNEON {
		t.b, at = unsafe.Add(w.b, row-vectorNEON), vectorNEON-bytes
	} else {
		t.b = unsafe.Add(w.b, row/vectorNEON*w.bvec)
	}
	t.c, t.ldc, t.n = unsafe.Pointer(&tile), vectorNEON, vectorNEON/size
	lanes := unsafe.Pointer(&tile[at])
	for i := 0; i < w.m; i += t.m {
		t.m = height(w.m - i)
		t.a = unsafe.Add(w.a, i*w.rsa)
		c := unsafe.Add(w.c, i*w.ldc+row-bytes)
		if w.add != 0 {
			moveNEON(lanes, vectorNEON, c, w.ldc, t.m, bytes)
		}
		t.strip(size)
		moveNEON(c, w.ldc, lanes, vectorNEON, t.m, bytes)
	}
}

// padded does the work of a B in place whose rows are shorter than a vector, and at
// most paddedNEON: it is copied, and then it is a packed one.
func (w *task) padded(size int) {
	var b [paddedNEON * vectorNEON]byte
	t := *w
	t.b, t.rsb, t.bvec = unsafe.Pointer(&b), vectorNEON, len(b)
	moveNEON(t.b, vectorNEON, w.b, w.rsb, w.k, w.n*size)
	t.border(size)
}

// strip does the work of at most rowsNEON rows and whole vectors.
func (w *task) strip(size int) {
	switch {
	case size == 8:
		stripNEONfloat64(w)
	default:
		stripNEONfloat32(w)
	}
}

// row, rowInCache and run are for kernels that tilesOf does not give to NEON.

func (w *task) row(size int) { panic("tensor: no kernel for one row in NEON") }

func (w *task) rowInCache(size int) { panic("tensor: no kernel for one row in NEON") }

func (w *skinny) run(size int) { panic("tensor: no kernel for few columns in NEON") }

// copyRows copies k rows of vectors: vector v of row p goes from src + p·ld + 64·v to
// dst + p·step + vec·v. The last vector has tail bytes, and the rest of it becomes 0.
func copyRows(dst unsafe.Pointer, step, vec int, src unsafe.Pointer, ld, k, vectors, tail int) {
	copyNEON(dst, step, vec, src, ld, k, vectors, tail)
}

// transpose sets dst[p,j] ← src[j,p] for p < k and j < rows, where rows is at most the
// lanes of a vector. No other lane is written, whatever the mask allows.
func transpose(dst unsafe.Pointer, ldd int, src unsafe.Pointer, lds, rows, k, mask, size int) {
	whole := k &^ (16/size - 1)
	for j := 0; j < rows; j += 4 {
		d, s, done := unsafe.Add(dst, j*size), unsafe.Add(src, j*lds), 0
		if j+4 <= rows && whole > 0 {
			done = whole
			transpose4(d, ldd, s, lds, whole, size)
		}
		if done < k {
			d, s = unsafe.Add(d, done*ldd), unsafe.Add(s, done*size)
			transposeRest(d, ldd, s, lds, min(4, rows-j), k-done, size)
		}
	}
}

// transpose4 is transpose of four rows, with k a multiple of the elements in a register.
func transpose4(dst unsafe.Pointer, ldd int, src unsafe.Pointer, lds, k, size int) {
	switch {
	case size == 8:
		transposeNEONfloat64(dst, ldd, src, lds, k)
	default:
		transposeNEONfloat32(dst, ldd, src, lds, k)
	}
}

// transposeRest is transpose, element by element.
func transposeRest(dst unsafe.Pointer, ldd int, src unsafe.Pointer, lds, rows, k, size int) {
	for j := range rows {
		for p := range k {
			d, s := unsafe.Add(dst, p*ldd+j*size), unsafe.Add(src, j*lds+p*size)
			if size == 8 {
				*(*uint64)(d) = *(*uint64)(s)
			} else {
				*(*uint32)(d) = *(*uint32)(s)
			}
		}
	}
}

//go:noescape
func stripNEONfloat64(w *task)

//go:noescape
func stripNEONfloat32(w *task)

//go:noescape
func moveNEON(dst unsafe.Pointer, ldd int, src unsafe.Pointer, lds, rows, bytes int)

//go:noescape
func copyNEON(dst unsafe.Pointer, step, vec int, src unsafe.Pointer, ld, k, vectors, tail int)

//go:noescape
func transposeNEONfloat64(dst unsafe.Pointer, ldd int, src unsafe.Pointer, lds, k int)

//go:noescape
func transposeNEONfloat32(dst unsafe.Pointer, ldd int, src unsafe.Pointer, lds, k int)
