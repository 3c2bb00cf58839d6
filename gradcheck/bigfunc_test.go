package gradcheck

import (
	"math"
	"math/big"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

// arguments returns doubles of both signs, spread over sizes from 2⁻⁴⁰⁰ to 2²⁰ and
// dense around 0, ±1 and multiples of log 2, where reductions change.
func arguments(r *rand.Rand) []float64 {
	xs := []float64{0x1p-1000, 5e-324, 1 - 0x1p-53, 1 + 0x1p-52, math.Sqrt2 / 2, math.Sqrt2, 110, 112, 700, 1 << 29}
	for e := -400.0; e <= 20; e += 7 {
		xs = append(xs, math.Exp2(e+7*r.Float64()))
	}
	for k := 1; k < 20; k++ {
		c := float64(k) * math.Ln2
		xs = append(xs, c, math.Nextafter(c, 0), math.Nextafter(c, inf), 1+math.Ldexp(r.Float64(), -3*k), 1-math.Ldexp(r.Float64(), -3*k))
	}
	for _, x := range xs {
		xs = append(xs, -x)
	}
	return xs
}

// A result at 320 bits must be the one at 448 bits, rounded; so the error is the
// documented 0.501 ulp.
func TestPrecisionAgreement(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 0))
	for _, x := range arguments(r) {
		for name, op := range operations[Big]() {
			short, long := op(bigOf(x, 320), bigOf(3, 320)), op(bigOf(x, 448), bigOf(3, 448))
			if name == "Add" || name == "Sub" || !long.finite() || long.Sign() == 0 {
				continue // covered elsewhere
			}
			require.EqualValues(t, 448, long.float().Prec(), name)
			require.LessOrEqual(t, ulps(long, short), 0.501, "%s(%v)", name, x)
		}
	}
}

// The working results, of w bits, must keep the relative errors that are stated
// for them, so that guard is as many bits as it seems.
func TestWorkingErrors(t *testing.T) {
	const w = 384
	check := func(name string, bits int, x float64, f func(x *big.Float, w uint) *big.Float) {
		short, long := Big{x: f(bigOf(x, Bits).float(), w)}, Big{x: f(bigOf(x, Bits).float(), w+128)}
		require.LessOrEqual(t, relative(short, long), math.Ldexp(1, bits-w), "%s(%v)", name, x)
	}
	for _, x := range arguments(rand.New(rand.NewPCG(14, 0))) {
		if 0 < x && x < 0.69 {
			check("expm1", 4, x, expm1)
		}
		check("exp", 5, x, exp)
		if math.Abs(x) != 1 {
			check("log", 8, math.Abs(x), log)
		}
		if math.Abs(x) < 100 {
			check("growth", 6, x, growth)
		}
	}
	check("exp", 5, -1<<30, exp)
	check("exp", 5, 1<<30, exp)
}

// The same for arguments of 320 bits close to 1, where the logarithm is small.
func TestLogNearOne(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 0))
	for e := 0; e > -320; e -= 3 {
		x := BigOf(1).Add(random(r, Bits, e))
		if x.Sign() <= 0 {
			continue
		}
		long := x.Add(bigOf(0, 640)).Log()
		require.LessOrEqual(t, ulps(long, x.Log()), 0.501, "1 + %v", x.Sub(BigOf(1)))
	}
	require.Zero(t, BigOf(1).Log().Sign())
}

// The error 1.002·2⁻³²⁰·|log x| of the logarithm becomes a relative one.
func TestLogInvertsExp(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 0))
	for range rounds(300) {
		x := BigOf(math.Exp2(200*r.Float64() - 100)).Add(BigOf(r.Float64()))
		l := x.Log()
		bound := 1.01*math.Abs(l.Float64()) + 1.01
		require.LessOrEqual(t, ulps(l.Exp(), x), bound, "%v", x)
	}
}

