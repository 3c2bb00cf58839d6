package tensor

import "unsafe"

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
// V is the size of a vector. B is in place, with bvec = V, or packed, with rsb = V and
// bvec as the packing has it.
type task struct {
	c, a, b    unsafe.Pointer
	ldc        int
	rsa, csa   int
	rsb, bvec  int
	m, n, k    int
	add        int // 1: C is the start of the chains; 0: they start at 0
	ahead      int // 1: ask for the next tile of C while this one is at work
	alen, blen int // k·csa, k·rsb
}

type block struct {
	task
	csb           int
	rows          int    // of a strip, at most
	panels, masks [3]int // panels of 3, 2, 1 vectors; lanes of the last vector of the last of them
}

// tiles describes the tiles of a kernel.
type tiles struct {
	vector int       // bytes
	shift  int       // vector = 1<<shift
	widest int       // vectors of a panel, at most
	rows   [4]int    // of a tile, by the width of its panel
	row    bool      // there is a kernel for one row of C
	side   [2][4]int // groups side by side in the kernel for 1 … 4 columns of C, in float64 and float32; 0: there is none
}

// tilesOf are chosen in docs/decisions/05-products.md.
var tilesOf = [...]tiles{
	avx512: {vector: 64, shift: 6, widest: 3, rows: [4]int{0, 16, 12, 8}, row: true, side: [2][4]int{{3, 2, 2, 2}, {2, 2, 2, 1}}},
	avx2:   {vector: 32, shift: 5, widest: 2, rows: [4]int{0, 12, 6, 0}},
	neon:   {vector: 64, shift: 6, widest: 1, rows: [4]int{0, 6, 0, 0}},
}

// lanes returns the number of elements of a vector.
func (t *tiles) lanes(size int) int { return 1 << (t.shift - 2 - size>>3) }

// vectors returns the number of vectors that n elements take.
func (t *tiles) vectors(n, size int) int {
	shift := t.shift - 2 - size>>3
	return (n + 1<<shift - 1) >> shift
}

// split is a row of vectors cut into panels.
type split struct{ three, two, one, last, rows int32 }

// splits are those of up to 31 vectors.
var splits = func() (table [neon + 1][32]split) {
	for k := range table {
		for v := range table[k] {
			table[k][v] = tilesOf[k].split(v)
		}
	}
	return table
}()

// split cuts so many vectors into panels: as many as can be of the widest kind,
// except that one vector is not left alone after three.
func (t *tiles) split(vectors int) (s split) {
	if t.widest == 3 && vectors > 2 && vectors != 4 {
		s.three = int32(vectors / 3)
		if vectors%3 == 1 {
			s.three--
		}
		vectors -= 3 * int(s.three)
	}
	if t.widest > 1 && vectors > 1 {
		s.two, s.last = int32(vectors/2), 1
		vectors &= 1
	}
	if vectors > 0 {
		s.one, s.last = int32(vectors), 2
	}
	switch {
	case s.three > 0:
		s.rows = int32(t.rows[3])
	case s.two > 0:
		s.rows = int32(t.rows[2])
	default:
		s.rows = int32(t.rows[1])
	}
	return s
}

// divide sets what the kernel wants to know beside the product.
func (w *block) divide(t *tiles, size int) {
	w.alen, w.blen = w.k*w.csa, w.k*w.rsb
	shift := t.shift - 2 - size>>3
	lanes := 1 << shift
	vectors := (w.n + lanes - 1) >> shift
	s := &splits[kernel][min(vectors, 31)]
	if vectors > 31 {
		long := t.split(vectors)
		s = &long
	}
	w.rows = int(s.rows)
	w.panels[0] = int(s.three)
	w.panels[1] = int(s.two)
	w.panels[2] = int(s.one)
	all := 1<<lanes - 1
	w.masks[0], w.masks[1], w.masks[2] = all, all, all
	w.masks[s.last] = all >> (vectors<<shift - w.n)
}
