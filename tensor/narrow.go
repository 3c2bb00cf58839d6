package tensor

import "unsafe"

// narrow is the work of a kernel for few columns: n ≤ 4 columns of Cᵀ, in groups of as
// many rows of A as a vector has lanes, which lie along k.
type narrow struct {
	a, c     [3]unsafe.Pointer // the groups: first row of A, first element of Cᵀ
	b        unsafe.Pointer
	rsa      int
	rsb, csb int
	ldc      int // bytes from column to column of C
	start    int // from c to where the chains start, if add
	n, k     int
	add      int
}

// narrowRows sets Cᵀ, in ct, to what few columns of C are, for m rows of A that lie
// along k. Where the last group is not full it begins earlier, and what it has in
// common with the one before is computed twice.
func (p *block) narrowRows(ct unsafe.Pointer, ldt, start int, a unsafe.Pointer, m, size int) {
	lanes := 64 / size
	groups := (m + lanes - 1) / lanes
	side := 2
	if p.n == 1 && size == 8 {
		side = 3
	} else if p.n > 1 && size == 4 {
		side = 1
	}
	var w narrow
	w.b, w.rsa, w.rsb, w.csb, w.ldc, w.start, w.n, w.k, w.add = p.b, p.rsa, p.rsb, p.csb, ldt, start, p.n, p.k, p.add
	for g := 0; g < groups; g += side {
		for i := range side {
			first := min((g+i)*lanes, m-lanes)
			w.a[i] = unsafe.Add(a, first*p.rsa)
			w.c[i] = unsafe.Add(ct, first*size)
		}
		if size == 8 {
			narrowAVX512float64(&w)
		} else {
			narrowAVX512float32(&w)
		}
	}
}
