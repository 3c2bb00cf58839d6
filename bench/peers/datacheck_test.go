package peers

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNumbersAreInTheirRange(t *testing.T) {
	x, y := numbers(make([]float64, 10_000), 1, 4), positive(make([]float32, 10_000), 1, 4)
	mean, square := 0.0, 0.0
	for i, v := range x {
		require.True(t, -4 <= v && v < 4)
		require.True(t, 0 < y[i] && y[i] <= 4)
		mean, square = mean+v/10_000, square+v*v/10_000
	}
	require.InDelta(t, 0, mean, 5*math.Sqrt(16.0/3/10_000), "five standard deviations")
	require.InDelta(t, 16.0/3, square, 5*16*math.Sqrt(4.0/45/10_000))
	count := make([]int, 10)
	for _, class := range classes(4, 10_000, 10) {
		count[class]++
	}
	for _, n := range count {
		require.InDelta(t, 1000, n, 5*math.Sqrt(900))
	}
}

// Outputs that are wrong in one way each: none passes.
func TestAWrongOutputIsSeen(t *testing.T) {
	const tolerance = 1e-9
	right := numbers(make([]float64, 1000), 1, 4)
	require.NoError(t, differ([]sum{sumOf(right)}, []sum{sumOf(right)}, tolerance))
	for name, spoil := range map[string]func(y []float64){
		"a sign":               func(y []float64) { y[17] = -y[17] },
		"two are exchanged":    func(y []float64) { y[17], y[18] = y[18], y[17] },
		"one is a little more": func(y []float64) { y[999] += 1e-5 },
		"NaN":                  func(y []float64) { y[0] = math.NaN() },
		"none is set":          func(y []float64) { clear(y) },
		"all are doubled": func(y []float64) {
			for i := range y {
				y[i] *= 2
			}
		},
	} {
		wrong := append([]float64{}, right...)
		spoil(wrong)
		require.Error(t, differ([]sum{sumOf(right)}, []sum{sumOf(wrong)}, tolerance), name)
		require.Error(t, differ([]sum{sumOf(wrong)}, []sum{sumOf(right)}, tolerance), name)
	}
	require.ErrorContains(t, differ([]sum{{}, {}}, []sum{{}}, 1), "1 outputs, ours are 2")
	within := append([]float64{}, right...)
	within[3] *= 1 + 1e-10
	require.NoError(t, differ([]sum{sumOf(right)}, []sum{sumOf(within)}, tolerance))
}
