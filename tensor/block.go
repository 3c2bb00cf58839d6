package tensor

import "unsafe"

// block is the work of one call of a kernel: C, of m rows, is continued by k steps,
// in panels of one to three vectors. Distances are in bytes.
//
//	               ┌ B  vector v of row p at v·bvec + p·ldb ┐
//	┌ A ───────────┼────────────────────────────────────────┤
//	│ i·rsa + p·csa│ C  vector v of row i at v·V + i·ldc    │
//	└──────────────┴────────────────────────────────────────┘
//
// V is the size of a vector. B is in place, with bvec = V and ldb the distance
// of its rows, or packed, with ldb = V and bvec as the packing has it.
type block struct {
	c, a, b             unsafe.Pointer
	ldc, rsa, csa       int
	ldb, bvec           int
	m, k                int
	rows                int // of a strip, at most
	alen, blen          int // k·csa, k·ldb
	panels3, panels2    int // panels of three vectors, then of two,
	panels1             int // then of one
	mask3, mask2, mask1 int // lanes of the last vector of the last such panel
	add                 int // 1: C is the start of the chains; 0: they start at 0
	ahead               int // 1: ask for the next tile of C while this one is at work
}

// A shape describes the tiles of a kernel.
type tiles struct {
	vector int    // bytes
	widest int    // vectors of a panel, at most
	rows   [4]int // of a tile, by the width of its panel
}

// tilesOf are chosen in docs/decisions/05-products.md.
var tilesOf = [...]tiles{
	avx512: {vector: 64, widest: 3, rows: [4]int{0, 12, 12, 8}},
	avx2:   {vector: 32, widest: 2, rows: [4]int{0, 12, 6, 0}},
	neon:   {vector: 64, widest: 1, rows: [4]int{0, 6, 0, 0}},
}

// divide sets the panels of a block of n columns: as many as can be of the widest
// kind, except that one vector is not left alone after three.
func (w *block) divide(n, size int) {
	t := &tilesOf[kernel]
	lanes := t.vector / size
	vectors := (n + lanes - 1) / lanes
	switch t.widest {
	case 3:
		w.panels3 = vectors / 3
		switch vectors - 3*w.panels3 {
		case 1:
			if w.panels3 > 0 {
				w.panels3--
				w.panels2 = 2
			} else {
				w.panels1 = 1
			}
		case 2:
			w.panels2 = 1
		}
	case 2:
		w.panels2, w.panels1 = vectors/2, vectors%2
	default:
		w.panels1 = vectors
	}
	tail := n - (vectors-1)*lanes
	mask := 1<<lanes - 1
	w.mask3, w.mask2, w.mask1 = mask, mask, mask
	switch {
	case w.panels1 > 0:
		w.mask1 = 1<<tail - 1
	case w.panels2 > 0:
		w.mask2 = 1<<tail - 1
	default:
		w.mask3 = 1<<tail - 1
	}
	switch {
	case w.panels3 > 0:
		w.rows = t.rows[3]
	case w.panels2 > 0:
		w.rows = t.rows[2]
	default:
		w.rows = t.rows[1]
	}
}
