package errata_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/gradcheck"
	"chainrule/tensor"
)

// Codes 7, 10 and 13.
var listingErrata = []demonstration{
	{id: "E50", says: "the split is not stratified", show: showSplit},
	{id: "E54", says: "softmax without a shift overflows", show: showOverflow},
	{id: "E55", says: "ReLU in place destroys α", show: showInPlace},
	{id: "E61", says: "decay is in the gradient and not in the cost", show: showDecay},
	{id: "E68", says: "initial weights and inputs are of unusual scale", show: showScales},
}

func showSplit(t *testing.T) {
	p := paperData()
	count := func(labels []int) (counts [3]int) {
		for _, k := range labels {
			counts[k]++
		}
		return counts
	}
	require.Equal(t, [3]int{39, 31, 30}, count(p.TestLabels))
	require.Equal(t, [3]int{128, 140, 132}, count(p.Labels))
	for k, share := range []string{"33.4", "34.2", "32.4"} { // a fifth of each class
		requireRatDigits(t, share, rat(int64(count(p.TestLabels)[k]+count(p.Labels)[k]), 5))
	}
}

func showOverflow(t *testing.T) {
	for _, c := range []struct {
		a       []float64
		code10  string
		shifted [2]string
	}{
		{[]float64{710, 0}, "[NaN 0]", [2]string{"1.000000000000", "4.5e-309"}},
		{[]float64{-800, -800}, "[NaN NaN]", [2]string{"0.500000000000", "0.500000000000"}},
	} {
		require.Equal(t, c.code10, fmt.Sprint(softmax(numbers[double](c.a...))))
		y := tensor.New[float64](1, 2)
		tensor.Softmax(y, tensor.FromRows(c.a))
		for k, truth := range softmax(numbers[real320](c.a...)) {
			requireDigits(t, c.shifted[k], truth.Float64())
			requireDigits(t, c.shifted[k], y.At(0, k))
		}
	}
}

func showInPlace(t *testing.T) {
	p := seed7()
	kept := tensor.New[float64](400, 50)
	tensor.Copy(kept, p.s.Alpha)
	tensor.ReLU(kept, kept) // Z[Z < 0] = 0 on the array that was α
	changed := 0
	for n := range 400 {
		for m := range 50 {
			if kept.At(n, m) != p.s.Alpha.At(n, m) {
				changed++
			}
		}
	}
	require.Equal(t, 9531, changed)
	W, _ := p.gradient()
	overwritten := p
	s := *p.s
	s.Alpha = kept
	overwritten.s = &s
	u := func(α, _ double) double { return heavisideSlope(α, α) } // u(α) with u(0) = 1
	right, _ := p.ascent(u)
	wrong, _ := overwritten.ascent(u)
	requireDigits(t, same, furthest(right, W))
	requireDigits(t, "308.37", distance(wrong, W))

	code11, _ := overwritten.ascent(func(_, z double) double { return reluSlope(z, z) })
	requireDigits(t, same, furthest(code11, W)) // Z > 0 does not need α
	nan := tensor.FromRows([]float64{math.NaN()})
	tensor.ReLU(nan, nan)
	require.True(t, math.IsNaN(nan.At(0, 0)))

	X := tensor.New[float64](400, 5)
	tensor.Copy(X, p.X)
	begin(7).Forward(begin(7).Workspace(400), X)
	require.Equal(t, X, p.X, "X is not altered")
}

func showDecay(t *testing.T) {
	const reg = 0.01
	p := positionOf(begin(3), paperData().X, paperData().T) // np.random.seed(3)
	W := p.θ.W.At(2, 7)
	requireDigits(t, "2.64916659", p.g.W.At(2, 7)+float64(reg*W)) // Code 13

	cost := -exactOf(p).slope(indexW(2, 7))
	requireDigits(t, "2.65243361", cost) // of cost(), by differences
	half := gradcheck.Differences(func(w []real320) real320 {
		return w[0].Mul(w[0]).Mul(w[0].Of(reg)).Quo(w[0].Of(2))
	}, []float64{W})[0].Float64()
	requireDigits(t, "2.64916659", cost+half) // of cost() + reg/2·‖θ‖²
}

func showScales(t *testing.T) {
	p := seed7()
	square, he := 0.0, 0.0
	for n := range 400 {
		for _, α := range p.s.Alpha.Row(n) {
			square += float64(α * α)
			wider := math.Sqrt(2) * α // of weights √(2/D)·randn, since b = 0
			he += float64(wider * wider)
		}
	}
	requireDigits(t, "2.535", square/20000)
	requireDigits(t, "5.069", he/20000)

	X := paperTable().X
	deviations, means := []string{"1.63", "1.55", "1.60", "1.68", "1.67"}, []string{"-0.89", "0.38", "-0.32", "-0.08", "-0.31"}
	for d := range X.Cols() {
		mean, square := 0.0, 0.0
		for n := range X.Rows() {
			mean += X.At(n, d) / 500
			square += float64(X.At(n, d)*X.At(n, d)) / 500
		}
		requireDigits(t, means[d], mean) // not 0
		requireDigits(t, deviations[d], math.Sqrt(square-float64(mean*mean)))
	}
}
