package errata_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
	"chainrule/nn"
)

// Section 2.2 up to (19), and its proofs.
var softmaxErrata = []demonstration{
	{id: "E9", says: "collapsed sums are right if σ is elementwise", show: showCollapsedSums},
	{id: "E10", says: "B.1 ends in the wrong exponential", show: showLastLineOfB1},
	{id: "E11", says: "parentheses missing before the derivative", show: showMissingParentheses},
	{id: "E12", says: "the prime belongs to the index", show: showPrimeOfTheIndex},
	{id: "E13", says: "targets must sum to 1", show: showTargetsMustSumToOne},
	{id: "E14", says: "nine derivatives have six values and rank 2", show: showNineDerivatives},
}

func showCollapsedSums(t *testing.T) {
	e := newSmall(0, false, 2)
	W := e.θ[:e.D*e.K]
	truth := gradcheck.Differences(func(W []real320) real320 { return regressionLikelihood(e.X, e.T, W) }, W)
	full, collapsed := make([]real320, len(W)), make([]real320, len(W))
	for n, x := range e.X {
		logits := func(W []real320) []real320 {
			return affineRow(columns(W, e.K), numbers[real320](x...), make([]real320, e.K))
		}
		a := logits(numbers[real320](W...))
		y := softmax(a)
		daW := gradcheck.Jacobian(logits, W)
		for i := range W {
			for k := range y {
				for r := range a { // ∂J/∂y · ∂y/∂a_r · ∂a_r/∂W
					link := y[k].Of(e.T[n][k]).Quo(y[k]).Mul(softmaxSlope(y, k, r))
					full[i] = full[i].Add(link.Mul(daW[r][i]))
					if r == i%e.K { // (10)
						collapsed[i] = collapsed[i].Add(link.Mul(link.Of(x[i/e.K])))
					}
				}
			}
		}
	}
	requireAgree(t, full, truth)
	requireAgree(t, collapsed, truth)

	// A σ that is not elementwise, such as a softmax of the hidden layer, has other
	// derivatives than the ∂z_m/∂α_m of (37).
	α := []float64{0.25, -0.5, 1}
	J := gradcheck.Jacobian(softmax[real320], α)
	requireDigits(t, "-0.0366643", J[0][1].Float64())
	require.True(t, agree(J[0][1], softmaxSlope(softmax(numbers[real320](α...)), 0, 1)))
}

// columns cuts W, row by row, into rows of so many columns.
func columns[N any](W []N, cols int) [][]N { return slices.Collect(slices.Chunk(W, cols)) }

// softmaxSlope is ∂y_k/∂a_r, (16).
func softmaxSlope[N number[N]](y []N, k, r int) N {
	if k == r {
		return y[k].Mul(y[k].Of(1).Sub(y[k]))
	}
	return y[k].Mul(y[r]).Neg()
}

// worked are the activations of the worked numbers.
var worked = []float64{0.2, -0.4, 1.1}

// workedSoftmax returns their softmax and its derivatives J[k][r] = ∂y_k/∂a_r.
func workedSoftmax() (y []real320, J [][]real320) {
	return softmax(numbers[real320](worked...)), gradcheck.Jacobian(softmax[real320], worked)
}

func showLastLineOfB1(t *testing.T) {
	y, J := workedSoftmax()
	a := numbers[real320](worked...)
	S := a[0].Exp().Add(a[1].Exp()).Add(a[2].Exp())
	square := S.Mul(S)
	eleven := a[0].Exp().Neg().Quo(square).Mul(a[1].Exp())
	require.True(t, agree(eleven, J[0][1]))
	requireDigits(t, "-0.034156865400", J[0][1].Float64())

	lastLine := a[0].Exp().Neg().Quo(square).Mul(a[0].Exp())
	requireDigits(t, "-0.062237866608", lastLine.Float64())
	require.True(t, agree(lastLine, y[0].Mul(y[0]).Neg()))
	note := a[0].Exp().Quo(S).Add(eleven) // the product rule, ∂exp(a₁)/∂a₂ taken for exp(a₁)
	requireDigits(t, "0.215318316949", note.Float64())
	zero := gradcheck.Jacobian(func(a []real320) []real320 { return []real320{a[0].Exp()} }, worked)[0][1]
	require.Zero(t, zero.Sign())
}

