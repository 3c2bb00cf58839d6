package roofline

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// machine does 100 operations a second in float64, has two caches, and takes 3 seconds to
// call a product.
var machine = Limits{
	Peak:   map[string]float64{"float64": 100, "float32": 200},
	Levels: []Level{{"L1", 64, 50}, {"L2", 1024, 20}, {"memory", 0, 10}},
	Call:   map[string]float64{"product/float64": 3},
}

func TestBoundIsTheSlowestOfTheLimits(t *testing.T) {
	for _, c := range []struct {
		w    Work
		want Bound
	}{
		{Work{Flops: 1000, Bytes: 60, Place: 60, Type: "float64", Call: "product", Calls: 1}, Bound{10, Arithmetic, "L1"}},
		{Work{Flops: 1000, Bytes: 60, Place: 60, Type: "float32", Call: "product", Calls: 1}, Bound{5, Arithmetic, "L1"}},
		{Work{Flops: 100, Bytes: 64, Place: 64, Type: "float64", Call: "product", Calls: 1}, Bound{3, CallBound, "L1"}},
		{Work{Flops: 100, Bytes: 64, Place: 64, Type: "float64", Call: "product", Calls: 2}, Bound{6, CallBound, "L1"}},
		{Work{Flops: 100, Bytes: 100, Place: 100, Type: "float64", Call: "update", Calls: 1}, Bound{64.0/50 + 36.0/20, "L2", "L2"}},
		{Work{Flops: 100, Bytes: 70, Place: 70, Type: "float64"}, Bound{64.0/50 + 6.0/20, "L1", "L2"}},
		{Work{Flops: 100, Bytes: 140, Place: 70, Type: "float64"}, Bound{2 * (64.0/50 + 6.0/20), "L1", "L2"}},
		{Work{Flops: 100, Bytes: 5024, Place: 5024, Type: "float64"}, Bound{64.0/50 + 960.0/20 + 400, "memory", "memory"}},
		{Work{Flops: 100, Bytes: 60, Place: 60, Type: "int"}, Bound{1.2, "L1", "L1"}},
	} {
		require.Equal(t, c.want, machine.Bound(c.w))
	}
	require.Equal(t, Bound{}, (&Limits{}).Bound(Work{Flops: 1, Bytes: 1, Place: 1}))
	require.Equal(t, "memory", (&Limits{Levels: []Level{{"L1", 64, 1}, {"memory", 128, 1}}}).Bound(Work{Bytes: 1e9, Place: 1e9}).By, "the last level holds the rest")
}

func TestWhatExplainsLessThanHalfIsNoBound(t *testing.T) {
	b := Bound{Seconds: 5, By: "L2"}
	require.Equal(t, "L2", b.Says(5))
	require.Equal(t, "L2", b.Says(10))
	require.Equal(t, Other, b.Says(10.1))
	require.Equal(t, Other, Bound{}.Says(1))
}

func TestWorkOfABenchmark(t *testing.T) {
	for name, want := range map[string]Work{
		"Product/type=float64/m=2/n=3/k=5/variant=NT":    {60, 8 * (10 + 15 + 6), 8 * (10 + 15 + 6), 6, "float64", "product", 1, "2×3×5 NT"},
		"Functions/fn=exp/type=float64":                  {26 * 32768, 16 * 32768, 16 * 32768, 32768, "float64", "function", 1, "exp"},
		"Functions/fn=exp/type=float32":                  {40 * 32768, 8 * 32768, 8 * 32768, 32768, "float32", "function", 1, "exp"},
		"Softmax/op=softmax/type=float64/rows=50/cols=3": {26 * 150, 16 * 150, 16 * 150, 150, "float64", "softmax", 1, "softmax 50×3"},
		"Update/rule=adam/type=float32/n=453":            {16 * 453, 28 * 453, 16 * 453, 453, "float32", "update", 1, "adam 453"},
	} {
		w, ok := Of(name, "avx512")
		require.True(t, ok, name)
		require.Equal(t, want, w)
	}
	w, ok := Of("Functions/fn=exp/type=float64", "avx2")
	require.True(t, ok)
	require.Equal(t, 28.0*32768, w.Flops, "fourteen multiplications for each vector of four")
	for _, name := range []string{
		"Functions/fn=sqrt/type=float64", "Softmax/op=gradient/type=float64/rows=50/cols=3", "Step/net=5-50-3/type=float64",
		"Product/type=int/m=1/n=1/k=1", "Product/type=float64/m=x/n=1/k=x", "Update/rule=none/type=float32/n=453",
	} {
		_, ok := Of(name, "avx512")
		require.False(t, ok, name)
	}
	_, ok = Of("Functions/fn=exp/type=float64", "portable")
	require.False(t, ok, "nobody counted")
	require.Equal(t, 2.5, Work{Flops: 10, Bytes: 4}.Intensity())
}
