package othercheckers

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// accepts reports whether the rule accepts J with all seeds, and with some.
func accepts(r Rule, p Problem, J [][]float64) (all, some bool) {
	all = true
	for seed := range uint64(seeds) {
		yes := r.Prepare(p, seed)(J) <= 1
		all, some = all && yes, some || yes
	}
	return all, some
}

func requireHole(t *testing.T, name string, p Problem, J [][]float64) {
	t.Helper()
	all, _ := accepts(find(t, name), p, J)
	require.True(t, all, "%s rejects", name)
}

func requireAlarm(t *testing.T, name string, p Problem, J [][]float64) {
	t.Helper()
	_, some := accepts(find(t, name), p, J)
	require.False(t, some, "%s accepts", name)
}

// linear returns f(x) = c + Σgᵢxᵢ at 0.
func linear(c float64, g ...float64) Problem {
	f := func(x []float64) []float64 { return []float64{c + dot(g, x)} }
	return Problem{f, make([]float64, len(g))}
}

// An absolute tolerance accepts a small derivative that was flushed to 0, or
// has the wrong sign.
func TestSmallEntriesPass(t *testing.T) {
	for name, small := range map[string]float64{
		"PyTorch, fast": 1e-6, "PyTorch, slow": 1e-6, "JAX, vjp": 1e-7, "HIPS autograd": 1e-8,
		"SciPy check_derivative": 1e-7, "ChainRulesTestUtils": 1e-11,
	} {
		requireHole(t, name, linear(0, small), [][]float64{{0}})
		requireHole(t, name, linear(0, small), [][]float64{{-small}})
		requireHole(t, name, linear(0, 1, small), [][]float64{{1, 0}})
	}
}

// Ceres tells apart whether a value is 0: an entry of 10⁻⁹ may be flushed to
// it, and may not be halved.
func TestCeresAcceptsZero(t *testing.T) {
	requireHole(t, "Ceres", linear(0, 1e-9), [][]float64{{0}})
	requireAlarm(t, "Ceres", linear(0, 1e-9), [][]float64{{0.5e-9}})
	requireAlarm(t, "Ceres", linear(0, 1e-7), [][]float64{{0}})
	requireHole(t, "Ceres", linear(5, 0), [][]float64{{0.9e-8}})
}

// PyTorch's fast mode compares a sum with a tolerance for the sum, and none of
// its directions has a negative entry: one entry of 1000 may be 40 % off.
func TestFastModeDilutes(t *testing.T) {
	p := uniformly(1, 1000, 1)
	J := constant(1, 1000, 1)
	J[0][17] = 1.4
	requireHole(t, "PyTorch, fast", p, J)
	requireAlarm(t, "PyTorch, slow", p, J)
}

// A norm hides a small entry behind a large one: it may be 100 % off, or have
// the wrong sign.
func TestNormHidesSmallEntries(t *testing.T) {
	p := linear(0, 1000, 1e-7)
	requireHole(t, "ChainRulesTestUtils", p, [][]float64{{1000, 2e-7}})
	requireHole(t, "ChainRulesTestUtils", p, [][]float64{{1000, -1e-7}})
	requireAlarm(t, "CS231n, 1e-4", p, [][]float64{{1000, 2e-7}})
}

// ChainRulesTestUtils draws the factor of a loss's gradient from −9, …, 9. It
// may be 0, and then everything passes.
func TestZeroCotangent(t *testing.T) {
	rule := find(t, "ChainRulesTestUtils")
	passed := 0
	for seed := range uint64(20000) {
		if rule.Prepare(linear(0, 1), seed)([][]float64{{-5}}) <= 1 {
			passed++
		}
	}
	require.InDelta(t, 20000.0/1801, passed, 10)
}

// JAX takes two NaNs as equal.
func TestJAXAcceptsNaN(t *testing.T) {
	root := Problem{func(x []float64) []float64 { return []float64{math.Sqrt(x[0])} }, []float64{0}}
	for _, r := range Rules() {
		_, some := accepts(r, root, [][]float64{{nan}})
		require.Equal(t, r.Name == "JAX, vjp", some, r.Name)
	}
	requireHole(t, "JAX, vjp", root, [][]float64{{nan}})
}

// An output that is infinite on both sides has the difference 0 for JAX.
func TestJAXSubtractsInfinities(t *testing.T) {
	p := Problem{func(x []float64) []float64 { return []float64{inf, x[0]} }, []float64{0}}
	for _, r := range Rules() {
		_, some := accepts(r, p, [][]float64{{0}, {1}})
		require.Equal(t, r.Name == "JAX, vjp", some, r.Name)
	}
}

// A pure relative error checks the noise of a small entry beside a large value.
func TestRelativeErrorsAlarm(t *testing.T) {
	p, right := linear(10, 1e-10), [][]float64{{1e-10}}
	for _, name := range []string{"CS231n, 1e-4", "CS231n, 1e-7", "Ceres"} {
		requireAlarm(t, name, p, right)
	}
	for _, r := range Rules()[:5] {
		all, _ := accepts(r, p, right)
		require.True(t, all, r.Name)
	}
}

// Both 0 is told apart, one of them 0 is an error of 100 %.
func TestCS231nZeros(t *testing.T) {
	requireHole(t, "CS231n, 1e-7", linear(1, 0), [][]float64{{0}})
	requireAlarm(t, "CS231n, 1e-4", linear(1, 0), [][]float64{{1e-300}})
	requireAlarm(t, "CS231n, 1e-4", linear(0, 1e-300), [][]float64{{0}})
}

// bump is x/(1 + x²). Near √2 − 1 its third derivative vanishes: the first
// extrapolation finds next to nothing to remove, the second more, and that
// looks like instability.
func bump(x float64) (Problem, [][]float64) {
	f := func(x []float64) []float64 { return []float64{x[0] / (1 + float64(x[0]*x[0]))} }
	square := float64(x * x)
	return Problem{f, []float64{x}}, [][]float64{{(1 - square) / ((1 + square) * (1 + square))}}
}

// The search of Ridders' method then ends early, with an error of 10⁻⁴ or more.
// Ceres raises a false alarm; with a tolerance from the estimate an error of
// 10⁻⁴ passes, where one of 10⁻¹⁴ is an alarm elsewhere.
func TestRiddersEndsEarly(t *testing.T) {
	p, right := bump(0.42)
	requireAlarm(t, "Ceres", p, right)
	requireHole(t, "Ridders, own estimate", p, scaled(right, 1.0002))
	p, right = bump(0.2)
	requireHole(t, "Ceres", p, right)
	requireAlarm(t, "Ridders, own estimate", p, scaled(right, 1.0002))
}

// The estimate is often below the error, by more than a factor of 10 in one of
// twelve entries of most problems.
func TestRiddersAlarms(t *testing.T) {
	rule, alarms := find(t, "Ridders, own estimate"), 0
	for seed := range uint64(100) {
		e := rational(seed)
		if !(rule.Prepare(e.Problem, seed)(e.J) <= 1) {
			alarms++
		}
	}
	t.Logf("false alarms for %d of 100 problems", alarms)
	require.Greater(t, alarms, 30)
	require.Less(t, alarms, 95)
}
