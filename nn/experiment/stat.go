package experiment

import "math"

// Mean returns Σx/n.
func Mean(xs []float64) (mean float64) {
	for _, x := range xs {
		mean += x / float64(len(xs))
	}
	return mean
}

// Deviation returns the standard deviation of a sample, √(Σ(x−mean)²/(n−1)).
func Deviation(xs []float64) (square float64) {
	mean := Mean(xs)
	for _, x := range xs {
		square += float64((x-mean)*(x-mean)) / float64(len(xs)-1)
	}
	return math.Sqrt(square)
}
