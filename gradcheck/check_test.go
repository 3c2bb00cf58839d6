package gradcheck

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCheckAcceptsTheTruth(t *testing.T) {
	for seed := range uint64(3) {
		n, θ := randomNetwork(seed)
		r := CheckExact(n.claim(θ))
		require.Equal(t, PASS, r.Verdict, "%v", r)
		require.Equal(t, n.size(), r.Entries)
		require.True(t, math.IsNaN(r.Worst.Float64Difference))
	}
}

// wrong lists changes to a right gradient, none of which may pass, where i is an
// ordinary entry and tiny the smallest.
var wrong = map[string]func(g []float64, i, tiny int) []float64{
	"sign of all":           func(g []float64, _, _ int) []float64 { return times(g, -1) },
	"factor 1.001":          func(g []float64, _, _ int) []float64 { return times(g, 1.001) },
	"mean over N − 1":       func(g []float64, _, _ int) []float64 { return times(g, 2) },
	"swapped entries":       func(g []float64, i, _ int) []float64 { g[i], g[i+1] = g[i+1], g[i]; return g },
	"sign of one":           func(g []float64, i, _ int) []float64 { g[i] = -g[i]; return g },
	"10th digit of one":     func(g []float64, i, _ int) []float64 { g[i] *= 1 + 1e-10; return g },
	"NaN":                   func(g []float64, i, _ int) []float64 { g[i] = nan; return g },
	"infinity":              func(g []float64, i, _ int) []float64 { g[i] = inf; return g },
	"one entry short":       func(g []float64, _, _ int) []float64 { return g[:len(g)-1] },
	"one entry more":        func(g []float64, _, _ int) []float64 { return append(g, 0) },
	"empty":                 func([]float64, int, int) []float64 { return nil },
	"tiny entry flushed":    func(g []float64, _, j int) []float64 { g[j] = 0; return g },
	"tiny entry doubled":    func(g []float64, _, j int) []float64 { g[j] *= 2; return g },
	"tiny entry negated":    func(g []float64, _, j int) []float64 { g[j] = -g[j]; return g },
	"tiny entry by 10⁻⁹":    func(g []float64, _, j int) []float64 { g[j] *= 1 + 1e-9; return g },
	"all rounded to 1e-12":  func(g []float64, _, _ int) []float64 { return rounded(g, 1e12) },
	"all rounded to single": func(g []float64, _, _ int) []float64 { return single(g) },
}

func times(g []float64, s float64) []float64 {
	for i := range g {
		g[i] *= s
	}
	return g
}

func rounded(g []float64, s float64) []float64 {
	for i := range g {
		g[i] = math.Round(g[i]*s) / s
	}
	return g
}

func single(g []float64) []float64 {
	for i := range g {
		g[i] = float64(float32(g[i]))
	}
	return g
}

func smallest(g []float64) (at int) {
	for i := range g {
		if math.Abs(g[i]) < math.Abs(g[at]) {
			at = i
		}
	}
	return at
}

func TestCheckRejects(t *testing.T) {
	n, θ := randomNetwork(0)
	n.X, n.T = n.X[:2], n.T[:2] // for speed
	right := n.claim(θ)
	tiny := smallest(right.Gradient)
	require.Less(t, math.Abs(right.Gradient[tiny]), 1e-8)
	references := Function(func(θ []Exact) []Exact { return []Exact{right.Objective(θ)} }).References(θ)[0]
	for name, change := range wrong {
		c := right
		c.Gradient = change(slices.Clone(right.Gradient), 12, tiny)
		r := Compare(c, references)
		require.Equal(t, FAIL, r.Verdict, name)
		require.NotEmpty(t, r.Reason, name)
	}
}

func TestCheckNeedsItsParts(t *testing.T) {
	square := func(x []Exact) Exact { return x[0].Mul(x[0]) }
	logarithm := func(x []Exact) Exact { return x[0].Log() }
	at, g, b := []float64{1}, []float64{2}, []float64{1e-9}
	require.Equal(t, PASS, CheckExact(Claim{Objective: square, At: at, Gradient: g, Bound: b}).Verdict)
	require.Equal(t, PASS, CheckExact(Claim{Objective: square, At: at, Gradient: g}).Verdict)
	for reason, c := range map[string]Claim{
		"the Objective is missing":                     {At: at, Gradient: g, Bound: b},
		"there are 0 bounds for 1 entries":             {Objective: square, At: at, Gradient: g, Bound: []float64{}},
		"there are 2 bounds for 1 entries":             {Objective: square, At: at, Gradient: g, Bound: []float64{1, 1}},
		"the claimed gradient has 0 entries and not 1": {Objective: square, At: at, Bound: b},
		"the claimed gradient has 2 entries and not 1": {Objective: square, At: at, Gradient: []float64{2, 2}},
		"there is nothing to compare":                  {Objective: square},
		"the point has NaN at index 0":                 {Objective: square, At: []float64{nan}, Gradient: g, Bound: b},
		"the point has +Inf at index 0":                {Objective: square, At: []float64{inf}, Gradient: g},
		"the function is NaN at the point":             {Objective: logarithm, At: []float64{-1}, Gradient: g, Bound: b},
		"the function is -Inf at the point":            {Objective: logarithm, At: []float64{0}, Gradient: g, Bound: b},
		"the bound of [0] is -1e-300: it must be 0":    {Objective: square, At: at, Gradient: g, Bound: []float64{-1e-300}},
		"the Unit is -1: it must be above 0":           {Objective: square, At: at, Gradient: g, Unit: -1},
		"the Unit is NaN":                              {Objective: square, At: at, Gradient: g, Unit: nan},
		"the Unit is 0.5: it must be":                  {Objective: square, At: at, Gradient: g, Unit: 0.5},
	} {
		r := CheckExact(c)
		require.Equal(t, FAIL, r.Verdict, reason)
		require.Contains(t, r.Reason, reason)
	}
}

// The objective in dual numbers is cross-checked by its own differences, which find slopes that do not
// belong to its values.
func TestADifferenceCrossChecksTheSlopes(t *testing.T) {
	for name, f := range map[string]func(x Exact) Exact{
		"a slope forgotten":   func(x Exact) Exact { return Exact{Value: x.Value.Mul(x.Value), Slope: x.Slope} },
		"a slope of 10⁻²⁵":    func(x Exact) Exact { y := x.Mul(x); y.Slope = y.Slope.Add(x.Value.Of(1e-25)); return y },
		"a slope that is NaN": func(x Exact) Exact { y := x.Mul(x); y.Slope = y.Slope.Of(nan); return y },
	} {
		r := CheckExact(Claim{Objective: func(x []Exact) Exact { return f(x[0]) }, At: []float64{3}, Gradient: []float64{6}, Bound: []float64{0}})
		require.Equal(t, ReferenceMismatch, r.Verdict, "%s: %v", name, r)
		require.Contains(t, r.Reason, "the reference is 6, the exact method has ", name)
		require.Equal(t, 1, r.Faults)
	}
}
