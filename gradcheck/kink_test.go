package gradcheck

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// relu returns max(x, 0) with the constant second: its slope at 0 is 0.
func relu[N Number[N]](x N) N { return x.Max(x.Of(0)) }

// piecewise is a claim about a function of one or more numbers, with a bound of 10⁻¹⁵.
func piecewise(big func([]Big) Big, exact func([]Exact) Exact, at, claimed []float64) Claim {
	bound := make([]float64, len(at))
	for i := range bound {
		bound[i] = 1e-15
	}
	return Claim{Objective: big, Exact: exact, At: at, Gradient: claimed, Bound: bound}
}

func reluOf[N Number[N]](x []N) N { return relu(x[0]) }

func TestKinkOfReLU(t *testing.T) {
	check := func(claimed float64, exact func([]Exact) Exact) Report {
		return CheckExact(piecewise(reluOf[Big], exact, []float64{0}, []float64{claimed}))
	}
	r := check(0, reluOf[Exact])
	require.Equal(t, PASS, r.Verdict)
	require.Equal(t, KINK, r.Worst.Verdict)
	require.Equal(t, 1, r.Kinks)
	require.Equal(t, []float64{0, 1, 0}, []float64{r.Worst.Left, r.Worst.Right, r.Worst.Numeric})
	require.Empty(t, r.Reason)

	for _, wrong := range []float64{1, 0.5, 1e-9, -1e-9, 2, nan, inf} {
		require.Equal(t, FAIL, check(wrong, reluOf[Exact]).Verdict, "%v", wrong)
	}
	require.Equal(t, "[0] is at a kink, with slope 0 on the left and 1 on the right, where the convention is 0", check(1, reluOf[Exact]).Reason)

	otherwise := func(x []Exact) Exact { return Exact{}.Max(x[0]) } // whose convention is 1
	require.Equal(t, PASS, check(1, otherwise).Verdict)
	require.Equal(t, FAIL, check(0, otherwise).Verdict)
}

// Without a convention every slope in between is open, and none outside.
func TestKinkWithoutConvention(t *testing.T) {
	for claimed, want := range map[float64]Verdict{0: KINK, 0.3: KINK, 1: KINK, -1e-9: FAIL, 1 + 1e-9: FAIL, nan: FAIL, inf: FAIL} {
		r := CheckExact(piecewise(reluOf[Big], nil, []float64{0}, []float64{claimed}))
		require.Equal(t, want, r.Verdict, "%v", claimed)
		require.Equal(t, want == KINK, r.Kinks == 1)
	}
	r := CheckExact(piecewise(reluOf[Big], nil, []float64{0}, []float64{-1}))
	require.Equal(t, "[0] is at a kink, and not between the slopes 0 on the left and 1 on the right", r.Reason)
	r = CheckExact(piecewise(reluOf[Big], nil, []float64{0}, []float64{0}))
	require.Contains(t, r.Reason, "no convention is given")
	require.True(t, strings.HasPrefix(r.String(), "KINK, 1 entry, 1 at a kink\n"))
}

// A concave kink has its larger slope on the left.
func TestKinkThatIsConcave(t *testing.T) {
	least := func(x []Big) Big { return relu(x[0]).Neg() }
	for claimed, want := range map[float64]Verdict{0: KINK, -0.3: KINK, -1: KINK, 1e-9: FAIL, -1 - 1e-9: FAIL} {
		require.Equal(t, want, CheckExact(piecewise(least, nil, []float64{0}, []float64{claimed})).Verdict, "%v", claimed)
	}
}

// A kink in another coordinate, or a maximum with a clear winner, is no kink here.
func TestKinkOfOneCoordinate(t *testing.T) {
	c := piecewise(twoKinks[Big], twoKinks[Exact], []float64{0, 2, -3}, []float64{0, 4, 0})
	r := CheckExact(c)
	require.Equal(t, PASS, r.Verdict)
	require.Equal(t, 1, r.Kinks)
	c.Gradient[1] = 4.0001
	require.Equal(t, FAIL, CheckExact(c).Verdict)
}

func twoKinks[N Number[N]](x []N) N { return relu(x[0]).Add(relu(x[1].Mul(x[1]))).Add(relu(x[2])) }

