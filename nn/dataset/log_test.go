package dataset

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
)

// precision of the reference, in bits: the worst case below asks for 53 + 62.
const precision = 320

func number64(x float64) *big.Float { return new(big.Float).SetPrec(precision).SetFloat64(x) }

func newBig() *big.Float { return new(big.Float).SetPrec(precision) }

// bigArtanh2 returns 2 artanh(p/q) for |p/q| ≤ 1/3 by the series, to the precision.
func bigArtanh2(p, q *big.Float) *big.Float {
	power := newBig().Quo(p, q)
	z := newBig().Mul(power, power)
	sum := newBig()
	for k := int64(1); power.Sign() != 0; k += 2 {
		term := newBig().Quo(power, newBig().SetInt64(k))
		if sum.Sign() != 0 && term.MantExp(nil) < sum.MantExp(nil)-precision {
			break
		}
		sum.Add(sum, term)
		power.Mul(power, z)
	}
	return sum.Mul(sum, number64(2))
}

var bigLn2 = bigArtanh2(number64(1), number64(3))

// bigLog returns ln x.
func bigLog(x float64) *big.Float {
	f, e := math.Frexp(x)
	if f < math.Sqrt2/2 {
		f, e = 2*f, e-1
	}
	m, one := number64(f), number64(1)
	y := bigArtanh2(newBig().Sub(m, one), newBig().Add(m, one))
	return y.Add(y, newBig().Mul(bigLn2, newBig().SetInt64(int64(e))))
}

// isRounded reports whether y is ln x rounded to nearest.
func isRounded(y, x float64) bool {
	want, _ := bigLog(x).Float64()
	return math.Float64bits(y) == math.Float64bits(want)
}

// errorOf returns |y − ln x| / |ln x| in units of u², for a pair y.
func errorOf(y pair, x float64) float64 {
	want := bigLog(x)
	d := newBig().Sub(newBig().Add(number64(y.hi), number64(y.lo)), want)
	if want.Sign() == 0 {
		return math.Abs(y.hi)
	}
	e, _ := d.Quo(d, want).Float64()
	return math.Abs(e) * 0x1p106
}

// radii returns the arguments of log in the next n pairs of normals of a stream.
func radii(r *Random, n int) []float64 {
	var s []float64
	for len(s) < n {
		x1, x2 := r.symmetric(), r.symmetric()
		if v := float64(x1*x1) + float64(x2*x2); v < 1 && v != 0 {
			s = append(s, v)
		}
	}
	return s
}

// arguments returns the arguments on which log is tested, by kind.
func arguments() map[string][]float64 {
	r := NewRandom(13)
	n := 4000
	if testing.Short() {
		n = 400
	}
	a := map[string][]float64{
		"the data's":   radii(skip(7, 40), 1250), // 40 words choose the centres
		"the weights'": radii(NewRandom(7), 200),
		"(0,1)":        draw(n, func() float64 { return 1 - r.Float64() }),
		"[½,2)":        draw(n, func() float64 { return 0.5 + 1.5*r.Float64() }),
		"every size":   draw(n, func() float64 { return math.Float64frombits(uint64(r.Float64() * (0x7ff << 52))) }),
		"the extremes": {math.SmallestNonzeroFloat64, math.MaxFloat64, 0x1p-1022, 0x1.fffffffffffffp-1023, 0x0.8p-1022},
	}
	a["subnormal"] = draw(n/4, func() float64 { return math.Float64frombits(uint64(r.Intn(1<<30))<<22 | 1) })
	for e := -1074; e <= 1023; e += 1 + n/4000*6 {
		a["powers of two"] = append(a["powers of two"], math.Ldexp(1, e))
	}
	for _, x := range []float64{1, math.Sqrt2, math.Sqrt2 / 2, 0.5, 2, math.E} {
		for d := uint64(0); d < 40; d++ {
			b := math.Float64bits(x)
			a["neighbours"] = append(a["neighbours"], math.Float64frombits(b+d), math.Float64frombits(b-d))
		}
		for d := 1.0; d > 0x1p-53; d /= 2 {
			a["neighbours"] = append(a["neighbours"], x*(1+d), x*(1-d/2))
		}
	}
	return a
}

