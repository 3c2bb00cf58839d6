package gradcheck

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// The oracles of a network agree with each other and with the formula by hand, and
// none of them is at a kink.
func TestOraclesOfNetwork(t *testing.T) {
	n, θ := randomNetwork(0)
	n.X, n.T = n.X[:2], n.T[:2]
	byHand := gradient(n, FromFloats[Big](θ))
	c := n.claim(θ)
	c.Exact = func(θ []Exact) Exact { return loss(n, θ) }
	oracles := c.function().Oracles(θ)
	require.Len(t, oracles, 1)
	for i, o := range oracles[0] {
		require.LessOrEqual(t, relative(o.Truth, byHand[i]), 0x1p-140)
		require.LessOrEqual(t, relative(o.Exact, byHand[i]), 0x1p-260)
		require.LessOrEqual(t, math.Abs(o.Double-byHand[i].Float64()), o.Slack)
		require.True(t, o.HasExact && !o.Kink)
		require.Empty(t, o.fault(0))
	}
	require.Equal(t, PASS, CheckExact(c).Verdict)
}

// Of several outputs each has its own oracle.
func TestOraclesOfSeveralOutputs(t *testing.T) {
	oracles := functionOf(severalOutputs[Big], severalOutputs[Exact]).Oracles([]float64{0, 3})
	require.Len(t, oracles, 3)
	for j, want := range [][]float64{{0, 0}, {3, 0}, {0, 6}} {
		for i := range want {
			require.Equal(t, want[i], oracles[j][i].Truth.Float64(), "∂f%d/∂x%d", j, i)
			require.Equal(t, j == 0 && i == 0, oracles[j][i].Kink, "∂f%d/∂x%d", j, i)
		}
	}
	require.Empty(t, functionOf(func([]Big) []Big { return nil }, nil).Oracles([]float64{1}))
	require.Len(t, functionOf(severalOutputs[Big], nil).Oracles([]float64{1, 2})[2], 2)
}

func severalOutputs[N Number[N]](x []N) []N {
	return []N{x[0].Max(x[0].Of(0)), x[0].Mul(x[1]), x[1].Mul(x[1])}
}

func functionOf(big func([]Big) []Big, exact func([]Exact) []Exact) Function {
	return Function{Big: big, Exact: exact}
}

// A function whose outputs vary in number is refused by name, in whatever call it
// happens and in whatever arithmetic.
func TestOraclesCountOutputs(t *testing.T) {
	message := "gradcheck: Oracles: the function returned 1 outputs, then 2"
	for odd := 2; odd <= 7; odd++ { // the call that returns an output more
		calls := 0
		moody := func(x []Big) []Big {
			calls++
			if calls == odd {
				return append(x, x...)
			}
			return []Big{x[0].Max(Big{})}
		}
		require.PanicsWithError(t, message, func() { functionOf(moody, nil).Oracles([]float64{0}) }, "%d", odd)
	}
	calls := 0
	late := func(x []Big) []Big { calls++; return x[:min(1, calls-1)] }
	require.PanicsWithError(t, "gradcheck: Oracles: the function returned 0 outputs, then 1",
		func() { functionOf(late, nil).Oracles([]float64{0}) })
	one := func(x []Big) []Big { return x[:1] }
	require.PanicsWithError(t, message, func() {
		functionOf(one, func(x []Exact) []Exact { return append(x, x...) }).Oracles([]float64{1})
	})
	require.PanicsWithError(t, message, func() {
		Function{Big: one, Float: func(x []float64) []float64 { return append(x, x...) }}.Oracles([]float64{1})
	})
}

