package main

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/bench/internal/cases"
	"chainrule/tensor"
)

// eachKernel runs a benchmark with every kernel of the machine, the definition in Go
// among them.
func eachKernel(b *testing.B, run func(b *testing.B, kernel string)) {
	for _, kernel := range tensor.Kernels() {
		restore, err := tensor.SetKernel(kernel)
		require.NoError(b, err)
		run(b, kernel)
		restore()
	}
}

// values fills A with numbers between −4 and 4, or between 0 and 4 if positive.
func values[F tensor.Float](A tensor.Matrix[F], positive bool) tensor.Matrix[F] {
	state := uint32(1)
	for i := range A.Rows() {
		for j := range A.Cols() {
			state = state*1664525 + 1013904223
			x := F(int32(state)) / (1 << 29)
			if positive && x <= 0 {
				x = 1 - x
			}
			A.Set(i, j, x)
		}
	}
	return A
}

// perElement reports the time of an element.
func perElement(b *testing.B, n int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/element")
}

// BenchmarkFunctions measures the elementary functions, on arrays that lie in the second cache.
func BenchmarkFunctions(b *testing.B) {
	eachKernel(b, func(b *testing.B, kernel string) {
		benchmarkFunctions[float64](b, "float64", kernel)
		benchmarkFunctions[float32](b, "float32", kernel)
	})
	const n = cases.Elements
	for _, f := range naiveFunctions {
		A, C := values(tensor.New[float64](1, n), f.name == "log").Row(0), make([]float64, n)
		b.Run(fmt.Sprintf("fn=%s/type=float64/kernel=naive", f.name), func(b *testing.B) {
			for b.Loop() {
				for i, x := range A {
					C[i] = f.run(x)
				}
			}
			perElement(b, n)
		})
	}
}

func TestNaiveFunctionsAreRight(t *testing.T) {
	A, C := values(tensor.New[float64](1, 100), true), tensor.New[float64](1, 100)
	for _, f := range naiveFunctions {
		map[string]func(C, A tensor.Matrix[float64]){
			"exp": tensor.Exp[float64], "log": tensor.Log[float64], "tanh": tensor.Tanh[float64], "sigmoid": tensor.Sigmoid[float64], "relu": tensor.ReLU[float64],
		}[f.name](C, A)
		for i, x := range A.Row(0) {
			require.InEpsilon(t, C.At(0, i), f.run(x), 1e-14, f.name)
		}
	}
}

func benchmarkFunctions[F tensor.Float](b *testing.B, name, kernel string) {
	const n = cases.Elements
	for _, f := range []struct {
		name string
		run  func(C, A tensor.Matrix[F])
	}{
		{"exp", tensor.Exp[F]}, {"log", tensor.Log[F]}, {"tanh", tensor.Tanh[F]}, {"sigmoid", tensor.Sigmoid[F]},
		{"tanh-derivative", tensor.TanhDerivative[F]}, {"sigmoid-derivative", tensor.SigmoidDerivative[F]}, {"relu", tensor.ReLU[F]},
	} {
		A, C := values(tensor.New[F](1, n), f.name == "log"), tensor.New[F](1, n)
		b.Run(fmt.Sprintf("fn=%s/type=%s/kernel=%s", f.name, name, kernel), func(b *testing.B) {
			for b.Loop() {
				f.run(C, A)
			}
			perElement(b, n)
		})
	}
}

// softmaxShapes lists rows and columns: the paper's batch, a digit classifier's, squares, long rows.
var softmaxShapes = [][2]int{{50, 3}, {128, 10}, {256, 256}, {4, 100_000}}

// BenchmarkSoftmax measures the output layer's functions by rows.
func BenchmarkSoftmax(b *testing.B) {
	eachKernel(b, func(b *testing.B, kernel string) {
		benchmarkSoftmax[float64](b, "float64", kernel)
		benchmarkSoftmax[float32](b, "float32", kernel)
	})
	benchmarkNaiveSoftmax(b)
}

// benchmarkNaiveSoftmax times the textbook's softmax, the base of the comparison.
func benchmarkNaiveSoftmax(b *testing.B) {
	for _, s := range softmaxShapes {
		A, Y := make([]float64, s[0]*s[1]), make([]float64, s[0]*s[1])
		for i := range s[0] {
			copy(A[i*s[1]:], values(tensor.New[float64](1, s[1]), false).Row(0))
		}
		b.Run(fmt.Sprintf("op=softmax/type=float64/rows=%d/cols=%d/kernel=naive", s[0], s[1]), func(b *testing.B) {
			for b.Loop() {
				naiveSoftmax(Y, A, s[1])
			}
			perElement(b, len(A))
		})
	}
}

func benchmarkSoftmax[F tensor.Float](b *testing.B, name, kernel string) {
	for _, s := range softmaxShapes {
		A, C, T := values(tensor.New[F](s[0], s[1]), false), tensor.New[F](s[0], s[1]), tensor.New[F](s[0], s[1])
		dst := make([]F, s[0])
		for i := range s[0] {
			T.Set(i, i%s[1], 1)
		}
		for _, op := range []struct {
			name string
			run  func()
		}{
			{"softmax", func() { tensor.Softmax(C, A) }}, {"log-softmax", func() { tensor.LogSoftmax(C, A) }},
			{"log-sum-exp", func() { tensor.LogSumExp(dst, A) }}, {"cross-entropy", func() { tensor.CrossEntropy(dst, A, T) }},
			{"gradient", func() { tensor.CrossEntropyGradient(C, A, T) }},
		} {
			b.Run(fmt.Sprintf("op=%s/type=%s/rows=%d/cols=%d/kernel=%s", op.name, name, s[0], s[1], kernel), func(b *testing.B) {
				for b.Loop() {
					op.run()
				}
				perElement(b, s[0]*s[1])
			})
		}
	}
}
