package othercheckers

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// uniformly returns the linear function of n inputs and m outputs, at 0, whose
// Jacobian has the entries c. There differences are exact to rounding.
func uniformly(c float64, n, m int) Problem {
	return Problem{func(x []float64) []float64 {
		y := make([]float64, m)
		for j := range y {
			y[j] = c * sum(x)
		}
		return y
	}, make([]float64, n)}
}

// constant returns the m×n matrix with the entries c.
func constant(c float64, n, m int) [][]float64 {
	return slices.Repeat([][]float64{slices.Repeat([]float64{c}, n)}, m)
}

// The tolerances, for entries that are all c, claimed to be all c + δ: the δ up
// to which the rule must accept. A projection sees δ times s, which depends on
// the directions drawn.
var tolerances = []struct {
	name string
	s    func(r *rand.Rand, n, m int) float64
	δ    func(c, s float64) float64
}{
	{"PyTorch, fast", one, func(c, _ float64) float64 { return 1e-5 + 1e-3*c }},
	{"PyTorch, slow", one, func(c, _ float64) float64 { return 1e-5 + 1e-3*c }},
	{"JAX, vjp", gaussian, func(c, s float64) float64 { return 1e-5/s + 1e-5*c }},
	{"HIPS autograd", gaussian, func(c, s float64) float64 { return max(1e-6/s, 2*within(1e-6, c)) }},
	{"SciPy check_derivative", one, func(c, _ float64) float64 { return 1e-6 * max(1, c) }},
	{"CS231n, 1e-4", one, func(c, _ float64) float64 { return within(1e-4, c) }},
	{"CS231n, 1e-7", one, func(c, _ float64) float64 { return within(1e-7, c) }},
	{"ChainRulesTestUtils", decimals, func(c, s float64) float64 { return max(1e-9/s, within(1e-9, c)) }},
	{"Ceres", one, func(c, _ float64) float64 {
		if c == 0 {
			return 1e-8
		}
		return within(1e-8, c)
	}},
	{"Ridders, own estimate", one, func(c, s float64) float64 { return 0 }},
}

// within returns the δ for which δ/(c + δ) = τ.
func within(τ, c float64) float64 { return τ * c / (1 - τ) }

func one(*rand.Rand, int, int) float64 { return 1 }

// gaussian returns |Σu|·|Σv| for normal u, v, drawn in this order.
func gaussian(r *rand.Rand, n, m int) float64 {
	u, v := 0.0, 0.0
	for range n {
		u += r.NormFloat64()
	}
	for range m {
		v += r.NormFloat64()
	}
	return math.Abs(u * v)
}

// decimals returns √n·|Σv| for v of −9, −8.99, …, 9.
func decimals(r *rand.Rand, n, m int) float64 {
	v := 0.0
	for range m {
		v += float64(r.IntN(1801)-900) / 100
	}
	return math.Abs(v) * math.Sqrt(float64(n))
}

func TestTolerances(t *testing.T) {
	const n, m = 3, 2
	for _, b := range tolerances {
		rule := find(t, b.name)
		for seed := range uint64(seeds) {
			s := b.s(rand.New(rand.NewPCG(seed, 0)), n, m)
			for _, c := range []float64{0, 1, 1024} {
				compare, δ := rule.Prepare(uniformly(c, n, m), seed), b.δ(c, s)
				inside, outside := c+δ*(1-1e-4), c+δ*(1+1e-4)
				if δ == 0 {
					outside = c + 1e-12
				}
				label := fmt.Sprintf("%s, seed %d, c = %v", b.name, seed, c)
				require.LessOrEqual(t, compare(constant(inside, n, m)), 1.0, label)
				require.Greater(t, compare(constant(outside, n, m)), 1.0, label)
			}
		}
	}
}

