package nn

import "iter"

// Batches yields the half-open ranges [lo, hi) that cut so many rows into
// batches of the given size, in order. The last batch has the remainder, which is
// never dropped; none is empty. It panics if size < 1.
//
// Section 2.4.1, Code 4: ⌈N/B⌉ batches. (Code 13 has ⌊N/B⌋, which drops it.)
func Batches(rows, size int) iter.Seq2[int, int] {
	if size < 1 {
		mismatch("Batches", "size = %d", size)
	}
	return func(yield func(lo, hi int) bool) {
		for lo := 0; lo < rows; {
			hi := lo + min(size, rows-lo) // no sum overflows
			if !yield(lo, hi) {
				return
			}
			lo = hi
		}
	}
}

// batchRange returns the range of batch j, which is empty beyond the rows.
func batchRange(rows, size, j int) (lo, hi int) {
	if lo = rows; j <= rows/size { // so that no product overflows
		lo = j * size
	}
	return lo, lo + min(size, rows-lo)
}
