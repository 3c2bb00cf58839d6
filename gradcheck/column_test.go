package gradcheck

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// vanishing are functions that cancel to 0, or to a few bits, in 320 bits.
func vanishing[N Number[N]]() map[string]func(x []N) N {
	return map[string]func(x []N) N{
		"log(eˣ) − x": func(x []N) N { return x[0].Exp().Log().Sub(x[0]) },
		"x − √x·√x":   func(x []N) N { r := x[0].Sqrt(); return x[0].Sub(r.Mul(r)) },
		"tanh(y − log(x + eʸ))": func(x []N) N {
			return x[1].Sub(x[0].Add(x[1].Exp()).Log()).Tanh()
		},
		"log tanh x²": func(x []N) N { return x[0].Mul(x[0]).Tanh().Log() },
		"x³·10⁴⁵":     func(x []N) N { return x[0].Mul(x[0]).Mul(x[0]).Mul(x[0].Of(1e45)) },
		"loud":        func(x []N) N { b := x[0].Of(1e70); return b.Add(x[0]).Sub(b) },
	}
}

func TestFunctionsThatCancel(t *testing.T) {
	big, exact, dual := vanishing[Big](), vanishing[Exact](), vanishing[Dual[Gauge]]()
	for name, at := range map[string][]float64{
		"log(eˣ) − x": {0.7}, "x − √x·√x": {0.7}, "tanh(y − log(x + eʸ))": {0, 0.7}, "log tanh x²": {10.5}, "x³·10⁴⁵": {0}, "loud": {0.3},
	} {
		c := claimOf(big[name], exact[name], nil, dual[name], at...)
		r := CheckExact(c)
		require.Equal(t, PASS, r.Verdict, "%s: %v", name, r)
		if c.Exact = nil; name != "x³·10⁴⁵" { // whose truncation only Exact can tell
			require.Contains(t, []Verdict{PASS, UNDECIDED}, CheckExact(c).Verdict, name)
		}
		c.Exact = exact[name]
		c.Gradient[0] += 1e-9 + math.Abs(c.Gradient[0])
		require.Equal(t, FAIL, CheckExact(c).Verdict, name)
		c.Exact = func(x []Exact) Exact { return exact[name](x).Add(x[0]) }
		require.Equal(t, OracleFault, CheckExact(c).Verdict, name)
	}
	c := Claim{Objective: big["loud"], At: []float64{0.3}, Gradient: []float64{1}, Bound: []float64{0}}
	require.Equal(t, PASS, CheckExact(c).Verdict, "without Exact")
	c.Gradient[0] = 0
	require.Equal(t, FAIL, CheckExact(c).Verdict, "it does change")
}

// Near 0 the step is 2⁻¹⁵⁴, but not out of the domain.
func TestStepStaysInTheDomain(t *testing.T) {
	for _, x := range []float64{1e-20, 1e-40, 1e-46, 1e-50, 1e-100, 1e-300, 5e-324} {
		for name, c := range map[string]Claim{
			"log":   claimOf(logarithm[Big], logarithm[Exact], nil, logarithm[Dual[Gauge]], x),
			"√":     claimOf(root[Big], root[Exact], nil, root[Dual[Gauge]], x),
			"1/x":   claimOf(inverse[Big], inverse[Exact], nil, inverse[Dual[Gauge]], x),
			"log −": claimOf(mirrored[Big], mirrored[Exact], nil, mirrored[Dual[Gauge]], -x),
		} {
			if !finite(c.Gradient[0]) {
				continue
			}
			require.Equal(t, PASS, CheckExact(c).Verdict, "%s at %v: %v", name, x, CheckExact(c))
			c.Exact = nil
			require.Equal(t, PASS, CheckExact(c).Verdict, "%s at %v: %v", name, x, CheckExact(c))
			c.Gradient[0] *= 1.5
			require.Equal(t, FAIL, CheckExact(c).Verdict, "%s at %v", name, x)
		}
	}
	at := []float64{1e-50}
	require.LessOrEqual(t, relative(Differences(func(x []Big) Big { return x[0].Log() }, at)[0], BigOf(1).Quo(BigOf(1e-50))), 0x1p-150)
	both := Jacobian(func(x []Big) []Big { return []Big{x[0].Mul(x[0].Of(3)), x[0].Sqrt()} }, at)
	require.LessOrEqual(t, relative(both[0][0], BigOf(3)), 0x1p-150)
	require.LessOrEqual(t, relative(both[1][0], BigOf(0.5).Quo(BigOf(1e-50).Sqrt())), 0x1p-150)
}

func logarithm[N Number[N]](x []N) N { return x[0].Log() }
func mirrored[N Number[N]](x []N) N  { return x[0].Neg().Log() }
func root[N Number[N]](x []N) N      { return x[0].Sqrt() }
func inverse[N Number[N]](x []N) N   { return x[0].Of(1).Quo(x[0]) }

// A function that is the same on both sides has the slope 0.
func TestStillFunctions(t *testing.T) {
	even := func(x []Big) Big { return x[0].Mul(x[0]).Add(x[1].Exp()) }
	c := Claim{Objective: even, At: []float64{0, 1}, Gradient: []float64{0, math.E}, Bound: []float64{0, 1e-15}}
	require.Equal(t, PASS, CheckExact(c).Verdict)
	c.Gradient[0] = 1e-300
	require.Equal(t, UNDECIDED, CheckExact(c).Verdict)
	c.Gradient[0] = 1e-30
	require.Equal(t, FAIL, CheckExact(c).Verdict)
}
