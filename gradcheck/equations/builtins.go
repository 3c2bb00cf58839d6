package equations

import (
	"math"
	"slices"

	"chainrule/gradcheck/equations/internal/matrix"
	"chainrule/nn"
)

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
	return func(args []matrixOf) matrixOf { return scalar(f(matrix.Flat(args[0]))) }
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

	"flip": whole(matrix.Transpose), "next": whole(moved), "back": whole(backwards), "refill": whole(refilled),
	"flat": whole(func(A [][]float64) [][]float64 { return [][]float64{matrix.Flat(A)} }),
	"head": whole(func(A [][]float64) [][]float64 { xs := matrix.Flat(A); return [][]float64{xs[:len(xs)-1]} }),
	"last": func(args []matrixOf) matrixOf {
		xs := matrix.Flat(args[0])
		return matrixOf{xs[max(len(xs)-integer(args[1]), 0):]}
	},
	"sorted":   whole(func(A [][]float64) [][]float64 { return [][]float64{slices.Sorted(slices.Values(matrix.Flat(A)))} }),
	"distinct": whole(func(A [][]float64) [][]float64 { return [][]float64{distinct(matrix.Flat(A))} }),
	"concat": func(args []matrixOf) matrixOf {
		var all []float64
		for _, a := range args {
			all = append(all, matrix.Flat(a)...)
		}
		return matrixOf{all}
	},
	"cut": func(args []matrixOf) matrixOf { return matrix.Cut(matrix.Flat(args[0]), integer(args[1])) },
	"row": func(args []matrixOf) matrixOf { return matrix.Clone(args[0][integer(args[1]):][:1]) },
	"col": func(args []matrixOf) matrixOf {
		return matrix.Transpose(matrix.Transpose(args[0])[integer(args[1]):][:1])
	},
	"upto": func(args []matrixOf) matrixOf {
		A := matrix.New[float64](1, integer(args[0]))
		matrix.Fill(A, func(_ float64, _, j int) float64 { return float64(j) })
		return A
	},
	"ones": func(args []matrixOf) matrixOf {
		A := matrix.New[float64](integer(args[0]), integer(args[1]))
		matrix.Fill(A, func(float64, int, int) float64 { return 1 })
		return A
	},
	"eye": func(args []matrixOf) matrixOf {
		A := matrix.New[float64](integer(args[0]), integer(args[len(args)-1]))
		matrix.Fill(A, func(_ float64, i, j int) float64 { return δ(i, j) })
		return A
	},
	"kron": kronecker,

	"product": func(args []matrixOf) matrixOf {
		if len(args) == 2 {
			return product(args[0], args[1], nil)
		}
		return product(args[0], args[1], args[2][0])
	},
	"times":             func(args []matrixOf) matrixOf { return matrix.Cut(times(args[0], args[1]), len(args[1][0])) }, // AᵀB
	"coarse":            func(args []matrixOf) matrixOf { return matrix.Cut(coarse(args[0], args[1]), len(args[1][0])) },
	"misdirected":       whole(func(A [][]float64) [][]float64 { return [][]float64{misdirected(A)} }),
	"softmax":           whole(func(A [][]float64) [][]float64 { return softened(A, math.Exp) }),
	"residual":          func(args []matrixOf) matrixOf { return residualOf(args[0], args[1]) },
	"clipped":           clipped,
	"through":           chained(func(y []float64, k1, k int) float64 { return y[k1] * (δ(k, k1) - y[k]) }),
	"throughTransposed": chained(func(y []float64, k1, k int) float64 { return y[k] * (δ(k, k1) - y[k1]) }),
	"throughEqual":      chained(func(y []float64, k1, k int) float64 { return y[k1] * (truth(y[k1] == y[k]) - y[k]) }),
	"weighted": func(args []matrixOf) matrixOf {
		return scalar(weighted(args[0][0][0], matrix.Flat(args[1]), itself[double]).Float64())
	},
	"likelihood": likelihoodOfRolls, "batches": batchRows,
	"argmax": over(func(xs []float64) float64 { return float64(largestOf(xs)) }), "lastmax": over(lastOf), "scored": scored,
}

func integer(a matrixOf) int { return int(a[0][0]) }

// either has elements of the second where the first is not 0, and of the third elsewhere.
func either(args []matrixOf) matrixOf {
	condition := zip(args[0], zip(args[1], args[2], func(float64, float64) float64 { return 0 }), func(x, _ float64) float64 { return x })
	matrix.Fill(condition, func(is float64, i, j int) float64 {
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
	C := matrix.New[float64](len(a)*len(b), len(a[0])*len(b[0]))
	matrix.Fill(C, func(_ float64, i, j int) float64 { return a[i/len(b)][j/len(b[0])] * b[i%len(b)][j%len(b[0])] })
	return C
}

// clipped is the R of Σ t log(y + ε), from R, T, Y and ε.
func clipped(args []matrixOf) matrixOf {
	R, T, Y, ε := matrix.Clone(args[0]), args[1], args[2], args[3][0][0]
	weight := func(y float64) float64 { return y / (y + ε) }
	matrix.Fill(R, func(r float64, n, k int) float64 {
		t, y := T[n], Y[n]
		if isOneHot(t) {
			at := y[largestOf(t)]
			return r * at / (at + ε)
		}
		sum := 0.0
		for k := range t {
			sum += float64(t[k] * weight(y[k]))
		}
		return float64(t[k]*weight(y[k])) - float64(y[k]*sum)
	})
	return R
}

// chained returns the sums over k′ of ∂J/∂yₖ′ times a slope ∂yₖ′/∂aₖ, by the chain rule.
func chained(slope func(y []float64, k1, k int) float64) builtin {
	return func(args []matrixOf) matrixOf {
		R, Y := matrix.Clone(args[0]), args[1]
		matrix.Fill(R, func(_ float64, n, k int) (sum float64) {
			for k1 := range Y[n] {
				sum += float64(args[0][n][k1] * slope(Y[n], k1, k))
			}
			return sum
		})
		return R
	}
}

// likelihoodOfRolls is (1) for rolls and probabilities.
func likelihoodOfRolls(args []matrixOf) matrixOf {
	d := die{w: matrix.Flat(args[1])}
	for _, roll := range matrix.Flat(args[0]) {
		d.rolls = append(d.rolls, int(roll))
	}
	return matrixOf{floats(dieLikelihood[double](d))}
}

// batchRows are so many batches of B of N rows, each with some rows more: their first and last rows, and their number.
func batchRows(args []matrixOf) matrixOf {
	count, B, N, more := integer(args[0]), integer(args[1]), integer(args[2]), integer(args[3])
	var values []float64
	for j := range count {
		values = append(values, float64(j*B), float64(min((j+1)*B+more, N)))
	}
	return matrixOf{append(values, float64(count))}
}

// scored appends the share of errors to the classes of the five rows.
func scored(args []matrixOf) matrixOf {
	classes, errors := matrix.Flat(args[0]), 0.0
	for n, class := range classes {
		errors += 1 - δ(int(class), []int{1, 0, 2, 2, 1}[n])
	}
	return matrixOf{append(classes, errors/5)}
}
