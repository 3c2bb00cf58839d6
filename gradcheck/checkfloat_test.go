package gradcheck

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// verdictAt is the verdict of Check on a function of one number.
func verdictAt(f func(x float64) float64, claimed, x float64) Verdict {
	return Check(func(x []float64) float64 { return f(x[0]) }, []float64{claimed}, []float64{x}).Verdict
}

// An inactive ReLU unit has the slope 0, and where f does not change no other slope passes.
func TestFlatFunctionHasSlopeZero(t *testing.T) {
	unit := func(x float64) float64 { return max(x-3, 0) + 22.5 }
	require.Equal(t, PASS, verdictAt(unit, 0, 0.3))
	for _, wrong := range []float64{1, -1, 1e-3, 1e-9} {
		require.Equal(t, FAIL, verdictAt(unit, wrong, 0.3), "%v", wrong)
	}
	for _, distance := range []float64{1e-2, 1e-5, 1e-6, 1e-7, 1e-9} {
		dead := func(x float64) float64 { return max(x-0.3-distance, 0) + 5*max(0.3-distance-x, 0) }
		require.Equal(t, PASS, verdictAt(dead, 0, 0.3), "%v", distance)
		require.NotEqual(t, PASS, verdictAt(dead, 1, 0.3), "%v", distance)
	}
	require.Equal(t, PASS, verdictAt(func(float64) float64 { return 22.5 }, 0, 0.3))
	for _, x := range []float64{-33, -0.5, -1e-6, -1e-9} { // where f itself is 0
		for claimed, want := range map[float64]Verdict{0: PASS, 1: FAIL, -1: FAIL, 1e-3: FAIL} {
			require.Equal(t, want, verdictAt(func(x float64) float64 { return max(x, 0) }, claimed, x), "%v at %v", claimed, x)
		}
	}
}

// A gradient of which f shows nothing is undecided: a doubled one would pass as well. A program in float32 that does not
// change over any step may have a slope.
func TestInvisibleGradients(t *testing.T) {
	lost := func(x []float64) float64 { return 20.75 + 1e-17*x[0] }
	for _, claimed := range []float64{1e-17, 2e-17, -1e-17} {
		require.Equal(t, UNDECIDED, Check(lost, []float64{claimed}, []float64{1}).Verdict, "%v", claimed)
	}
	for _, size := range []float64{1e3, 1e6} {
		blind := func(x []float64) float64 { return float64(float32(size) + float32(0.01)*float32(x[0])) }
		for _, claimed := range []float64{0.01, 0.02, -0.01} {
			require.Equal(t, UNDECIDED, Check(blind, []float64{claimed}, []float64{1}, Option{Unit: Unit32}).Verdict, "%v, %v", size, claimed)
		}
		require.Equal(t, size == 1e6, Check(blind, []float64{0}, []float64{1}, Option{Unit: Unit32}).Verdict == PASS, "0 where f is constant")
	}
}

// Where rounding hides a slope nothing passes but an entry that is negligible beside the others.
func TestNoiseCertifiesNothing(t *testing.T) {
	absorbed := func(x []float64) float64 { return x[0] + x[1] }
	for _, claimed := range []float64{0, 1, 2} {
		require.NotEqual(t, PASS, Check(absorbed, []float64{1, claimed}, []float64{1e17, 1}).Verdict, "%v", claimed)
	}
	for _, claimed := range []float64{3e-15, 6e-15, 0} {
		r := Check(func(x []float64) float64 { return 1 + 1e-15*x[0]*x[1] }, []float64{claimed, 1e-15}, []float64{1, 3})
		require.Equal(t, UNDECIDED, r.Verdict, "%v", r)
		require.Contains(t, r.Reason, "scale f")
	}
	tiny := func(x []float64) float64 { return 1e-12 * x[0] * x[1] }
	require.Equal(t, PASS, Check(tiny, []float64{3e-12, 1e-12}, []float64{1, 3}).Verdict)
	for _, wrong := range [][]float64{{3e-12, 0}, {6e-12, 1e-12}, {3e-12, -1e-12}, {3e-12, 1.01e-12}} {
		require.Equal(t, FAIL, Check(tiny, wrong, []float64{1, 3}).Verdict, "%v", wrong)
	}
}

// A stationary point has the slope 0 to within less than its slopes nearby.
func TestStationaryPoint(t *testing.T) {
	for name, f := range map[string]func(float64) float64{
		"x²": func(x float64) float64 { return x * x }, "x³": func(x float64) float64 { return x * x * x },
		"x|x|": func(x float64) float64 { return x * math.Abs(x) }, "cosh": math.Cosh,
	} {
		require.Equal(t, PASS, verdictAt(f, 0, 0), name)
		require.Equal(t, FAIL, verdictAt(f, 1e-3, 0), name)
	}
}

