package mistake

import (
	"fmt"
	"math"

	"chainrule/gradcheck/equations/internal/matrix"
)

// Matrix is a matrix of doubles, row by row.
type Matrix [][]float64

// Scalar returns the matrix of one number.
func Scalar(x float64) Matrix { return Matrix{{x}} }

// At returns an element, of which the only row or column is all of them.
func (a Matrix) At(i, j int) float64 {
	if len(a) == 1 {
		i = 0
	}
	if len(a[i]) == 1 {
		j = 0
	}
	return a[i][j]
}

// Map returns f of each element.
func (a Matrix) Map(f func(x float64) float64) Matrix {
	B := matrix.Clone(a)
	matrix.Fill(B, func(x float64, _, _ int) float64 { return f(x) })
	return B
}

// Zip returns f of the elements in the same places. It panics with a message if the shapes do not fit.
func Zip(a, b Matrix, f func(x, y float64) float64) Matrix {
	C := matrix.New[float64](span(len(a), len(b)), span(len(a[0]), len(b[0])))
	matrix.Fill(C, func(_ float64, i, j int) float64 { return f(a.At(i, j), b.At(i, j)) })
	return C
}

func span(m, n int) int {
	switch {
	case m == 1:
		return n
	case n != 1 && n != m:
		panic(fmt.Sprintf("equations: %d beside %d elements", m, n))
	}
	return m
}

// Truth is 1 or 0.
func Truth(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// refilled returns a matrix of the shape of A that is filled column by column.
func refilled(A [][]float64) [][]float64 { return matrix.Transpose(matrix.Cut(matrix.Flat(A), len(A))) }

// moved returns the rows, each replaced by the next, the last by the first.
func moved(A [][]float64) [][]float64 { return append(matrix.Clone(A[1:]), matrix.Clone(A[:1])...) }

// Product returns AB + 1bᵀ; b may be nil.
func Product(A, B [][]float64, b []float64) [][]float64 {
	C := matrix.New[float64](len(A), len(B[0]))
	matrix.Fill(C, func(_ float64, i, j int) float64 {
		sum := 0.0
		if b != nil {
			sum = b[j]
		}
		for l := range B {
			sum += float64(A[i][l] * B[l][j])
		}
		return sum
	})
	return C
}

// Times returns AᵀB.
func Times(A, B [][]float64) [][]float64 { return Product(matrix.Transpose(A), B, nil) }

// ColumnSums returns Aᵀ1.
func ColumnSums(A [][]float64) []float64 {
	sums := make([]float64, len(A[0]))
	for _, row := range A {
		for j, x := range row {
			sums[j] += x
		}
	}
	return sums
}

// coarse is AᵀB accumulated in float32.
func coarse(A, B [][]float64) [][]float64 {
	C := matrix.New[float64](len(A[0]), len(B[0]))
	matrix.Fill(C, func(_ float64, i, j int) float64 {
		var sum float32
		for n := range A {
			sum += float32(A[n][i] * B[n][j])
		}
		return float64(sum)
	})
	return C
}

// Softmax returns the softmax of each row, shifted by its maximum.
func Softmax(A [][]float64) [][]float64 {
	Y := matrix.Clone(A)
	for n, row := range A {
		m, sum := row[Argmax(row)], 0.0
		for k, a := range row {
			Y[n][k] = math.Exp(a - m)
			sum += Y[n][k]
		}
		for k := range row {
			Y[n][k] /= sum
		}
	}
	return Y
}
