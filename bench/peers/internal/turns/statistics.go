package turns

import (
	"fmt"
	"math"

	"golang.org/x/perf/benchmath"
)

// Median summarizes a sample by its median, with an exact interval that has the true
// one with a probability of 95 %, whatever the distribution. The interval takes at least
// six values; with fewer, it is infinite.
func Median(values []float64) benchmath.Summary {
	return benchmath.AssumeNothing.Summary(benchmath.NewSample(values, &benchmath.DefaultThresholds), 0.95)
}

// Number formats a number with three decimals, or fewer if it is large.
func Number(v float64) string {
	switch {
	case v >= 100:
		return fmt.Sprintf("%.1f", v)
	case v >= 10:
		return fmt.Sprintf("%.2f", v)
	}
	return fmt.Sprintf("%.3f", v)
}

// Interval is a summary's interval in words, which takes six values.
func Interval(s benchmath.Summary) string {
	if math.IsInf(s.Lo, 0) || math.IsInf(s.Hi, 0) {
		return "too few rounds"
	}
	return fmt.Sprintf("[%s, %s]", Number(s.Lo), Number(s.Hi))
}
