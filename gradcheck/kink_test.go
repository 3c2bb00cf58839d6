package gradcheck

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// relu returns max(x, 0) with the constant second: its slope at 0 is 0.
func relu[N Number[N]](x N) N { return x.Max(x.Of(0)) }

// bounded is a claim about a function, with a bound of 10⁻¹⁵.
func bounded(f func([]Exact) Exact, at []float64, claimed ...float64) Claim {
	c := Claim{Objective: f, At: at, Gradient: claimed}
	for range at {
		c.Bound = append(c.Bound, 1e-15)
	}
	return c
}

func reluOf(x []Exact) Exact { return relu(x[0]) }

// The convention passes, and its entry says that it is at a kink.
func TestKinkOfReLU(t *testing.T) {
	r := CheckExact(bounded(reluOf, []float64{0}, 0))
	require.Equal(t, PASS, r.Verdict)
	require.Equal(t, KINK, r.Worst.Verdict)
	require.Empty(t, r.Reason)
	for _, wrong := range []float64{1, 0.5, -1e-9, nan, inf} {
		require.Equal(t, FAIL, CheckExact(bounded(reluOf, []float64{0}, wrong)).Verdict, "%v", wrong)
	}
	require.Equal(t, "[0] is at a kink, with slope 0 on the left and 1 on the right, where the convention is 0", CheckExact(bounded(reluOf, []float64{0}, 1)).Reason)
}

// The slopes on both sides are exact, also of a concave kink, of an absolute value and of
// compositions with smooth functions.
func TestSidesOfKinks(t *testing.T) {
	for name, c := range map[string]struct {
		f                       func(x Exact) Exact
		left, right, convention float64
	}{
		"max(x, 0)":              {relu[Exact], 0, 1, 0},
		"max(0, x)":              {Exact{}.Max, 0, 1, 1},
		"|x|":                    {Exact.Abs, -1, 1, 0},
		"−|x|":                   {func(x Exact) Exact { return x.Abs().Neg() }, 1, -1, 0},
		"min(x, 0)":              {func(x Exact) Exact { return x.Min(Exact{}) }, 1, 0, 0},
		"min(0, x)":              {Exact{}.Min, 1, 0, 1},
		"max(x, −x)":             {func(x Exact) Exact { return x.Max(x.Neg()) }, -1, 1, -1},
		"exp(3·relu(2x))":        {func(x Exact) Exact { return relu(x.Add(x)).Mul(x.Of(3)).Exp() }, 0, 6, 0},
		"relu(x) + x²":           {func(x Exact) Exact { return relu(x).Add(x.Mul(x)) }, 0, 1, 0},
		"relu(2x) − relu(−x)":    {func(x Exact) Exact { return relu(x.Add(x)).Sub(relu(x.Neg())) }, 1, 2, 0},
		"|relu(x)| − 3·|x|":      {func(x Exact) Exact { return relu(x).Abs().Sub(x.Abs().Mul(x.Of(3))) }, 3, -2, 0},
		"Σ (relu(±w) ∓ 1)²":      {twoSamples, -2, -2, 0}, // equal slopes, another convention
		"max of three, two tied": {func(x Exact) Exact { return x.Max(x.Of(-1)).Max(x.Mul(x.Of(2))) }, 1, 2, 2},
	} {
		f := func(x []Exact) Exact { return c.f(x[0]) }
		r := CheckExact(bounded(f, []float64{0}, c.convention))
		require.Equal(t, PASS, r.Verdict, "%s: %v", name, r)
		require.Equal(t, 1, r.Kinks, name)
		require.Equal(t, []float64{c.left, c.right}, []float64{r.Worst.Left, r.Worst.Right}, name)
		for _, wrong := range []float64{c.convention + 1e-9, c.convention - 1, 7} {
			require.Equal(t, FAIL, CheckExact(bounded(f, []float64{0}, wrong)).Verdict, "%s: %v", name, wrong)
		}
	}
}

// twoSamples is the squared error of max(w·x, 0) for the targets x = ±1.
func twoSamples(w Exact) (sum Exact) {
	for _, x := range []float64{1, -1} {
		miss := relu(w.Mul(w.Of(x))).Sub(w.Of(x))
		sum = sum.Add(miss.Mul(miss))
	}
	return sum
}