// Every way in which oracles can contradict each other is a fault, and oracles that
// agree have no fault.
func TestOracleFaults(t *testing.T) {
	right := Oracle{Truth: BigOf(2), Exact: BigOf(2), HasExact: true, Double: 2 + 1e-13, Slack: 1e-12}
	kink := Oracle{Truth: BigOf(0), Exact: BigOf(0), HasExact: true, Double: nan, Kink: true, Left: BigOf(0), Right: BigOf(1)}
	claims := map[string]struct {
		oracle  Oracle
		claimed float64
		want    Verdict
	}{
		"agreement":                            {right, 2, PASS},
		"exact differs in the 25th digit":      {with(right, func(o *Oracle) { o.Exact = BigOf(2).Add(BigOf(1e-24)) }), 2, PASS},
		"exact differs in the 20th digit":      {with(right, func(o *Oracle) { o.Exact = BigOf(2).Add(BigOf(1e-19)) }), 2, OracleFault},
		"exact is NaN":                         {with(right, func(o *Oracle) { o.Exact = Big{nan: true} }), 2, OracleFault},
		"exact is infinite":                    {with(right, func(o *Oracle) { o.Exact = BigOf(inf) }), 2, OracleFault},
		"the truth is NaN":                     {with(right, func(o *Oracle) { o.Truth = Big{nan: true} }), 2, OracleFault},
		"exact does not count without its bit": {with(right, func(o *Oracle) { o.HasExact, o.Exact = false, BigOf(7) }), 2, PASS},
		"double beyond its slack":              {with(right, func(o *Oracle) { o.Double = 2 + 1e-11 }), 2, OracleFault},
		"double is absent":                     {with(right, func(o *Oracle) { o.Double = nan }), 2, PASS},
		"slack is NaN":                         {with(right, func(o *Oracle) { o.Slack = nan }), 2, OracleFault},
		"a wrong claim is not their fault":     {right, 3, FAIL},
		"convention within the slopes":         {kink, 0, KINK},
		"convention beyond the slopes":         {with(kink, func(o *Oracle) { o.Exact = BigOf(-1e-9) }), 0, OracleFault},
		"convention is NaN":                    {with(kink, func(o *Oracle) { o.Exact = Big{nan: true} }), 0, OracleFault},
		"slopes are NaN":                       {with(kink, func(o *Oracle) { o.Left = Big{nan: true} }), 0, OracleFault},
	}
	for name, c := range claims {
		r := Compare(Claim{Gradient: []float64{c.claimed}, Bound: []float64{1e-14}}, []Oracle{c.oracle})
		require.Equal(t, c.want, r.Worst.Verdict, name)
		if c.want == OracleFault {
			require.Equal(t, OracleFault, r.Verdict, name)
			require.Equal(t, 1, r.Faults)
			require.Contains(t, r.Reason, "the oracles disagree at [0]: the ")
		}
	}
}

// An Oracle without Double has no witness that says 0.
func TestNoWitnessWithoutSlack(t *testing.T) {
	for _, o := range []Oracle{{Truth: BigOf(3)}, {Truth: BigOf(3), Exact: BigOf(3), HasExact: true}, {Truth: BigOf(3), Double: 7}} {
		r := Compare(Claim{Gradient: []float64{3}, Bound: []float64{0}}, []Oracle{o})
		require.Equal(t, PASS, r.Verdict, "%v", r)
		require.True(t, math.IsNaN(r.Worst.Exhibit))
		require.NotContains(t, r.String(), "in double")
	}
}

func with(o Oracle, change func(*Oracle)) Oracle { change(&o); return o }

// An unusable bound is the claim's failure and not a fault of the oracles, also at
// a kink without a convention.
func TestNoBoundIsAFailure(t *testing.T) {
	kink := Oracle{Truth: BigOf(0.5), Double: nan, Kink: true, Left: BigOf(0), Right: BigOf(1)}
	exact := Oracle{Truth: BigOf(0.5), Exact: BigOf(0.5), HasExact: true, Double: nan}
	for _, o := range []Oracle{kink, exact, Known(BigOf(0.5))} {
		for _, bound := range []float64{nan, inf, -1} {
			r := Compare(Claim{Gradient: []float64{0.5}, Bound: []float64{bound}}, []Oracle{o})
			require.Equal(t, FAIL, r.Verdict, "%v", bound)
			require.Contains(t, r.Reason, "the bound of [0] is ")
		}
	}
}

