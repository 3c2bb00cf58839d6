package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/bench/internal/record"
	"chainrule/tensor"
)

func TestAStepAllocatesNothing(t *testing.T) {
	require.Zero(t, testing.AllocsPerRun(10, newStep[float64](50, 5, 50, 3).all))
	require.Zero(t, testing.AllocsPerRun(10, newStep[float32](50, 5, 50, 3).all))
}

// The operations, one after the other, are the step: parameters have the same bits.
func TestOperationsAreTheStep(t *testing.T) {
	whole, parts := newStep[float64](50, 5, 50, 3), newStep[float64](50, 5, 50, 3)
	start := append([]float64(nil), whole.net.Parameters().Theta...)
	operations := parts.operations(tensor.Kernel())
	for range 3 {
		whole.all()
		for _, o := range operations {
			o.run()
		}
	}
	require.Equal(t, whole.net.Parameters().Theta, parts.net.Parameters().Theta)
	require.NotEqual(t, start, parts.net.Parameters().Theta)
	for _, o := range operations {
		require.Positive(t, o.work.Bytes, o.name)
		row := record.Row{Name: "Step/net=5-50-3/batch=50/type=float64/part=" + o.name}
		w, ok := workOf(row, "avx512")
		require.True(t, ok, o.name)
		require.Equal(t, o.name, w.Title)
	}
	_, ok := workOf(record.Row{Name: "Step/net=5-50-3/batch=50/type=float64/part=all"}, "avx512")
	require.False(t, ok)
}

// BenchmarkStep measures the paper's step and a digit classifier's, whole and by parts. The
// parts of forward, loss and backward run by themselves, on the results of a step.
func BenchmarkStep(b *testing.B) {
	benchmarkStep(b, "net=5-50-3/batch=50/type=float64", newStep[float64](50, 5, 50, 3))
	benchmarkStep(b, "net=5-50-3/batch=50/type=float32", newStep[float32](50, 5, 50, 3))
	benchmarkStep(b, "net=784-512-10/batch=128/type=float32", newStep[float32](128, 784, 512, 10))
	naive := newNaiveStep(b, 50, 5, 50, 3)
	b.Run("net=5-50-3/batch=50/type=float64/part=all/kernel=naive", func(b *testing.B) {
		for b.Loop() {
			naive.step()
		}
	})
}

func benchmarkStep[F tensor.Float](b *testing.B, name string, p *step[F]) {
	selected := tensor.Kernel()
	eachKernel(b, func(b *testing.B, kernel string) {
		if kernel == selected || kernel == "portable" && name != "net=5-50-3/batch=50/type=float64" {
			return // which is timed below, or takes seconds
		}
		b.Run(name+"/part=all/kernel="+kernel, func(b *testing.B) {
			for b.Loop() {
				p.all()
			}
		})
	})
	for _, part := range p.parts() {
		b.Run(name+"/part="+part.name+"/kernel="+tensor.Kernel(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				part.run()
			}
		})
	}
}
