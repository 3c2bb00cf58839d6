package chart

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// axisOf returns an axis of 600 pixels that was fitted to values.
func axisOf(t *testing.T, a Axis, values ...float64) *axisMap {
	t.Helper()
	m := &axisMap{Axis: a, lo: math.Inf(1), hi: math.Inf(-1), to: 600}
	require.NoError(t, m.fit([]vector{{"v", values}}))
	require.NoError(t, m.ends(a))
	m.choose(600, false)
	return m
}

func labels(ticks []tick) (texts []string) {
	for _, t := range ticks {
		texts = append(texts, t.label)
	}
	return texts
}

func TestLogarithmicAxesPlaceDecadesEvenly(t *testing.T) {
	m := axisOf(t, Axis{Scale: Log10, Min: 0.01, Max: 1e4})
	for i, v := range []float64{0.01, 0.1, 1, 10, 100, 1000, 1e4} {
		require.InDelta(t, 100*float64(i), m.at(v), 1e-9)
	}
	require.InDelta(t, 100*(2+math.Log10(2)), m.at(2), 1e-9, "2 is not halfway")
	require.Equal(t, []string{"0.01", "0.1", "1", "10", "100", "1000", "10000"}, labels(m.ticks))

	m = axisOf(t, Axis{Scale: Log2, Min: 8, Max: 1024})
	require.InDelta(t, 600.0/7, m.at(16), 1e-9)
	require.Equal(t, []string{"8", "16", "32", "64", "128", "256", "512", "1024"}, labels(m.ticks))
}

func TestTicksHaveRoomAndReadableLabels(t *testing.T) {
	for _, c := range []struct {
		axis   Axis
		values []float64
		want   []string
	}{
		{Axis{}, []float64{0, 500}, []string{"0", "100", "200", "300", "400", "500"}},
		{Axis{}, []float64{-0.3, 0.3}, []string{"−0.3", "−0.2", "−0.1", "0.0", "0.1", "0.2", "0.3"}},
		{Axis{}, []float64{7}, []string{"6.6", "6.8", "7.0", "7.2", "7.4"}},
		{Axis{}, []float64{1e6, 3e6}, []string{"1000000", "1500000", "2000000", "2500000", "3000000"}},
		{Axis{Scale: Log10}, []float64{1e-16, 1}, []string{"10⁻¹⁶", "10⁻¹⁴", "10⁻¹²", "10⁻¹⁰", "10⁻⁸", "10⁻⁶", "10⁻⁴", "10⁻²", "1"}},
		{Axis{Scale: Log10}, []float64{3, 30}, []string{"5", "10", "20"}},
		{Axis{Scale: Log10}, []float64{0.04, 0.6}, []string{"0.05", "0.1", "0.2", "0.5"}},
		{Axis{Scale: Log2}, []float64{1.0 / 1024, 0.5}, []string{"2⁻¹⁰", "2⁻⁹", "2⁻⁸", "2⁻⁷", "2⁻⁶", "2⁻⁵", "2⁻⁴", "2⁻³", "2⁻²", "2⁻¹"}},
		{Axis{Ticks: []float64{-1, 0.5}}, []float64{-1, 1}, []string{"−1", "0.5"}},
	} {
		require.Equal(t, c.want, labels(axisOf(t, c.axis, c.values...).ticks), "%v", c.values)
	}
}

// Each axis, however long, gets ticks whose labels do not touch.
func TestTicksNeverCrowd(t *testing.T) {
	for _, scale := range []Scale{Linear, Log2, Log10} {
		for span := 1.01; span < 1e12; span *= 1.7 {
			for length := 60.0; length < 700; length += 80 {
				m := axisOf(t, Axis{Scale: scale}, 1, span)
				m.choose(length, false)
				for i := 1; i < len(m.ticks); i++ {
					gap := (m.at(m.ticks[i].at) - m.at(m.ticks[i-1].at)) * length / 600
					require.Greater(t, gap, (width(m.ticks[i].label, tickSize)+width(m.ticks[i-1].label, tickSize))/2, "%v %v %v", scale, span, length)
				}
			}
		}
	}
}
