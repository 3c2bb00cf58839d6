package errata_test

import (
	"math"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
	"chainrule/nn"
)

// Section 2.3: left sides, captions, signs.
var backpropagationErrata = []demonstration{
	{id: "E19", says: "left sides of 28 and 29 are those of 26 and 27", show: showLeftSides},
	{id: "E20", says: "the derivative of α in b is missing", show: showMissingDerivative},
	{id: "E22", says: "left side of 39 would be 0 or 1", show: showLeftSideOf39},
	{id: "E24", says: "44 and 45 hold for the sigmoid only", show: showSigmoidOnly},
	{id: "E25", says: "captions of 46 and 47 are exchanged", show: showCaptions},
	{id: "E26", says: "the product binds tighter than >", show: showPrecedence},
	{id: "E29", says: "ascent and descent are mixed", show: showSign, long: showClimb},
}

func showLeftSides(t *testing.T) {
	p := seed7()
	requireDigits(t, "-111.083100", exact7().slope(indexV(0, 0))) // ∂J/∂V₀₀
	requireDigits(t, "-111.083100", -p.g.V.At(0, 0))              // Σ (t−y)·z, the right side of (28)
	require.Zero(t, p.s.Z.At(0, 0), "∂a₀₀/∂V₀₀, the left side as printed")
	for k, digits := range []string{"-140.126", "90.326", "49.800"} {
		requireDigits(t, digits, exact7().slope(indexC(k))) // ∂J/∂c_k
		requireDigits(t, digits, -p.g.C[k])                 // Σ (t−y), the right side of (29)
	}
	a := func(θ []real320) []real320 { return exact7().moved(0, indexC(1), θ[0]) }
	require.True(t, agree(gradcheck.Jacobian(a, []float64{0})[1][0], real320{}.Of(1)), "∂a₀₁/∂c₁, the left side as printed")
	a = func(θ []real320) []real320 { return exact7().moved(0, indexV(0, 0), θ[0]) }
	require.Zero(t, gradcheck.Jacobian(a, []float64{0})[0][0].Sign())
}

func showMissingDerivative(t *testing.T) {
	e := oneHot(nn.Sigmoid)
	W, x, b := columns(numbers[real320](e.θ[:e.D*e.M]...), e.M), numbers[real320](e.X[0]...), e.θ[e.D*e.M:][:e.M]
	J := gradcheck.Jacobian(func(b []real320) []real320 { return affineRow(W, x, b) }, b)
	for m := range b {
		for i := range b { // ∂α_nm/∂b_i
			require.True(t, agree(J[m][i], x[0].Of(float64(delta(m, i)))))
		}
	}
	requireAgree(t, gradientOf(e, sigmoidSlope[real320], false), e.truth()) // with it the six make (38)

	// What is to be plugged in is t − y of one sample, by (16) and (17). (29) is a sum
	// over samples: with the sample twice it is twice that.
	y := softmax(numbers[real320](worked...))
	once := gradcheck.Differences(func(a []real320) real320 { return softmax(a)[1].Log() }, worked)
	var sum [3]real320
	for range 2 {
		for k := range y {
			sum[k] = sum[k].Add(y[k].Of(float64(delta(1, k))).Sub(y[k]))
		}
	}
	for k := range y {
		require.True(t, agree(y[k].Of(float64(delta(1, k))).Sub(y[k]), once[k]))
		require.True(t, agree(sum[k].Sub(once[k]), once[k]))
	}
}

func delta(i, j int) int {
	if i == j {
		return 1
	}
	return 0
}

func showLeftSideOf39(t *testing.T) {
	V, c := exactMatrix(seed7().θ.V), numbers[real320](seed7().θ.C...)
	J := gradcheck.Jacobian(func(z []real320) []real320 { return affineRow(V, z, c) }, seed7().s.Z.Row(0))
	for m := range V {
		for k := range c { // ∂a_nk/∂z_nm
			require.True(t, agree(J[k][m], V[m][k]))
		}
	}
	requireDigits(t, "-0.023610", J[0][0].Float64())
	J = gradcheck.Jacobian(func(a []real320) []real320 { return a }, []float64{0.5, 1, 2}) // as printed
	for k := range J {
		for m := range J[k] {
			require.True(t, agree(J[k][m], J[k][m].Of(float64(delta(k, m)))))
		}
	}
}

// furthestIndex is that of the largest |aᵢ − bᵢ|.
func furthestIndex(a, b []float64) (index int) {
	for i := range a {
		if math.Abs(a[i]-b[i]) > math.Abs(a[index]-b[index]) {
			index = i
		}
	}
	return index
}

