package nn_test

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/nn"
	"chainrule/tensor"
)

type gradientCase struct {
	Activation string       `json:"activation"`
	Targets    string       `json:"targets"`
	X, T, Y, Z [][]float64  // lower-case names do not occur in the file
	Params     goldenParams `json:"params"`
	Loss       float64      `json:"loss"`
	Grad       goldenParams `json:"grad_loss"`
}

// near reports whether got has as many elements as want, at least one, and each is within
// 1e-14·max(1, |want|).
func near(got, want []float64) bool {
	if len(got) != len(want) || len(want) == 0 {
		return false
	}
	for i := range got {
		if bound := 1e-14 * max(1, math.Abs(want[i])); !(math.Abs(got[i]-want[i]) <= bound) {
			return false
		}
	}
	return true
}

// requireDiscerning requires that near rejects the values with any one of them
// changed by 2e-14·max(1, |want|), either way, or lost.
func requireDiscerning(t *testing.T, want []float64) {
	t.Helper()
	require.True(t, near(want, want))
	for i := range want {
		by := 2e-14 * max(1, math.Abs(want[i]))
		for _, wrong := range []float64{want[i] + by, want[i] - by, math.NaN(), math.Inf(1)} {
			got := slices.Clone(want)
			got[i] = wrong
			require.False(t, near(got, want), "[%d]: %v passes for %v", i, wrong, want[i])
		}
	}
	require.False(t, near(want[1:], want))
	require.False(t, near(nil, nil), "nothing is compared")
}

func TestGradientsEqualThoseOf60Digits(t *testing.T) {
	var cases []gradientCase
	readGolden(t, "gradient_cases.json", &cases)
	require.Len(t, cases, 9)
	for _, c := range cases {
		t.Run(c.Activation+"/"+c.Targets, func(t *testing.T) {
			σ, err := nn.ParseActivation(c.Activation)
			require.NoError(t, err)
			X, T := tensor.FromRows(c.X...), tensor.FromRows(c.T...)
			net := nn.NewMLP[float64]([]int{X.Cols(), len(c.Params.B1), T.Cols()}, σ)
			copy(net.Parameters().Theta, c.Params.flat())
			s, g := net.Workspace(X.Rows()), net.Gradient()
			net.Forward(s, X)
			loss := net.Loss(s, T)
			net.Backward(g, s, X, T)

			require.True(t, near([]float64{loss}, []float64{c.Loss}), "loss %v, want %v", loss, c.Loss)
			require.True(t, near(elements(s.Y), elements(tensor.FromRows(c.Y...))), "Y = %v, want %v", s.Y, c.Y)
			require.True(t, near(elements(s.Z), elements(tensor.FromRows(c.Z...))), "Z = %v, want %v", s.Z, c.Z)
			require.True(t, near(g.Theta, c.Grad.flat()), "gradient %v, want %v", g.Theta, c.Grad.flat())
			requireDiscerning(t, c.Grad.flat())
		})
	}
}
