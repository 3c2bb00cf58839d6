package errata_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
	"chainrule/nn"
	"chainrule/tensor"
)

// Appendix B, from B.4 on; and what is called a logistic unit.
var proofErrata = []demonstration{
	{id: "E63", says: "B.5 has z for α and a square misplaced", show: showProofOfTheSigmoid},
	{id: "E64", says: "the quotient of B.6 overflows", show: showProofOfTanh},
	{id: "E65", says: "B.7 ends in the forward step", show: showProofOfReLU},
	{id: "E70", says: "ReLU units are not logistic", show: showUnits},
	{id: "E71", says: "a is not the constant vector", show: showConstantVector},
}

func showProofOfTheSigmoid(t *testing.T) {
	α := real320{}.Of(0.7)
	z, one := sigmoid(α), α.Of(1)
	truth := gradcheck.Differences(func(α []real320) real320 { return sigmoid(α[0]) }, []float64{0.7})[0]
	square := func(x real320) real320 { return x.Mul(x) }
	e := func(x real320) real320 { return x.Neg().Exp() }

	requireDigits(t, "0.221712873293", truth.Float64())
	require.True(t, agree(sigmoidSlope(α, z), truth))
	require.True(t, agree(e(α).Quo(square(one.Add(e(α)))), truth), "the proof put right")
	for digits, wrong := range map[string]real320{
		"0.405953592703": e(z).Quo(one.Add(square(e(z)))), // as printed
		"0.224047675274": e(z).Quo(square(one.Add(e(z)))), // z for α
		"0.398352729996": e(α).Quo(one.Add(square(e(α)))), // the square misplaced
	} {
		requireDigits(t, digits, wrong.Float64())
	}
}

func showProofOfTanh(t *testing.T) {
	x := double(720)
	quotient := x.Exp().Sub(x.Neg().Exp()).Quo(x.Exp().Add(x.Neg().Exp()))
	require.True(t, math.IsNaN(quotient.Float64()))
	z := tensor.FromRows([]float64{720})
	tensor.Tanh(z, z)
	require.Equal(t, 1.0, z.At(0, 0))

	y := real320{}.Of(720) // where nothing overflows the quotient is right
	quotient320 := y.Exp().Sub(y.Neg().Exp()).Quo(y.Exp().Add(y.Neg().Exp()))
	require.True(t, agree(quotient320, y.Tanh()))
	requireDigits(t, "1.000000000000", quotient320.Float64())
}

func showProofOfReLU(t *testing.T) {
	p := seed7()
	ofZ, ofα, entries := 0, 0, 0
	for n := range p.s.Z.Rows() {
		for m := range p.s.Z.Cols() {
			entries++
			if p.s.Z.At(n, m) < 0 {
				ofZ++
			}
			if p.s.Alpha.At(n, m) < 0 {
				ofα++
			}
		}
	}
	require.Equal(t, []int{20000, 0, 9531}, []int{entries, ofZ, ofα}, "z < 0 selects nothing")

	slopes := gradcheck.Jacobian(func(α []real320) []real320 {
		return []real320{sigma(nn.ReLU, α[0]), sigma(nn.ReLU, α[1])}
	}, []float64{2.5, -2.5})
	require.True(t, agree(slopes[0][0], slopes[0][0].Of(1)))
	require.Zero(t, slopes[1][1].Sign())
	require.Equal(t, 2.5, sigma(nn.ReLU, double(2.5)).Float64(), "what z[z < 0] = 0 leaves is no derivative")
}

func showUnits(t *testing.T) {
	α := tensor.FromRows([]float64{2.5})
	relu, logistic := tensor.New[float64](1, 1), tensor.New[float64](1, 1)
	nn.Apply(nn.ReLU, relu, α)
	nn.Apply(nn.Sigmoid, logistic, α)
	require.Equal(t, 2.5, relu.At(0, 0))
	requireDigits(t, "0.924", logistic.At(0, 0))
	requireDigits(t, "0.924", sigmoid(real320{}.Of(2.5)).Float64())
}

func showConstantVector(t *testing.T) {
	e := newSmall(nn.Sigmoid, false, 9)
	W, x := e.θ[:e.D], numbers[real320](e.X[0]...) // a column of W
	a := func(W []real320) (a real320) {
		for i := range W {
			a = a.Add(W[i].Mul(x[i]))
		}
		return a
	}
	truth := gradcheck.Differences(a, W)
	requireAgree(t, x, truth) // the constant vector of ∂(Wᵀx)/∂W is x
	activation := a(numbers[real320](W...))
	require.False(t, agree(activation, truth[0]), "and not a, the activation")
	requireDigits(t, "2.134", activation.Sub(truth[0]).Float64())
}
