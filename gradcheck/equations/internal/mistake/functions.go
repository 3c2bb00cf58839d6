package mistake

import (
	"math"
	"slices"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/matrix"
)

// Function is a function of the language.
type Function = func(args []Matrix) Matrix

// Elementwise is f of each element.
func Elementwise(f func(x float64) float64) Function {
	return func(args []Matrix) Matrix { return args[0].Map(f) }
}

// Pairwise is f of the elements of two matrices in the same places.
func Pairwise(f func(x, y float64) float64) Function {
	return func(args []Matrix) Matrix { return Zip(args[0], args[1], f) }
}

// OverRows is f of each row, in a column.
func OverRows(f func(xs []float64) float64) Function {
	return func(args []Matrix) (column Matrix) {
		for _, row := range args[0] {
			column = append(column, []float64{f(row)})
		}
		return column
	}
}

// OfAll is f of all elements.
func OfAll(f func(xs []float64) float64) Function {
	return func(args []Matrix) Matrix { return Scalar(f(matrix.Flat(args[0]))) }
}

func whole(f func(A [][]float64) [][]float64) Function {
	return func(args []Matrix) Matrix { return f(args[0]) }
}

// InARow is a row of f of all elements.
func InARow(f func(xs []float64) []float64) Function {
	return func(args []Matrix) Matrix { return Matrix{f(matrix.Flat(args[0]))} }
}

// general are the functions that know nothing of the paper.
var general = map[string]Function{
	"exp":  Elementwise(func(x float64) float64 { return gradcheck.Float64(x).Exp().Float64() }),
	"exp2": Elementwise(math.Exp2), "log": Elementwise(math.Log), "sqrt": Elementwise(math.Sqrt), "tanh": Elementwise(math.Tanh),
	"abs": Elementwise(math.Abs), "floor": Elementwise(math.Floor), "ceil": Elementwise(math.Ceil), "round": Elementwise(math.Round),
	"sign":    Elementwise(func(x float64) float64 { return math.Copysign(1, x) }),
	"float32": Elementwise(func(x float64) float64 { return float64(float32(x)) }),
	"min":     Pairwise(func(x, y float64) float64 { return min(x, y) }),
	"max":     Pairwise(func(x, y float64) float64 { return max(x, y) }),
	"pow":     Pairwise(math.Pow), "either": either, "fma": fused,
	"sum": OverRows(Total), "top": OverRows(slices.Max[[]float64]), "argmax": OverRows(func(xs []float64) float64 { return float64(Argmax(xs)) }),
	"down":  whole(func(A [][]float64) [][]float64 { return [][]float64{ColumnSums(A)} }),
	"total": OfAll(Total), "mean": OfAll(Mean), "median": OfAll(median), "multiply": OfAll(multiplied),
	"len":     OfAll(func(xs []float64) float64 { return float64(len(xs)) }),
	"largest": OfAll(func(xs []float64) float64 { return float64(Largest(xs)) }), "smallest": OfAll(leastOf),
	"flip": whole(matrix.Transpose[float64]), "next": whole(moved), "refill": whole(refilled), "softmax": whole(Softmax),
	"back": whole(func(A [][]float64) [][]float64 {
		B := matrix.Clone(A)
		slices.Reverse(B)
		return B
	}),
	"flat": InARow(func(xs []float64) []float64 { return xs }), "head": InARow(func(xs []float64) []float64 { return xs[:len(xs)-1] }),
	"distinct": InARow(distinct), "concat": Concatenated,
	"last": func(args []Matrix) Matrix {
		xs := matrix.Flat(args[0])
		return Matrix{xs[max(len(xs)-integer(args[1]), 0):]}
	},
	"cut": func(args []Matrix) Matrix { return matrix.Cut(matrix.Flat(args[0]), integer(args[1])) },
	"row": func(args []Matrix) Matrix { return matrix.Clone(args[0][integer(args[1]):][:1]) },
	"col": func(args []Matrix) Matrix {
		return matrix.Transpose(matrix.Transpose(args[0])[integer(args[1]):][:1])
	},
	"upto": func(args []Matrix) Matrix { return UpTo(integer(args[0])) },
	"ones": func(args []Matrix) Matrix {
		return Matrix(matrix.New[float64](integer(args[0]), integer(args[1]))).Map(func(float64) float64 { return 1 })
	},
	"eye":  func(args []Matrix) Matrix { return Identity(integer(args[0]), integer(args[len(args)-1])) },
	"kron": kronecker,
	"product": func(args []Matrix) Matrix {
		if len(args) == 2 {
			return Product(args[0], args[1], nil)
		}
		return Product(args[0], args[1], args[2][0])
	},
	"times":  func(args []Matrix) Matrix { return Times(args[0], args[1]) },
	"coarse": func(args []Matrix) Matrix { return coarse(args[0], args[1]) },
	"block":  func(args []Matrix) Matrix { return args[0] },
}

