package main

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// fma32 returns x·y + z, rounded once: the sum of the exact product is rounded to odd before it is rounded to float32.
func fma32(x, y, z float32) float32 {
	p := float64(x) * float64(y)
	s := p + float64(z)
	t := s - p
	if rest := (p - (s - t)) + (float64(z) - t); rest != 0 && math.Float64bits(s)&1 == 0 {
		s = math.Nextafter(s, math.Inf(int(math.Copysign(1, rest))))
	}
	return float32(s)
}

// A sum is a result before it is rounded.
type sum struct{ hi, lo float64 }

// The models repeat the operations of narrow.go, one number at a time, as far as the rounding.

func modelProduct(x, y, z float32) (s, rest float32) {
	s = fma32(x, y, z)
	return s, fma32(x, y, z-s)
}

func singleOf(c []float64) (s [4]float32) {
	for i, x := range c {
		s[i] = float32(x)
	}
	return s
}

func modelReduced(x float32) (n int, nf, r float32) {
	c := narrow()
	t := fma32(x, float32(c.inverse), narrowMagic)
	nf = t - narrowMagic
	return int(nf), nf, fma32(-nf, float32(c.expHi), x)
}

// modelExpm1 is expm1Narrow, with S in place of t.
func modelExpm1(x float32) (S, r, p float32) {
	c := narrow()
	n, nf, r := modelReduced(x)
	entry := narrowPowers32()[n&31]
	rest := fma32(-nf, float32(c.expLo), float32(entry.rest))
	whole := r + rest
	e := singleOf(c.exp)
	q := fma32(fma32(whole, e[2], e[1]), whole, e[0])
	return float32(math.Ldexp(entry.power, n>>5)), r, fma32(whole*whole, q, rest)
}

func modelExp(x float32) sum {
	S, r, p := modelExpm1(x)
	hi, rest := modelProduct(S, r, S)
	return sum{float64(hi), float64(fma32(S, p, rest))}
}

func modelSigmoid(x float32) sum {
	S, r, p := modelExpm1(-min(x, narrowSigmoidEnd))
	D := S + 1
	rest := S - (D - 1)
	d, dRest := modelProduct(S, r, D)
	dRest = fma32(S, p, dRest+rest)
	y := 1 / d
	remainder := fma32(-y, dRest, fma32(-y, d, 1))
	return sum{float64(y), float64(remainder) * float64(fma32(remainder, y, y))}
}

func modelTanh(x float32) sum {
	c := narrow()
	a := min(float32(math.Abs(float64(x))), narrowTanhEnd)
	n, nf, rho := modelReduced(a)
	entry := narrowPowers16()[n&15]
	rest := fma32(-nf, float32(c.expLo), float32(entry.rest/2))
	P := singleOf(c.tanh)
	square := rho * rho
	p := fma32(square, fma32(rho, fma32(square, P[1], P[0]), -rest), rest)
	S := float32(math.Ldexp(entry.power, n>>4))
	N, D := S-1, S+1
	num, numRest := modelProduct(D, rho, N)
	den, denRest := modelProduct(N, rho, D)
	numRest, denRest = fma32(D, p, numRest), fma32(N, p, denRest)
	inverse := 1 / den
	y := num * inverse
	remainder := fma32(-y, denRest, fma32(-y, den, num)+numRest)
	return sum{math.Copysign(float64(y), float64(x)), math.Copysign(float64(remainder)*float64(inverse), float64(x)*float64(remainder))}
}

func modelLog(x float32) sum {
	c := narrow()
	fraction, k := math.Frexp(float64(x))
	if fraction < 0.75 {
		fraction, k = 2*fraction, k-1
	}
	entry := narrowLogs()[math.Float32bits(float32(fraction))>>18&31]
	r := fma32(float32(fraction), float32(entry.inverse), -1)
	hi := fma32(float32(k), float32(c.ln2hi), float32(entry.hi))
	lo := fma32(float32(k), float32(c.ln2lo), float32(entry.lo))
	s := hi + r
	rest := r - (s - hi)
	half := r * -0.5
	s, more := modelProduct(half, r, s)
	Q := singleOf(c.log)
	cubic := fma32(fma32(fma32(Q[3], r, Q[2]), r, Q[1]), r, Q[0])
	return sum{float64(s), float64(fma32(half*r*r, cubic, rest+lo+more))}
}