// A kink in another coordinate, or a maximum with a clear winner, is no kink here.
func TestKinkOfOneCoordinate(t *testing.T) {
	f := func(x []Exact) Exact { return relu(x[0]).Add(relu(x[1].Mul(x[1]))).Add(relu(x[2])) }
	c := bounded(f, []float64{0, 2, -3}, 0, 4, 0)
	require.Equal(t, PASS, CheckExact(c).Verdict)
	require.Equal(t, 1, CheckExact(c).Kinks)
	c.Gradient[1] = 4.0001
	require.Equal(t, FAIL, CheckExact(c).Verdict)
}

// A report on a kink and an error shows the error.
func TestTheErrorIsShownAndNotTheKink(t *testing.T) {
	f := func(x []Exact) Exact { return x[0].Abs().Add(x[1].Mul(x[1])) }
	r := CheckExact(bounded(f, []float64{0, 3}, 0, 6.5))
	require.Equal(t, FAIL, r.Verdict)
	require.Equal(t, "[1]", r.Worst.Where)
	require.Contains(t, r.String(), "  analytic  6.5 ")
	require.Contains(t, r.String(), ", relative 0.0833, bound ")
	require.Contains(t, r.String(), "at a kink: [0] is 0, the slopes on both sides are -1 and 1")

	open := Entry{Where: "[0]", Kink: true, open: true, Right: 1, Numeric: 0.5, Float64Difference: nan}
	text := Report{Entries: 1, Verdict: KINK, Worst: open}.String()
	require.NotContains(t, text, "numeric")
	require.NotContains(t, text, "error/bound")
}

// A tie at 0 is no kink if it leaves no trace in the slope.
func TestSmoothTiesAreNoKinks(t *testing.T) {
	for name, f := range map[string]func(x Exact) Exact{
		"max(0, x)²": func(x Exact) Exact { return relu(x).Mul(relu(x)) },
		"max(x², 0)": func(x Exact) Exact { return relu(x.Mul(x)) },
		"x·|x|":      func(x Exact) Exact { return x.Mul(x.Max(x.Neg())) },
		"max − max":  func(x Exact) Exact { return relu(x).Sub(relu(x)) },
		"x² by sign": func(x Exact) Exact { return x.Of(float64(x.Sign())).Mul(relu(x).Add(relu(x.Neg()))).Mul(x) },
	} {
		c := bounded(func(x []Exact) Exact { return f(x[0]) }, []float64{0}, 0)
		c.Bound[0] = 0
		r := CheckExact(c)
		require.Equal(t, PASS, r.Verdict, "%s: %v", name, r)
		require.Zero(t, r.Kinks, name)
		c.Gradient[0] = 1e-20
		require.Equal(t, FAIL, CheckExact(c).Verdict, name)
	}
}

// Where only the curvature jumps a difference over h errs by h: of a squared hinge at its corner, and of one beside a kink.
func TestJumpsOfCurvature(t *testing.T) {
	margin := func(x Exact) Exact { return relu(x.Of(1).Sub(x)) }
	for name, c := range map[string]struct {
		f     func(x Exact) Exact
		kinks int
	}{
		"squared hinge":        {func(x Exact) Exact { return margin(x).Mul(margin(x)) }, 0},
		"squared hinge + 1":    {func(x Exact) Exact { return margin(x).Mul(margin(x)).Add(x.Of(1)) }, 0},
		"cubed":                {func(x Exact) Exact { return margin(x).Mul(margin(x)).Mul(margin(x)) }, 0},
		"x|x|":                 {func(x Exact) Exact { d := x.Sub(x.Of(1)); return d.Mul(d.Abs()) }, 0},
		"hinge, squared hinge": {func(x Exact) Exact { return margin(x).Add(margin(x).Mul(margin(x))) }, 1},
	} {
		for _, at := range []float64{1, 1e6} {
			f := func(x []Exact) Exact { return c.f(x[0].Sub(x[0].Of(at - 1))) }
			r := CheckExact(bounded(f, []float64{at}, 0))
			require.Equal(t, PASS, r.Verdict, "%s at %v: %v", name, at, r)
			require.Equal(t, c.kinks, r.Kinks, name)
			require.Equal(t, FAIL, CheckExact(bounded(f, []float64{at}, 1e-9)).Verdict, name)
			wrong := func(x []Exact) Exact {
				y := f(x)
				y.Slope = y.Slope.Add(x[0].Slope.Mul(x[0].Value.Of(0x1p-60)))
				return y
			}
			require.Equal(t, ReferenceMismatch, CheckExact(bounded(wrong, []float64{at}, 0)).Verdict, name)
		}
	}
}

