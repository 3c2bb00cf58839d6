package main

import (
	"testing"

	"chainrule/tensor"
)

// BenchmarkCall measures the cost of calling an operation, on one element.
func BenchmarkCall(b *testing.B) {
	eachKernel(b, func(b *testing.B, kernel string) {
		benchmarkCall[float64](b, kernel)
		benchmarkCall[float32](b, kernel)
	})
}

func benchmarkCall[F tensor.Float](b *testing.B, kernel string) {
	for _, op := range smallest[F]() {
		b.Run("op="+op.name+"/type="+typeName[F]()+"/kernel="+kernel, func(b *testing.B) {
			for b.Loop() {
				op.run()
			}
		})
	}
}