// The ratio of each rule: error over tolerance, exactly.
func TestRatios(t *testing.T) {
	for _, c := range []struct {
		name             string
		numeric, claimed float64
		want             float64
	}{
		{"PyTorch, slow", 1, 3, 2 / 1.01e-3},
		{"PyTorch, slow", 3, 1, 2 / 3.01e-3},
		{"SciPy check_derivative", 0.5, 2, 1.5e6},
		{"SciPy check_derivative", 2, 0.5, 0.75e6},
		{"CS231n, 1e-4", 1, 4, 0.75e4},
		{"CS231n, 1e-4", 4, 1, 0.75e4},
		{"CS231n, 1e-7", 4, -4, 2e7},
		{"Ceres", 1, 4, 0.75e8},
		{"Ceres", 4, 1, 0.75e8},
	} {
		got := find(t, c.name).Prepare(linear(0, c.numeric), 0)([][]float64{{c.claimed}})
		require.InEpsilon(t, c.want, got, 1e-9, "%s, %v for %v", c.name, c.claimed, c.numeric)
	}
}

// On the boundary itself: 10⁻⁴ and 10⁻⁸ are rejected, 10⁻⁷ is accepted.
func TestStrictness(t *testing.T) {
	for _, c := range []struct {
		name     string
		numeric  float64
		accepted bool
	}{{"CS231n, 1e-4", 1e4, false}, {"CS231n, 1e-7", 1e7, true}, {"Ceres", 1e8, false}} {
		compare := find(t, c.name).Prepare(linear(0, c.numeric), 0)
		require.Zero(t, compare([][]float64{{c.numeric}}), c.name)
		require.InDelta(t, 1, compare([][]float64{{c.numeric - 1}}), 1e-15, c.name)
		require.Equal(t, c.accepted, compare([][]float64{{c.numeric - 1}}) <= 1, c.name)
	}
}

// SciPy divides by the distance of the points as rounded, so a linear function
// has no error anywhere.
func TestSciPyDividesByTheStepTaken(t *testing.T) {
	p := Problem{func(x []float64) []float64 { return []float64{x[0]} }, []float64{1000.3}}
	require.Zero(t, find(t, "SciPy check_derivative").Prepare(p, 0)([][]float64{{1}}))
}

// The directions of PyTorch's fast mode are uniform float32, of length 1, and
// have no negative entry.
func TestPyTorchFastDirections(t *testing.T) {
	for n := range 50 {
		u, r := uniform(rand.New(rand.NewPCG(3, 0)), n+1), rand.New(rand.NewPCG(3, 0))
		require.InDelta(t, 1, norm(u), 1e-15)
		first := float64(r.Float32())
		for _, x := range u[1:] {
			require.GreaterOrEqual(t, x, 0.0)
			require.InEpsilon(t, float64(r.Float32())/first, x/u[0], 1e-14)
		}
	}
}

// ratio ≤ 1 if and only if err ≤ tol, for neighbouring doubles, and strict ≤ 1
// if and only if err < tol.
func TestRatioDecides(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 0))
	for range 20000 {
		tol := math.Float64frombits(r.Uint64N(0x7fe << 52))
		for _, err := range []float64{tol, math.Nextafter(tol, 0), math.Nextafter(tol, inf)} {
			require.Equal(t, err <= tol, ratio(err, tol) <= 1)
			require.Equal(t, err < tol, strict(err, tol) <= 1)
		}
	}
	require.Zero(t, ratio(0, 0))
	require.Equal(t, inf, ratio(1, 0))
	for _, r := range []float64{ratio(inf, inf), strict(inf, inf), ratio(nan, 1), strict(nan, 1)} {
		require.False(t, r <= 1)
	}
}

func TestEither(t *testing.T) {
	require.Equal(t, 2.0, either(2, 3))
	require.Equal(t, 2.0, either(3, 2))
	require.Equal(t, 2.0, either(2, nan))
	require.Equal(t, 2.0, either(nan, 2))
	require.True(t, math.IsNaN(either(nan, nan)))
}

// Equal infinities are near, an infinity and a number are not, nor are NaNs.
func TestNear(t *testing.T) {
	require.Zero(t, near(inf, inf, 1, 1))
	for _, c := range [][2]float64{{inf, -inf}, {1, inf}, {inf, 1}, {nan, nan}, {nan, 1}, {1, nan}} {
		require.False(t, near(c[0], c[1], 1, 1) <= 1, "%v", c)
	}
	require.Equal(t, 0.5, near(2, 4, 2, 0.5))
	require.Equal(t, 0.5, near(6, -4, 12, 2))
}
