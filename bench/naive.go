package main

// The other side of the comparison: matrix products as the definition reads, with
// A of m×k, B of k×n and C of m×n, row by row. What they compute is tested, so that
// what is timed is right.

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
			a, b := A[i*k+p], B[p*n:(p+1)*n]
			for j := range c {
				c[j] += a * b[j]
			}
		}
	}
}
