package tensor_test

import (
	"math"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// The tests of this file are of the search for the largest errors in float64.

// rarely reports whether x belongs to a pseudorandom thousandth of all numbers.
func rarely(x float64) bool { return math.Float64bits(x)*0x9e3779b97f4a7c15>>54 == 0 }

// A function that is wrong for one number in a thousand is found out.
func TestSearchFindsRareErrors(t *testing.T) {
	up := func(y float64) float64 { return math.Nextafter(y, math.MaxFloat64) }
	for name, c := range map[string]struct {
		wrong func(x, y float64) float64
		says  string
	}{
		"an ulp":           {func(_, y float64) float64 { return up(y) }, "error of"},
		"NaN":              {func(_, _ float64) float64 { return math.NaN() }, "error of NaN"},
		"infinity":         {func(_, _ float64) float64 { return math.Inf(1) }, "error of"},
		"0":                {func(_, _ float64) float64 { return 0 }, "error of"},
		"another argument": {func(x, y float64) float64 { return y * (1 + math.Copysign(0x1p-51, x)) }, "error of"},
	} {
		for _, f := range subjects() {
			f.in64 = changed(f.in64, func(x, y float64) float64 {
				if rarely(x) && y < 0x1p1000 {
					return c.wrong(x, y)
				}
				return y
			})
			require.Contains(t, f.complaint(f.explore(20_000)), c.says, "%s: %s", name, f.name)
		}
	}
}

// Errors of subnormal results are found, and are not taken for others.
func TestSearchFindsErrorsOfSubnormalResults(t *testing.T) {
	for _, f := range subjects() {
		if f.name == "Log" {
			continue
		}
		f.in64 = changed(f.in64, func(x, y float64) float64 {
			if a := math.Abs(y); a > 0 && a < 0x1p-1024 {
				return y + math.Copysign(0x1p-1073, y)
			}
			return y
		})
		require.Contains(t, f.complaint(f.explore(20_000)), "a subnormal result", f.name)
	}
}

// From an error on the flank of a peak the climb reaches the top, where the search alone
// would not come.
func TestClimbReachesThePeak(t *testing.T) {
	const peak = 1.2345
	f := find(t, "Log")
	f.in64 = changed(f.in64, func(x, y float64) float64 {
		height := 0.0
		for reach := 0x1p-8; reach > 0x1p-45; reach /= 64 {
			if math.Abs(x-peak) < reach {
				height++
			}
		}
		return y + height*0x1p-55 // an ulp of log 1.2345
	})
	found := f.search(20_000)
	require.InDelta(t, 2, found.normal.top().ulps, 1.6)
	require.Greater(t, f.climbs(found, 400_000).normal.top().ulps, 6.4)
}

// An oracle that is a little off is found out by the other.
func TestSearchComparesItsOracles(t *testing.T) {
	f := find(t, "Tanh")
	right := f.oracle
	f.oracle = func(x float64) (dd, int) {
		y, n := right(x)
		y.lo += y.hi * 0x1p-80
		return y, n
	}
	require.Contains(t, f.complaint(f.explore(20_000)), "oracles differ")
}

func TestSummitKeepsTheLargest(t *testing.T) {
	var s summit
	for i := range 100 {
		s.enter(float64(i*37%100), float64(i))
		s.enter(float64(i*37%100), float64(i))
	}
	require.Len(t, s, summitSize)
	for i, r := range s {
		require.Equal(t, float64(99-i), r.ulps)
	}
	s.enter(math.NaN(), 100)
	s.enter(1000, 1000)
	require.True(t, math.IsNaN(s.top().ulps))
	require.Equal(t, 1000.0, s[1].ulps)
}

// The error against a double-double number equals the error against the same number in math/big.
func TestDoubleDoubleUlps(t *testing.T) {
	r := newRandom(3)
	for range 20_000 {
		y := quickSum(fraction[float64](r), fraction[float64](r)*0x1p-54)
		if r.IntN(4) == 0 {
			y.hi = math.Copysign(0.5, y.hi)
		}
		n := r.IntN(2150) - 1100
		exact := y.exactly(n)
		rounded, _ := exact.Float64()
		for _, got := range []float64{rounded, steps(r, rounded, 3), -rounded, 0, math.Inf(1), math.Inf(-1)} {
			want := ulps(got, exact)
			err, sub := y.ulps(got, n)
			require.True(t, err == want || math.Abs(err-want) <= (1+want)*0x1p-50, "%x against %v·2^%d: %v and %v", got, y, n, err, want)
			require.Equal(t, subnormal[float64](exact), sub)
		}
		err, _ := y.ulps(math.NaN(), n)
		require.True(t, math.IsNaN(err))
	}
}

// A search has as many points as it is told, and hardly more, and finds with few that a
// function is no function at all.
func TestSearchHasItsPoints(t *testing.T) {
	for _, c := range [][3]int{{1, 10, 4096}, {20_000, 11, 4096}, {1_000_000, 17, 4096}, {100_000_000, 16, 512}} {
		rows, length := split(c[0], c[1], c[2])
		require.GreaterOrEqual(t, rows*length*c[1], c[0])
		require.Less(t, rows*length*c[1], c[0]+c[1]*(length+1))
		require.LessOrEqual(t, length, c[2])
	}
	for _, f := range subjects() {
		require.GreaterOrEqual(t, f.search(20_000).points, 20_000)
		require.GreaterOrEqual(t, f.explore(20_000).points, 20_000)
		f.in64 = func(C, A tensor.Matrix[float64]) { clear(C.Row(0)) }
		require.Contains(t, f.complaint(f.explore(100)), "error of", f.name)
	}
}
