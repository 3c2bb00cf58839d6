package tensor_test

import (
	"math"
	"slices"
	"testing"

	"chainrule/tensor"

	"github.com/stretchr/testify/require"
)

// The tests of this file are of the long tests of accuracy: each check must be seen to
// find a wrong function.

// find returns a subject by name.
func find(t *testing.T, name string) subject {
	t.Helper()
	all := subjects()
	i := slices.IndexFunc(all, func(s subject) bool { return s.name == name })
	require.GreaterOrEqual(t, i, 0, name)
	return all[i]
}

// changed returns a function of matrices whose results are changed.
func changed[F tensor.Float](f func(C, A tensor.Matrix[F]), change func(x, y F) F) func(C, A tensor.Matrix[F]) {
	return func(C, A tensor.Matrix[F]) {
		arguments := clone(A) // C may be A
		f(C, A)
		for i := range C.Rows() {
			c := C.Row(i)
			for j, x := range arguments.Row(i) {
				c[j] = change(x, c[j])
			}
		}
	}
}

// spoilt returns a subject whose result in float32 is changed for one input.
func (s subject) spoilt(input float32, change func(float32) float32) subject {
	s.in32 = changed(s.in32, func(x, y float32) float32 {
		if bitsOf(x) == bitsOf(input) {
			return change(y)
		}
		return y
	})
	return s
}

func up(y float32) float32    { return math.Nextafter32(y, math.MaxFloat32) }
func down(y float32) float32  { return math.Nextafter32(y, -math.MaxFloat32) }
func minus(y float32) float32 { return -y }

// always returns a function with one result.
func always(y float64) func(float32) float32 { return func(float32) float32 { return float32(y) } }

// A function wrong for a single input is found out there and nowhere else: the result
// is not the nearest, and monotonicity or symmetry breaks with it.
func TestSweepFindsOneWrongResult(t *testing.T) {
	inf := float32(math.Inf(1))
	for _, c := range []struct {
		name   string
		x      float32
		change func(float32) float32
		also   string
	}{
		{"Exp", 1, up, "error of"}, {"Exp", 0x1p-30, up, "error of"}, {"Exp", -64, down, "error of"},
		{"Exp", -inf, minus, ""}, {"Exp", inf, always(math.MaxFloat32), "error of"}, {"Exp", 128, always(math.NaN()), "error of"},
		{"Log", 2, down, "error of"}, {"Log", 0x1p-126, up, "error of"}, {"Log", -2, always(0), ""}, {"Log", 0, minus, "error of"},
		{"Tanh", 1, always(math.NaN()), "error of"}, {"Tanh", 0, minus, "asymmetric"}, {"Tanh", 0x1p-126, up, "error of"},
		{"Sigmoid", -8, up, "error of"}, {"Sigmoid", -1024, up, "error of"},
		{"TanhDerivative", 4, down, "error of"}, {"SigmoidDerivative", -0.5, down, "error of"},
	} {
		s := find(t, c.name).spoilt(c.x, c.change)
		v := s.sweep(sampled(4))
		require.Equal(t, finds{1, []float32{c.x}}, v.misrounded, "%s(%x)", c.name, c.x)
		require.Contains(t, v.complaint(0), "not the nearest")
		require.Contains(t, v.complaint(1), c.also)
		if c.also == "error of" {
			require.Equal(t, float64(c.x), v.worst.at)
			require.False(t, v.worst.ulps < 0.5)
		}
	}
}

func TestSweepFindsNumbersForNaN(t *testing.T) {
	s := find(t, "Exp")
	require.Empty(t, s.sweep(sampled(4)).complaint(0))
	s.in32 = changed(s.in32, func(x, y float32) float32 { return max(y, 0) })
	require.Empty(t, s.sweep(sampled(4)).complaint(0))
	s.in32 = changed(s.in32, func(x, y float32) float32 {
		if y != y {
			return 0
		}
		return y
	})
	require.Equal(t, 6, s.sweep(sampled(4)).misrounded.count)
}

// A step in the wrong direction is found inside a block, and also where the first result of a
// block is in order with its successors but not with the last result of the block before.
func TestSweepFindsBackwardSteps(t *testing.T) {
	all := sampled(4)
	inside := math.Float32frombits(all.at(129, 2))
	little := func(factor float32) func(float32) float32 { return func(y float32) float32 { return factor * y } }
	for _, c := range []struct {
		name   string
		x      float32
		change func(float32) float32
	}{
		{"Exp", inside, always(0)}, {"Exp", -inside, always(1)}, {"Tanh", -inside, always(0.5)}, {"TanhDerivative", inside, always(1)}, {"TanhDerivative", -inside, always(1)},
		{"Exp", 8, little(0.999)}, {"Exp", -8, little(1.001)}, {"Tanh", 0.5, little(0.999)}, {"Log", 4, little(0.999)},
		{"Sigmoid", -8, little(1.001)}, {"SigmoidDerivative", 8, little(1.001)}, {"SigmoidDerivative", -8, little(1.001)},
	} {
		v := find(t, c.name).spoilt(c.x, c.change).sweep(all)
		require.Equal(t, finds{1, []float32{c.x}}, v.backwards, "%s(%x)", c.name, c.x)
		v.misrounded, v.worst = finds{}, record{}
		require.Contains(t, v.complaint(0), "backwards")
	}
}

func TestSweepFindsAsymmetry(t *testing.T) {
	for name, want := range map[string]int{"Tanh": 1, "TanhDerivative": 1, "SigmoidDerivative": 1, "Sigmoid": 0} {
		v := find(t, name).spoilt(-1, up).sweep(sampled(4))
		require.Equal(t, want, v.asymmetric.count, name)
		v = verdict{asymmetric: v.asymmetric}
		require.Equal(t, want == 0, v.complaint(0) == "", name)
	}
}

// A function that is computed in double precision, and there off by some ulp, has
// hardly an error that a sample shows. The hard cases show it.
func TestHardCasesShowTheLastBitOfDoubles(t *testing.T) {
	stored := storedHardCases(t)
	for _, s := range subjects() {
		found, sampledFound := 0, 0
		for _, by := range []float64{1 - 0x1p-49, 1 + 0x1p-49} {
			s.in32 = func(C, A tensor.Matrix[float32]) {
				for i := range C.Rows() {
					c := C.Row(i)
					for j, x := range A.Row(i) {
						c[j] = float32(s.oracleIn64(float64(x)) * by)
					}
				}
			}
			found += s.sweep(stored.of(s.name)).misrounded.count
			sampledFound += s.sweep(sampled(1 << 9)).misrounded.count
		}
		t.Logf("%-18s %d of the hard cases, %d of a sample", s.name, found, sampledFound)
		require.Positive(t, found, s.name)
	}
}

// oracleIn64 returns f(x), rounded to the nearest double or nearly.
func (s subject) oracleIn64(x float64) float64 {
	if y := s.estimate(x); y != y || math.IsInf(y, 0) || y == 0 {
		return y
	}
	y, n := s.oracle(x)
	return scaled(y.hi, n)
}