func integer(a Matrix) int { return int(a[0][0]) }

// UpTo returns the row 0, 1, …, n − 1.
func UpTo(n int) Matrix {
	A := matrix.New[float64](1, n)
	matrix.Fill(A, func(_ float64, _, j int) float64 { return float64(j) })
	return A
}

// Identity returns the matrix that has 1 where the indices are equal.
func Identity(rows, cols int) Matrix {
	A := matrix.New[float64](rows, cols)
	matrix.Fill(A, func(_ float64, i, j int) float64 { return Truth(i == j) })
	return A
}

// Concatenated returns the elements of all in a row.
func Concatenated(args []Matrix) Matrix {
	var all []float64
	for _, a := range args {
		all = append(all, matrix.Flat(a)...)
	}
	return Matrix{all}
}

// either has elements of the second where the first is not 0, and of the third elsewhere.
func either(args []Matrix) Matrix {
	condition := Zip(args[0], Zip(args[1], args[2], func(float64, float64) float64 { return 0 }), func(x, _ float64) float64 { return x })
	matrix.Fill(condition, func(is float64, i, j int) float64 {
		if is != 0 {
			return args[1].At(i, j)
		}
		return args[2].At(i, j)
	})
	return condition
}

func fused(args []Matrix) Matrix {
	return Scalar(math.FMA(args[0][0][0], args[1][0][0], args[2][0][0]))
}

// kronecker returns the matrix of the blocks a[i,j]·B.
func kronecker(args []Matrix) Matrix {
	a, b := args[0], args[1]
	C := matrix.New[float64](len(a)*len(b), len(a[0])*len(b[0]))
	matrix.Fill(C, func(_ float64, i, j int) float64 { return a[i/len(b)][j/len(b[0])] * b[i%len(b)][j%len(b[0])] })
	return C
}

// Total is the sum of all.
func Total(xs []float64) (sum float64) {
	for _, x := range xs {
		sum += x
	}
	return sum
}

func multiplied(xs []float64) float64 {
	p := 1.0
	for _, x := range xs {
		p *= x
	}
	return p
}

// Mean is their arithmetic mean.
func Mean(xs []float64) float64 { return Total(xs) / float64(len(xs)) }

func median(xs []float64) float64 {
	sorted := slices.Sorted(slices.Values(xs))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// distinct returns each number once, in the order of its first occurrence.
func distinct(xs []float64) (some []float64) {
	for _, x := range xs {
		if !slices.Contains(some, x) {
			some = append(some, x)
		}
	}
	return some
}

// Argmax returns the index of the first maximum.
func Argmax(xs []float64) (at int) {
	for i, x := range xs {
		if x > xs[at] {
			at = i
		}
	}
	return at
}

// Largest returns the index of the number furthest from 0.
func Largest(xs []float64) (at int) {
	for i, x := range xs {
		if math.Abs(x) > math.Abs(xs[at]) {
			at = i
		}
	}
	return at
}

// leastOf returns the index of the number nearest to 0 that is not 0.
func leastOf(xs []float64) float64 {
	at := -1
	for i, x := range xs {
		if x != 0 && (at < 0 || math.Abs(x) < math.Abs(xs[at])) {
			at = i
		}
	}
	return float64(at)
}