func showMissingParentheses(t *testing.T) {
	y, J := workedSoftmax()
	a := numbers[real320](worked...)
	S := a[0].Exp().Add(a[1].Exp()).Add(a[2].Exp())
	literal := a[0].Exp().Quo(S) // only the exponential is differentiated
	requireDigits(t, "0.249475182349", literal.Float64())
	require.True(t, agree(literal, y[0]))
	requireDigits(t, "0.187237315741", J[0][0].Float64())
	require.True(t, agree(softmaxSlope(y, 0, 0), J[0][0]))
}

func showPrimeOfTheIndex(t *testing.T) {
	y, J := workedSoftmax()
	δ := func(j, k int) real320 {
		if j == k {
			return y[k].Of(1)
		}
		return y[k].Of(0)
	}
	wrong := [2]float64{}
	for j := range y { // j is k′
		for k := range y {
			require.True(t, agree(y[j].Mul(δ(j, k).Sub(y[k])), J[j][k]), "(16)")
			require.True(t, agree(y[k].Mul(δ(j, k).Sub(y[j])), J[j][k]), "as symmetric as its matrix")
			for i, twice := range []int{j, k} { // the same index twice
				wrong[i] = max(wrong[i], J[j][k].Err(y[twice].Mul(δ(j, k).Sub(y[twice])).Float64()))
			}
		}
	}
	requireDigits(t, "0.2925", wrong[0])
	requireDigits(t, "0.2925", wrong[1])
}

func showTargetsMustSumToOne(t *testing.T) {
	sizes := []string{"4.362", "10.738", "7.487"}
	for i, σ := range nn.Activations {
		e := newSmall(σ, true, 3)
		truth := e.truth()
		requireAgree(t, gradientOf(e, slopeOf[real320](σ), true), truth)
		printed := gradientOf(e, slopeOf[real320](σ), false)
		requireDigits(t, sizes[i], worst(printed, truth))
		for k := range e.K { // in c the gap is Σ (s−1)·y
			gap, i := real320{}, len(truth)-e.K+k
			for n, sum := range []float64{3, 4, 1, 0, 2, 5} {
				gap = gap.Add(gap.Of(sum - 1).Mul(forwardOf(e, numbers[real320](e.θ...), n).y[k]))
			}
			require.True(t, agree(printed[i].Sub(truth[i]), gap))
		}
		requireAgree(t, gradientOf(oneHot(σ), slopeOf[real320](σ), false), oneHot(σ).truth())
	}
}

func showNineDerivatives(t *testing.T) {
	_, J := workedSoftmax()
	var values []real320
	for j := range J {
		for k := range J[j] {
			require.True(t, agree(J[j][k], J[k][j]))
			if !slices.ContainsFunc(values, func(x real320) bool { return agree(x, J[j][k]) }) {
				values = append(values, J[j][k])
			}
		}
	}
	require.Len(t, values, 6)

	minor := func(i, j, k, l int) real320 { return J[i][k].Mul(J[j][l]).Sub(J[i][l].Mul(J[j][k])) }
	determinant := J[0][0].Mul(minor(1, 2, 1, 2)).Sub(J[0][1].Mul(minor(1, 2, 0, 2))).Add(J[0][2].Mul(minor(1, 2, 0, 1)))
	require.True(t, agree(determinant, determinant.Of(0)), "of rank 2 at most")
	require.False(t, agree(minor(0, 1, 0, 1), determinant.Of(0)), "and at least")

	y := softmax(numbers[real320](worked...)) // (8) is cited for these, but is the a themselves
	require.False(t, agree(y[0], y[0].Of(worked[0])))
	fourteen, fifteen := y[0].Sub(y[0].Mul(y[0])), y[0].Mul(y[0].Of(1).Sub(y[0]))
	require.True(t, agree(fourteen, fifteen), "(14) and (15) say the same")
}