// Functions that change on a small scale only, or have periods of the steps.
func TestCoarseStepsAreSeconded(t *testing.T) {
	bump := func(x float64) float64 { u := x - 2000; return u/1000 + u*math.Exp(-u*u) }
	require.Equal(t, PASS, verdictAt(bump, 1.001, 2000))
	require.NotEqual(t, PASS, verdictAt(bump, 0.001, 2000))
	for _, k := range []float64{8, 64, 128, 512} {
		wave := func(x float64) float64 { return x + math.Sin(2*math.Pi*k*x) }
		require.Equal(t, PASS, verdictAt(wave, 1+2*math.Pi*k, 0), "%v", k)
		require.NotEqual(t, PASS, verdictAt(wave, 1, 0), "%v", k)
	}
	steep := func(x float64) float64 { return math.Tanh(1e6 * x) }
	require.Equal(t, PASS, verdictAt(steep, 1e6, 0))
	require.Equal(t, PASS, verdictAt(math.Log, 1e8, 1e-8))
	require.Equal(t, PASS, verdictAt(math.Log, 1e200, 1e-200))
}

// A function that loses its digits has another slope over short steps: no evidence against a right gradient.
func TestCancellationIsDisputed(t *testing.T) {
	f := func(x float64) float64 { return (1 - math.Cos(x)) / (x * x) }
	for _, x := range []float64{1e-3, 1.3e-4, -1.3e-5, 9.7e-5} {
		require.NotEqual(t, FAIL, verdictAt(f, -x/12, x), "%v", x)
	}
}

// A kink at x, or denormals beside it: any slope between those on both sides is open, and none outside.
func TestCheckAtKinks(t *testing.T) {
	f := func(x []float64) float64 { return max(x[0], 0) + max(x[1], 0) + x[1]*x[1]/8 }
	for _, at := range []float64{0, 1e-310, -1e-310} {
		for claimed, want := range map[float64]Verdict{0: KINK, 0.5: KINK, 1: KINK, 2: FAIL, -0.25: FAIL} {
			r := Check(f, []float64{claimed, 1.25}, []float64{at, 1})
			require.Equal(t, want, r.Verdict, "%v at %v: %v", claimed, at, r)
		}
	}
	r := Check(f, []float64{0.5, 1.25}, []float64{0, 1})
	require.Equal(t, []float64{0, 1}, []float64{r.Worst.Left, r.Worst.Right})
	require.NotContains(t, r.String(), "numeric")
	require.NotContains(t, r.String(), "error/bound")
	require.Contains(t, r.Reason, "CheckExact")

	r = Check(f, []float64{0, 0.5}, []float64{0, 1})
	require.Equal(t, FAIL, r.Verdict)
	require.Equal(t, "[1]", r.Worst.Where, "the numbers of the entry that the verdict speaks of")
	require.Contains(t, r.String(), "relative 0.6")
	near := func(x []float64) float64 { return max(x[0], x[1]) }
	require.Equal(t, PASS, Check(near, []float64{0, 1}, []float64{1, 1 + 1e-9}).Verdict)
	require.Equal(t, FAIL, Check(near, []float64{1, 0}, []float64{1, 1 + 1e-9}).Verdict)
}

// A function that is not deterministic is told so, and nothing else.
func TestNondeterministicFunction(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	calls, more := 0.0, 0
	for name, f := range map[string]func(x []float64) float64{
		"dropout": func(x []float64) (s float64) {
			for _, v := range x {
				s += 2 * v * v * float64(r.IntN(2))
			}
			return s
		},
		"noise":        func(x []float64) float64 { return x[0]*x[0] + x[1] + 1e-9*r.NormFloat64() },
		"state":        func(x []float64) float64 { calls++; return x[0] + x[1] + 1e-12*math.Floor(calls/20) },
		"beside x":     func(x []float64) float64 { return x[0] + max(0, math.Abs(x[1]-2)-1e-14)*r.Float64() },
		"NaN at times": func(x []float64) float64 { more++; return map[bool]float64{true: nan, false: 1}[more > 30] + x[0] },
	} {
		report := Check(f, []float64{2, 4, 6}, []float64{1, 2, 3})
		require.Equal(t, UNDECIDED, report.Verdict, name)
		require.Contains(t, report.Reason, "not deterministic", name)
		require.Empty(t, report.Failures, name)
		require.Empty(t, report.Diagnosis, name)
	}
}

