package main

import "chainrule/tensor"

// The rungs between the triple loop and the kernels, each with one idea more than the
// last, as a student would write them in Go for square matrices of float64, row by row. On
// integers they all agree with the triple loop, which is tested; on other numbers their
// sums differ in the last digits, since Go's a*b + c is rounded twice.

// A rung is a way to compute C ← A·B for matrices of n×n.
type rung struct {
	name string
	run  func(C, A, B []float64, n int)
}

// rungs are the ways, in the order of their ideas.
var rungs = []rung{
	{"ijk", func(C, A, B []float64, n int) { naiveIJK(C, A, B, n, n, n) }},
	{"ikj", func(C, A, B []float64, n int) { naiveIKJ(C, A, B, n, n, n) }},
	{"blocked", blocked},
	{"packed", packed},
	{"tile", tiled},
}

// Blocks of B that stay in the second cache: 64 of its rows, 252 of its columns, 126 KiB.
const blockK, blockN = 64, 252

// blocks calls f for the blocks of B: rows p0 to p1, columns j0 to j1.
func blocks(n int, f func(p0, p1, j0, j1 int)) {
	for j := 0; j < n; j += blockN {
		for p := 0; p < n; p += blockK {
			f(p, min(p+blockK, n), j, min(j+blockN, n))
		}
	}
}

// blocked is ikj, a block of B at a time, which all rows of A use before the next.
func blocked(C, A, B []float64, n int) {
	clear(C)
	blocks(n, func(p0, p1, j0, j1 int) {
		for i := range n {
			c := C[i*n+j0 : i*n+j1]
			for p := p0; p < p1; p++ {
				addRow(c, A[i*n+p], B[p*n+j0:])
			}
		}
	})
}

// packed is blocked with each block of B copied to where its rows follow each other.
func packed(C, A, B []float64, n int) {
	clear(C)
	block := make([]float64, blockK*blockN)
	blocks(n, func(p0, p1, j0, j1 int) {
		width := j1 - j0
		for p := p0; p < p1; p++ {
			copy(block[(p-p0)*width:], B[p*n+j0:p*n+j1])
		}
		for i := range n {
			c := C[i*n+j0 : i*n+j1]
			for p := range p1 - p0 {
				addRow(c, A[i*n+p0+p], block[p*width:])
			}
		}
	})
}

// tiled is packed in strips of three columns, and computes tiles of 2×3 elements of C that
// stay in registers for all rows of the block: five loads for six multiplications and
// additions, where ikj has two loads and a store for one. Rows and columns that are no whole
// tile are left to ikj.
func tiled(C, A, B []float64, n int) {
	clear(C)
	m, w := n-n%2, n-n%3
	block := make([]float64, blockK*blockN)
	blocks(n, func(p0, p1, j0, j1 int) {
		depth, last := p1-p0, min(j1, w)
		for j := j0; j < last; j += 3 {
			for p := range depth {
				copy(block[(j-j0)*depth+3*p:][:3], B[(p0+p)*n+j:])
			}
		}
		for i := 0; i < m; i += 2 {
			for j := j0; j < last; j += 3 {
				tile2x3(C[i*n+j:], n, A[i*n+p0:][:depth], A[(i+1)*n+p0:][:depth], block[(j-j0)*depth:][:3*depth])
			}
		}
		edges(C, A, B, n, m, p0, p1, j0, j1)
	})
}

// edges adds the part of the product outside of the tiles of m rows and three columns.
func edges(C, A, B []float64, n, m, p0, p1, j0, j1 int) {
	for i := range n {
		from := j0
		if i < m {
			from = max(j0, n-n%3)
		}
		for p := p0; p < p1; p++ {
			for j := from; j < j1; j++ {
				C[i*n+j] += A[i*n+p] * B[p*n+j]
			}
		}
	}
}

// tile2x3 adds to a tile of two rows and three columns of C, which begin at c and are n
// apart, the products of two rows of A with a packed strip of B. With four columns the compiler
// keeps one sum in memory, and all others wait for it.
func tile2x3(c []float64, n int, a0, a1, b []float64) {
	var s00, s01, s02, s10, s11, s12 float64
	a1 = a1[:len(a0)]
	for p, x := range a0 {
		y, q := a1[p], (*[3]float64)(b[3*p:])
		s00 += x * q[0]
		s10 += y * q[0]
		s01 += x * q[1]
		s11 += y * q[1]
		s02 += x * q[2]
		s12 += y * q[2]
	}
	c0, c1 := c[:3], c[n:][:3]
	c0[0], c0[1], c0[2] = c0[0]+s00, c0[1]+s01, c0[2]+s02
	c1[0], c1[1], c1[2] = c1[0]+s10, c1[1]+s11, c1[2]+s12
}

// ours returns the product by the kernel in use.
func ours(C, A, B []float64, n int) {
	tensor.Product(tensor.FromSlice(n, n, C), tensor.FromSlice(n, n, A), tensor.FromSlice(n, n, B))
}
