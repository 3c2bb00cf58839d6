// Package matrix has matrices as slices of rows, of numbers of any arithmetic.
package matrix

import "slices"

// New returns a matrix of zeros.
func New[N any](rows, cols int) [][]N {
	A := make([][]N, rows)
	for i := range A {
		A[i] = make([]N, cols)
	}
	return A
}

// Cut returns the rows of x, cols elements each, in the memory of x.
func Cut[N any](x []N, cols int) [][]N {
	var rows [][]N
	for ; len(x) > 0; x = x[cols:] {
		rows = append(rows, x[:cols])
	}
	return rows
}

// Flat returns the rows one after the other.
func Flat[N any](A [][]N) (all []N) {
	for _, row := range A {
		all = append(all, row...)
	}
	return all
}

// Clone returns a copy.
func Clone[N any](A [][]N) [][]N { return Map(A, slices.Clone[[]N]) }

// Fill sets every element to f of it and its place.
func Fill[N any](A [][]N, f func(x N, i, j int) N) {
	for i, row := range A {
		for j, x := range row {
			row[j] = f(x, i, j)
		}
	}
}

// Transpose returns the transpose.
func Transpose[N any](A [][]N) [][]N {
	B := New[N](len(A[0]), len(A))
	Fill(B, func(_ N, i, j int) N { return A[j][i] })
	return B
}

// Map returns f of each of some numbers, or of rows.
func Map[A, B any](xs []A, f func(A) B) []B {
	ys := make([]B, len(xs))
	for i, x := range xs {
		ys[i] = f(x)
	}
	return ys
}
