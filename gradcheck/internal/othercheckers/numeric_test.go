package othercheckers

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// points returns the points at which the rule evaluates a linear function of one input at x,
// less x: first at x itself.
func points(r Rule, x float64, seed uint64) []float64 {
	var at []float64
	r.Prepare(Problem{func(p []float64) []float64 {
		at = append(at, p[0]-x)
		return []float64{p[0]}
	}, []float64{x}}, seed)
	return at
}

func TestSteps(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 0))
	u := r.NormFloat64()
	for _, c := range []struct {
		name string
		x    float64
		want []float64
	}{
		{"PyTorch, fast", 0, []float64{0, 1e-6, -1e-6}},
		{"PyTorch, slow", 0, []float64{0, 1e-6, -1e-6}},
		{"JAX, vjp", 0, []float64{0, 1e-4 * u, -1e-4 * u}},
		{"HIPS autograd", 0, []float64{0, 5e-7 * u, -5e-7 * u}},
		{"SciPy check_derivative", 0, []float64{0, math.Cbrt(0x1p-52), -math.Cbrt(0x1p-52)}},
		{"SciPy check_derivative", -8, []float64{0, 8 * math.Cbrt(0x1p-52), -8 * math.Cbrt(0x1p-52)}},
		{"CS231n, 1e-4", 0, []float64{0, 1e-5, -1e-5}},
		{"CS231n, 1e-7", 0, []float64{0, 1e-5, -1e-5}},
		{"Ceres", 0, []float64{0, 0.32, -0.32, 0.16, -0.16}},
		{"Ceres", -64, []float64{0, 0.64 * 32, -0.64 * 32, 0.32 * 32, -0.32 * 32}},
		{"Ridders, own estimate", 0, []float64{0, 0.2, -0.2, 0.2 / 1.4, -0.2 / 1.4}},
	} {
		require.InEpsilonSlice(t, c.want[1:], points(find(t, c.name), c.x, 5)[1:], 1e-8, c.name)
		require.Zero(t, points(find(t, c.name), c.x, 5)[0])
	}
}

// The result that the documentation of FiniteDifferences.jl prints for the sine at 1: the
// step 0.001065235154086019 and an error of 2.1e-14. The step is known to a few
// digits only, for the fifth derivative that it rests on is a noisy one.
func TestFivePointsAsDocumented(t *testing.T) {
	sine := func(ε float64) []float64 { return []float64{math.Sin(1 + ε)} }
	require.InEpsilon(t, 0.001065235154086019, fivePointStep(sine, inf), 1e-4)
	require.InDelta(t, math.Cos(1), fivePoints(sine, inf)[0], 2e-13)
}

func TestFivePointWeights(t *testing.T) {
	require.Equal(t, []float64{-0.5, 2, -2.5, 0, 2.5, -2, 0.5}, fifthWeights(0))
	for shift := -1; shift <= 1; shift++ { // exact for polynomials up to degree 6
		for degree, want := range []float64{0, 0, 0, 0, 0, 120, 0} {
			s := 0.0
			for k, w := range fifthWeights(shift) {
				s += w * math.Pow(float64(k-3+shift), float64(degree))
			}
			require.InDelta(t, want, s, 1e-10, "shift %d, degree %d", shift, degree)
		}
	}
}

// The step is limited by the reach, and by 1000 times the usual one. Where
// there is nothing to estimate from it is the usual one.
func TestFivePointStepIsLimited(t *testing.T) {
	usual := math.Pow((0x1p-52*1.5/4)/(10.0/18), 0.2)
	zero := func(float64) []float64 { return []float64{0} }
	faint := func(ε float64) []float64 { return []float64{1e-20 * math.Pow(ε, 5), 1} }
	constant := func(float64) []float64 { return []float64{3} }
	require.InEpsilon(t, usual, fivePointStep(zero, inf), 1e-12)
	require.InEpsilon(t, usual, fivePointStep(constant, inf), 1e-12)
	require.Equal(t, usual/8, fivePointStep(zero, usual/4))
	require.InEpsilon(t, 1000*usual, fivePointStep(faint, inf), 1e-12)
	require.Equal(t, 5e-3, fivePointStep(faint, 1e-2))
}

// The seven points have the step that is best where the seventh derivative is
// 10.
func TestSevenPointStep(t *testing.T) {
	var at []float64
	fivePointStep(func(ε float64) []float64 {
		at = append(at, ε)
		return []float64{ε}
	}, inf)
	h := math.Pow(2.5*(0x1p-52*10)/(10*169.0/315), 1.0/7)
	require.InDeltaSlice(t, []float64{-3 * h, -2 * h, -h, 0, h, 2 * h, 3 * h}, at, 1e-12)
}