// A slope whose formula has no roundings has the bound 0. The judge has roundings:
// its difference of log eˣ·tanh y in x is not 1, but the verdict is PASS.
func TestTheJudgeAdmitsItsRounding(t *testing.T) {
	f := func(x []Big) Big { return x[0].Exp().Mul(x[1].Tanh()).Log() }
	missed := 0
	for k := range 20 {
		at := []float64{0.1 + float64(k)/7, 0.3 + float64(k)/50}
		slope := 2 / math.Sinh(2*at[1])
		c := Claim{Objective: f, At: at, Gradient: []float64{1, slope}, Bound: []float64{0, 1e-14}}
		require.Equal(t, PASS, CheckExact(c).Verdict, "%v", at)
		if Judge("", c.Gradient, Differences(f, at), c.Bound, nil).Verdict != PASS {
			missed++
		}
		c.Gradient[0] = 1 + 0x1p-52
		require.Equal(t, FAIL, CheckExact(c).Verdict)
	}
	require.NotZero(t, missed, "Differences alone would have judged as well")
}

// Nor is the truncation of x³ at 0, h² = 2⁻³⁰⁸, held against the slope 0, but it
// certifies nothing: only Exact can. What a slope of its own is, however small, is not
// excused by either.
func TestTheJudgeAdmitsItsTruncation(t *testing.T) {
	for _, scale := range []float64{1, 1e-60, 1e30} {
		cube := func(x []Big) Big { return x[0].Mul(x[0]).Mul(x[0]).Mul(x[0].Of(scale)) }
		c := Claim{Objective: cube, At: []float64{0}, Gradient: []float64{0}, Bound: []float64{0}}
		require.Equal(t, UNDECIDED, CheckExact(c).Verdict)
		c.Gradient[0] = scale * 1e-80
		require.Equal(t, FAIL, CheckExact(c).Verdict)
		c.Exact = func(x []Exact) Exact { return x[0].Mul(x[0]).Mul(x[0]).Mul(x[0].Of(scale)) }
		require.Equal(t, FAIL, CheckExact(c).Verdict)
		c.Gradient[0] = 0
		require.Equal(t, PASS, CheckExact(c).Verdict)
	}
	for _, tiny := range []float64{1e-30, 1e-62, 1e-200} {
		line := func(x []Big) Big { return x[0].Mul(x[0].Of(tiny)) }
		for _, at := range []float64{0, 1e-30, 1} {
			c := Claim{Objective: line, At: []float64{at}, Gradient: []float64{tiny}, Bound: []float64{0}}
			require.Equal(t, PASS, CheckExact(c).Verdict)
			c.Gradient[0] = 0
			require.Equal(t, FAIL, CheckExact(c).Verdict, "%v at %v", tiny, at)
		}
	}
	beside := func(x []Big) Big { return x[0].Mul(x[0].Of(1e-30)).Add(x[0].Of(1)) }
	require.Equal(t, FAIL, CheckExact(Claim{Objective: beside, At: []float64{0}, Gradient: []float64{0}, Bound: []float64{0}}).Verdict)
}

func TestULP(t *testing.T) {
	for _, x := range []float64{1, 1.5, -1.9999, 3, 1e300, 1e-300, 5e-324, 0x1p-1022, 0} {
		require.Equal(t, math.Nextafter(math.Abs(x), inf)-math.Abs(x), min(ulp(x, Unit64), inf), "%v", x)
		if x := float32(x); x <= math.MaxFloat32 {
			next := math.Nextafter32(float32(math.Abs(float64(x))), float32(inf))
			require.Equal(t, float64(next)-math.Abs(float64(x)), ulp(float64(x), Unit32), "%v", x)
		}
	}
	require.True(t, math.IsNaN(ulp(inf, Unit64)) && math.IsNaN(ulp(nan, Unit64)))
}
