package tensor_test

import (
	"math"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// Values that each function has exactly, in either type.
func TestFunctionsOfSpecialValues(t *testing.T) {
	both(t, testFunctionsOfSpecialValues[float64], testFunctionsOfSpecialValues[float32])
}

func testFunctionsOfSpecialValues[F tensor.Float](t *testing.T) {
	nan, inf, minus := F(math.NaN()), F(math.Inf(1)), F(math.Copysign(0, -1))
	tiny := rounded[F](math.SmallestNonzeroFloat64)
	type pairs map[F]F
	for name, c := range map[string]struct {
		f      func(C, A tensor.Matrix[F])
		values pairs
	}{
		"Exp":               {tensor.Exp[F], pairs{0: 1, inf: inf, -inf: 0, 1000: inf, -1000: 0, tiny: 1, -tiny: 1}},
		"Log":               {tensor.Log[F], pairs{1: 0, 0: -inf, inf: inf, -inf: nan, -1: nan, -tiny: nan}},
		"Tanh":              {tensor.Tanh[F], pairs{0: 0, inf: 1, -inf: -1, 20: 1, -20: -1, 1000: 1, tiny: tiny, -tiny: -tiny}},
		"Sigmoid":           {tensor.Sigmoid[F], pairs{0: 0.5, inf: 1, -inf: 0, 40: 1, 1000: 1, -1000: 0, tiny: 0.5, -tiny: 0.5}},
		"TanhDerivative":    {tensor.TanhDerivative[F], pairs{0: 1, inf: 0, -inf: 0, 1000: 0, -1000: 0, tiny: 1, -tiny: 1}},
		"SigmoidDerivative": {tensor.SigmoidDerivative[F], pairs{0: 0.25, inf: 0, -inf: 0, 1000: 0, -1000: 0, tiny: 0.25, -tiny: 0.25}},
		"ReLU":              {tensor.ReLU[F], pairs{0: 0, 3: 3, -3: 0, inf: inf, -inf: 0, tiny: tiny, -tiny: 0}},
		"ReLUDerivative":    {tensor.ReLUDerivative[F], pairs{0: 0, 3: 1, -3: 0, inf: 1, -inf: 0, tiny: 1, -tiny: 0}},
	} {
		for x, want := range c.values {
			require.True(t, sameBits(want, apply(c.f, x)), "%s(%v) = %v, want %v", name, x, apply(c.f, x), want)
		}
		require.True(t, sameBits(nan, apply(c.f, nan)), "%s(NaN) is %v", name, apply(c.f, nan))
	}
	for name, want := range map[string]F{"Exp": 1, "Tanh": minus, "ReLU": minus, "ReLUDerivative": 0, "Log": -inf, "Sigmoid": 0.5} {
		got := apply(unary[F]()[name], minus)
		require.True(t, sameBits(want, got), "%s(−0) = %v, want %v", name, got, want)
	}
}

// The logarithm of 2ᵏ is k·ln2, rounded once.
func TestLogOfPowersOfTwo(t *testing.T) {
	for k := -1074; k < 1024; k++ {
		exact := bigNew().Mul(bigLn2Long(), bigOf(float64(k)))
		got := apply(tensor.Log[float64], math.Ldexp(1, k))
		if !(ulps(got, exact) <= 0.5001) {
			t.Fatalf("log 2^%d = %x", k, got)
		}
	}
}

// tanh is odd, and both derivatives are even, in every bit; σ(x) + σ(−x) is 1
// within the errors of both.
func TestFunctionsAreSymmetric(t *testing.T) {
	both(t, testFunctionsAreSymmetric[float64], testFunctionsAreSymmetric[float32])
}

func testFunctionsAreSymmetric[F tensor.Float](t *testing.T) {
	r := newRandom(9)
	for range samples() * 2 {
		x := moderate[F](r) * F(math.Ldexp(1, r.IntN(40)-30))
		if r.IntN(4) == 0 {
			x = anyBits[F](r)
		}
		require.True(t, sameBits(-apply(tensor.Tanh[F], x), apply(tensor.Tanh[F], -x)), "tanh(±%x)", x)
		require.True(t, sameBits(apply(tensor.TanhDerivative[F], x), apply(tensor.TanhDerivative[F], -x)), "tanh′(±%x)", x)
		require.True(t, sameBits(apply(tensor.SigmoidDerivative[F], x), apply(tensor.SigmoidDerivative[F], -x)), "σ′(±%x)", x)
		if x == x {
			sum := float64(apply(tensor.Sigmoid[F], x)) + float64(apply(tensor.Sigmoid[F], -x))
			require.LessOrEqual(t, math.Abs(sum-1), 4*unit[F]())
		}
	}
}

// No function leaves its range: e^x ≥ 0, |tanh x| ≤ 1, 0 ≤ σ(x) ≤ 1, 0 ≤ tanh′ ≤ 1
// and 0 ≤ σ′ ≤ ¼, also by rounding.
func TestFunctionsStayInRange(t *testing.T) {
	both(t, testFunctionsStayInRange[float64], testFunctionsStayInRange[float32])
}

func testFunctionsStayInRange[F tensor.Float](t *testing.T) {
	for _, c := range []struct {
		name   string
		f      func(C, A tensor.Matrix[F])
		lo, hi F
	}{
		{"Exp", tensor.Exp[F], 0, F(math.Inf(1))}, {"Tanh", tensor.Tanh[F], -1, 1}, {"Sigmoid", tensor.Sigmoid[F], 0, 1},
		{"TanhDerivative", tensor.TanhDerivative[F], 0, 1}, {"SigmoidDerivative", tensor.SigmoidDerivative[F], 0, 0.25},
	} {
		r := newRandom(4)
		for range samples() {
			for _, x := range []F{anyBits[F](r), wide[F](r), moderate[F](r), F(math.Ldexp(1, -r.IntN(60)))} {
				y := apply(c.f, x)
				require.True(t, x != x && y != y || c.lo <= y && y <= c.hi, "%s(%x) = %x", c.name, x, y)
			}
		}
	}
}

// From one double to the next no result steps back, at the seams of the reductions
// in particular, where the errors on either side have nothing to do with each
// other. This is measured, not proved.
func TestFunctionsAreMonotone(t *testing.T) {
	for _, c := range []struct {
		name string
		f    func(C, A tensor.Matrix[float64])
		seam func(n int) float64
	}{
		{"Exp", tensor.Exp[float64], func(n int) float64 { return (float64(n) + 0.5) * math.Ln2 / 16 }},
		{"Tanh", tensor.Tanh[float64], func(n int) float64 { return (float64(n) + 0.5) * math.Ln2 / 32 }},
		{"Sigmoid", tensor.Sigmoid[float64], func(n int) float64 { return (float64(n) + 0.5) * math.Ln2 / 16 }},
		{"Log", tensor.Log[float64], func(n int) float64 { return math.Ldexp(tensor.LogStart, n) }},
		{"Log near 1", tensor.Log[float64], func(n int) float64 { return 1 + float64(n)/256 }},
	} {
		for n := -200; n < 200; n++ {
			at := c.seam(n)
			A := tensor.New[float64](1, 400)
			x := at - 200*(math.Nextafter(at, math.Inf(1))-at)
			for j := range A.Cols() {
				A.Set(0, j, x)
				x = math.Nextafter(x, math.Inf(1))
			}
			c.f(A, A)
			row := A.Row(0)
			for j := range row[1:] {
				if !(row[j+1] >= row[j]) {
					t.Fatalf("%s steps back from %x to %x near %x", c.name, row[j], row[j+1], at)
				}
			}
		}
	}
}
