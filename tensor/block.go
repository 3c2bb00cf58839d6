package tensor

import "unsafe"

// task is the part of a block that the tile reads: C, of m rows, is continued by k steps.
type task struct {
	c, a, b    unsafe.Pointer
	ldc        int
	rsa, csa   int
	rsb, bvec  int
	m, n, k    int
	add        int            // 1: C is the start of the chains; 0: they start at 0; 2: one row starts all
	bias, top  unsafe.Pointer //lint:ignore U1000 that row, and C of the strip at work, which only assembly sees
	ahead      int            // 1: ask for the next tile of C while this one is at work
	alen, blen int            // k·csa, k·rsb
}

// block is C ← A·B or, with add, C ← C + A·B, without its element type: addresses,
// and distances in bytes. C is m×n with rows ldc apart; A is m×k and B k×n, with
// element (i,j) at i·rs + j·cs.
//
// It is also the work of one call of a kernel, which reads B in vectors:
//
//	                ┌─ B ── vector v of row p at v·bvec + p·rsb ─┐
//	┌─ A ───────────┼────────────────────────────────────────────┤
//	│ i·rsa + p·csa │  C    vector v of row i at v·V + i·ldc     │
//	└───────────────┴────────────────────────────────────────────┘
//
// V is the size of a vector. B is either in place, with bvec = V, or packed, with rsb = V
// and bvec as packB sets it.
type block struct {
	task
	csb           int
	shift         int    // offset in a table of tiles from a tile for B in place to its twin for packed B, in bytes
	rows          int    // height of a strip, at most
	panels, masks [4]int // number of panels of 4, 3, 2, 1 vectors; lanes in the last vector of the last of them
}

// tiles describes the tiles of a kernel and its special routes.
type tiles struct {
	vector int       // bytes
	shift  int       // width of a panel in vectors, at most
	widest int       // vectors of a panel, at most
	rows   [5]int    // of a tile, by the width of its panel
	row    bool      // whether the kernel has a route for one row of C
	few    int       // maximum number of columns of C for the route of few columns; 0: no such route
	side   [2][4]int // groups side by side for 1 … 4 columns, in float64 and float32; one group for more columns
}

// tilesOf is the table of tiles by kernel, chosen in docs/decisions/05-products.md.
var tilesOf = [...]tiles{
	avx512: {vector: 64, shift: 6, widest: 3, rows: [5]int{0, 16, 12, 8, 6}, row: true, few: 12, side: [2][4]int{{3, 2, 2, 2}, {2, 2, 2, 1}}},
	avx2:   {vector: 32, shift: 5, widest: 2, rows: [5]int{0, 12, 6}, row: true},
	neon:   {vector: 64, shift: 6, widest: 1, rows: [5]int{0, 6}},
}

// lanes returns the number of elements of a vector.
func (t *tiles) lanes(size int) int { return 1 << (t.shift - 2 - size>>3) }

// vectors returns the number of vectors that n elements take.
func (t *tiles) vectors(n, size int) int {
	shift := t.shift - 2 - size>>3
	return (n + 1<<shift - 1) >> shift
}

// split is a row of vectors cut into panels, from wide to narrow.
type split struct {
	panels [4]int // of 4, 3, 2, 1 vectors
	last   int    // index in panels of the last one
	rows   int    // height of a strip, at most
}

// splits is a table of the cuts of 0 … 31 vectors: [0] for many rows, [1] for few.
var splits = func() (table [len(tilesOf)][2][32]split) {
	for k := range table {
		for v := range table[k][0] {
			table[k][0][v], table[k][1][v] = tilesOf[k].split(v, false), tilesOf[k].split(v, true)
		}
	}
	return table
}()

// split cuts so many vectors into panels: as many as can be of the widest kind, except
// that one vector is not left alone. Four are a kind only if there are few rows.
func (t *tiles) split(vectors int, few bool) (s split) {
	widest := max(1, t.widest)
	if few && t.rows[4] > 0 && vectors != 5 {
		widest = 4
	}
	for left := vectors; left > 0; {
		width := min(widest, left)
		for width > 2 && (left-width == 1 || width == 4 && left-width == 2) {
			width--
		}
		s.last = 4 - width
		s.panels[s.last]++
		left -= width
	}
	for kind := range s.panels {
		if s.panels[kind] > 0 {
			s.rows = t.rows[4-kind]
			break
		}
	}
	return s
}

// divide sets the fields that the kernel reads besides the product: panels, masks, strides.
func (w *block) divide(t *tiles, size int) {
	w.alen, w.blen = w.k*w.csa, w.k*w.rsb
	shift := t.shift - 2 - size>>3
	lanes := 1 << shift
	vectors := (w.n + lanes - 1) >> shift
	few := 0
	if w.m <= 6 {
		few = 1
	}
	s := &splits[kernel][few][min(vectors, 31)]
	if vectors > 31 {
		long := t.split(vectors, few == 1)
		s = &long
	}
	w.rows = s.rows
	w.panels[0], w.panels[1], w.panels[2], w.panels[3] = s.panels[0], s.panels[1], s.panels[2], s.panels[3]
	all := 1<<lanes - 1
	w.masks[0], w.masks[1], w.masks[2], w.masks[3] = all, all, all, all
	w.masks[s.last&3] = all >> (vectors<<shift - w.n)
}
