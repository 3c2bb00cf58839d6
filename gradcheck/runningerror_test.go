package gradcheck

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// The law of the scale, for formulas of any kind: no evaluation of unit roundoff u
// is further from the exact value than Bound(u). And the bound is of use: it is
// seldom infinite, typically within 1000 times the error, and nearly reached.
func TestRunningErrorBoundsEveryEvaluation(t *testing.T) {
	var looseness []float64
	known := 0
	r := rand.New(rand.NewPCG(9, 0))
	formulas := rounds(300)
	for seed := range uint64(formulas) {
		f := randomFormula(seed)
		if !finite(f.running.Scale) {
			continue
		}
		known++
		b64, b32 := f.running.Bound(Unit64), f.running.Bound(Unit32)
		require.LessOrEqual(t, f.exact.Err(evaluateFormula[Float64](f).Float64()), b64, "formula %d", seed)

		round = nearest
		require.LessOrEqual(t, evaluateFormula[model](f).distance(f.exact), b32, "formula %d", seed)
		for range 4 {
			round = hostile(r, Unit32)
			err := evaluateFormula[model](f).distance(f.exact)
			require.LessOrEqual(t, err, b32, "formula %d", seed)
			if err > 0 {
				looseness = append(looseness, b32/err)
			}
		}
		round = hostile(r, Unit64)
		require.LessOrEqual(t, evaluateFormula[model](f).distance(f.exact), b64, "formula %d", seed)
		require.LessOrEqual(t, math.Abs(f.exact.Float64()), f.running.Scale*(1+0x1p-24), "|x| ≤ g in formula %d", seed)
	}
	slices.Sort(looseness)
	t.Logf("bound/error: least %.3g, median %.3g; %d of %d bounds are finite",
		looseness[0], looseness[len(looseness)/2], known, formulas)
	require.Greater(t, known, formulas*8/10)
	require.Less(t, looseness[len(looseness)/2], 1000.0)
	require.Less(t, looseness[0], 4.0)
}

// An error of ten bounds must be seen, whatever the rounding error beside it.
func TestRunningErrorRejectsPlantedErrors(t *testing.T) {
	for seed := range uint64(rounds(200)) {
		f := randomFormula(seed)
		b := f.running.Bound(Unit64)
		if !finite(b) || b == 0 {
			continue
		}
		claimed := evaluateFormula[Float64](f).Float64()
		compare := func(x float64) Verdict {
			return compareOne(x, f.exact, b).Verdict
		}
		require.Equal(t, PASS, compare(claimed))
		require.Equal(t, FAIL, compare(claimed+10*b))
		require.Equal(t, FAIL, compare(claimed-10*b))
	}
}

// strained returns the results of every rule where its terms of second order
// matter: x is small and the result of a cancellation, y may be large, w is 0 less a
// large error, and all have gone through count roundings.
func strained[N Number[N]](size, large float64, count int) map[string]N {
	var zero N
	x, y, w := zero.Of(1+size), zero.Of(large), zero.Of(4096*large)
	for range count {
		x, y, w = x.Add(zero), y.Add(zero), w.Add(zero)
	}
	x, w = x.Sub(zero.Of(1)), w.Sub(zero.Of(4096*large))
	return map[string]N{
		"x·x": x.Mul(x), "x·y": x.Mul(y), "1/x": x.Of(1).Quo(x), "x/y": x.Quo(y), "y/x": y.Quo(x), "exp x": x.Exp(), "exp y": y.Exp(),
		"expm1 x": x.Expm1(), "log1p x": x.Sub(x.Of(1)).Log1p(), "sin y": y.Sin(), "cos w": w.Cos(), "erf x": x.Erf(), "erf y": y.Erf(),
		"exp w": w.Exp(), "tanh w": w.Tanh(), "log x": x.Log(), "log y": y.Log(), "sqrt x": x.Sqrt(), "tanh x": x.Tanh(), "tanh y": y.Tanh(),
	}
}

// Near their conditions the rules live on their terms of second order. Here the
// relative error of x and the absolute error of w run from the unit roundoff to beyond 1.
func TestRunningErrorSecondOrder(t *testing.T) {
	t.Run("float32", func(t *testing.T) { secondOrder(t, Unit32, 0) })
	t.Run("float64", func(t *testing.T) { secondOrder(t, Unit64, 29) })
}

