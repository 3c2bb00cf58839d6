package record

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// coverage is the probability that the true median lies between the lo-th and the hi-th
// of n values, counted from 1: that at least lo and fewer than hi of them are below it.
func coverage(n, lo, hi int) float64 { return binomial(n, hi-1, 0.5) - binomial(n, lo-1, 0.5) }

// The interval has the median with 95 % at least, also where benchmath approximates
// (above 30 values), is no wider than that takes, and has no side.
func TestIntervalHasTheMedian(t *testing.T) {
	for n := 1; n <= 200; n++ {
		var values []float64
		for i := range n {
			values = append(values, float64(1+(i*7919)%n)) // the ranks, shuffled: 7919 is prime
		}
		e := medianOf(values)
		require.Equal(t, n, e.Rounds)
		require.Equal(t, float64(n+1)/2, e.Median)
		if n < MinRounds {
			require.Nil(t, e.Interval)
			continue
		}
		lo, hi := int(e.Interval.Lo), int(e.Interval.Hi)
		require.Equal(t, n+1, lo+hi, "n = %d", n)
		require.GreaterOrEqual(t, coverage(n, lo, hi), Confidence, "n = %d", n)
		require.Less(t, coverage(n, lo+2, hi-2), Confidence, "n = %d", n)
	}
	require.Less(t, coverage(20, 7, 14), Confidence, "the check sees an interval that is too narrow")
	require.InEpsilon(t, 1-2.0/64, coverage(6, 1, 6), 1e-12)
	require.Equal(t, 3.0, values(3, 1, 7).sortedMedian())
}

type list []float64

func values(v ...float64) list { return v }

// sortedMedian also shows that medianOf leaves the order of its values alone.
func (v list) sortedMedian() float64 {
	first := v[0]
	m := medianOf(v).Median
	if v[0] != first {
		return math.NaN()
	}
	return m
}

// The ratio of b to a is the inverse of the ratio of a to b, with its interval. With
// u = 2⁻⁵³ and ratios between 1/e and e, 1/r, log and exp are off by 1, 2 and 2 u at
// most on each side, and the mean of two logarithms by one more.
func TestRatiosInvert(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for n := 1; n <= 40; n++ {
		var ratios, inverse []float64
		for range n {
			r := math.Exp(2*rng.Float64() - 1)
			ratios, inverse = append(ratios, r), append(inverse, 1/r)
		}
		a, b := geometricMedianOf(ratios), geometricMedianOf(inverse)
		const bound = 12 * 0x1p-53
		require.InDelta(t, 1, a.Median*b.Median, bound)
		if n >= MinRounds {
			require.InDelta(t, 1, a.Interval.Lo*b.Interval.Hi, bound)
			require.InDelta(t, 1, a.Interval.Hi*b.Interval.Lo, bound)
		}
	}
	require.InEpsilon(t, 2, geometricMedianOf([]float64{1, 4}).Median, 1e-15)
	require.Greater(t, medianOf([]float64{1, 4}).Median*medianOf([]float64{1, 0.25}).Median, 1.5, "plain medians do not")
}

// Mann and Whitney's p of separate samples of n and m is 2·n!·m!/(n+m)!.
func TestPOfSeparateSamples(t *testing.T) {
	low, high := []float64{1, 2, 3, 4, 5, 6}, []float64{7, 8, 9, 10, 11, 12}
	require.InEpsilon(t, 2.0/924, pValue(low, high), 1e-12)
	require.Equal(t, pValue(high, low), pValue(low, high))
	require.Equal(t, 1.0, pValue(low, low))
	require.Equal(t, 1.0, pValue([]float64{3, 3}, []float64{3, 3}))
}
