package gradcheck

import (
	"testing"

	"github.com/stretchr/testify/require"
)

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
