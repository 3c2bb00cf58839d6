package gradcheck

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// formula is a gradient that is right, as a program has it, with the running errors of its formula.
type rightGradient struct {
	f       func([]Exact) Exact
	at      []float64
	values  []Float64
	running []RunningError
}

// right returns a gradient written once, in doubles and in running errors.
func right(f func([]Exact) Exact, doubles func([]Float64) []Float64, running func([]RunningError) []RunningError, at ...float64) rightGradient {
	return rightGradient{f, at, doubles(FromFloats[Float64](at)), running(FromFloats[RunningError](at))}
}

func logGap[N Number[N]](x []N) N { return x[0].Sub(x[1]).Log() }
func logGapSlopes[N Number[N]](x []N) []N {
	s := x[0].Of(1).Quo(x[0].Sub(x[1]))
	return []N{s, s.Neg()}
}

func logSumExp[N Number[N]](x []N) N {
	m := x[0]
	for _, v := range x[1:] {
		m = m.Max(v)
	}
	var sum N
	for _, v := range x {
		sum = sum.Add(v.Sub(m).Exp())
	}
	return m.Add(sum.Log())
}

func softmaxOf[N Number[N]](x []N) []N {
	e, sum := softmax(x)
	for i := range e {
		e[i] = e[i].Quo(sum)
	}
	return e
}

func tanhOf[N Number[N]](x []N) N { return x[0].Tanh() }
func squareSlope[N Number[N]](x []N) []N {
	z := x[0].Tanh()
	return []N{z.Of(1).Sub(z.Mul(z))}
}

func logistic[N Number[N]](x N) N { return x.Of(1).Quo(x.Of(1).Add(x.Neg().Exp())) }
func surprisal[N Number[N]](x []N) N {
	return x[0].Of(1).Sub(logistic(x[0])).Log().Neg()
}
func surprisalSlope[N Number[N]](x []N) []N { return []N{logistic(x[0])} }

// layerNorm is the first output of (x − μ)/√(σ² + 10⁻⁵), and its gradient.
func layerNorm[N Number[N]](x []N) N {
	z, _ := normalised(x)
	return z[0]
}

func normalised[N Number[N]](x []N) (z []N, deviation N) {
	var sum, squares N
	n := sum.Of(float64(len(x)))
	for _, v := range x {
		sum = sum.Add(v)
	}
	mean := sum.Quo(n)
	for _, v := range x {
		d := v.Sub(mean)
		z, squares = append(z, d), squares.Add(d.Mul(d))
	}
	deviation = squares.Quo(n).Add(n.Of(1e-5)).Sqrt()
	for i := range z {
		z[i] = z[i].Quo(deviation)
	}
	return z, deviation
}

func layerNormSlopes[N Number[N]](x []N) (slopes []N) {
	z, deviation := normalised(x)
	n := z[0].Of(float64(len(x)))
	for i := range x {
		s := z[0].Of(1).Add(z[0].Mul(z[i])).Quo(n).Neg()
		if i == 0 {
			s = s.Add(s.Of(1))
		}
		slopes = append(slopes, s.Quo(deviation))
	}
	return slopes
}

func gradientsThatCancel() map[string]rightGradient {
	all := map[string]rightGradient{
		"log(x − y)":          right(logGap[Exact], logGapSlopes[Float64], logGapSlopes[RunningError], 1+0x1p-21, 1),
		"log-sum-exp":         right(logSumExp[Exact], softmaxOf[Float64], softmaxOf[RunningError], 1e6, 1e6+0.5, 1e6),
		"log-sum-exp of ties": right(logSumExp[Exact], softmaxOf[Float64], softmaxOf[RunningError], 1e8, 1e8),
		"layer norm":          right(layerNorm[Exact], layerNormSlopes[Float64], layerNormSlopes[RunningError], 1e6, 1e6+1, 1e6-1, 1e6+2, 1e6, 1e6-3),
	}
	for x := 14.0; x <= 25; x++ {
		all["−log(1 − σ(x))"+string(rune('a'+int(x)-14))] = right(surprisal[Exact], surprisalSlope[Float64], surprisalSlope[RunningError], x)
	}
	return all
}

