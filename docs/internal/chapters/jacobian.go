package chapters

import (
	"fmt"
	"math"

	"chainrule/gradcheck"
	"chainrule/tensor"
)

// jacobianNumbers are those of docs/chapters/03-softmax-jacobian.md.
var jacobianNumbers = numbers{
	"jacobian.y1": workedProbability(0), "jacobian.y2": workedProbability(1), "jacobian.y3": workedProbability(2),
	"jacobian.11": workedSlope(0, 0), "jacobian.12": workedSlope(0, 1), "jacobian.13": workedSlope(0, 2),
	"jacobian.21": workedSlope(1, 0), "jacobian.22": workedSlope(1, 1), "jacobian.23": workedSlope(1, 2),
	"jacobian.31": workedSlope(2, 0), "jacobian.32": workedSlope(2, 1), "jacobian.33": workedSlope(2, 2),
	"jacobian.12exact":     func() string { return inProse("%.12f", workedJacobian()[0][1].Float64()) },
	"jacobian.printed":     func() string { y := workedSoftmax(); return inProse("%.12f", y[0].Mul(y[0]).Neg().Float64()) },
	"jacobian.note":        func() string { return inProse("%.12f", workedSoftmax()[0].Add(workedJacobian()[0][1]).Float64()) },
	"jacobian.twice":       func() string { return inProse("%.4f", indexTwice()) },
	"jacobian.saturated":   func() string { return inProse("%.4e", atThirty(slopeExactly).Float64()) },
	"jacobian.error14":     func() string { return errorAtThirty(func(y, _ float64) float64 { return y - float64(y*y) }) },
	"jacobian.error15":     func() string { return errorAtThirty(func(y, _ float64) float64 { return y * float64(1-y) }) },
	"jacobian.errorsum":    func() string { return errorAtThirty(func(y, rest float64) float64 { return y * rest }) },
	"jacobian.eigenvalues": workedEigenvalues,
	"jacobian.wrong":       func() string { return inProse("%.1e", wrongAndCertain().y) },
	"jacobian.squared":     func() string { return inProse("%.1e", wrongAndCertain().squared) },
	"jacobian.crossed":     func() string { return inProse("%.9f", wrongAndCertain().crossed) },
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

func workedSoftmax() []gradcheck.Big {
	return bigSoftmax(gradcheck.FromFloats[gradcheck.Big](workedScores))
}

// workedJacobian has the derivatives by difference, not by the chapter's formulas.
func workedJacobian() [][]gradcheck.Big { return gradcheck.Jacobian(bigSoftmax, workedScores) }

func workedProbability(k int) func() string {
	return func() string { return inProse("%.6f", workedSoftmax()[k].Float64()) }
}

func workedSlope(k1, k int) func() string {
	return func() string { return inProse("%.6f", workedJacobian()[k1][k].Float64()) }
}

// indexTwice returns how far yₖ′(δₖₖ′ − yₖ′) is at most from the derivative.
func indexTwice() (most float64) {
	y, J := workedSoftmax(), workedJacobian()
	for k1 := range y {
		for k := range y {
			wrong := y[k1].Mul(y[k1]).Neg()
			if k == k1 {
				wrong = y[k1].Add(wrong)
			}
			most = max(most, math.Abs(wrong.Sub(J[k1][k]).Float64()))
		}
	}
	return most
}

// atThirty is a function of e^−30.
func atThirty(f func(e gradcheck.Big) gradcheck.Big) gradcheck.Big {
	return f(gradcheck.BigOf(-30).Exp())
}

// slopeExactly is the derivative e/(1 + e)² of the first probability of scores 30, 0.
func slopeExactly(e gradcheck.Big) gradcheck.Big {
	sum := e.Of(1).Add(e)
	return e.Quo(sum.Mul(sum))
}

// errorAtThirty is that of a formula for the derivative, from the two probabilities
// that the code computes for the scores 30, 0.
func errorAtThirty(formula func(y, rest float64) float64) string {
	Y := tensor.FromRows([]float64{30, 0})
	tensor.Softmax(Y, Y)
	truth := atThirty(slopeExactly)
	err := truth.Of(formula(Y.At(0, 0), Y.At(0, 1))).Sub(truth).Quo(truth)
	return inProse("%.1e", math.Abs(err.Float64()))
}

// workedEigenvalues returns the three of the worked Jacobian. One is 0; the others have the
// trace for their sum, and for their product the sum of the principal 2×2 minors.
func workedEigenvalues() string {
	J := workedJacobian()
	minor := func(i, j int) gradcheck.Big { return J[i][i].Mul(J[j][j]).Sub(J[i][j].Mul(J[j][i])) }
	half := J[0][0].Add(J[1][1]).Add(J[2][2]).Float64() / 2
	product := minor(0, 1).Add(minor(0, 2)).Add(minor(1, 2)).Float64()
	root := math.Sqrt(float64(half*half) - product)
	return fmt.Sprintf("0, %.4f and %.4f", half-root, half+root)
}

// slopesOfMistake is what two losses have for derivatives in the score of the right class.
type slopesOfMistake struct{ y, squared, crossed float64 }

// wrongAndCertain is that for the scores 0, 20 where the first class is right.
func wrongAndCertain() slopesOfMistake {
	y := bigSoftmax(gradcheck.FromFloats[gradcheck.Big]([]float64{0, 20}))
	one := y[0].Of(1)
	error1, error2 := y[0].Sub(one), y[1] // y − t
	squared := y[0].Mul(one.Sub(y[0])).Mul(error1).Sub(y[0].Mul(y[1]).Mul(error2))
	return slopesOfMistake{y[0].Float64(), squared.Float64(), error1.Float64()}
}
