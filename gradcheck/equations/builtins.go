package equations

import (
	"fmt"
	"math"
	"slices"

	"chainrule/nn"
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

// builtin is a function of the language of mistakes.
type builtin = func(args []matrixOf) matrixOf

// elementwise is f of each element.
func elementwise(f func(x float64) float64) builtin {
	return func(args []matrixOf) matrixOf { return args[0].mapped(f) }
}

func pairwise(f func(x, y float64) float64) builtin {
	return func(args []matrixOf) matrixOf { return zip(args[0], args[1], f) }
}

// whole is f of a matrix, and over f of its rows, in a column.
func whole(f func(A [][]float64) [][]float64) builtin {
	return func(args []matrixOf) matrixOf { return f(args[0]) }
}

func over(f func(xs []float64) float64) builtin {
	return func(args []matrixOf) (column matrixOf) {
		for _, row := range args[0] {
			column = append(column, []float64{f(row)})
		}
		return column
	}
}

// ofAll is f of all elements.
func ofAll(f func(xs []float64) float64) builtin {
	return func(args []matrixOf) matrixOf { return scalar(f(flat(args[0]))) }
}

// builtins are the functions of the language of mistakes.
var builtins = map[string]builtin{
	"exp": elementwise(func(x float64) float64 { return double(x).Exp().Float64() }), "exp2": elementwise(math.Exp2),
	"log": elementwise(math.Log), "log2": elementwise(math.Log2), "sqrt": elementwise(math.Sqrt), "tanh": elementwise(math.Tanh),
	"cosh": elementwise(math.Cosh), "abs": elementwise(math.Abs), "floor": elementwise(math.Floor), "ceil": elementwise(math.Ceil),
	"round": elementwise(math.Round), "sign": elementwise(func(x float64) float64 { return math.Copysign(1, x) }),
	"float32": elementwise(func(x float64) float64 { return float64(float32(x)) }), "half": elementwise(halved),
	"sigmoid":      elementwise(func(x float64) float64 { return activation(nn.Sigmoid, double(x)).Float64() }),
	"sigmoidSlope": elementwise(func(x float64) float64 { return slope(nn.Sigmoid, double(x)).Float64() }),
	"tanhSlope":    elementwise(func(x float64) float64 { return slope(nn.Tanh, double(x)).Float64() }),
	"slopeOfTanh":  elementwise(func(x float64) float64 { return 1 - float64(math.Tanh(x)*math.Tanh(x)) }),
	"quotientB6":   elementwise(func(x float64) float64 { return quotientB6(double(x)).Float64() }),

	"min": pairwise(func(x, y float64) float64 { return min(x, y) }), "max": pairwise(func(x, y float64) float64 { return max(x, y) }),
	"pow": pairwise(math.Pow), "digits": pairwise(toDigits),
	"power":  pairwise(func(β, t float64) float64 { return remaining[big](β, int(t)).Float64() }), // 1 − βᵗ, exactly
	"either": either, "fma": fused,

	"sum": over(total), "top": over(slices.Max[[]float64]), "down": whole(func(A [][]float64) [][]float64 { return [][]float64{sums(A)} }),
	"total": ofAll(total), "mean": ofAll(averageOf), "median": ofAll(median), "multiply": ofAll(multiplied),
	"len":     ofAll(func(xs []float64) float64 { return float64(len(xs)) }),
	"largest": ofAll(func(xs []float64) float64 { return float64(largest(xs)) }), "smallest": ofAll(leastOf),

	"flip": whole(flipped), "next": whole(moved), "back": whole(backwards), "refill": whole(refilled),
	"flat": whole(func(A [][]float64) [][]float64 { return [][]float64{flat(A)} }),
	"head": whole(func(A [][]float64) [][]float64 { xs := flat(A); return [][]float64{xs[:len(xs)-1]} }),
	"last": func(args []matrixOf) matrixOf {
		xs := flat(args[0])
		return matrixOf{xs[max(len(xs)-integer(args[1]), 0):]}
	},
	"sorted":   whole(func(A [][]float64) [][]float64 { return [][]float64{slices.Sorted(slices.Values(flat(A)))} }),
	"distinct": whole(func(A [][]float64) [][]float64 { return [][]float64{distinct(flat(A))} }),
	"concat": func(args []matrixOf) matrixOf {
		var all []float64
		for _, a := range args {
			all = append(all, flat(a)...)
		}
		return matrixOf{all}
	},
	"cut": func(args []matrixOf) matrixOf { return cut(flat(args[0]), integer(args[1])) },
	"row": func(args []matrixOf) matrixOf { return copied(args[0][integer(args[1]):][:1]) },
	"col": func(args []matrixOf) matrixOf { return flipped(flipped(args[0])[integer(args[1]):][:1]) },
	"upto": func(args []matrixOf) matrixOf {
		A := rectangle[float64](1, integer(args[0]))
		each(A, func(_ float64, _, j int) float64 { return float64(j) })
		return A
	},
	"ones": func(args []matrixOf) matrixOf {
		A := rectangle[float64](integer(args[0]), integer(args[1]))
		each(A, func(float64, int, int) float64 { return 1 })
		return A
	},
	"eye": func(args []matrixOf) matrixOf {
		A := rectangle[float64](integer(args[0]), integer(args[len(args)-1]))
		each(A, func(_ float64, i, j int) float64 { return δ(i, j) })
		return A
	},
	"kron": kronecker,

	"product": func(args []matrixOf) matrixOf {
		if len(args) == 2 {
			return product(args[0], args[1], nil)
		}
		return product(args[0], args[1], args[2][0])
	},
	"times":             func(args []matrixOf) matrixOf { return cut(times(args[0], args[1]), len(args[1][0])) }, // AᵀB
	"coarse":            func(args []matrixOf) matrixOf { return cut(coarse(args[0], args[1]), len(args[1][0])) },
	"misdirected":       whole(func(A [][]float64) [][]float64 { return [][]float64{misdirected(A)} }),
	"softmax":           whole(func(A [][]float64) [][]float64 { return softened(A, math.Exp) }),
	"residual":          func(args []matrixOf) matrixOf { return residualOf(args[0], args[1]) },
	"clipped":           clipped,
	"through":           through(func(y []float64, k1, k int) float64 { return y[k1] * (δ(k, k1) - y[k]) }),
	"throughTransposed": through(func(y []float64, k1, k int) float64 { return y[k] * (δ(k, k1) - y[k1]) }),
	"throughEqual":      through(func(y []float64, k1, k int) float64 { return y[k1] * (truth(y[k1] == y[k]) - y[k]) }),
	"weighted": func(args []matrixOf) matrixOf {
		return scalar(weighted(args[0][0][0], flat(args[1]), itself[double]).Float64())
	},
	"likelihood": likelihoodOfRolls, "batches": batchRows,
	"argmax": over(func(xs []float64) float64 { return float64(largestOf(xs)) }), "lastmax": over(lastOf), "scored": scored,
}

func integer(a matrixOf) int { return int(a[0][0]) }

// either has elements of the second where the first is not 0, and of the third elsewhere.
func either(args []matrixOf) matrixOf {
	condition := zip(args[0], zip(args[1], args[2], func(float64, float64) float64 { return 0 }), func(x, _ float64) float64 { return x })
	each(condition, func(is float64, i, j int) float64 {
		if is != 0 {
			return args[1].at(i, j)
		}
		return args[2].at(i, j)
	})
	return condition
}

func fused(args []matrixOf) matrixOf {
	return scalar(math.FMA(args[0][0][0], args[1][0][0], args[2][0][0]))
}

// kronecker returns the matrix of the blocks a[i,j]·B.
func kronecker(args []matrixOf) matrixOf {
	a, b := args[0], args[1]
	C := rectangle[float64](len(a)*len(b), len(a[0])*len(b[0]))
	each(C, func(_ float64, i, j int) float64 { return a[i/len(b)][j/len(b[0])] * b[i%len(b)][j%len(b[0])] })
	return C
}
