// Package openblas calls the matrix products of OpenBLAS, many in a loop in C. The library is opened at run time: to build this
// package takes a C compiler only, and without one it builds too, but loads nothing.
package openblas

import "errors"

// ErrNotThere is the error of a library whose file is missing.
var ErrNotThere = errors.New("it is not installed")

// ErrNoCgo is the error of a program that was built without cgo.
var ErrNoCgo = errors.New("it takes cgo, without which this program is built")

// Product selects a call: cblas_dgemm or cblas_sgemm, with C of m×n, the inner
// dimension k, and A or B transposed; or gemv instead, for a plain product with
// m = 1 or n = 1. All matrices are row by row, without gaps.
type Product struct {
	TransposedA, TransposedB, Gemv bool
	M, N, K                        int
}