func showSigmoidOnly(t *testing.T) {
	e := oneHot(nn.Sigmoid)
	requireAgree(t, gradientOf(e, sigmoidSlope[real320], false), e.truth())

	_, b := seed7().gradient()
	_, fortyfive := seed7().ascent(sigmoidSlope[double])
	_, relu := seed7().ascent(reluSlope[double])
	requireDigits(t, "343.538", furthest(fortyfive, b))
	requireDigits(t, same, furthest(relu, b))
	m := furthestIndex(fortyfive, b)
	requireDigits(t, "343.538", math.Abs(fortyfive[m]-exact7().slope(indexB(m))))
}

func showCaptions(t *testing.T) {
	W, _ := seed7().gradient()
	fortysix, _ := seed7().ascent(sigmoidSlope[double])
	fortyseven, _ := seed7().ascent(reluSlope[double])
	requireDigits(t, "87.917", furthest(W, make([]float64, len(W))))
	requireDigits(t, "927.421", furthest(fortysix, W))
	requireDigits(t, same, furthest(fortyseven, W)) // with Z > 0 in parentheses
	largest, worst46 := furthestIndex(W, make([]float64, len(W))), furthestIndex(fortysix, W)
	requireDigits(t, "87.917", math.Abs(exact7().slope(largest)))
	requireDigits(t, "927.421", math.Abs(fortysix[worst46]-exact7().slope(worst46)))

	// Of the form with Z′, captions or not, each activation has its own; (47) is wrong
	// for the two others.
	sizes := []string{"3.310", "2.082", same}
	for i, σ := range nn.Activations {
		e := oneHot(σ)
		truth, end := e.truth(), e.D*e.M
		requireAgree(t, gradientOf(e, slopeOf[real320](σ), false), truth)
		generic := gradientOf(e, func(_, z real320) real320 { return reluSlope(z, z) }, false)
		requireDigits(t, sizes[i], worst(generic[:end], truth[:end]))
	}
}

// showPrecedence does what Python makes of [(T−Y)Vᵀ] * Z > 0: numbers 1 and 0.
func showPrecedence(t *testing.T) {
	p := seed7()
	truth, _ := p.gradient()
	isPositive := func(x float64) float64 {
		if x > 0 {
			return 1
		}
		return 0
	}
	printed := make([]float64, len(truth))
	for n := range p.X.Rows() {
		for m, z := range p.s.Z.Row(n) {
			sum := 0.0
			for k, v := range p.θ.V.Row(m) {
				sum += float64((p.T.At(n, k) - p.s.Y.At(n, k)) * v)
			}
			for d, x := range p.X.Row(n) {
				printed[indexW(d, m)] += float64(x * isPositive(float64(sum*z)))
			}
		}
	}
	requireDigits(t, "329.149", furthest(printed, truth))
	i := furthestIndex(printed, truth)
	requireDigits(t, "329.149", math.Abs(printed[i]-exact7().slope(i)))
	right, _ := p.ascent(reluSlope[double])
	requireDigits(t, same, furthest(right, truth))
}

func showSign(t *testing.T) {
	e := oneHot(nn.ReLU)
	ascent := gradientOf(e, reluSlope[real320], false)
	requireAgree(t, ascent, e.truth())                   // T − Y: the gradient of J
	requireDigits(t, "111.083100", seed7().g.V.At(0, 0)) // Y − T, as in Code 11: that of the loss, see E19

	// A step of θ − η·(gradient of J) makes the loss larger, θ + η·(…) smaller.
	θ := numbers[real320](e.θ...)
	loss := likelihoodOf(e, θ).Neg()
	for sign, change := range map[float64]int{-1: 1, 1: -1} {
		moved := slices.Clone(θ)
		for i, g := range ascent {
			moved[i] = θ[i].Add(g.Mul(g.Of(sign * 0x1p-20)))
		}
		require.Equal(t, change, likelihoodOf(e, moved).Neg().Cmp(loss))
	}
}

// showClimb trains with Algorithm 1's gradients of J in updates that descend.
func showClimb(t *testing.T) {
	requireDigits(t, "209.823", outcomeOf(begin(7)).cost)
	costs := map[int]outcome{}
	training{seed: 7,
		backward: func(net *nn.MLP[float64], g parameters, s workspace, X, T matrix) {
			net.Backward(g, s, X, T)
			for i, x := range g.Theta {
				g.Theta[i] = -x
			}
		},
		observe: func(net *nn.MLP[float64], step nn.Step) {
			if slices.Contains([]int{100, 400, 4000}, step.Number) {
				costs[step.Number] = outcomeOf(net)
			}
		}}.run()
	requireDigits(t, "254.766", costs[100].cost)
	requireDigits(t, "427.337", costs[400].cost)
	requireDigits(t, "6652.900", costs[4000].cost)
	requireDigits(t, "0.61", costs[4000].error)
	requireDigits(t, "44.6113", outcomeOf(trained7()).cost) // with Y − T
}

// trained7 is the network of seed 7 after 500 epochs of 8 batches, ε inside, as Code 13
// means it.
var trained7 = sync.OnceValue(training{seed: 7}.run)
