package gradcheck

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// Two entries of a tableau may agree by chance, far from the slope: where the steps
// reach over a kink, or are periods. The smallest step knows better.
func TestChanceAgreementDoesNotJudge(t *testing.T) {
	hinge := func(x []float64) float64 { return max(0, 1-float64(2.25*x[0])) }
	require.Equal(t, UNDECIDED, CheckExact(Claim{Float: hinge, At: []float64{0.5}, Gradient: []float64{0}}).Verdict)
	require.Equal(t, FAIL, CheckExact(Claim{Float: hinge, At: []float64{0.5}, Gradient: []float64{1.0 / 24}}).Verdict)

	wave := func(x []float64) float64 { return x[0] + math.Sin(8*math.Pi*x[0]) }
	for _, x := range []float64{0, 0.75, 1, 3} {
		slope := 1 + 8*math.Pi*math.Cos(8*math.Pi*x)
		require.Equal(t, PASS, CheckExact(Claim{Float: wave, At: []float64{x}, Gradient: []float64{slope}}).Verdict, "%v", x)
		require.Equal(t, FAIL, CheckExact(Claim{Float: wave, At: []float64{x}, Gradient: []float64{1}}).Verdict, "%v", x)
	}
}

// A function that rounds the changes of a coordinate away does not ignore it: that its
// slope is 0 cannot be told in doubles.
func TestAbsorbedChangesCertifyNothing(t *testing.T) {
	for name, c := range map[string]Claim{
		"10¹⁷ + y":    {Float: func(x []float64) float64 { return x[0] + x[1] }, At: []float64{1e17, 1}, Gradient: []float64{1, 0}},
		"1 + 10⁻¹⁷·x": {Float: func(x []float64) float64 { return 1 + float64(1e-17*x[0]) }, At: []float64{1}, Gradient: []float64{0}},
	} {
		require.Equal(t, UNDECIDED, CheckExact(c).Verdict, name)
	}
}

// If several maxima tie, the slopes on both sides may even be the same and the
// convention another: zero weights of a unit that meets samples of both signs.
func TestSeveralTiesWithEqualSlopes(t *testing.T) {
	c := Claim{Objective: twoSamples[Big], Exact: twoSamples[Exact], At: []float64{0}, Gradient: []float64{0}, Bound: []float64{0}}
	r := CheckExact(c)
	require.Equal(t, PASS, r.Verdict, "%v", r)
	require.Equal(t, 1, r.Kinks)
	require.Equal(t, []float64{-2, -2}, []float64{r.Worst.Left, r.Worst.Right})
	c.Gradient[0] = -2
	require.Equal(t, FAIL, CheckExact(c).Verdict, "a slope, but not the convention")
	c.Exact = nil
	require.Equal(t, PASS, CheckExact(c).Verdict, "without a convention the slope is right")
	c.Gradient[0] = 0
	require.Equal(t, KINK, CheckExact(c).Verdict, "and nobody knows of anything else")
}

// twoSamples is the squared error of max(w·x, 0) for the targets x = ±1.
func twoSamples[N Number[N]](w []N) (sum N) {
	for _, x := range []float64{1, -1} {
		miss := w[0].Mul(w[0].Of(x)).Max(w[0].Of(0)).Sub(w[0].Of(x))
		sum = sum.Add(miss.Mul(miss))
	}
	return sum
}
