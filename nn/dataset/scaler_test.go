package dataset_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/nn/dataset"
	"chainrule/tensor"
)

// column returns a matrix of one column.
func column(xs ...float64) tensor.Matrix[float64] { return tensor.FromSlice(len(xs), 1, xs) }

// TestScalerIsExactWhereItCanBe: columns with a known mean and deviation.
func TestScalerIsExactWhereItCanBe(t *testing.T) {
	for _, c := range []struct {
		xs          []float64
		mean, scale float64
	}{
		{[]float64{1, 3}, 2, 1},
		{[]float64{-2, 0, 0, 2}, 0, math.Sqrt2},
		{[]float64{0.1, 0.1, 0.1}, 0.1, 1}, // constant: no rounding becomes a deviation
		{[]float64{7}, 7, 1},
		{[]float64{1e300, 3e300}, 2e300, 1e300},         // whose squares overflow
		{[]float64{0x1p-1060, 0}, 0x1p-1061, 0x1p-1061}, // whose squares are 0
		{[]float64{1e6, 1e6 + 2}, 1e6 + 1, 1},
		{[]float64{1e308, 1e308, 1e308}, 1e308, 1}, // whose sum overflows
	} {
		s := dataset.FitScaler(column(c.xs...))
		require.Equal(t, []float64{c.mean}, s.Mean, c.xs)
		require.InEpsilon(t, c.scale, s.Scale[0], 0x1p-51, c.xs)
	}
}

// TestStandardisedColumns: a standardised column has mean 0 and variance 1, to the rounding of
// its mean, half a unit in the last place over the scale, and of N terms.
func TestStandardisedColumns(t *testing.T) {
	r := dataset.NewRandom(3)
	X := tensor.New[float64](1000, 2)
	for i := range 1000 {
		X.Set(i, 0, 1e6+1e-3*r.Normal())
		X.Set(i, 1, 1e-3*r.Normal())
	}
	s := dataset.FitScaler(X)
	Z := s.Apply(X)
	for j := range 2 {
		mean, square := 0.0, 0.0
		ulp := math.Nextafter(math.Abs(s.Mean[j]), math.Inf(1)) - math.Abs(s.Mean[j])
		for i := range 1000 {
			mean += Z.At(i, j) / 1000
			square += Z.At(i, j) * Z.At(i, j) / 1000
		}
		require.InDelta(t, 0, mean, ulp/2/s.Scale[j]+1000*0x1p-52, j)
		require.InDelta(t, 1, square, ulp/s.Scale[j]+1000*0x1p-52, j)
	}
}

func TestScalerRefuses(t *testing.T) {
	s := dataset.FitScaler(column(1, 2))
	require.PanicsWithError(t, "dataset: Scaler.Apply: X is 1×2, the scaler has 1 columns", func() { s.Apply(tensor.New[float64](1, 2)) })
}
