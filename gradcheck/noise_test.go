package gradcheck

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// loud are functions whose values are so large beside a slope that a difference of
// them in 320 bits says nothing of it.
func loud[N Number[N]](scale float64) func(x []N) N {
	return func(x []N) N { return x[0].Add(x[1].Mul(x[1].Of(scale))) }
}

func loudKink[N Number[N]](x []N) N { return relu(x[0]).Add(x[1].Mul(x[1].Of(1e33))) }

// The noise of the judge excuses no wrong claim where the slope is known exactly.
func TestNoiseDoesNotCertify(t *testing.T) {
	at := []float64{1, 1}
	for claimed, want := range map[float64]Verdict{1: PASS, 0: FAIL, -5e5: FAIL, 2: FAIL, 1 + 0x1p-52: FAIL, -1: FAIL} {
		c := Claim{Objective: loud[Big](1e70), Exact: loud[Exact](1e70), At: at, Gradient: []float64{claimed, 1e70}, Bound: []float64{0, 0}}
		r := CheckExact(c)
		require.Equal(t, want, r.Verdict, "%v: %v", claimed, r)
		require.Zero(t, r.Worst.Bound)
		c.Exact = nil
		require.Contains(t, []Verdict{want, UNDECIDED}, CheckExact(c).Verdict)
		require.Equal(t, FAIL, CheckExact(Claim{Objective: c.Objective, At: at, Gradient: []float64{1e30, 1e70}, Bound: c.Bound}).Verdict)
	}
	for claimed, want := range map[float64]Verdict{0: PASS, 1e-20: FAIL} {
		c := Claim{Objective: steady[Big], Exact: steady[Exact], At: []float64{0}, Gradient: []float64{claimed}, Bound: []float64{0}}
		require.Equal(t, want, CheckExact(c).Verdict)
		c.Exact = nil
		require.Contains(t, []Verdict{want, UNDECIDED}, CheckExact(c).Verdict)
		require.Equal(t, claimed == 0, CheckExact(c).Verdict == PASS)
	}
}

func steady[N Number[N]](x []N) N { return x[0].Of(100).Exp() }

// Nor where the noise hides a kink.
func TestNoiseDoesNotHideTheConvention(t *testing.T) {
	for claimed, want := range map[float64]Verdict{0: PASS, 0.9: FAIL, 0.5: FAIL, 1: FAIL} {
		c := Claim{Objective: loudKink[Big], Exact: loudKink[Exact], At: []float64{0, 1}, Gradient: []float64{claimed, 1e33}, Bound: []float64{0, 0}}
		require.Equal(t, want, CheckExact(c).Verdict, "%v", claimed)
		c.Exact = nil
		require.NotEqual(t, PASS, CheckExact(c).Verdict, "%v", claimed)
	}
}

// The rule for one entry, of error, bound and noise: slack may excuse, never certify.
func TestNoiseDecides(t *testing.T) {
	noisy := func(noise float64) Oracle { o := Known(BigOf(1)); o.noise = noise; return o }
	still := Known(BigOf(0))
	still.noise, still.still = 1, true
	for name, c := range map[string]struct {
		o              Oracle
		claimed, bound float64
		want           Verdict
	}{
		"no noise":                      {noisy(0), 1.5, 0.5, PASS},
		"noise within the bound":        {noisy(0.5), 1.5, 0.5, PASS},
		"noise beyond the bound":        {noisy(0.6), 1.5, 0.5, UNDECIDED},
		"error within bound and noise":  {noisy(0.25), 1.75, 0.5, UNDECIDED},
		"error beyond bound and noise":  {noisy(0.25), 1.76, 0.5, FAIL},
		"0 within the noise":            {noisy(2), 0, 0, UNDECIDED},
		"noise below any other double":  {noisy(0x1p-61), 1, 0, PASS},
		"the next double":               {noisy(0x1p-61), 1 + 0x1p-52, 0, FAIL},
		"noise without bounds":          {noisy(inf), 5, 1, UNDECIDED},
		"noise that is NaN":             {noisy(nan), 1, 1, FAIL},
		"0 where nothing changes":       {still, 0, 0, PASS},
		"anything where nothing chages": {still, 1e-300, 0, UNDECIDED},
		"claimed NaN":                   {noisy(inf), nan, 1, FAIL},
	} {
		r := Compare(Claim{Gradient: []float64{c.claimed}, Bound: []float64{c.bound}}, []Oracle{c.o})
		require.Equal(t, c.want, r.Verdict, "%s: %v", name, r)
		if r.Verdict == UNDECIDED {
			require.Contains(t, r.Reason, fmt.Sprintf("and the difference itself may be off by %.3g", c.o.noise))
		}
		c.o.Exact, c.o.HasExact = BigOf(1), true
		if c.o.noise >= 0 && !c.o.still {
			exact := Compare(Claim{Gradient: []float64{c.claimed}, Bound: []float64{c.bound}}, []Oracle{c.o})
			require.Equal(t, math.Abs(c.claimed-1) <= c.bound, exact.Verdict == PASS, name)
			require.NotEqual(t, UNDECIDED, exact.Verdict, name)
		}
	}
}

// An error within the noise of a slope is taken as 0 if no other double is as near.
func TestNoiseBelowTheLastBit(t *testing.T) {
	o := Known(BigOf(1).Add(BigOf(0x1p-70)))
	o.noise = 0x1p-65
	r := Compare(Claim{Gradient: []float64{1}, Bound: []float64{0}}, []Oracle{o})
	require.Equal(t, PASS, r.Verdict)
	require.Zero(t, r.Worst.Error)
	require.Zero(t, r.Worst.Ratio())
	o = Known(BigOf(1))
	o.HasExact, o.Exact = true, BigOf(1).Add(BigOf(0x1p-319)) // rounded
	require.Equal(t, PASS, Compare(Claim{Gradient: []float64{1}, Bound: []float64{0}}, []Oracle{o}).Verdict)
}
