package chapters

import (
	"math"

	"chainrule/tensor"
)

// sure returns x. It panics if there is an error, which is a mistake in this package.
func sure[X any](x X, err error) X {
	if err != nil {
		panic(err)
	}
	return x
}

// separation is the Euclidean length of x − y.
func separation(x, y []float64) float64 {
	d := make([]float64, len(x))
	for i := range x {
		d[i] = x[i] - y[i]
	}
	return math.Sqrt(tensor.Dot(d, d))
}
