package equations

import (
	"math"
	"strings"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/matrix"
	"chainrule/gradcheck/equations/internal/mistake"
	"chainrule/gradcheck/equations/internal/paper"
	"chainrule/nn"
)

// vocabulary has the names of all scopes, in the paper's letters, and the functions that know the paper.
var vocabulary = mistake.Language{
	Names: strings.Fields(`N D M K X T W b V c α Z S A Y R H answer grid g θ n d logY loss losses uneven onehot relu sigmoid tanh ln2 ln10
	x t y a e e1 Y1 δ β1 β2 η ε inside m v oldM oldV mHat vHat β xs ewma line0 line1 line2 rolls w B size j rate stale summed pause step rest root usual
	W1 W2 W3 b2 α1 Z1 Z2 S1 S2 H1 H2 dW2 db2 square`),
	Functions: map[string]mistake.Function{
		"sigmoid":           mistake.Elementwise(func(x float64) float64 { return paper.Activation(nn.Sigmoid, double(x)).Float64() }),
		"sigmoidSlope":      mistake.Elementwise(func(x float64) float64 { return paper.Slope(nn.Sigmoid, double(x)).Float64() }),
		"slopeOfTanh":       mistake.Elementwise(func(x float64) float64 { return 1 - float64(math.Tanh(x)*math.Tanh(x)) }),
		"power":             mistake.Pairwise(func(β, t float64) float64 { return remaining[big](β, int(t)).Float64() }), // 1 − βᵗ, exactly
		"residual":          func(args []mistake.Matrix) mistake.Matrix { return residualOf(args[0], args[1]) },
		"clipped":           clipped,
		"throughTransposed": chained(func(y []float64, k1, k int) float64 { return y[k] * (δ(k, k1) - y[k1]) }),
		"weighted": func(args []mistake.Matrix) mistake.Matrix {
			return mistake.Scalar(weighted(args[0][0][0], matrix.Flat(args[1]), itself[double]).Float64())
		},
		"likelihood": likelihoodOfRolls, "batches": batchRows, "scored": scored,
		"lastmax": mistake.OverRows(lastOf),
	},
	Local: strings.Fields("σ slope1 slope2 slope nextσ nextSlope part rest root dropLast unpaired overlapping filledUp twice lastFirst unshuffled"),
}

// residualOf is T − s⊙Y as [residual] has it.
func residualOf(T, Y [][]float64) [][]float64 {
	R := matrix.New[float64](len(T), len(T[0]))
	for n := range R {
		d := make([]double, len(R[n]))
		paper.Residual(gradcheck.FromFloats[double](Y[n]), d, T[n])
		R[n] = negative(floats(d))
	}
	return R
}

// clipped is the R of Σ t log(y + ε), from R, T, Y and ε.
func clipped(args []mistake.Matrix) mistake.Matrix {
	R, T, Y, ε := matrix.Clone(args[0]), args[1], args[2], args[3][0][0]
	weight := func(y float64) float64 { return y / (y + ε) }
	matrix.Fill(R, func(r float64, n, k int) float64 {
		t, y := T[n], Y[n]
		if paper.IsOneHot(t) {
			at := y[mistake.Largest(t)]
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
func chained(slope func(y []float64, k1, k int) float64) mistake.Function {
	return func(args []mistake.Matrix) mistake.Matrix {
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
func likelihoodOfRolls(args []mistake.Matrix) mistake.Matrix {
	d := die{w: matrix.Flat(args[1])}
	for _, roll := range matrix.Flat(args[0]) {
		d.rolls = append(d.rolls, int(roll))
	}
	return mistake.Matrix{floats(dieLikelihood[double](d))}
}

// batchRows are so many batches of B of N rows, each with some rows more: their first and last rows, and their number.
func batchRows(args []mistake.Matrix) mistake.Matrix {
	count, B, N, more := args[0][0][0], args[1][0][0], args[2][0][0], args[3][0][0]
	var values []float64
	for j := 0.0; j < count; j++ {
		values = append(values, j*B, min((j+1)*B+more, N))
	}
	return mistake.Matrix{append(values, count)}
}

// lastOf returns the index of the last maximum.
func lastOf(xs []float64) (at float64) {
	for i, x := range xs {
		if x >= xs[int(at)] {
			at = float64(i)
		}
	}
	return at
}

// scored appends the share of errors to the classes of the five rows.
func scored(args []mistake.Matrix) mistake.Matrix {
	classes, errors := matrix.Flat(args[0]), 0.0
	for n, class := range classes {
		errors += 1 - δ(int(class), []int{1, 0, 2, 2, 1}[n])
	}
	return mistake.Matrix{append(classes, errors/5)}
}
