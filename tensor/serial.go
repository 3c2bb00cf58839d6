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

func (p *product) run() {
	switch {
	case p.bcs == p.size && (p.n*p.size >= 32 || p.m*p.k <= 256):
		if p.m < 32 || p.k*p.n*p.size <= 32<<10 {
			p.direct()
		} else {
			w := takeWorkspace()
			p.packed(w)
			w.give()
		}
	default:
		w := takeWorkspace()
		if p.narrow() {
			p.swapped(w)
		} else {
			p.packed(w)
		}
		w.give()
	}
}

func (p *product) narrow() bool {
	V := tilesOf[kernel].vector
	lanes := V / p.size
	vn, vm := (p.n+lanes-1)/lanes, (p.m+lanes-1)/lanes
	normal, swapped := p.m*vn*p.k*8, p.n*vm*p.k*8+p.m*p.n*5
	if p.bcs != p.size {
		normal += p.n * p.k * 3
	}
	if p.ars != p.size {
		swapped += p.m * p.k * 3
	}
	return swapped < normal && p.n*V <= bytesCt
}

func (p *product) swapped(w *workspace) {
	V := tilesOf[kernel].vector
	lanes := V / p.size
	mc := bytesCt / (p.n * p.size) / lanes * lanes
	for i := 0; i < p.m; i += mc {
		m := min(mc, p.m-i)
		ldt := (m + lanes - 1) / lanes * V
		ct := unsafe.Pointer(&w.ct)
		c := unsafe.Add(p.c, i*p.ldc)
		if p.add {
			for r := 0; r < m; r += lanes {
				h := min(lanes, m-r)
				transpose(unsafe.Add(ct, r*p.size), ldt, unsafe.Add(c, r*p.ldc), p.ldc, h, p.n, 1<<h-1, p.size)
			}
		}
		q := product{
			c: ct, ldc: ldt, a: p.b, ars: p.bcs, acs: p.brs,
			b: unsafe.Add(p.a, i*p.ars), brs: p.acs, bcs: p.ars, m: p.n, n: m, k: p.k, size: p.size, add: p.add,
		}
		if q.bcs == q.size && (q.m < 32 || q.k*q.n*q.size <= 32<<10) {
			q.direct()
		} else {
			q.packed(w)
		}
		for j := 0; j < p.n; j += lanes {
			h := min(lanes, p.n-j)
			transpose(unsafe.Add(c, j*p.size), p.ldc, unsafe.Add(ct, j*ldt), ldt, h, m, 1<<h-1, p.size)
		}
	}
}

func (p *product) direct() {
	w := block{
		c: p.c, a: p.a, b: p.b, ldc: p.ldc, rsa: p.ars, csa: p.acs, ldb: p.brs, bvec: tilesOf[kernel].vector,
		m: p.m, k: p.k, alen: p.k * p.acs, blen: p.k * p.brs,
	}
	if p.add {
		w.add = 1
	}
	w.divide(p.n, p.size)
	multiply(&w, p.size)
}

func (p *product) packed(ws *workspace) {
	V := tilesOf[kernel].vector
	lanes := V / p.size
	nc := bytesNC / p.size
	bp := unsafe.Pointer(&ws.b)
	ap := unsafe.Pointer(&ws.a)
	for j := 0; j < p.n; j += nc {
		n := min(nc, p.n-j)
		for s := 0; s < p.k; s += stepsKC {
			k := min(stepsKC, p.k-s)
			w := block{ldc: p.ldc, rsa: p.ars, csa: p.acs, ldb: V, bvec: k*V + bytesPad, k: k, alen: k * p.acs, blen: k * V, ahead: 1}
			if p.add || s > 0 {
				w.add = 1
			}
			w.divide(n, p.size)
			w.b = bp
			src := unsafe.Add(p.b, s*p.brs+j*p.bcs)
			vectors := (n + lanes - 1) / lanes
			if p.bcs == p.size {
				tail := (n - (vectors-1)*lanes) * p.size
				copyRows(bp, V, w.bvec, src, p.brs, k, vectors, tail)
			} else {
				for v := range vectors {
					transpose(unsafe.Add(bp, v*w.bvec), V, unsafe.Add(src, v*lanes*p.bcs), p.bcs, min(lanes, n-v*lanes), k, 1<<lanes-1, p.size)
				}
			}
			mc := max(1, callWork/(vectors*k*w.rows)) * w.rows
			if p.acs != p.size {
				mc = min(mc, rowsMC)
			}
			for i := 0; i < p.m; i += mc {
				w.m = min(mc, p.m-i)
				w.c = unsafe.Add(p.c, i*p.ldc+j*p.size)
				w.a = unsafe.Add(p.a, i*p.ars+s*p.acs)
				if p.acs != p.size {
					vs := (w.m + lanes - 1) / lanes
					copyRows(ap, vs*V, V, w.a, p.acs, k, vs, (w.m-(vs-1)*lanes)*p.size)
					w.a, w.csa, w.alen = ap, vs*V, k*vs*V
				}
				multiply(&w, p.size)
			}
		}
	}
}
