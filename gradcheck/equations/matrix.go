package equations

import (
	"fmt"
	"slices"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/matrix"
)

// matrixOf is a matrix of doubles, row by row.
type matrixOf [][]float64

func scalar(x float64) matrixOf { return matrixOf{{x}} }

// at returns an element, of which the only row or column is all of them.
func (a matrixOf) at(i, j int) float64 {
	if len(a) == 1 {
		i = 0
	}
	if len(a[i]) == 1 {
		j = 0
	}
	return a[i][j]
}

func (a matrixOf) mapped(f func(x float64) float64) matrixOf {
	B := matrix.Clone(a)
	matrix.Fill(B, func(x float64, _, _ int) float64 { return f(x) })
	return B
}

// zip returns f of the elements in the same places. It panics with a message if the shapes do not fit.
func zip(a, b matrixOf, f func(x, y float64) float64) matrixOf {
	C := matrix.New[float64](span(len(a), len(b)), span(len(a[0]), len(b[0])))
	matrix.Fill(C, func(_ float64, i, j int) float64 { return f(a.at(i, j), b.at(i, j)) })
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

func truth(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

func doubles(rows [][]float64) [][]double {
	all := make([][]double, len(rows))
	for i, row := range rows {
		all[i] = gradcheck.FromFloats[double](row)
	}
	return all
}

// refilled returns a matrix of the shape of A that is filled column by column.
func refilled(A [][]float64) [][]float64 { return matrix.Transpose(matrix.Cut(matrix.Flat(A), len(A))) }

// moved returns the rows, each replaced by the next, the last by the first.
func moved(A [][]float64) [][]float64 { return append(matrix.Clone(A[1:]), matrix.Clone(A[:1])...) }

// backwards returns the rows, the last one first.
func backwards(A [][]float64) [][]float64 {
	B := matrix.Clone(A)
	slices.Reverse(B)
	return B
}

// product returns AB + 1bᵀ; b may be nil.
func product(A, B [][]float64, b []float64) [][]float64 {
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

// times returns AᵀB, row by row, and sums Aᵀ1.
func times(A, B [][]float64) []float64 { return floats(transposedProduct(doubles(A), doubles(B))) }

func sums(A [][]float64) []float64 { return floats(columnSums(doubles(A))) }
