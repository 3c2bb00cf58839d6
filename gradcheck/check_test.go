package gradcheck

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCheckAcceptsTheTruth(t *testing.T) {
	for seed := range uint64(rounds(10)) {
		n, θ := randomNetwork(seed)
		r := CheckExact(n.claim(θ))
		require.Equal(t, PASS, r.Verdict, "%v", r)
		require.Equal(t, n.size(), r.Entries)
		require.InDelta(t, r.Worst.Numeric, r.Worst.Exhibit, 1e-9)
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
	for name, change := range wrong {
		c := right
		c.Gradient = change(slices.Clone(right.Gradient), 12, tiny)
		r := CheckExact(c)
		require.Equal(t, FAIL, r.Verdict, name)
		require.NotEmpty(t, r.Reason, name)
	}
}

// The gradient of 10⁻¹²·x·y at (1, 3): an absolute tolerance as of 10⁻⁹ would
// accept anything.
func TestTinyEntries(t *testing.T) {
	f := func(x []Big) Big { return x[0].Mul(x[1]).Mul(x[0].Of(1e-12)) }
	formula := func(x []Gauge) []Gauge { return []Gauge{x[1].Mul(x[0].Of(1e-12)), x[0].Mul(x[0].Of(1e-12))} }
	at := []float64{1, 3}
	bound := Bounds(formula(FromFloats[Gauge](at)), Unit64)

	require.Equal(t, PASS, CheckExact(Claim{Objective: f, At: at, Gradient: []float64{3e-12, 1e-12}, Bound: bound}).Verdict)
	flushed := CheckExact(Claim{Objective: f, At: at, Gradient: []float64{3e-12, 0}, Bound: bound})
	require.Equal(t, FAIL, flushed.Verdict)
	require.Equal(t, "[1]", flushed.Worst.Where)
}

func TestCheckNeedsItsParts(t *testing.T) {
	square := func(x []Big) Big { return x[0].Mul(x[0]) }
	float := func(x []float64) float64 { return x[0] * x[0] }
	logarithm := func(x []Big) Big { return x[0].Log() }
	at, g, b := []float64{1}, []float64{2}, []float64{1e-9}
	require.Equal(t, PASS, CheckExact(Claim{Objective: square, At: at, Gradient: g, Bound: b}).Verdict)
	for reason, c := range map[string]Claim{
		"no Objective is given":                        {Float: float, At: at, Gradient: g, Bound: b},
		"Exact is given without the Objective":         {Exact: func(x []Exact) Exact { return x[0] }, Float: float, At: at, Gradient: g, Bound: b},
		"there are 0 bounds for 1 entries":             {Objective: square, At: at, Gradient: g},
		"there are 2 bounds for 1 entries":             {Objective: square, At: at, Gradient: g, Bound: []float64{1, 1}},
		"the claimed gradient has 0 entries and not 1": {Objective: square, At: at, Bound: b},
		"the claimed gradient has 2 entries and not 1": {Objective: square, At: at, Gradient: []float64{2, 2}, Bound: b},
		"there is nothing to compare":                  {Objective: square},
		"the point has NaN at index 0":                 {Objective: square, At: []float64{nan}, Gradient: g, Bound: b},
		"the point has +Inf at index 0":                {Objective: square, At: []float64{inf}, Gradient: g, Bound: b},
		"the function is NaN at the point":             {Objective: logarithm, At: []float64{-1}, Gradient: g, Bound: b},
		"the function is -Inf at the point":            {Objective: logarithm, At: []float64{0}, Gradient: g, Bound: b},
	} {
		r := CheckExact(c)
		require.Equal(t, FAIL, r.Verdict, reason)
		require.Contains(t, r.Reason, reason)
	}
}

// A function that is finite at the point alone has no difference there.
func TestCheckFailsAtTheEdge(t *testing.T) {
	edge := func(x []Big) Big { return x[0].Sqrt() }
	r := CheckExact(Claim{Objective: edge, At: []float64{0}, Gradient: []float64{0}, Bound: []float64{1}})
	require.Equal(t, FAIL, r.Verdict)
	require.Equal(t, "the difference at [0] is NaN", r.Reason)
}

// Where several functions are given they must agree: one that is another function
// shows itself.
func TestOraclesExamineEachOther(t *testing.T) {
	right := Claim{
		Objective: func(x []Big) Big { return x[0].Mul(x[0]) },
		Exact:     func(x []Exact) Exact { return x[0].Mul(x[0]) },
		Float:     func(x []float64) float64 { return x[0] * x[0] },
		At:        []float64{1}, Gradient: []float64{2}, Bound: []float64{0},
	}
	require.Equal(t, PASS, CheckExact(right).Verdict)
	require.InDelta(t, 2, CheckExact(right).Worst.Exhibit, 1e-12)
	for name, change := range map[string]func(*Claim){
		"the extrapolation in doubles 7": func(c *Claim) { c.Float = func(x []float64) float64 { return 7 * x[0] } },
		"the exact method 3":             func(c *Claim) { c.Exact = func(x []Exact) Exact { return x[0].Mul(x[0]).Mul(x[0]) } },
		"the judge has 4":                func(c *Claim) { c.Objective = func(x []Big) Big { return x[0].Mul(x[0]).Mul(x[0].Of(2)) } },
	} {
		c := right
		change(&c)
		r := CheckExact(c)
		require.Equal(t, OracleFault, r.Verdict, name)
		require.Contains(t, r.Reason, name)
		require.Equal(t, 1, r.Faults)
	}
	right.Float = nil
	require.True(t, math.IsNaN(CheckExact(right).Worst.Exhibit))
}