// secondOrder tries the rules with a unit roundoff of 2⁻²⁴⁻ⁿ.
func secondOrder(t *testing.T, u, n float64) {
	r := rand.New(rand.NewPCG(10, 0))
	infinite, closest := map[string]int{}, map[string]float64{}
	for range rounds(300) {
		size, large, count := math.Exp2(-(20+n)*r.Float64()), math.Exp2((19+n)*r.Float64()-10), 1+r.IntN(60)
		exact, running := strained[Big](size, large, count), strained[RunningError](size, large, count)
		for range 3 {
			round = hostile(r, u)
			for name, m := range strained[model](size, large, count) {
				if b := running[name].Bound(u); math.IsInf(b, 1) || math.IsNaN(b) {
					infinite[name]++
				} else {
					err := m.distance(exact[name])
					require.LessOrEqual(t, err, b, "%s, size %v, large %v, count %d", name, size, large, count)
					closest[name] = max(closest[name], err/b)
				}
			}
		}
	}
	for _, name := range []string{"1/x", "y/x", "exp w", "tanh w", "log x", "sqrt x"} {
		require.NotZero(t, infinite[name], name) // the range was wide enough
	}
	for name, ratio := range closest {
		require.Greater(t, ratio, 0.3, "%s: the bound is far from being reached", name)
	}
}

func TestRunningErrorRules(t *testing.T) {
	of := RunningError{}.Of
	require.Equal(t, of3(7, 7, 1), of(3).Add(of(4)))
	require.Equal(t, of3(-1, 7, 1), of(3).Sub(of(4)))
	require.Equal(t, of3(-12, 12, 1), of(3).Mul(of(-4)))
	require.Equal(t, of3(-0.75, 0.75, 1), of(3).Quo(of(-4)))
	require.Equal(t, of3(-3, 3, 0), of(3).Neg())
	require.Equal(t, of3(2, 6, 3), of3(5, 5, 1).Add(of3(-3, 1, 2)))
	require.Equal(t, 8, of3(1, 1, 3).Mul(of3(1, 1, 4)).Roundings)
	require.Equal(t, 8, of3(1, 1, 3).Quo(of3(1, 1, 4)).Roundings)

	near := func(g, first float64) { require.InEpsilon(t, first, g, 1e-4) }
	near(of3(2, 10, 3).Mul(of3(5, 20, 6)).Scale, (3*10*5+6*20*2+1*10)/10.0)
	near(of3(2, 10, 3).Quo(of3(5, 20, 6)).Scale, (3*10/5.0+6*2*20/25.0+1*2/5.0)/10)
	near(of(2).Exp().Scale, math.Exp(2))
	near(of3(2, 10, 4).Exp().Scale, math.Exp(2)*(4*10+4)/8)
	near(of3(8, 80, 2).Log().Scale, (2*10+2*math.Log(8))/4)
	near(of(1e-9).Log().Scale, -math.Log(1e-9))
	near(of3(9, 90, 3).Sqrt().Scale, 3*(3*5+1)/4.0)
	near(of3(1, 10, 4).Tanh().Scale, (4*10*math.Pow(math.Cosh(1), -2)+5*math.Tanh(1))/9)
	near(of3(30, 30, 4).Tanh().Scale, 1)
	require.Equal(t, of3(0, 0, 1), of(0).Sqrt())
	require.Equal(t, of3(5, 6, 6), of3(2, 7, 3).Max(of3(5, 6, 6)), "a clear winner")
	require.Equal(t, of3(5, 6, 2), of3(5, 6, 2).Max(of3(2, 7, 3)))
	require.Equal(t, of3(5, 7, 6), of3(5, 7, 3).Max(of3(5, 6, 6)), "a tie")
	require.Equal(t, of3(5, 7, 6), of3(5-0x1p-20, 7, 3).Max(of3(5, 6, 6)), "a near tie")
	require.Equal(t, of3(5, inf, 6), of3(2, inf, 3).Max(of3(5, 6, 6)), "nothing is known of the loser")
	require.True(t, math.IsNaN(of(1).Max(of(math.NaN())).Scale))
	require.Equal(t, 2.0, BigOf(2).Max(BigOf(-3)).Float64())
	require.Equal(t, math.Inf(1), BigOf(2).Max(BigOf(math.Inf(1))).Float64())
	require.True(t, BigOf(2).Max(BigOf(math.NaN())).IsNaN() && BigOf(math.NaN()).Max(BigOf(2)).IsNaN())
	require.True(t, math.IsNaN(Float64(2).Max(Float64(math.NaN())).Float64()))
}

