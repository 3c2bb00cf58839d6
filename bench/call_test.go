package main

import (
	"testing"

	"chainrule/adam"
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

// smallest returns calls of operations on one element. Their time is the cost of a call: checks,
// the choice of a kernel, and the latency of one vector.
func smallest[F tensor.Float]() []part {
	A, B, C := tensor.FromRows([]F{1}), tensor.FromRows([]F{2}), tensor.New[F](1, 1)
	θ, g := []F{1}, []F{1}
	rule, err := adam.New[F](1, adam.Listing())
	if err != nil {
		panic(err) // the options are constant
	}
	return []part{
		{"product", func() { tensor.Product(C, A, B) }},
		{"function", func() { tensor.ReLU(C, A) }},
		{"softmax", func() { tensor.Softmax(C, A) }},
		{"update", func() { rule.Update(θ, g) }},
	}
}
