package chapters

import (
	"fmt"
	"math"

	"chainrule/gradcheck"
	"chainrule/tensor"
)

// jacobianNumbers computes the numbers of docs/chapters/03-softmax-jacobian.md. The
// derivatives are differences, not the chapter's formulas.
func jacobianNumbers(show Show) {
	y := bigSoftmax(gradcheck.FromFloats[gradcheck.Big](workedScores))
	J, twice := gradcheck.Jacobian(bigSoftmax, workedScores), 0.0
	for k1 := range y {
		show(fmt.Sprintf("y%d", k1+1), "%.6f", y[k1].Float64())
		for k := range y {
			show(fmt.Sprintf("%d%d", k1+1, k+1), "%.6f", J[k1][k].Float64())
			δ := y[0].Of(float64(countIf(k == k1)))
			twice = max(twice, math.Abs(y[k1].Mul(δ.Sub(y[k1])).Sub(J[k1][k]).Float64()))
		}
	}
	show("twice", "%.4f", twice)
	show("12exact", "%.12f", J[0][1].Float64())
	show("printed", "%.12f", y[0].Mul(y[0]).Neg().Float64())

	// One eigenvalue is 0; the others have the trace for their sum, and for their product the
	// sum of the principal 2×2 minors.
	minor := func(i, j int) gradcheck.Big { return J[i][i].Mul(J[j][j]).Sub(J[i][j].Mul(J[j][i])) }
	half := J[0][0].Add(J[1][1]).Add(J[2][2]).Float64() / 2
	root := math.Sqrt(float64(half*half) - minor(0, 1).Add(minor(0, 2)).Add(minor(1, 2)).Float64())
	show("eigenvalues", "%s", fmt.Sprintf("0, %.4f and %.4f", half-root, half+root))

	_, _, truth := sigmoidSlope(30) // the derivative for the scores 30, 0
	Y := row(tensor.Softmax[float64], 30, 0)
	show("saturated", "%.4e", truth.Float64())
	show("error14", "%.1e", truth.Err(Y[0]-float64(Y[0]*Y[0]))/truth.Float64())
	show("error15", "%.1e", truth.Err(Y[0]*float64(1-Y[0]))/truth.Float64())
	show("errorsum", "%.1e", truth.Err(Y[0]*Y[1])/truth.Float64())

	// The scores 0, 20, where the first class is right.
	y1 := 1 / (1 + math.Exp(20))
	show("wrong", "%.1e", y1)
	show("squared", "%.1e", -2*y1*(1-y1)*(1-y1))
	show("crossed", "%.9f", y1-1)
}

// bigSoftmax is the softmax in 320 bits.
func bigSoftmax(a []gradcheck.Big) []gradcheck.Big {
	y, sum := make([]gradcheck.Big, len(a)), gradcheck.Big{}
	for k := range a {
		y[k] = a[k].Exp()
		sum = sum.Add(y[k])
	}
	for k := range y {
		y[k] = y[k].Quo(sum)
	}
	return y
}
