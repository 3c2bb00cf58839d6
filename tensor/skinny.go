package tensor

import "unsafe"

// skinny is the work of a kernel for few columns of C: n ≤ 12 columns, for some groups of
// as many rows of A as a vector has lanes. The rows lie along k.
type skinny struct {
	a, c     [3]unsafe.Pointer // of each group: its first row in A, its first element in Cᵀ
	b        unsafe.Pointer
	rsa      int
	rsb, csb int
	ldc      int // bytes from column to column of C
	start    int // bytes from c to where the chains start, if add
	n, k     int
	lines    int // the first steps, by whole cache lines of A, if n is 1
	add      int
}

// takesGroups reports whether the kernel of few columns can compute n columns of C from m
// rows of A, with the distances of A and B given.
func (t *tiles) takesGroups(m, n, csa, csb, size int) bool {
	return n <= t.few && m >= t.lanes(size) && csa == size && (n <= 4 || csb == size)
}

// fewLines is the size of A in bytes from which one column takes it by whole cache lines, in float64 only where rows meet in
// the same sets. Those of all groups may have left L1 before their next four steps; in a smaller A the chains wait less for themselves.
const fewLines = 32 << 10

// groups computes a block of Cᵀ by the kernel of few columns, several groups at a time.
// If the last group would not be full it begins earlier; the rows it has in
// common with the group before are computed twice, from the same start.
func (q *block) groups(t *tiles, size int) {
	const kc = 1 << 13
	lanes := t.lanes(size)
	side := 1
	if q.m <= 4 {
		side = t.side[size>>2&1][q.m-1]
	}
	var w skinny
	w.rsa, w.rsb, w.csb, w.ldc = q.csb, q.csa, q.rsa, q.ldc
	w.n, w.start, w.add = q.m, bytesCt*q.add, q.add
	for first := 0; first < q.n; first += side * lanes {
		for s := 0; s < q.k; s += kc {
			for g := range side {
				row := min(first+g*lanes, q.n-lanes)
				w.a[g], w.c[g] = unsafe.Add(q.b, row*q.csb+s*q.rsb), unsafe.Add(q.c, row*size)
			}
			w.b, w.k = unsafe.Add(q.a, s*q.csa), min(kc, q.k-s)
			if q.m == 1 && q.n*q.k*size > fewLines && (size == 4 || w.rsa%1024 == 0) {
				w.lines = w.k &^ (64/size - 1) // of 64 bytes
			}
			w.run(size)
			w.start, w.add = 0, 1
		}
		w.start, w.add = bytesCt*q.add, q.add
	}
}
