package tensor

import (
	"sync/atomic"
	"unsafe"
)

// Sizes of the cache blocks.
const (
	stepsKC  = 384     // rows of a block of B
	bytesNC  = 1536    // bytes of a row of a block of B
	bytesPad = 64      // between vector columns
	callWork = 1 << 18 // fused multiply-adds on vectors in one call of a kernel
	rowsMC   = 48
	bytesCt  = 1 << 18
)

type workspace struct {
	b  [stepsKC*bytesNC + 64*bytesPad]byte
	a  [stepsKC * rowsMC * 8]byte
	ct [bytesCt]byte
}

var workspaces [64]atomic.Pointer[workspace]

func takeWorkspace() *workspace {
	for i := range workspaces {
		if w := workspaces[i].Swap(nil); w != nil {
			return w
		}
	}
	return new(workspace)
}

func (w *workspace) give() {
	for i := range workspaces {
		if workspaces[i].CompareAndSwap(nil, w) {
			return
		}
	}
}

func (p *block) gemm(size int) {
	if kernel == avx512 && p.m == 1 && p.csb == size {
		p.row(size)
		return
	}
	switch {
	case p.csb == size && (p.n*size > 128 || !p.narrow(size)):
		if p.m < 32 || p.k*p.n*size <= 32<<10 {
			p.direct(size)
		} else {
			w := takeWorkspace()
			p.packed(w, size)
			w.give()
		}
	default:
		w := takeWorkspace()
		if p.narrow(size) {
			p.swapped(w, size)
		} else {
			p.packed(w, size)
		}
		w.give()
	}
}

func (p *block) narrow(size int) bool {
	V := tilesOf[kernel].vector
	lanes := V / size
	vn, vm := (p.n+lanes-1)/lanes, (p.m+lanes-1)/lanes
	if p.n <= 4 && p.m >= lanes && p.csa == size {
		return true
	}
	normal, swapped := p.m*vn*p.k*8, p.n*vm*p.k*8+p.m*p.n*5
	if p.csb != size {
		normal += p.n * p.k * 3
	}
	if p.rsa != size {
		swapped += p.m * p.k * 3
	}
	return swapped < normal && p.n*V <= bytesCt/2
}

func (p *block) swapped(w *workspace, size int) {
	V := tilesOf[kernel].vector
	lanes := V / size
	mc := bytesCt / 2 / (p.n * size) / lanes * lanes
	for i := 0; i < p.m; i += mc {
		m := min(mc, p.m-i)
		ldt := (m + lanes - 1) / lanes * V
		ct := unsafe.Pointer(&w.ct)
		c := unsafe.Add(p.c, i*p.ldc)
		few := kernel == avx512 && p.csa == size && p.n <= 4 && m >= lanes
		start := 0
		if few && p.add != 0 {
			start = bytesCt / 2
		}
		if p.add != 0 {
			for r := 0; r < m; r += lanes {
				h := min(lanes, m-r)
				transpose(unsafe.Add(ct, r*size+start), ldt, unsafe.Add(c, r*p.ldc), p.ldc, h, p.n, 1<<h-1, size)
			}
		}
		q := block{task: task{
			c: ct, ldc: ldt, a: p.b, rsa: p.csb, csa: p.rsb,
			b: unsafe.Add(p.a, i*p.rsa), rsb: p.csa, m: p.n, n: m, k: p.k, add: p.add,
		}, csb: p.rsa}
		if few {
			p.narrowRows(ct, ldt, start, unsafe.Add(p.a, i*p.rsa), m, size)
		} else if q.csb == size && (q.m < 32 || q.k*q.n*size <= 32<<10) {
			q.direct(size)
		} else {
			q.packed(w, size)
		}
		for j := 0; j < p.n; j += lanes {
			h := min(lanes, p.n-j)
			transpose(unsafe.Add(c, j*size), p.ldc, unsafe.Add(ct, j*ldt), ldt, h, m, 1<<h-1, size)
		}
	}
}

func (p *block) direct(size int) {
	if kernel == avx512 && p.m == 1 && p.csb == size && p.n*size >= 128 {
		p.row(size)
		return
	}
	t := &tilesOf[kernel]
	nc := t.lanes(size) * 24
	for j := 0; j < p.n; j += nc {
		w := *p
		w.n = min(nc, p.n-j)
		w.b = unsafe.Add(p.b, j*size)
		w.c = unsafe.Add(p.c, j*size)
		w.bvec = t.vector
		w.divide(t, size)
		w.run(size)
	}
}

func (p *block) packed(ws *workspace, size int) {
	V := tilesOf[kernel].vector
	lanes := V / size
	nc := bytesNC / size
	bp := unsafe.Pointer(&ws.b)
	ap := unsafe.Pointer(&ws.a)
	for j := 0; j < p.n; j += nc {
		n := min(nc, p.n-j)
		for s := 0; s < p.k; s += stepsKC {
			k := min(stepsKC, p.k-s)
			w := block{task: task{ldc: p.ldc, rsa: p.rsa, csa: p.csa, rsb: V, bvec: k*V + bytesPad, n: n, k: k, ahead: 1}}
			if p.add != 0 || s > 0 {
				w.add = 1
			}
			w.divide(&tilesOf[kernel], size)
			w.b = bp
			src := unsafe.Add(p.b, s*p.rsb+j*p.csb)
			vectors := (n + lanes - 1) / lanes
			if p.csb == size {
				tail := (n - (vectors-1)*lanes) * size
				copyRows(bp, V, w.bvec, src, p.rsb, k, vectors, tail)
			} else {
				for v := range vectors {
					transpose(unsafe.Add(bp, v*w.bvec), V, unsafe.Add(src, v*lanes*p.csb), p.csb, min(lanes, n-v*lanes), k, 1<<lanes-1, size)
				}
			}
			mc := max(1, callWork/(vectors*k*w.rows)) * w.rows
			if p.csa != size {
				mc = min(mc, rowsMC)
			}
			for i := 0; i < p.m; i += mc {
				w.m = min(mc, p.m-i)
				w.c = unsafe.Add(p.c, i*p.ldc+j*size)
				w.a = unsafe.Add(p.a, i*p.rsa+s*p.csa)
				if p.csa != size {
					vs := (w.m + lanes - 1) / lanes
					copyRows(ap, vs*V, V, w.a, p.csa, k, vs, (w.m-(vs-1)*lanes)*size)
					w.a, w.csa, w.alen = ap, vs*V, k*vs*V
				}
				w.run(size)
			}
		}
	}
}

// row continues the one row of C, so many rows of B in one call that it takes no longer
// than about 100 µs.
func (p *block) row(size int) {
	rows := max(8, (1<<20)/(p.n*size)&^7)
	w := p.task
	for s := 0; s < p.k; s += rows {
		w.k = min(rows, p.k-s)
		w.a = unsafe.Add(p.a, s*p.csa)
		w.b = unsafe.Add(p.b, s*p.rsb)
		if size == 8 {
			rowAVX512float64(&w)
		} else {
			rowAVX512float32(&w)
		}
		w.add = 1
	}
}
