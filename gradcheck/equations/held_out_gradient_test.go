package equations

import (
	"math"

	"chainrule/nn"
)

// movedMass has a share of class 0's output in class 1.
func movedMass(share float64) func(*mutableMLP) {
	return func(s *mutableMLP) {
		for n, r := range s.R {
			d := float64(share * total(s.T[n]) * s.Y[n][0])
			r[0], r[1] = r[0]+d, r[1]-d
		}
	}
}

// othersWhereMost has minus the sum of the other y wherever t > ½.
func othersWhereMost(s *mutableMLP) {
	each(s.R, func(r float64, n, k int) float64 {
		if s.T[n][k] > 0.5 && total(s.T[n]) == 1 {
			return total(s.Y[n]) - s.Y[n][k]
		}
		return r
	})
}

// untied forgets the rows whose outputs are all the same.
func untied(s *mutableMLP) {
	for n, y := range s.Y {
		if y[0] == y[len(y)-1] && y[0] == y[1] {
			clear(s.R[n])
		}
	}
}

// collapsed has V[m,k′] for V[m,k], so that the sum over k becomes 1 − Σ y.
func collapsed(s *mutableMLP, H [][]float64) {
	each(H, func(_ float64, n, m int) float64 {
		return total(products(s.T[n], s.V[m])) * (1 - total(s.Y[n])) * s.S[n][m]
	})
}

// secondAlone has V of the second of two classes alone.
func secondAlone(s *mutableMLP) {
	if s.K == 2 {
		for _, v := range s.V {
			v[0] = 0
		}
	}
}

// staleSlope has σ′ of the row before in the last row.
func staleSlope(s *mutableMLP) { copy(s.S[s.N-1], s.S[max(s.N-2, 0)]) }

// firstMask has the masks of the first four rows in the rows after them.
func firstMask(s *mutableMLP) {
	for n := 4; n < s.N; n++ {
		copy(s.S[n], s.S[n-4])
	}
}

// largestRow has the largest over the rows for their sum.
func largestRow(_ *instance, s *mutableMLP) (g []float64) {
	for _, column := range flipped(s.H()) {
		g = append(g, column[largest(column)])
	}
	return g
}

// squareAxis has the sum over the wrong axis where both are of one length.
func squareAxis(_ *instance, s *mutableMLP) []float64 {
	if s.N == s.K {
		return sums(flipped(s.R))
	}
	return sums(s.R)
}

// nearSlope has at least 10⁻⁴, cappedSlope has ReLU's up to 6, halfSlope is ½ at α = 0,
// shortSlope is 0 where z is 1 in float32.
func nearSlope(σ nn.Activation, α, _ float64) float64 {
	return max(slope(σ, double(α)).Float64(), 1e-4)
}

func cappedSlope(_ nn.Activation, _, z float64) float64 {
	if z > 0 && z < 6 {
		return 1
	}
	return 0
}

func halfSlope(_ nn.Activation, α, _ float64) float64 {
	if α == 0 {
		return 0.5
	}
	return step(double(α)).Float64()
}

func shortSlope(σ nn.Activation, α, z float64) float64 {
	if float32(z) == 1 {
		return 0
	}
	return slope(σ, double(α)).Float64()
}

func liftedSlope(σ nn.Activation, α, z float64) float64 {
	return slope(σ, double(α)).Float64() + float64(1e-12*z)
}

func thresholdSlope(_ nn.Activation, _, z float64) float64 { return step(double(z - 1e-3)).Float64() }

var heldOutGradient = []Mutant{
	{Equation: "24", Name: "softmax twice", answer: mutateForward(twiceSoftened)},
	{Equation: "37", Name: "V[m,k′] for V[m,k]", answer: mutateBackward(collapsed)},
	{Equation: "45", Name: "largest over n for the sum", answer: where(several, forward(largestRow))},
	{Equation: "47", Name: "Z′ of the next sample", answer: where(several, mutateForward(func(s *mutableMLP) { s.S = moved(s.S) }))},
	{Equation: "Code 11", Name: "b without the mask", answer: inBlock("b", within(setS(noSlope)))},
}