// Second order is taken at the unit of the claim: a right gradient passes where its formula, or only its objective, cancels to
// half of the digits.
func TestRightGradientsThatCancelPass(t *testing.T) {
	for name, g := range gradientsThatCancel() {
		c := Claim{Objective: g.f, At: g.at, Gradient: floats(g.values), RunningErrors: g.running}
		require.Equal(t, PASS, CheckExact(c).Verdict, "%s: %v", name, CheckExact(c))
		c.RunningErrors = nil
		require.Equal(t, PASS, CheckExact(c).Verdict, "%s by its objective: %v", name, CheckExact(c))
		require.Zero(t, CheckExact(c).Kinks, "the tie of the largest logits is none")
		c.Gradient[0] *= 2
		require.NotEqual(t, PASS, CheckExact(c).Verdict, name)
		c.Gradient[0] = 0
		require.NotEqual(t, PASS, CheckExact(c).Verdict, name)
	}
}

// 1 − tanh² x loses digits, and all of them from 19.1 on: what is left is right to within its running errors, but decides
// nothing where these exceed the value.
func TestSlackOfACancellingFormula(t *testing.T) {
	check := func(x float64, claimed func(slope float64) float64) Verdict {
		g := right(tanhOf[Exact], squareSlope[Float64], squareSlope[RunningError], x)
		return CheckExact(Claim{Objective: g.f, At: g.at, Gradient: []float64{claimed(float64(g.values[0]))}, RunningErrors: g.running}).Verdict
	}
	same := func(s float64) float64 { return s }
	require.Equal(t, PASS, check(3, same))
	require.Equal(t, FAIL, check(3, func(s float64) float64 { return -s }))
	require.Equal(t, PASS, check(18, same), "8.88·10⁻¹⁶ for 9.28·10⁻¹⁶")
	for _, wrong := range []float64{-1, 0, 2} {
		require.Equal(t, UNDECIDED, check(18, func(float64) float64 { return wrong * 4 * math.Exp(-36) }), "%v", wrong)
	}
	require.Equal(t, UNDECIDED, check(25, same), "0 for 7.7·10⁻²²")
	require.Equal(t, PASS, check(5e5, same), "0 for what is no double either")
	require.Equal(t, FAIL, check(18, func(float64) float64 { return 1e-9 }))
}

// A bound that is infinite decides nothing.
func TestInfiniteBoundIsUndecided(t *testing.T) {
	f := func(x []Exact) Exact { return x[0].Add(x[0].Of(1)).Sub(x[0].Of(1)).Sqrt() } // near an inexact 0
	c := Claim{Objective: f, At: []float64{0x1p-53}, Gradient: []float64{0x1p25}}
	r := CheckExact(c)
	require.Equal(t, UNDECIDED, r.Verdict, "%v", r)
	require.Contains(t, r.Reason, "the bound of [0] is +Inf: rounding may leave no digit of its formula")
	c.Gradient[0] = nan
	require.Equal(t, FAIL, CheckExact(c).Verdict)
}

// A layer in float32 is bounded by its objective with Unit32, and would fail as one of float64.
func TestDefaultBoundOfSingles(t *testing.T) {
	n, θ := randomNetwork(1)
	for i := range θ {
		θ[i] = float64(float32(θ[i]))
	}
	for _, x := range n.X {
		for d := range x {
			x[d] = float64(float32(x[d]))
		}
	}
	c := n.claim(θ)
	c.Bound, c.Gradient = nil, single(floats(gradient(n, FromFloats[Big](θ))))
	references := Function(func(θ []Exact) []Exact { return []Exact{c.Objective(θ)} }).References(θ)[0]
	require.Equal(t, FAIL, Compare(c, references).Verdict)
	c.Unit = Unit32
	require.Equal(t, PASS, Compare(c, references).Verdict)
	c.Gradient[3] *= 1.001
	require.Equal(t, FAIL, Compare(c, references).Verdict)
}
