package chart

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// even are the numbers of grid.
func even(n int) (v []float64) {
	for i := range n {
		v = append(v, 2*float64(i)/float64(n-1)-1)
	}
	return v
}

func TestTheContourOfADistanceIsACircle(t *testing.T) {
	const n = 41
	curves := march(grid(n, math.Hypot), 0.7)
	require.Len(t, curves, 1)
	require.Equal(t, curves[0][0], curves[0][len(curves[0])-1], "closed")
	length, previous := 0.0, []float64(nil)
	for _, c := range curves[0] {
		p := c.in(even(n), even(n))
		require.InDelta(t, 0.7, math.Hypot(p[0], p[1]), 1e-3) // of a linear interpolation: h²/8r
		if previous != nil {
			length += math.Hypot(p[0]-previous[0], p[1]-previous[1])
		}
		previous = p
	}
	require.InDelta(t, 1.4*math.Pi, length, 0.01)
}

func TestContoursOfAPlaneAndASaddle(t *testing.T) {
	curves := march(grid(5, func(x, _ float64) float64 { return x }), 0.25)
	require.Len(t, curves, 1)
	require.Len(t, curves[0], 5)
	for _, c := range curves[0] {
		require.InDelta(t, 0.25, c.in(even(5), even(5))[0], 1e-15)
	}
	curves = march([][]float64{{0, 1}, {1, 0}}, 0.4) // the middle is 0.5: zeros are cut off
	require.Len(t, curves, 2)
	for _, curve := range curves {
		require.Equal(t, curve[0].i == 0 && curve[0].j == 0, curve[1].i == 0 && curve[1].j == 0)
	}
	require.Empty(t, march(grid(5, func(x, _ float64) float64 { return x }), 2))
}

func TestThinKeepsCornersAndCurvesWithinAFifthOfAPixel(t *testing.T) {
	x, y := thin([]float64{0, 1, 2, 2, 2}, []float64{0, 0, 0.1, 5, 9})
	require.Equal(t, []float64{0, 2, 2}, x)
	require.Equal(t, []float64{0, 0.1, 9}, y)
	var cx, cy []float64
	for i := range 721 { // a circle, closed
		cx, cy = append(cx, 50*math.Cos(float64(i)*math.Pi/360)), append(cy, 50*math.Sin(float64(i)*math.Pi/360))
	}
	x, y = thin(cx, cy)
	require.Less(t, len(x), 70)
	for i := 1; i < len(x); i++ {
		require.Greater(t, math.Hypot(x[i]+x[i-1], y[i]+y[i-1])/2, 49.75, "the middle of a chord is near the circle")
	}
}