// A sample of f farther than the reach would be seen.
func TestChainRulesReach(t *testing.T) {
	farthest := 0.0
	for _, x := range points(find(t, "ChainRulesTestUtils"), 0, 1) {
		farthest = max(farthest, math.Abs(x))
	}
	require.LessOrEqual(t, farthest, 1e-2)
	require.Greater(t, farthest, 1e-3)
}

func TestIsApprox(t *testing.T) {
	require.Equal(t, 0.5, isApprox([]float64{3, 4}, []float64{3, 6.5}, 5/math.Hypot(3, 6.5)))
	require.Equal(t, 0.5, isApprox([]float64{3, 6.5}, []float64{3, 4}, 5/math.Hypot(3, 6.5)))
	require.Equal(t, 0.5, isApprox([]float64{0, 0}, []float64{0.3, 0.4}, 1))
	require.Zero(t, isApprox([]float64{inf, 1}, []float64{inf, 1}, 1e-9))
	require.Equal(t, 2.0, isApprox([]float64{inf, 1}, []float64{inf, 3}, 1.0/3))
	require.False(t, isApprox([]float64{inf, 1}, []float64{-inf, 1}, 1e-9) <= 1)
	require.False(t, isApprox([]float64{nan, 1}, []float64{nan, 1}, 1e-9) <= 1)
	require.InEpsilon(t, 5e200, norm([]float64{3e200, -4e200}), 1e-15)
	require.InEpsilon(t, 5e-200, norm([]float64{3e-200, -4e-200}), 1e-15)
}

// calls returns the number of steps that the tableau takes for d at the k-th step, and
// its result.
func calls(tb tableau, d func(k int, h float64) float64) (n int, value, estimate float64) {
	v, e := tb.derivative(func(h float64) []float64 {
		n++
		return []float64{d(n-1, h)}
	})
	return n, v[0], e
}

// sequence returns the differences one after the other, then the last again.
func sequence(d ...float64) func(k int, h float64) float64 {
	return func(k int, _ float64) float64 { return d[min(k, len(d)-1)] }
}

func TestTableau(t *testing.T) {
	ten, _, _ := calls(tableau{1, 2, 0}, func(_ int, h float64) float64 { return math.Sqrt(h) })
	require.Equal(t, 10, ten, "steps, of which each helps a little")

	n, value, estimate := calls(tableau{1, 2, 0}, func(_ int, h float64) float64 {
		return 3 + h*h + h*h*h*h
	})
	require.Equal(t, 4, n, "the fourth row is exact, as the third")
	require.Equal(t, 3.0, value)
	require.Zero(t, estimate)

	// The first extrapolation moves by 4/3 of the first difference.
	n, _, _ = calls(tableau{1, 2, 1e-12}, sequence(0, 0.74e-12))
	require.Equal(t, 2, n, "below the stop")
	n, _, estimate = calls(tableau{1, 2, 1e-12}, sequence(0, 0.76e-12))
	require.Greater(t, n, 2, "above the stop")
	require.Less(t, estimate, 1.02e-12)

	// After 0 and 1 the estimate is 4/3. A third difference t moves the last
	// entry by (64t − 80)/45, which is twice as much at t = 3.125 and ends the
	// search.
	for _, third := range []float64{3.12, 3.13} {
		n, _, _ = calls(tableau{1, 2, 0}, sequence(0, 1, third))
		require.Equal(t, third > 3.125, n == 3, "%v", third)
	}
}

// Of equal estimates the last is taken.
func TestTableauTies(t *testing.T) {
	_, value, estimate := calls(tableau{1, 2, 0}, sequence(0, 3, 0, 1e6))
	require.Equal(t, []float64{-1, 4}, []float64{value, estimate})
}

// Of x + a·x³ the first estimate is a·0.32². Ceres stops if that is below
// 10⁻¹².
func TestCeresStops(t *testing.T) {
	for a, want := range map[float64]int{0.9e-12 / 0.1024: 5, 1.1e-12 / 0.1024: 7} {
		n := 0
		find(t, "Ceres").Prepare(Problem{func(x []float64) []float64 {
			n++
			return []float64{x[0] + float64(a*x[0]*x[0]*x[0])}
		}, []float64{0}}, 0)
		require.Equal(t, want, n)
	}
}

func TestRiddersTolerance(t *testing.T) {
	p, _ := bump(0.42)
	_, value, estimate := calls(tableau{0.2, 1.4, 0}, func(_ int, h float64) float64 {
		return quotient(p.F([]float64{0.42 + h}), p.F([]float64{0.42 - h}), 2*h)[0]
	})
	ratio := find(t, "Ridders, own estimate").Prepare(p, 0)([][]float64{{value + 10*estimate}})
	require.InEpsilon(t, 1, ratio, 1e-9)
}
