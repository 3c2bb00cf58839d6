package main

// The other side of the comparison: matrix products as the definition reads, with
// A of m×k, B of k×n and C of m×n, row by row. Their results are tested, so that the
// measured loops are right.

// naiveIJK sets C ← A·B by an inner product for each element.
func naiveIJK[F float32 | float64](C, A, B []F, m, n, k int) {
	for i := range m {
		for j := range n {
			var sum F
			for p := range k {
				sum += A[i*k+p] * B[p*n+j]
			}
			C[i*n+j] = sum
		}
	}
}

// naiveIKJ is the same with the inner loops exchanged, so that B and C are walked
// along their rows.
func naiveIKJ[F float32 | float64](C, A, B []F, m, n, k int) {
	for i := range m {
		c := C[i*n : (i+1)*n]
		clear(c)
		for p := range k {
			addRow(c, A[i*k+p], B[p*n:(p+1)*n])
		}
	}
}

// addRow adds a multiple of b to c. It is one function for all its callers, since the speed
// of so short a loop depends on its address: these seven instructions have been seen to take
// twice as long at other addresses. With the check in front they lie in one block of 32 bytes,
// wherever the linker puts the function.
//
//go:noinline
func addRow[F float32 | float64](c []F, a F, b []F) {
	if len(b) < len(c) {
		panic("addRow: b is shorter than c")
	}
	b = b[:len(c)]
	for j := range c {
		c[j] += a * b[j]
	}
}
