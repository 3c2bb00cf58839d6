package nn_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
	"chainrule/nn"
	"chainrule/tensor"
)

// slopesAt are points at which σ′ is judged: near 0, ordinary, and where the units
// saturate. At 0 ReLU has no derivative.
var slopesAt = []float64{-30, -19, -8.5, -3, -1, -0.5, -0x1p-10, 0x1p-10, 0.5, 1, 3, 8.5, 19, 30}

// slopes returns Derivative at the points, in F.
func slopes[F tensor.Float](σ nn.Activation) (d []float64) {
	A := matrix[F]([][]float64{slopesAt}, len(slopesAt))
	nn.Derivative(σ, A, A)
	for _, x := range A.Row(0) {
		d = append(d, float64(x))
	}
	return d
}

// judgeSlopes compares with the differences of Σ σ(xᵢ), to within the rounding of
// the form that is used.
func judgeSlopes(σ nn.Activation, claimed []float64, u float64) gradcheck.Report {
	bounds := make([]float64, len(slopesAt))
	for i, x := range gradcheck.FromFloats[gradcheck.Gauge](slopesAt) {
		bounds[i] = carefulSlope(σ, x).Bound(u)
	}
	return gradcheck.CheckExact(gradcheck.Claim{
		Name: σ.String() + "′",
		Objective: func(xs []gradcheck.Exact) (sum gradcheck.Exact) {
			for _, x := range xs {
				sum = sum.Add(textbookσ(σ, x))
			}
			return sum
		},
		At: slopesAt, Gradient: claimed, Bound: bounds,
	})
}

func TestDerivativesAreThoseOfTheActivations(t *testing.T) {
	for _, σ := range nn.Activations {
		report := judgeSlopes(σ, slopes[float64](σ), gradcheck.Unit64)
		require.Equal(t, gradcheck.PASS, report.Verdict, "%v", report)
		report = judgeSlopes(σ, slopes[float32](σ), gradcheck.Unit32)
		require.Equal(t, gradcheck.PASS, report.Verdict, "float32: %v", report)
	}
}

func TestWrongDerivativesAreRejected(t *testing.T) {
	for _, σ := range nn.Activations {
		right := slopes[float64](σ)
		wrong := map[string][]float64{"sign": scaled(right, -1), "factor 1.001": scaled(right, 1.001)}
		for _, other := range nn.Activations {
			if other != σ {
				wrong[other.String()] = slopes[float64](other)
			}
		}
		if σ != nn.ReLU {
			wrong["the textbook's form"] = nil
			for _, x := range gradcheck.FromFloats[gradcheck.Float64](slopesAt) {
				wrong["the textbook's form"] = append(wrong["the textbook's form"], textbookSlope(σ, x).Float64())
			}
		}
		for name, claimed := range wrong {
			for _, u := range []float64{gradcheck.Unit64, gradcheck.Unit32} {
				require.Equal(t, gradcheck.FAIL, judgeSlopes(σ, claimed, u).Verdict, "%v: %s", σ, name)
			}
		}
		for i := range right { // a single wrong value is named
			claimed := slices.Clone(right)
			claimed[i] = claimed[i]*(1+1e-13) + 0x1p-150
			report := judgeSlopes(σ, claimed, gradcheck.Unit64)
			require.Equal(t, gradcheck.FAIL, report.Verdict, "%v′(%v)", σ, slopesAt[i])
			require.Equal(t, claimed[i], report.Worst.Analytic)
		}
	}
}

// At the kink the convention is u(0) = 0, at which a difference would give ½.
func TestReLUDerivativeAtTheKinkIsZero(t *testing.T) {
	Z := tensor.FromRows([]float64{0})
	nn.Derivative(nn.ReLU, Z, Z)
	require.Zero(t, Z.At(0, 0))
}
