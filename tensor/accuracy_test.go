package tensor_test

import (
	"flag"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

var samplesFlag = flag.Int("samples", 0, "arguments to try in each stratum of the tests of accuracy")

// samples returns the number of arguments to try in each stratum, 1500 in the whole sweep.
func samples() int {
	if *samplesFlag > 0 {
		return *samplesFlag
	}
	return sweep(60, 300, 1500)
}

// A function is an elementwise function on trial: its implementations in both types, its
// exact value, and the documented bounds of its error in ulp, for normal and
// for subnormal results.
type function struct {
	name      string
	in64      func(C, A tensor.Matrix[float64])
	in32      func(C, A tensor.Matrix[float32])
	exact     func(*big.Float) *big.Float
	normal    float64
	subnormal float64
	strata    []stratum
}

// A stratum is a part of the domain, sampled for itself.
type stratum struct {
	name   string
	sample func(r *rand.Rand) float64
}

func functions() []function {
	return []function{
		{"Exp", tensor.Exp[float64], tensor.Exp[float32], bigExp, 0.545, 1.05, expStrata()},
		{"Log", tensor.Log[float64], tensor.Log[float32], bigLog, 0.568, 0, logStrata()},
		{"Tanh", tensor.Tanh[float64], tensor.Tanh[float32], bigTanh, 0.54, 1.1, tanhStrata()},
		{"Sigmoid", tensor.Sigmoid[float64], tensor.Sigmoid[float32], bigSigmoid, 0.6, 1.1, sigmoidStrata()},
		{"TanhDerivative", tensor.TanhDerivative[float64], tensor.TanhDerivative[float32], bigTanhDerivative, 0.6, 1.1, tanhDerivativeStrata()},
		{"SigmoidDerivative", tensor.SigmoidDerivative[float64], tensor.SigmoidDerivative[float32], bigSigmoidDerivative, 0.6, 1.1, sigmoidStrata()},
	}
}

// ulps returns |got − exact| in units of the last place of the exact result, which
// among subnormal numbers is the smallest of them. Infinity counts as the power of
// 2 that it stands for.
func ulps[F tensor.Float](got F, exact *big.Float) float64 {
	smallest, largest := -1074, 1024
	if precision[F]() == 24 {
		smallest, largest = -149, 128
	}
	if exact.Sign() == 0 {
		return math.Abs(float64(got)) // 0, or far too much
	}
	value := bigNew()
	switch {
	case got != got:
		return math.NaN()
	case math.IsInf(float64(got), 0):
		value.SetMantExp(bigOf(math.Copysign(1, float64(got))), largest)
		if exact.MantExp(nil) > largest && value.Sign() == exact.Sign() {
			return 0
		}
	default:
		value.SetFloat64(float64(got))
	}
	value.Sub(value, exact)
	ulp := max(min(exact.MantExp(nil), largest)-precision[F](), smallest)
	distance, _ := value.SetMantExp(value, -ulp).Float64()
	return math.Abs(distance)
}

// subnormal reports whether x is below the normal numbers of F.
func subnormal[F tensor.Float](x *big.Float) bool {
	if precision[F]() == 53 {
		return x.MantExp(nil) <= -1022
	}
	return x.MantExp(nil) <= -126
}

// A record is the largest error met and where.
type record struct{ ulps, at float64 }

func (r *record) enter(ulps, at float64) {
	if ulps != ulps || ulps > r.ulps {
		*r = record{ulps, at}
	}
}

// trial measures a function on each stratum and requires the bounds.
func trial[F tensor.Float](t *testing.T, f function, run func(C, A tensor.Matrix[F]), normal, sub float64) {
	t.Helper()
	var overall, overallSub record
	for i, s := range f.strata {
		var worst record
		r := newRandom(uint64(i))
		A := tensor.New[F](1, samples())
		for j := range A.Cols() {
			A.Set(0, j, rounded[F](s.sample(r)))
		}
		C := tensor.New[F](1, A.Cols())
		run(C, A)
		for j, x := range A.Row(0) {
			exact := f.exact(bigOf(float64(x)))
			err, bound := ulps(C.At(0, j), exact), normal
			if subnormal[F](exact) {
				bound = sub
				overallSub.enter(err, float64(x))
			} else {
				overall.enter(err, float64(x))
			}
			worst.enter(err, float64(x))
			if !(err < bound) {
				t.Errorf("%s(%x) = %x has an error of %.4f ulp, %v allowed", f.name, x, C.At(0, j), err, bound)
				return
			}
		}
		t.Logf("%-18s %-28s %.4f ulp at %x", f.name, s.name, worst.ulps, worst.at)
	}
	t.Logf("%-18s at most %.4f ulp at %x; subnormal results %.4f ulp at %x", f.name,
		overall.ulps, overall.at, overallSub.ulps, overallSub.at)
}

// The error of each function is within its documented bound.
func TestFunctionAccuracy(t *testing.T) {
	for _, f := range functions() {
		t.Run(f.name, func(t *testing.T) { trial(t, f, f.in64, f.normal, f.subnormal) })
	}
}

// In float32 the error is ½ ulp from the rounding, plus 2⁻²⁹ times the error of the double
// that is rounded.
func TestFunctionAccuracyFloat32(t *testing.T) {
	for _, f := range functions() {
		t.Run(f.name, func(t *testing.T) { trial(t, f, f.in32, bound32, bound32) })
	}
}

// bound32 allows the double an error of 53 000 of its ulp; the largest found is about 1.
// TestEveryFloat32 counts the results that it makes wrong.
const bound32 = 0.5001

// A sequence of operations that lacks a term, or rounds one twice, must not pass.
func TestAccuracyTrialRejects(t *testing.T) {
	x := bigOf(1)
	require.Zero(t, ulps(1.0, x))
	require.Equal(t, 1.0, ulps(1+0x1p-52, x))
	require.Equal(t, 0.5, ulps(1-0x1p-53, x))
	require.Equal(t, 1.0, ulps(float32(1+0x1p-23), x))
	require.Equal(t, 2.0, ulps(0x1p-1073, bigNew().SetMantExp(x, -2000)))
	require.Equal(t, 1.0, ulps(math.Inf(1), bigOf(math.MaxFloat64)))
	require.Zero(t, ulps(math.Inf(1), bigNew().SetMantExp(x, 1024)))
	require.Greater(t, ulps(math.Inf(1), x), 1e300)
	require.Greater(t, ulps(math.Inf(-1), bigNew().SetMantExp(x, 1024)), 1e15)
	require.Greater(t, ulps(-1.0, x), 1e15)
	require.True(t, math.IsNaN(ulps(math.NaN(), x)))
	require.False(t, ulps(math.NaN(), x) < 1, "a bound must not be met by NaN")
}