var narrowPowers32 = onceOf(func() []narrowEntry { return narrowPowers(32, 24) })
var narrowPowers16 = onceOf(func() []narrowEntry { return narrowPowers(16, 23) })
var narrowLogs = onceOf(narrowLogTable)

// onceOf returns a function that computes a value at the first call.
func onceOf[T any](f func() T) func() T {
	var value T
	done := false
	return func() T {
		if !done {
			value, done = f(), true
		}
		return value
	}
}

// halves returns the error of a result before rounding in halves of its last place.
func (s sum) halves(exact float64) float64 {
	return math.Abs(s.hi-exact+s.lo) / math.Ldexp(1, math.Ilogb(exact)-24)
}

// The error before rounding stays below the doubt of the rounding test, and comes near: a doubt needs no more room.
func TestDoubtsCoverTheErrors(t *testing.T) {
	for _, c := range []struct {
		name   string
		model  func(float32) sum
		exact  func(float64) float64
		doubt  float64
		lo, hi float32
	}{
		{"exp", modelExp, math.Exp, expDoubt, narrowExpLeast, narrowExpMost},
		{"log", modelLog, math.Log, logDoubt, 0x1p-126, math.MaxFloat32},
		{"tanh", modelTanh, math.Tanh, tanhDoubt, -narrowTanhReach, narrowTanhReach},
		{"sigmoid", modelSigmoid, func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }, sigmoidDoubt, narrowSigmoidReach, 80},
	} {
		worst, at := 0.0, float32(0)
		try := func(x float32) {
			if !(c.lo <= x && x <= c.hi) || math.Abs(float64(x)) < 0x1p-40 && c.name != "log" || x == 1 {
				return
			}
			if e := c.model(x).halves(c.exact(float64(x))); !(e <= worst) {
				worst, at = e, x
			}
		}
		for i := range uint32(1 << 19) { // every exponent and sign, and significands spread by the golden ratio
			try(math.Float32frombits(i * 0x9e3779b1))
		}
		for i := range uint32(1 << 18) { // and where errors are largest, near 0 and 1
			try(math.Float32frombits(0x3c000000 + i*389))
			try(-math.Float32frombits(0x3c000000 + i*389))
		}
		t.Logf("%-8s error at most 2^%.2f halves of the last place, at %g; doubt 2^%.2f", c.name, math.Log2(worst), at, math.Log2(c.doubt))
		require.Less(t, worst, 1-1/(1+c.doubt), c.name)
		require.Greater(t, worst, c.doubt/4, c.name)
	}
}

// What narrow.go calls exact is exact: r of the logarithm, the sum of high parts, S − 1 and S + 1.
func TestExactStepsOfTheNarrowFunctions(t *testing.T) {
	fits := func(x float64) bool { return float64(float32(x)) == x }
	c := narrow()
	for j, e := range narrowLogTable() {
		lo, hi := narrowInterval(j)
		for z := float32(lo); float64(z) < hi; z += float32(hi-lo) / 4096 {
			require.True(t, fits(float64(z)*e.inverse-1), "z = %x", z)
			z := math.Nextafter32(z, 2)
			require.True(t, float64(z) >= hi || fits(float64(z)*e.inverse-1), "z = %x", z)
		}
		for k := -127.0; k <= 128; k++ {
			require.True(t, fits(k*c.ln2hi+e.hi))
		}
	}
	for n := range int(narrowTanhReach*c.inverse) + 1 {
		S := math.Ldexp(narrowPowers16()[n&15].power, n>>4)
		require.True(t, fits(S-1) && fits(S+1), "n = %d", n)
	}
}

// In the tables power·e^rest is 2^(j/entries), and hi + lo is −log inverse.
func TestNarrowTables(t *testing.T) {
	for _, table := range [][]narrowEntry{narrowPowers32(), narrowPowers16()} {
		for j, e := range table {
			require.InEpsilon(t, math.Exp2(float64(j)/float64(len(table))), e.power*math.Exp(e.rest), 0x1p-46)
		}
	}
	for _, e := range narrowLogTable() {
		require.InDelta(t, -math.Log(e.inverse), e.hi+e.lo, 0x1p-40)
	}
}
