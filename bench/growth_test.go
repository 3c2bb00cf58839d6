package main

import (
	"fmt"
	"testing"

	"chainrule/nn"
	"chainrule/tensor"
)

// BenchmarkGrowth measures the growth of the time: of a square product with n, of the paper's step
// with the batch and with the hidden units, and of the softmax with the rows.
func BenchmarkGrowth(b *testing.B) {
	for _, n := range []int{8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512} {
		A, B, C := values(tensor.New[float64](n, n), false), values(tensor.New[float64](n, n), false), tensor.New[float64](n, n)
		grow(b, "product", "n", n, func() { tensor.Product(C, A, B) })
	}
	for _, batch := range []int{1, 2, 5, 10, 20, 50, 100, 200, 500} {
		grow(b, "step", "batch", batch, newStep[float64](batch, 5, 50, 3).all)
	}
	for _, hidden := range []int{5, 10, 20, 50, 100, 200, 500} {
		grow(b, "step", "hidden", hidden, newStep[float64](50, 5, hidden, 3).all)
	}
	for _, rows := range []int{1, 4, 16, 64, 256, 1024, 4096} {
		A, C := values(tensor.New[float64](rows, 10), false), tensor.New[float64](rows, 10)
		grow(b, "softmax", "rows", rows, func() { tensor.Softmax(C, A) })
	}
}

func grow(b *testing.B, of, with string, n int, run func()) {
	b.Run(fmt.Sprintf("of=%s/%s=%d/kernel=%s", of, with, n, tensor.Kernel()), func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			run()
		}
	})
}

// BenchmarkEpoch measures an epoch of the paper's training: 400 rows in 8 batches, through
// nn.Train with all that it checks.
func BenchmarkEpoch(b *testing.B) {
	p := newStep[float64](400, 5, 50, 3)
	b.Run("net=5-50-3/rows=400/batch=50/type=float64/kernel="+tensor.Kernel(), func(b *testing.B) {
		b.ReportAllocs()
		steps := 0
		for _, err := range nn.Train(b.Context(), p.net, p.rule, p.X, p.T, nn.Options{Epochs: b.N, Batch: 50}) {
			if err != nil {
				b.Fatal(err)
			}
			steps++
		}
		if steps != 8*b.N {
			b.Fatalf("%d steps in %d epochs", steps, b.N)
		}
	})
}