func TestTanhLimits(t *testing.T) {
	tiny := BigOf(0x1p-600)
	require.Zero(t, tiny.Tanh().Cmp(tiny))
	require.Zero(t, BigOf(112).Tanh().Cmp(BigOf(1)))
	require.Equal(t, -1, BigOf(110).Tanh().Cmp(BigOf(1)), "2e⁻²²⁰ > 2⁻³²⁰ is left")
	require.Zero(t, BigOf(-112).Tanh().Cmp(BigOf(-1)))
	for _, x := range []float64{0.01, 0.4, 3} {
		require.Zero(t, BigOf(-x).Tanh().Neg().Cmp(BigOf(x).Tanh()), "odd")
	}
}

func TestExpLimits(t *testing.T) {
	limit := BigOf(expLimit)
	require.True(t, limit.Exp().finite())
	require.Equal(t, 1, limit.Neg().Exp().Sign())
	require.Equal(t, inf, limit.Add(BigOf(1)).Exp().Float64())
	require.Zero(t, limit.Add(BigOf(1)).Neg().Exp().Sign())
	difference := limit.Exp().Log().Sub(limit) // e^(2³⁰) with 30 more bits in the reduction
	require.LessOrEqual(t, math.Abs(difference.Float64()), math.Ldexp(1.01, 31-320))
}

// Numbers of very distant exponents must not be shifted to a common one, which
// would take 200 MB.
func TestDistantNumbersAreCheap(t *testing.T) {
	huge := BigOf(expLimit).Exp()
	tiny := BigOf(1).Quo(huge)
	require.Zero(t, tiny.Exp().Cmp(BigOf(1)))
	require.Zero(t, tiny.Tanh().Cmp(tiny))
	require.Zero(t, tiny.Neg().Exp().Cmp(BigOf(1)))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for _, op := range operations[Big]() {
		for _, x := range []Big{tiny, huge, tiny.Neg()} {
			op(x, BigOf(1))
			op(BigOf(1), x)
		}
	}
	runtime.ReadMemStats(&after)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(1<<20))
}

// Package math must keep within the roundings that RunningError allows it.
func TestRoundingsOfPackageMath(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 0))
	exact := operations[Big]()
	plain := operations[Float64]()
	allowed := map[string]float64{"Exp": expRoundings, "Log": logRoundings, "Tanh": tanhRoundings, "Sqrt": sqrtRoundings,
		"Expm1": expRoundings, "Log1p": logRoundings, "Sin": sinRoundings, "Cos": sinRoundings, "Erf": erfRoundings}
	for range rounds(3000) {
		x := (r.Float64() - 0.5) * math.Exp2(20*r.Float64()-10)
		for name, c := range allowed {
			want, got := exact[name](BigOf(x), Big{}), plain[name](Float64(x), 0).Float64()
			size := map[string]float64{"Sin": min(1, math.Abs(x)), "Cos": 1}[name]
			if !want.IsNaN() {
				require.LessOrEqual(t, want.Err(got), c*Unit64*max(size, math.Abs(want.Float64())), "%s(%v)", name, x)
			}
		}
	}
	end := math.Log(math.MaxFloat64) // 709.782…, rounded down, up to which eˣ is finite
	for k := range 200 {
		x := end - float64(k)/200
		got := plain["Exp"](Float64(x), 0).Float64()
		require.LessOrEqual(t, BigOf(x).Exp().Err(got), expRoundings*Unit64*got, "exp %v", x)
		require.Equal(t, got, RunningError{}.Of(x).Exp().Value)
	}
	require.Equal(t, inf, Float64(709.79).Exp().Float64())
}

