package gradcheck

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// spread is E(x²) − μ², the textbook's variance that cancels.
func spread[N Number[N]](x []N) N {
	var sum, squares N
	for _, v := range x {
		sum, squares = sum.Add(v), squares.Add(v.Mul(v))
	}
	n := sum.Of(float64(len(x)))
	mean := sum.Quo(n)
	return squares.Quo(n).Sub(mean.Mul(mean))
}

// beside is (10⁸ + x)² − 10¹⁶, which keeps half of the digits in doubles.
func beside[N Number[N]](x []N) N {
	b := x[0].Of(1e8)
	s := b.Add(x[0])
	return s.Mul(s).Sub(b.Mul(b))
}

// claimOf is the right claim about a formula, with all oracles.
func claimOf(big func([]Big) Big, exact func([]Exact) Exact, float func([]Float64) Float64, dual func([]Dual[Gauge]) Dual[Gauge], at ...float64) Claim {
	c := Claim{Objective: big, Exact: exact, At: at}
	if float != nil {
		c.Float = func(x []float64) float64 { return float(FromFloats[Float64](x)).Float64() }
	}
	for i := range at {
		c.Gradient = append(c.Gradient, exact(Seed[Big](at, i)).Slope.Float64())
		c.Gauges = append(c.Gauges, dual(Seed[Gauge](at, i)).Slope)
	}
	return c
}

// Doubles that are inaccurate are no other function.
func TestInaccurateDoublesAreNoFault(t *testing.T) {
	for name, c := range map[string]Claim{
		"variance 1e2": claimOf(spread[Big], spread[Exact], spread[Float64], spread[Dual[Gauge]], 1e2+1, 1e2+2, 1e2+4),
		"variance 1e4": claimOf(spread[Big], spread[Exact], spread[Float64], spread[Dual[Gauge]], 1e4+1, 1e4+2, 1e4+4),
		"variance 1e5": claimOf(spread[Big], spread[Exact], spread[Float64], spread[Dual[Gauge]], 1e5+1, 1e5+2, 1e5+4),
		"variance 1e6": claimOf(spread[Big], spread[Exact], spread[Float64], spread[Dual[Gauge]], 1e6+1, 1e6+2, 1e6+4),
		"beside 0.3":   claimOf(beside[Big], beside[Exact], beside[Float64], beside[Dual[Gauge]], 0.3),
	} {
		require.Equal(t, PASS, CheckExact(c).Verdict, "%s: %v", name, CheckExact(c))
	}
}

// But values of another function are a fault, however near.
func TestAnotherFunctionIsAFault(t *testing.T) {
	c := claimOf(square[Big], square[Exact], square[Float64], square[Dual[Gauge]], 1)
	require.Equal(t, PASS, CheckExact(c).Verdict)
	for name, f := range map[string]func(x float64) float64{
		"7x²":             func(x float64) float64 { return 7 * x * x },
		"x³":              func(x float64) float64 { return x * x * x },
		"x² + 1e-3 x":     func(x float64) float64 { return x*x + float64(1e-3*x) },
		"x² + 1e-9 x":     func(x float64) float64 { return x*x + float64(1e-9*x) },
		"x² + 1e-11 x³":   func(x float64) float64 { return x*x + float64(1e-11*x*x*x) },
		"(1 + 1e-10)·x²":  func(x float64) float64 { return (1 + 1e-10) * x * x },
		"x² with a shift": func(x float64) float64 { return (x + 1e-8) * (x + 1e-8) },
	} {
		c.Float = func(x []float64) float64 { return f(x[0]) }
		require.Equal(t, OracleFault, CheckExact(c).Verdict, name)
	}
}

func square[N Number[N]](x []N) N { return x[0].Mul(x[0]) }