// Whatever f and its caller do, there is one clear report, and x and the gradient stay.
func TestMisbehavingPrograms(t *testing.T) {
	square := func(x []float64) float64 { return x[0] * x[0] }
	x, g, shared := []float64{3}, []float64{6}, []float64{1, 2, 3}
	overwrites := func(x []float64) float64 { v := x[0] * x[0]; x[0] = 99; return v }
	require.Equal(t, PASS, Check(overwrites, g, x).Verdict)
	require.Equal(t, []float64{3, 6}, append(slices.Clone(x), g...))
	for reason, r := range map[string]Report{
		"share memory":                       Check(square, shared[:2], shared[1:]),
		"f is nil":                           Check(nil, g, x),
		"the point has NaN at index 0":       Check(square, g, []float64{nan}),
		"has 2 entries and not 1":            Check(square, []float64{1, 2}, x),
		"nothing to compare":                 Check(square, nil, nil),
		"2 options are given":                Check(square, g, x, Option{}, Option{}),
		"the unit roundoff is 1":             Check(square, g, x, Option{Unit: 1}),
		"the claimed [0] is NaN":             Check(square, []float64{nan}, x),
		"the blocks have 1073741824 entries": Check(square, g, x, Option{Blocks: []Block{{"W", math.MaxInt/2 + 1, 4}, {"b", 1, 3}}}),
		"the blocks have 4 entries":          Check(square, g, x, Option{Blocks: []Block{{"W", 2, 2}}}),
		"the function is NaN at the point":   Check(func([]float64) float64 { return nan }, g, x),
		"f panics at the point: no":          Check(func([]float64) float64 { panic("no") }, g, x),
	} {
		require.Equal(t, FAIL, r.Verdict, reason)
		require.Contains(t, r.Reason, reason)
	}
	timid := func(limit float64) func([]float64) float64 {
		return func(x []float64) float64 {
			if x[0] > limit {
				panic("too large")
			}
			return x[0]
		}
	}
	require.Equal(t, PASS, Check(timid(3.001), []float64{1}, x).Verdict)
	require.Contains(t, Check(timid(3), []float64{1}, x).Reason, "f panics beside the point: too large")
	edge := Check(func(x []float64) float64 { return math.Sqrt(x[0]) }, []float64{1}, []float64{0})
	require.Equal(t, UNDECIDED, edge.Verdict)
	require.Contains(t, edge.Reason, "inside of its domain")
}

// A gradient of float32 passes with its unit, and without it is told apart from a wrong one.
func TestFloat32Gradient(t *testing.T) {
	f := func(x []float64) float64 { return math.Log(math.Exp(x[0])+math.Exp(x[1])+math.Exp(x[2])) - x[1] }
	x, g := []float64{0.5, -1.25, 2}, make([]float64, 3)
	for i := range g {
		g[i] = float64(float32(math.Exp(x[i] - f(x) - x[1])))
	}
	g[1] = float64(float32(g[1] - 1))
	require.Equal(t, PASS, Check(f, g, x, Option{Unit: Unit32}).Verdict)
	forgotten := Check(f, g, x)
	require.Equal(t, FAIL, forgotten.Verdict)
	require.Contains(t, forgotten.Diagnosis, "the gradient has the precision of float32")
	g[1] *= 1.001
	require.Equal(t, FAIL, Check(f, g, x, Option{Unit: Unit32}).Verdict)
}

// The evaluations of f that the documentation promises.
func TestCallsForAnEntry(t *testing.T) {
	calls := 0
	f := func(x []float64) (s float64) {
		calls++
		for i := range x {
			s += math.Tanh(float64(i+1) / 50 * x[i])
		}
		return s
	}
	x, g := make([]float64, 100), make([]float64, 100)
	for i := range x {
		x[i] = math.Sin(float64(i))
		k := float64(i+1) / 50
		g[i] = k / math.Pow(math.Cosh(k*x[i]), 2)
	}
	require.Equal(t, PASS, Check(f, g, x).Verdict)
	require.Less(t, calls, 20*len(x))
}

// failing records the failures of a test.
type failing struct{ text string }

func (*failing) Helper() {}

func (f *failing) Errorf(format string, args ...any) { f.text += fmt.Sprintf(format, args...) }

// Test fails a test on every verdict but PASS.
func TestTestFails(t *testing.T) {
	var tb failing
	hinge := func(x []float64) float64 { return max(0, 1-x[0]) }
	Test(&tb, hinge, []float64{-1}, []float64{0.5})
	require.Empty(t, tb.text)
	for x, want := range map[float64]string{1: "KINK", 0.25: "FAIL"} {
		tb = failing{}
		Test(&tb, hinge, []float64{-0.5}, []float64{x}, Option{Name: "hinge"})
		require.Contains(t, tb.text, "hinge: "+want)
	}
	Test(t, hinge, []float64{-1}, []float64{0.5})
}