// A pre-activation that cancels to less than the step is resolved by a shorter one.
// The plain difference is wrong there, so the shorter step is necessary.
func TestKinkNearby(t *testing.T) {
	for distance, want := range map[float64]float64{0x1p-80: 1, 0x1p-91: 1, 0x1p-115: 1, 0x1p-140: 1, -0x1p-100: 0, -0x1p-140: 0} {
		f := func(x []Exact) Exact { return relu(x[0].Sub(Exact{}.Of(1)).Add(Exact{}.Of(distance))) }
		claim := bounded(f, []float64{1}, want)
		r := CheckExact(claim)
		require.Equal(t, PASS, r.Verdict, "%v: %v", distance, r)
		require.Zero(t, r.Kinks)
		claim.Gradient[0] = 1 - want
		require.Equal(t, FAIL, CheckExact(claim).Verdict, "%v", distance)
		plain := Differences(func(x []Big) Big { return relu(x[0].Sub(BigOf(1)).Add(BigOf(distance))) }, []float64{1})[0].Err(want)
		require.Equal(t, math.Abs(distance) < 0x1p-90, plain > 1e-3, "%v", distance)
	}
}

// A kink that is made by a branch on a sign has no record: at the kink the references disagree.
func TestBranchesHideKinks(t *testing.T) {
	abs := func(x []Exact) Exact {
		if x[0].Sign() < 0 {
			return x[0].Neg()
		}
		return x[0]
	}
	for _, claimed := range []float64{-1, 0, 1} {
		require.Equal(t, ReferenceMismatch, CheckExact(bounded(abs, []float64{0}, claimed)).Verdict)
	}
	require.Equal(t, PASS, CheckExact(bounded(abs, []float64{-1e-30}, -1)).Verdict)
}

// Functions without a slope at 0, or with an infinite one on one side, pass nothing there:
// jumps, cusps and roots.
func TestNoSlopeNeverPasses(t *testing.T) {
	for name, f := range map[string]func(x Exact) Exact{
		"jump":   func(x Exact) Exact { return x.Of(float64(x.Sign())) },
		"√|x|":   func(x Exact) Exact { return x.Abs().Sqrt() },
		"±√|x|":  func(x Exact) Exact { return x.Of(float64(x.Sign())).Mul(x.Abs().Sqrt()) },
		"root":   Exact.Sqrt,
		"step+1": func(x Exact) Exact { return x.Of(float64(x.Sign())).Max(x.Of(0)).Add(x.Of(1)) },
	} {
		for _, claimed := range []float64{0, 1, -1, 1e20, 0x1p173, inf, nan} {
			r := CheckExact(bounded(func(x []Exact) Exact { return f(x[0]) }, []float64{0}, claimed))
			require.Contains(t, []Verdict{FAIL, ReferenceMismatch}, r.Verdict, "%s, %v: %v", name, claimed, r)
		}
	}
	r := CheckExact(bounded(func(x []Exact) Exact { return x[0].Abs().Sqrt() }, []float64{0}, 0))
	require.Equal(t, "the slope at [0] is NaN", r.Reason)
}

// The root of an exact 0 that does not move has the slope 0, as in (x² + y²)^(3/2) at (0, 0).
func TestRootOfNothing(t *testing.T) {
	cubed := func(x []Exact) Exact {
		r := x[0].Mul(x[0]).Add(x[1].Mul(x[1])).Sqrt()
		return r.Mul(r).Mul(r)
	}
	c := Claim{Objective: cubed, At: []float64{0, 0}, Gradient: []float64{0, 0}, Bound: []float64{0, 0}}
	require.Equal(t, PASS, CheckExact(c).Verdict, "%v", CheckExact(c))
	c.Bound = nil
	require.NotEqual(t, FAIL, CheckExact(c).Verdict)
	c.Gradient[1] = 1e-9
	c.Bound = []float64{0, 0}
	require.Equal(t, FAIL, CheckExact(c).Verdict)
}
