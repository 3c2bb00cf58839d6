package tensor_test

import (
	"fmt"
	"testing"

	"chainrule/tensor"
)

// The benchmarks of the kernel in use, which TENSOR_KERNEL chooses and benchstat compares:
//
//	go test -run '^$' -bench . ./tensor
//
// Package bench times all kernels side by side, with statistics.

// spread fills A with numbers from −4 to 4, or from 0 to 4 if positive.
func spread[F tensor.Float](A tensor.Matrix[F], positive bool) tensor.Matrix[F] {
	for i := range A.Rows() {
		for j := range A.Cols() {
			x := F((i*7919+j*104729)%8001)/1000 - 4
			if positive && x <= 0 {
				x = F(1)/1000 - x
			}
			A.Set(i, j, x)
		}
	}
	return A
}

// benchmark times calls that have so many operations or elements, and reports the rate in a unit.
func benchmark(b *testing.B, name string, each float64, unit string, call func()) {
	b.Run(name, func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			call()
		}
		ns := float64(b.Elapsed().Nanoseconds()) / float64(b.N)
		if unit == "GFLOP/s" {
			b.ReportMetric(each/ns, unit)
		} else {
			b.ReportMetric(ns/each, unit)
		}
	})
}

func BenchmarkProduct(b *testing.B) {
	benchmarkProduct[float64](b, "float64")
	benchmarkProduct[float32](b, "float32")
}

func benchmarkProduct[F tensor.Float](b *testing.B, typ string) {
	for _, n := range []int{64, 256, 1024} {
		A, B, C := spread(tensor.New[F](n, n), false), spread(tensor.New[F](n, n), false), tensor.New[F](n, n)
		benchmark(b, fmt.Sprintf("type=%s/n=%d", typ, n), 2*float64(n)*float64(n)*float64(n), "GFLOP/s", func() { tensor.Product(C, A, B) })
	}
}

func BenchmarkFunctions(b *testing.B) {
	benchmarkFunctions[float64](b, "float64")
	benchmarkFunctions[float32](b, "float32")
}

func benchmarkFunctions[F tensor.Float](b *testing.B, typ string) {
	const n = 32768 // in the second cache
	for _, f := range []struct {
		name string
		run  func(C, A tensor.Matrix[F])
	}{{"exp", tensor.Exp[F]}, {"log", tensor.Log[F]}, {"tanh", tensor.Tanh[F]}, {"sigmoid", tensor.Sigmoid[F]}} {
		A, C := spread(tensor.New[F](1, n), f.name == "log"), tensor.New[F](1, n)
		benchmark(b, fmt.Sprintf("type=%s/fn=%s", typ, f.name), n, "ns/element", func() { f.run(C, A) })
	}
}

func BenchmarkSoftmax(b *testing.B) {
	benchmarkSoftmax[float64](b, "float64")
	benchmarkSoftmax[float32](b, "float32")
}

func benchmarkSoftmax[F tensor.Float](b *testing.B, typ string) {
	for _, s := range [][2]int{{128, 10}, {256, 256}} {
		A, C := spread(tensor.New[F](s[0], s[1]), false), tensor.New[F](s[0], s[1])
		benchmark(b, fmt.Sprintf("type=%s/rows=%d/cols=%d", typ, s[0], s[1]), float64(s[0]*s[1]), "ns/element", func() { tensor.Softmax(C, A) })
	}
}