func TestRunningErrorKnowsItsLimits(t *testing.T) {
	of, uncertain := RunningError{}.Of, of3(0x1p-60, 1, 2)
	for name, g := range map[string]RunningError{
		"divisor may vanish":      of(1).Quo(uncertain),
		"logarithm near 0":        uncertain.Log(),
		"root near 0":             uncertain.Sqrt(),
		"root of an inexact 0":    of(1).Sub(of(1)).Sqrt(),
		"exponent unknown":        of3(1e18, 1e18, 2).Exp(),
		"tanh of anything":        of3(1e18, 1e18, 2).Tanh(),
		"division by 0":           of(1).Quo(of(0)),
		"logarithm of 0":          of(0).Log(),
		"too many roundings":      of3(1, 1, maxRoundings).Add(of(1)),
		"product of the unknown":  of3(1, inf, 2).Mul(of(0)),
		"sum with the unknown":    of3(1, inf, 2).Add(of(1)),
		"exponent of the unknown": of3(-1000, inf, 2).Exp(),
	} {
		require.Equal(t, inf, g.Scale, name)
		require.Equal(t, inf, g.Bound(Unit64), name)
	}
	for name, g := range map[string]RunningError{
		"logarithm": of(-1).Log(), "root": of(-1).Sqrt(), "quotient": of(0).Quo(of(0)), "difference": of(inf).Sub(of(inf)), "input": of(nan),
	} {
		require.True(t, math.IsNaN(g.Scale), name)
		require.True(t, math.IsNaN(g.Bound(Unit64)), name)
	}
}

func TestRunningErrorBound(t *testing.T) {
	g := of3(1, 2, 3)
	require.InEpsilon(t, 6*0x1p-53, g.Bound(Unit64), 1e-7)
	require.Greater(t, g.Bound(Unit32), 6*0x1p-24/(1-3*0x1p-24))
	require.Equal(t, inf, g.Bound(0x1p-23), "the rules assume u ≤ 2⁻²⁴")
	require.Equal(t, inf, of3(1, 1, 1<<24).Bound(Unit32), "n·u = 1")
	require.Equal(t, 0.0, of3(0, 0, 1<<24).Bound(Unit32), "an exact 0")
	require.True(t, math.IsNaN(g.Bound(nan)))
	require.Equal(t, []float64{g.Bound(Unit32), 0}, Bounds([]RunningError{g, {}}, Unit32))
}

// A sequential sum stands for sums in every order, and for fused products.
func TestRunningErrorCoversEveryOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 0))
	for range rounds(200) {
		xs, ys := make([]float64, 20), make([]float64, 20)
		for i := range xs {
			xs[i], ys[i] = r.NormFloat64(), r.NormFloat64()
		}
		exact := dot(Big{}, FromFloats[Big](xs), FromFloats[Big](ys))
		sequential := dot(RunningError{}, FromFloats[RunningError](xs), FromFloats[RunningError](ys))
		terms, fused := []float64{}, 0.0
		for i := range xs {
			terms = append(terms, float64(xs[i]*ys[i]))
			fused = math.FMA(xs[i], ys[i], fused)
		}
		for len(terms) > 1 { // add two at random
			r.Shuffle(len(terms), func(i, j int) { terms[i], terms[j] = terms[j], terms[i] })
			terms = append(terms[2:], terms[0]+terms[1])
		}
		require.LessOrEqual(t, exact.Err(terms[0]), sequential.Bound(Unit64))
		require.LessOrEqual(t, exact.Err(fused), sequential.Bound(Unit64))
	}
}

// The bounds of a perceptron's gradient must hold for float32 as well, and be of
// use: within 1000 times the error for half of its entries.
func TestRunningErrorOfNetwork(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 0))
	var looseness []float64
	for seed := range uint64(5) {
		n, θ := randomNetwork(seed)
		exact, running := gradient(n, FromFloats[Big](θ)), gradient(n, FromFloats[RunningError](θ))
		round = hostile(r, Unit32)
		for i, g := range gradient(n, FromFloats[model](θ)) {
			err, b := g.distance(exact[i]), running[i].Bound(Unit32)
			require.LessOrEqual(t, err, b)
			looseness = append(looseness, b/err)
		}
	}
	slices.Sort(looseness)
	t.Logf("bound/error: least %.3g, median %.3g", looseness[0], looseness[len(looseness)/2])
	require.Less(t, looseness[len(looseness)/2], 1000.0)
}

// of3 returns {x, g, n}, with the same scale for both formats.
func of3(x, g float64, n int) RunningError { return RunningError{x, g, n, g} }