// TestLogIsCorrectlyRounded, and its pair within the bound that log.go derives.
func TestLogIsCorrectlyRounded(t *testing.T) {
	for kind, xs := range arguments() {
		worst := 0.0
		for _, x := range xs {
			if x <= 0 {
				continue
			}
			require.True(t, isRounded(log(x), x), "%s: log(%x) = %x", kind, x, log(x))
			e := errorOf(logPair(x), x)
			require.True(t, e <= 20, "%s: %x: %g u²", kind, x, e)
			worst = max(worst, e)
		}
		t.Logf("%s: %d arguments, error at most %.2f u²", kind, len(xs), worst)
	}
}

// TestMathLogIsNotCorrectlyRounded: so the test above can fail, and the package
// needs a logarithm of its own.
func TestMathLogIsNotCorrectlyRounded(t *testing.T) {
	misses := 0
	for _, x := range radii(skip(7, 40), 1250) {
		if !isRounded(math.Log(x), x) {
			misses++
		}
		require.False(t, isRounded(math.Nextafter(log(x), 2), x))
	}
	require.NotZero(t, misses)
	t.Logf("math.Log misses %d of 1250", misses)
}

// TestLogsReservationIsReal: at this argument, known from the search of Lefèvre and
// Muller for the hardest cases, ln x is so near the midpoint of two float64 that
// the pair's bound decides nothing. The result is one of the two.
func TestLogsReservationIsReal(t *testing.T) {
	const x = 0x1.9476e304cd7c7p-384
	want := bigLog(x)
	near, _ := want.Float64()
	d := newBig().Sub(want, number64(near))
	rest, _ := d.Float64()
	other := math.Nextafter(near, near+math.Copysign(1, rest))
	d.Sub(d, newBig().Quo(newBig().Sub(number64(other), number64(near)), number64(2)))
	distance, _ := d.Quo(d, want).Float64()
	require.True(t, math.Abs(distance) < 0x1p-113, "%g", distance)
	require.Contains(t, []float64{near, other}, log(x))
}

// TestLn2HasTwoParts: the sum of the two constants is ln 2 within u².
func TestLn2HasTwoParts(t *testing.T) {
	d := newBig().Sub(newBig().Add(number64(ln2Hi), number64(ln2Lo)), bigLn2)
	e, _ := d.Quo(d, bigLn2).Float64()
	require.True(t, math.Abs(e) <= 0x1p-106, "%g", e)
	require.NotZero(t, e)
}

// TestPairsKeepTheirBounds: sums, products and quotients of pairs against exact ones.
func TestPairsKeepTheirBounds(t *testing.T) {
	r := NewRandom(3)
	random := func() pair { return fastTwoSum(1+r.Float64(), float64(r.symmetric()*0x1p-54)) }
	value := func(p pair) *big.Float { return newBig().Add(number64(p.hi), number64(p.lo)) }
	worst := map[string]float64{}
	check := func(op string, got pair, want *big.Float, bound float64) {
		d := newBig().Sub(value(got), want)
		e, _ := d.Quo(d, want).Float64()
		require.True(t, math.Abs(e)*0x1p106 <= bound, "%s: %g u²", op, e*0x1p106)
		require.Equal(t, got.hi, got.hi+got.lo, op)
		worst[op] = max(worst[op], math.Abs(e)*0x1p106)
	}
	for range 3000 {
		x, y := random(), random()
		check("add", add(x, y), newBig().Add(value(x), value(y)), 3)
		check("mul", mul(x, y), newBig().Mul(value(x), value(y)), 6)
		check("over", over(x.hi, y), newBig().Quo(number64(x.hi), value(y)), 6)
		check("twoSum", twoSum(x.hi, y.lo), newBig().Add(number64(x.hi), number64(y.lo)), 0)
		check("twoProd", twoProd(x.hi, y.hi), newBig().Mul(number64(x.hi), number64(y.hi)), 0)
	}
	for op, e := range worst {
		t.Logf("%s: at most %.2f u²", op, e)
	}
	require.True(t, worst["mul"] > 0.5, "the bounds must be within reach of the test")
}

func BenchmarkLog(b *testing.B) {
	xs, i, sum := radii(NewRandom(7), 1000), 0, 0.0
	for b.Loop() {
		sum += log(xs[i])
		if i++; i == len(xs) {
			i = 0
		}
	}
	_ = sum
}