// heldOutGradientSubtle show at some points alone, or in late digits.
var heldOutGradientSubtle = []Mutant{
	{Equation: "24", Name: "z below 1e-6 dropped", answer: mutateForward(func(s *mutableMLP) { pruned(s.Z, 1e-6) })},
	{Equation: "25", Name: "two entries off by ±1e-10, their sum right", answer: balanced(1e-10)},
	{Equation: "25", Name: "1e-9 of y moved from class 0 to class 1", answer: mutateForward(movedMass(1e-9))},
	{Equation: "28", Name: "targets rounded to whole numbers", answer: mutateForward(setT(nearest))},
	{Equation: "28", Name: "rows beyond the fourth left out", answer: mutateForward(beyondFour)},
	{Equation: "29", Name: "Kahan's correction with the wrong sign", answer: forward(func(_ *instance, s *mutableMLP) []float64 { return misdirected(s.R) })},
	{Equation: "29", Name: "two entries off by ±1e-12, their sum right", answer: balanced(1e-12)},
	{Equation: "30", Name: "residuals below 1e-9 set to 0", answer: mutateForward(prunedR(1e-9))},
	{Equation: "30", Name: "unrolled by four, the tail of N left out", answer: mutateForward(tailOfFour)},
	{Equation: "30", Name: "the sum of the others wherever t > ½", answer: mutateForward(othersWhereMost)},
	{Equation: "Code 1", Name: "axis=1 where N = K", answer: forward(squareAxis)},
	{Equation: "Code 1", Name: "two classes: the first fixed", answer: mutateForward(fixedFirst)},
	{Equation: "37", Name: "σ′ at least 1e-4", answer: where(areNot(nn.ReLU), within(setS(nearSlope)))},
	{Equation: "37", Name: "0 for ReLU above 6", answer: where(are(nn.ReLU), within(setS(cappedSlope)))},
	{Equation: "38", Name: "two classes: V of the second alone", answer: mutateForward(secondAlone)},
	{Equation: "38", Name: "last row with σ′ of the one before", answer: where(several, mutateForward(staleSlope))},
	{Equation: "44", Name: "H below 1e-8 set to 0", answer: mutateBackward(func(_ *mutableMLP, H [][]float64) { pruned(H, 1e-8) })},
	{Equation: "44", Name: "½ at the kink", answer: where(are(nn.ReLU), within(setS(halfSlope)))},
	{Equation: "45", Name: "two entries off by ±1e-11, their sum right", answer: balanced(1e-11)},
	{Equation: "46", Name: "z(1 − z + 1e-12)", answer: within(setS(liftedSlope))},
	{Equation: "46", Name: "0 where z is 1 in float32", answer: within(setS(shortSlope))},
	{Equation: "47", Name: "ReLU's mask Z > 10⁻³", answer: where(are(nn.ReLU), within(setS(thresholdSlope)))},
	{Equation: "Code 2", Name: "V for V.T where V is square", answer: mutateForward(squareV)},
	{Equation: "Code 2", Name: "rows in pairs, an odd one left out", answer: mutateForward(pairsOnly)},
	{Equation: "Code 11", Name: "b: rows beyond the fourth left out", answer: inBlock("b", mutateBackward(func(s *mutableMLP, H [][]float64) {
		for n := 4; n < s.N; n++ {
			clear(H[n])
		}
	}))},
	{Equation: "Code 11", Name: "1e-10 times the sign of θ added", answer: pulled(1e-10, signOf)},
	{Equation: "Code 11", Name: "masks of the first four rows for the others", answer: mutateForward(firstMask)},
	{Equation: "Algorithm 1", Name: "rows with tied outputs left out", answer: mutateForward(untied)},
	{Equation: "Algorithm 1", Name: "norm clipped at 50", answer: normClipped(50)},
	{Equation: "Algorithm 1", Name: "c: t over the sum of its row", answer: inBlock("c", mutateForward(setT(bySum)))},
}

// least replaces numbers below limit in magnitude by 0.
func least(limit, x float64) float64 {
	if math.Abs(x) < limit {
		return 0
	}
	return x
}