// smooth are functions with a tie at 0 that is no kink, and their slope there.
func smooth[N Number[N]]() map[string]func(x []N) N {
	return map[string]func(x []N) N{
		"max(0, x)²": func(x []N) N { return relu(x[0]).Mul(relu(x[0])) },
		"max(x², 0)": func(x []N) N { return relu(x[0].Mul(x[0])) },
		"x·|x|":      func(x []N) N { return x[0].Mul(x[0].Max(x[0].Neg())) },
		"max − max":  func(x []N) N { return relu(x[0]).Sub(relu(x[0])) },
		"x² by sign": func(x []N) N { return x[0].Of(float64(x[0].Sign())).Mul(relu(x[0]).Add(relu(x[0].Neg()))).Mul(x[0]) },
	}
}

func TestSmoothTiesAreNoKinks(t *testing.T) {
	exact := smooth[Exact]()
	for name, f := range smooth[Big]() {
		c := piecewise(f, exact[name], []float64{0}, []float64{0})
		c.Bound[0] = 0
		r := CheckExact(c)
		require.Equal(t, PASS, r.Verdict, "%s: %v", name, r)
		require.Zero(t, r.Kinks, name)
		c.Gradient[0] = 1e-20
		require.Equal(t, FAIL, CheckExact(c).Verdict, name)
	}
}

// surprise is −log softmax, with logits shifted by the largest.
func surprise[N Number[N]](a []N) N {
	m := a[0]
	for _, x := range a[1:] {
		m = m.Max(x)
	}
	var sum N
	for _, x := range a {
		sum = sum.Add(x.Sub(m).Exp())
	}
	return sum.Log().Add(m).Sub(a[0])
}

// The shift of a softmax by its largest logit leaves no trace, tied or not.
func TestShiftedSoftmaxHasNoKinks(t *testing.T) {
	for _, at := range [][]float64{{0, 0}, {2, 2}, {1.5, 1.5, 1.5}, {3, 1, 3}} {
		e, sum := softmax(FromFloats[Float64](at))
		claimed := make([]float64, len(at))
		for i := range claimed {
			claimed[i] = e[i].Quo(sum).Float64()
		}
		claimed[0] -= 1
		c := piecewise(surprise[Big], surprise[Exact], at, claimed)
		r := CheckExact(c)
		require.Equal(t, PASS, r.Verdict, "%v: %v", at, r)
		require.Zero(t, r.Kinks)
		c.Gradient[0] += 1e-9
		require.Equal(t, FAIL, CheckExact(c).Verdict)
	}
}

// A pre-activation that cancels to less than the step is resolved by a shorter one.
// The plain difference is wrong there, so the shorter step is necessary.
func TestKinkNearby(t *testing.T) {
	for _, c := range []struct {
		distance, want float64
		kink           bool
	}{
		{0x1p-80, 1, false}, {0x1p-91, 1, false}, {0x1p-100, 1, false}, {0x1p-115, 1, false}, {0x1p-140, 1, true},
		{-0x1p-100, 0, false}, {-0x1p-115, 0, false}, {-0x1p-140, 0, true}, {0, 0, true},
	} {
		big := func(x []Big) Big { return relu(x[0].Sub(BigOf(1)).Add(BigOf(c.distance))) }
		exact := func(x []Exact) Exact { return relu(x[0].Sub(Exact{}.Of(1)).Add(Exact{}.Of(c.distance))) }
		claim := piecewise(big, exact, []float64{1}, []float64{c.want})
		r := CheckExact(claim)
		require.Equal(t, PASS, r.Verdict, "%v: %v", c.distance, r)
		require.Equal(t, c.kink, r.Kinks == 1, "%v", c.distance)
		claim.Gradient[0] = 1 - c.want
		require.Equal(t, FAIL, CheckExact(claim).Verdict, "%v", c.distance)
		plain := Differences(big, []float64{1})[0].Err(c.want)
		require.Equal(t, math.Abs(c.distance) < 0x1p-90, plain > 1e-3, "%v", c.distance)
	}
}

// A kink does not hide where the function is stationary either: relu(t + 2⁻¹¹⁵) − t + t² at t = 0
// has the slope 0, and an error of 10⁻⁹ is not excused by the kink beside it.
func TestKinkNearbyWhereStationary(t *testing.T) {
	f := func(x []Big) Big {
		s := x[0].Sub(BigOf(1))
		return relu(s.Add(BigOf(0x1p-115))).Sub(s).Add(s.Mul(s))
	}
	require.Equal(t, PASS, CheckExact(piecewise(f, nil, []float64{1}, []float64{0})).Verdict)
	require.Equal(t, FAIL, CheckExact(piecewise(f, nil, []float64{1}, []float64{1e-9})).Verdict)
}