// The functions have the digits of published tables.
func TestKnownDigits(t *testing.T) {
	for digits, x := range map[string]Big{
		"0.69314718055994530941723212145817656807550013436025525412068000949339362196969471560586332699641869": BigOf(2).Log(),
		"1.0986122886681096913952452369225257046474905578227494517346943336374942932186089668736157548137321":  BigOf(3).Log(),
		"2.3025850929940456840179914546843642076011014886287729760333279009675726096773524802359972050895983":  BigOf(10).Log(),
		"2.7182818284590452353602874713526624977572470936999595749669676277240766303535475945713821785251664":  BigOf(1).Exp(),
		"0.84147098480789650665250232163029899962256306079837":                                                 BigOf(1).Sin(),
		"0.54030230586813971740093660744297660373231042061792":                                                 BigOf(1).Cos(),
		"0.84270079294971486934122063508260925929606699796630":                                                 BigOf(1).Erf(),
		"1.7182818284590452353602874713526624977572470936999":                                                  BigOf(1).Expm1(),
		"0.69314718055994530941723212145817656807550013436026":                                                 BigOf(1).Log1p(),
		"1.224646799147353177226065932274997997083053901299e-16":                                               BigOf(math.Pi).Sin(),
	} {
		want, ok := newFloat(Bits).SetString(digits)
		require.True(t, ok)
		require.LessOrEqual(t, relative(x, Big{x: want}), max(0x1p-318, math.Pow(10, 6-float64(len(digits)))), digits)
	}
}

// Each function is also what it is by another formula, in 640 bits where that one cancels.
func TestFunctionsByOtherFormulas(t *testing.T) {
	one := bigOf(1, 640)
	for _, x := range arguments(rand.New(rand.NewPCG(15, 0))) {
		b, wide := BigOf(x), bigOf(x, 640)
		if size := math.Abs(x); size < 0x1p-250 || size > 1000 {
			continue
		}
		grown, shrunk := wide.Exp(), wide.Neg().Exp()
		require.LessOrEqual(t, ulps(grown.Sub(one), b.Expm1()), 0.501, "expm1(%v)", x)
		require.LessOrEqual(t, ulps(grown.Sub(shrunk).Quo(grown.Add(shrunk)), b.Tanh()), 0.501, "tanh(%v)", x)
		if x > -1 {
			require.LessOrEqual(t, ulps(one.Add(wide).Log(), b.Log1p()), 0.501, "log1p(%v)", x)
		}
		sin, cos := wide.Sin(), wide.Cos()
		require.LessOrEqual(t, relative(sin.Mul(sin).Add(cos.Mul(cos)), one), 0x1p-630, "%v", x)
		twice := wide.Add(wide)
		require.LessOrEqual(t, ulps(sin.Mul(cos).Mul(bigOf(2, 640)), BigOf(2*x).Sin()), 0.501, "sin(2·%v)", x)
		require.LessOrEqual(t, twice.Cos().Add(sin.Mul(sin).Mul(bigOf(2, 640))).Sub(one).Abs().Float64(), 0x1p-630, "cos(2·%v)", x)
		if math.Abs(x) < 6 {
			require.LessOrEqual(t, ulps(maclaurin(wide), b.Erf()), 0.501, "erf(%v)", x)
		}
	}
	for _, x := range []float64{0x1p1000, math.MaxFloat64, 1e22, 3.5e15} {
		sin, cos := BigOf(x).Sin(), BigOf(x).Cos()
		require.LessOrEqual(t, relative(sin.Mul(sin).Add(cos.Mul(cos)), BigOf(1)), 0x1p-315)
		require.InDelta(t, math.Sin(x), sin.Float64(), 1e-15, "%v", x)
	}
	require.True(t, BigOf(1e300).Mul(BigOf(1e300)).Sin().IsNaN())
	require.Zero(t, BigOf(30).Erf().Cmp(BigOf(1)))
	require.Zero(t, BigOf(-inf).Erf().Cmp(BigOf(-1)))
	require.Equal(t, -1.0, BigOf(-1e300).Expm1().Float64())
}

// maclaurin returns erf x = (2/√π)·Σ (−1)ⁿ·x²ⁿ⁺¹/(n!·(2n + 1)), which cancels as e^(2x²), with √π = Γ(½) from
// the constant of [Big.Sin].
func maclaurin(x Big) Big {
	term, sum, square := x, x, x.Mul(x)
	for n := 1; n < 500; n++ {
		term = term.Mul(square).Quo(x.Of(-float64(n)))
		sum = sum.Add(term.Quo(x.Of(float64(2*n + 1))))
	}
	π := Big{x: newFloat(640).Set(halfπ())}.Mul(x.Of(2))
	return sum.Mul(x.Of(2)).Quo(π.Sqrt())
}
