package errata_test

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

// Section 2.1 and what else is about likelihood and loss.
var likelihoodErrata = []demonstration{
	{id: "E1", says: "rolls are a sequence and no set", show: showRollsAreASequence},
	{id: "E2", says: "the maximum needs a constraint", show: showMaximumNeedsAConstraint},
	{id: "E3", says: "the product needs independence", show: showProductNeedsIndependence},
	{id: "E5", says: "to reduce L is to worsen the fit", show: showReducingLWorsens},
	{id: "E6", says: "0 log 0 is NaN in the code", show: showZeroLogZero},
	{id: "E7", says: "the sum of activations is no divisor", show: showSumOfActivations},
	{id: "E8", says: "no maximum of J is local or unique", show: showMaximaAreGlobal},
}

// rolls are those of section 2.1.2.
var rolls = []int{6, 2, 2, 5, 3}

// shares returns N_k/N of the faces 1 to 6.
func shares(rolls []int) (w []*big.Rat) {
	for range 6 {
		w = append(w, new(big.Rat))
	}
	for _, k := range rolls {
		w[k-1].Add(w[k-1], rat(1, int64(len(rolls))))
	}
	return w
}

// texts are the fractions in lowest terms.
func texts(w []*big.Rat) string {
	var all []string
	for _, x := range w {
		all = append(all, x.RatString())
	}
	return fmt.Sprint(all)
}

// likelihoodOfRolls is (1).
func likelihoodOfRolls(w []*big.Rat) *big.Rat {
	L := rat(1, 1)
	for _, k := range rolls {
		L.Mul(L, w[k-1])
	}
	return L
}

func showRollsAreASequence(t *testing.T) {
	require.Equal(t, "[0 2/5 1/5 0 1/5 1/5]", texts(shares(rolls)))
	set := slices.Compact(slices.Sorted(slices.Values(rolls)))
	require.Len(t, set, 4)
	require.Equal(t, "[0 1/4 1/4 0 1/4 1/4]", texts(shares(set)))
	require.Equal(t, 1, likelihoodOfRolls(shares(rolls)).Cmp(likelihoodOfRolls(shares(set))), "of what was rolled")
}

func showMaximumNeedsAConstraint(t *testing.T) {
	same := func(x *big.Rat) []*big.Rat { return slices.Repeat([]*big.Rat{x}, 6) }
	best := likelihoodOfRolls(shares(rolls))
	require.Equal(t, rat(4, 3125), best)
	requireRatDigits(t, "0.00128", best)
	requireRatDigits(t, "0.000128601", likelihoodOfRolls(same(rat(1, 6))))
	require.Equal(t, rat(32, 1), likelihoodOfRolls(same(rat(2, 1))), "more than any probability")

	points := 0
	compositions(15, 6, func(w []*big.Rat) { // with the constraint: no other w in fifteenths is as good
		points++
		if L := likelihoodOfRolls(w); L.Cmp(best) >= 0 {
			require.Equal(t, texts(shares(rolls)), texts(w))
		}
	})
	require.Equal(t, 15504, points)
	require.True(t, math.IsNaN(0*math.Log(0)), "the logarithm of the maximum, whose w₁ is 0")
	require.InDelta(t, 1, math.Pow(0, 0), 0, "the product form takes 0⁰ for 1")
}

// compositions visits all w ≥ 0 of so many parts with n·w whole and Σ w = 1.
func compositions(n int64, parts int, visit func(w []*big.Rat)) {
	w := make([]*big.Rat, parts)
	var fill func(i int, left int64)
	fill = func(i int, left int64) {
		if i == parts-1 {
			w[i] = rat(left, n)
			visit(w)
			return
		}
		for k := range left + 1 {
			w[i] = rat(k, n)
			fill(i+1, left-k)
		}
	}
	fill(0, n)
}

func showProductNeedsIndependence(t *testing.T) {
	two := shares(rolls)[1]
	requireRatDigits(t, "0.16", product(two, two))
	certain := rat(1, 1) // that the second roll repeats the first
	requireRatDigits(t, "0.4", product(two, certain))
	require.NotEqual(t, product(two, two), product(two, certain))
}

func showReducingLWorsens(t *testing.T) {
	e := exact7()
	J := e.likelihood(0, real320{})
	requireDigits(t, "-685.740", J.Float64()) // log L
	requireDigits(t, "685.740", seed7().loss)

	up := real320{}.Of(seed7().g.Theta[0] * -0x1p-10) // along ∇J, in the first weight
	require.Equal(t, 1, e.likelihood(0, up).Cmp(J), "ascent of J reduces the loss")
	require.Equal(t, -1, e.likelihood(0, up.Neg()).Cmp(J), "descent of J, or of L, does not")
}

