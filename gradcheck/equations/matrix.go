package equations

import (
	"fmt"
	"slices"

	"chainrule/gradcheck"
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
	B := copied(a)
	each(B, func(x float64, _, _ int) float64 { return f(x) })
	return B
}

// zip returns f of the elements in the same places. It panics with a message if the shapes do not fit.
func zip(a, b matrixOf, f func(x, y float64) float64) matrixOf {
	C := rectangle[float64](span(len(a), len(b)), span(len(a[0]), len(b[0])))
	each(C, func(_ float64, i, j int) float64 { return f(a.at(i, j), b.at(i, j)) })
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

func copied(rows [][]float64) [][]float64 {
	all := make([][]float64, len(rows))
	for i, row := range rows {
		all[i] = slices.Clone(row)
	}
	return all
}

// each sets every element to f of it and its place.
func each(A [][]float64, f func(x float64, i, j int) float64) {
	for i, row := range A {
		for j, x := range row {
			row[j] = f(x, i, j)
		}
	}
}

// flipped returns the transpose.
func flipped(A [][]float64) [][]float64 {
	B := rectangle[float64](len(A[0]), len(A))
	each(B, func(_ float64, i, j int) float64 { return A[j][i] })
	return B
}

// refilled returns a matrix of the shape of A that is filled column by column.
func refilled(A [][]float64) [][]float64 { return flipped(cut(flat(A), len(A))) }

// moved returns the rows, each replaced by the next, the last by the first.
func moved(A [][]float64) [][]float64 { return append(copied(A[1:]), copied(A[:1])...) }

// backwards returns the rows, the last one first.
func backwards(A [][]float64) [][]float64 {
	B := copied(A)
	slices.Reverse(B)
	return B
}

// product returns AB + 1bᵀ; b may be nil.
func product(A, B [][]float64, b []float64) [][]float64 {
	C := rectangle[float64](len(A), len(B[0]))
	each(C, func(_ float64, i, j int) float64 {
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
