package errata

import (
	"slices"

	"chainrule/gradcheck"
	"chainrule/nn"
)

// Sections 2.2 and 2.3, and their proofs.
var softmaxErrata = []demonstration{
	{id: "E9", says: "collapsed sums are right if σ is elementwise", show: showCollapsedSums},
	{id: "E11", says: "parentheses missing before the derivative", show: showMissingParentheses},
	{id: "E12", says: "the prime belongs to the index", show: showPrimeOfTheIndex},
	{id: "E14", says: "nine derivatives have six values and rank 2", show: showNineDerivatives},
	{id: "E20", says: "the derivative of α in b is missing", show: showMissingDerivative},
	{id: "E24", says: "44 and 45 hold for the sigmoid only", show: showSigmoidOnly},
	{id: "E71", says: "a is not the constant vector", show: showConstantVector},
}

func showCollapsedSums(e *Evidence) {
	s := newNetwork(0, false, 2)
	W := s.θ[:s.D*s.K]
	truth := gradcheck.Differences(func(W []real320) real320 { return regressionLikelihood(s.X, s.T, W) }, W)
	full, collapsed := make([]real320, len(W)), make([]real320, len(W))
	for n, x := range s.X {
		logits := func(W []real320) []real320 {
			return affineRow(columns(W, s.K), numbers[real320](x...), make([]real320, s.K))
		}
		y, daW := softmax(logits(numbers[real320](W...))), gradcheck.Jacobian(logits, W)
		for i := range W {
			for k := range y {
				for r := range y { // ∂J/∂y · ∂y/∂a_r · ∂a_r/∂W
					link := y[k].Of(s.T[n][k]).Quo(y[k]).Mul(softmaxSlope(y, k, r))
					full[i] = full[i].Add(link.Mul(daW[r][i]))
					if r == i%s.K { // (10)
						collapsed[i] = collapsed[i].Add(link.Mul(link.Of(x[i/s.K])))
					}
				}
			}
		}
	}
	e.agree("with all sums", full, truth)
	e.agree("collapsed", collapsed, truth)

	// A σ that is not elementwise, such as a softmax of the hidden layer, has other
	// derivatives than the ∂z_m/∂α_m of (37).
	α := []float64{0.25, -0.5, 1}
	J := gradcheck.Jacobian(softmax[real320], α)
	e.Is("", "-0.0366643", J[0][1].Float64())
	e.Holds("(16)", agree(J[0][1], softmaxSlope(softmax(numbers[real320](α...)), 0, 1)))
}

func showMissingParentheses(e *Evidence) {
	y, J := workedSoftmax()
	a := numbers[real320](worked...)
	literal := a[0].Exp().Quo(a[0].Exp().Add(a[1].Exp()).Add(a[2].Exp())) // only the exponential is differentiated
	e.Is("", "0.249475182349", literal.Float64())
	e.Holds("y itself", agree(literal, y[0]))
	e.Is("", "0.187237315741", J[0][0].Float64())
	e.Holds("(16)", agree(softmaxSlope(y, 0, 0), J[0][0]))
}

func showPrimeOfTheIndex(e *Evidence) {
	y, J := workedSoftmax()
	wrong := [2]float64{}
	for j := range y { // j is k′
		for k := range y {
			δ := delta(y[0], j, k)
			e.Holds("(16)", agree(y[j].Mul(δ.Sub(y[k])), J[j][k]))
			e.Holds("as symmetric as its matrix", agree(y[k].Mul(δ.Sub(y[j])), J[j][k]))
			for i, twice := range []int{j, k} { // the same index twice
				wrong[i] = max(wrong[i], J[j][k].Err(y[twice].Mul(δ.Sub(y[twice])).Float64()))
			}
		}
	}
	e.IsEach([]string{"0.2925", "0.2925"}, wrong[:]...)
}

func showNineDerivatives(e *Evidence) {
	y, J := workedSoftmax()
	var values []real320
	for j := range J {
		for k := range J[j] {
			e.Holds("symmetric", agree(J[j][k], J[k][j]))
			if !slices.ContainsFunc(values, func(x real320) bool { return agree(x, J[j][k]) }) {
				values = append(values, J[j][k])
			}
		}
	}
	e.equal("values", 6, len(values))

	minor := func(i, j, k, l int) real320 { return J[i][k].Mul(J[j][l]).Sub(J[i][l].Mul(J[j][k])) }
	determinant := J[0][0].Mul(minor(1, 2, 1, 2)).Sub(J[0][1].Mul(minor(1, 2, 0, 2))).Add(J[0][2].Mul(minor(1, 2, 0, 1)))
	e.Holds("of rank 2 at most", agree(determinant, determinant.Of(0)))
	e.Holds("and at least", !agree(minor(0, 1, 0, 1), determinant.Of(0)))

	e.Holds("(8) is cited, but is the a themselves", !agree(y[0], y[0].Of(worked[0])))
	e.Holds("(14) and (15) say the same", agree(y[0].Sub(y[0].Mul(y[0])), y[0].Mul(y[0].Of(1).Sub(y[0]))))
}

func showMissingDerivative(e *Evidence) {
	s := oneHot(nn.Sigmoid)
	W, x, b := columns(numbers[real320](s.θ[:s.D*s.M]...), s.M), numbers[real320](s.X[0]...), s.θ[s.D*s.M:][:s.M]
	J := gradcheck.Jacobian(func(b []real320) []real320 { return affineRow(W, x, b) }, b)
	for m := range b {
		for i := range b {
			e.Holds("∂α_nm/∂b_i", agree(J[m][i], delta(x[0], m, i)))
		}
	}
	e.agree("with it the six make (38)", gradientOf(s, sigmoidSlope[real320], false), s.truth())

	// What is to be plugged in is t − y of one sample, by (16) and (17). (29) is a sum
	// over samples: with the sample twice it is twice that.
	y := softmax(numbers[real320](worked...))
	once := gradcheck.Differences(func(a []real320) real320 { return softmax(a)[1].Log() }, worked)
	for k := range y {
		term := delta(y[0], 1, k).Sub(y[k])
		e.Holds("one sample", agree(term, once[k]))
		e.Holds("the sample twice", agree(term.Add(term).Sub(once[k]), once[k]))
	}
}

func showSigmoidOnly(e *Evidence) {
	s := oneHot(nn.Sigmoid)
	e.agree("for the sigmoid", gradientOf(s, sigmoidSlope[real320], false), s.truth())

	_, b := seed7().gradient()
	_, fortyfive := seed7().ascent(sigmoidSlope[double])
	_, relu := seed7().ascent(reluSlope[double])
	m := furthestIndex(fortyfive, b)
	e.Is("", "343.538", furthest(fortyfive, b))
	e.Is("", "343.538", fortyfive[m]-exact7().slope(indexB(m)))
	e.Is("", same, furthest(relu, b))
}

func showConstantVector(e *Evidence) {
	s := newNetwork(nn.Sigmoid, false, 9)
	W, x := s.θ[:s.D], numbers[real320](s.X[0]...) // a column of W
	a := func(W []real320) (a real320) {
		for i := range W {
			a = a.Add(W[i].Mul(x[i]))
		}
		return a
	}
	truth := gradcheck.Differences(a, W)
	e.agree("the constant vector of ∂(Wᵀx)/∂W is x", x, truth)
	e.Is("", "2.134", a(numbers[real320](W...)).Sub(truth[0]).Float64()) // and not a, the activation
}