// costOfCode9 is −Σ t·log p.
func costOfCode9[N number[N]](p []N, t ...float64) (cost N) {
	for k := range p {
		cost = cost.Sub(p[k].Of(t[k]).Mul(p[k].Log()))
	}
	return cost
}

func showZeroLogZero(t *testing.T) {
	require.True(t, math.IsNaN(costOfCode9(numbers[double](1, 0), 1, 0).Float64()))
	require.True(t, math.IsInf(costOfCode9(numbers[double](0, 1), 1, 0).Float64(), 1), "as the paper says")

	p := softmax(numbers[double](0, -800)) // Code 10
	require.Equal(t, numbers[double](1, 0), p)
	require.True(t, math.IsNaN(costOfCode9(p, 1, 0).Float64()))
	require.Zero(t, real320{}.Of(-800).Exp().Float64(), "the truth, log(1 + e⁻⁸⁰⁰), is less than this")
	cost := []float64{1}
	tensor.CrossEntropy(cost, tensor.FromRows([]float64{0, -800}), tensor.FromRows([]float64{1, 0}))
	require.Zero(t, cost[0])
}

func showSumOfActivations(t *testing.T) {
	a := numbers[double](1, 2, -3)
	sum := a[0].Add(a[1]).Add(a[2])
	require.True(t, math.IsInf(a[0].Quo(sum).Float64(), 1))
	require.True(t, math.IsInf(a[1].Quo(sum).Float64(), 1))
	require.True(t, math.IsInf(a[2].Quo(sum).Float64(), -1))

	y := softmax(numbers[real320](1, 2, -3))
	for k, digits := range []string{"0.26762", "0.72748", "0.00490"} {
		requireDigits(t, digits, y[k].Float64())
	}
	require.True(t, agree(y[0].Add(y[1]).Add(y[2]), y[0].Of(1)))
}

// demoWeights are the W of softmax regression on the paper's data, D×K, at which some
// of the errata were measured: np.random.seed(3), randn(5, 3).
func demoWeights() []float64 {
	r, W := dataset.NewRandom(3), make([]float64, 5*3)
	for i := range W {
		W[i] = r.Normal()
	}
	return W
}

func showMaximaAreGlobal(t *testing.T) {
	X, T := rowsOf(paperData().X), rowsOf(paperData().T)
	J := func(W []real320) real320 { return regressionLikelihood(X, T, W) }
	W := numbers[real320](demoWeights()...)
	shifted, other, middle := slices.Clone(W), slices.Clone(W), slices.Clone(W)
	for i := range W {
		u := W[i].Of(float64(i/3) - 1.5)
		shifted[i] = W[i].Add(u)
		other[i] = W[(i+1)%len(W)]
		middle[i] = W[i].Add(other[i]).Quo(u.Of(2))
	}
	at := J(W)
	requireDigits(t, "-1442.343994198179", at.Float64())
	require.True(t, agree(J(shifted), at), "W + u·1ᵀ is as good: no maximum is unique")
	require.Equal(t, 1, J(middle).Cmp(at.Add(J(other)).Quo(at.Of(2))), "concave between two points")

	separable, apart := [][]float64{{1}, {-1}}, [][]float64{{1, 0}, {0, 1}}
	for scale, digits := range map[float64]string{1: "-0.63", 10: "-9.1e-5", 100: "-7.4e-44"} {
		J := regressionLikelihood(separable, apart, numbers[real320](scale/2, -scale/2))
		requireDigits(t, digits, J.Float64())
		require.Equal(t, -1, J.Sign(), "below the supremum 0, which is not attained")
	}
	require.Zero(t, softmax(numbers[double](50, -50))[0].Log(), "but doubles take it for 0")

	e := newSmall(nn.Sigmoid, false, 7) // the perceptron's J is not concave: two hidden units change places
	θ, swapped := numbers[real320](e.θ...), numbers[real320](e.θ...)
	middle = slices.Clone(θ)
	for i := range θ {
		swapped[i] = θ[e.unitsSwapped(i)]
		middle[i] = θ[i].Add(swapped[i]).Quo(θ[i].Of(2))
	}
	require.True(t, agree(likelihoodOf(e, swapped), likelihoodOf(e, θ)))
	require.Equal(t, -1, likelihoodOf(e, middle).Cmp(likelihoodOf(e, θ)))
}

// unitsSwapped is the index of the parameter that takes the place of i when the
// hidden units 0 and 1 change places.
func (e *small) unitsSwapped(i int) int {
	V, c := (e.D+1)*e.M, (e.D+1+e.K)*e.M
	switch m := i % e.M; {
	case i < V && m < 2: // W and b, one column for each unit
		return i + 1 - 2*m
	case V <= i && i < c && i-V < 2*e.K:
		return V + (i-V+e.K)%(2*e.K)
	}
	return i
}
