package record

import (
	"math"
	"slices"

	"golang.org/x/perf/benchmath"
)

// Confidence is the least probability that an interval contains the true value.
const Confidence = 0.95

// MinRounds is the least number of rounds for an interval: of n values the true median lies
// outside the smallest and the largest with probability 2·2⁻ⁿ, which is below
// 1 − Confidence from n = 6 on.
const MinRounds = 6

// Estimate is the median of a number of rounds.
type Estimate struct {
	Rounds   int       `json:"rounds"`
	Median   float64   `json:"median"`
	Interval *Interval `json:"interval"` // nil with fewer than MinRounds
}

// Interval has the true median with a probability of Confidence or more.
type Interval struct {
	Lo float64 `json:"lo"`
	Hi float64 `json:"hi"`
}

// HalfWidth returns half the width of the interval, relative to the median, and false
// if there is no interval.
func (e Estimate) HalfWidth() (h float64, ok bool) {
	if e.Interval == nil {
		return 0, false
	}
	return (e.Interval.Hi - e.Interval.Lo) / (2 * e.Median), true
}

// medianOf returns the median of a sample and its interval. Where the count of values
// makes an interval of 95 % lopsided, benchmath takes the lower of two; here both are
// covered, so that the interval of negated values is the negated interval.
func medianOf(values []float64) Estimate {
	negated := make([]float64, len(values))
	for i, v := range values {
		negated[i] = -v
	}
	up, down := summary(values), summary(negated)
	e := Estimate{Rounds: len(values), Median: up.Center}
	if lo, hi := min(up.Lo, -down.Hi), max(up.Hi, -down.Lo); !math.IsInf(lo, 0) && !math.IsInf(hi, 0) {
		e.Interval = &Interval{lo, hi}
	}
	return e
}

func summary(values []float64) benchmath.Summary {
	return benchmath.AssumeNothing.Summary(sample(values), Confidence)
}

// sample copies the values, which benchmath sorts.
func sample(values []float64) *benchmath.Sample {
	return benchmath.NewSample(slices.Clone(values), &benchmath.DefaultThresholds)
}

// geometricMedianOf is exp(medianOf(log(ratios))): of an even number of ratios the
// median is the geometric mean of the middle two, and the median of the inverse ratios is its
// inverse.
func geometricMedianOf(ratios []float64) Estimate {
	logs := make([]float64, len(ratios))
	for i, r := range ratios {
		logs[i] = math.Log(r)
	}
	e := medianOf(logs)
	e.Median = math.Exp(e.Median)
	if e.Interval != nil {
		e.Interval = &Interval{math.Exp(e.Interval.Lo), math.Exp(e.Interval.Hi)}
	}
	return e
}

// correlation is the lag-one correlation of the logarithms of ratios, in the order of their rounds, which are not
// all equal. Of n independent ones it is above 2/√n in some 2 % of cases.
func correlation(ratios []float64) float64 {
	n, mean := float64(len(ratios)), 0.0
	for _, r := range ratios {
		mean += math.Log(r) / n
	}
	var products, squares, last float64
	for i, r := range ratios {
		d := math.Log(r) - mean
		if squares += d * d; i > 0 {
			products += d * last
		}
		last = d
	}
	return products / squares
}

// pValue is Mann and Whitney's two-sided p of two samples. It is 1 if all values are equal.
func pValue(a, b []float64) float64 {
	return min(1, benchmath.AssumeNothing.Compare(sample(a), sample(b)).P)
}
