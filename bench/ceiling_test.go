package main

import (
	"fmt"
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/bench/ceiling"
)

// copied lists the sizes of the copies that measure memory, in bytes: roughly the two
// inner caches, the outer one, and memory.
var copied = []int{16 << 10, 256 << 10, 4 << 20, 16 << 20, 64 << 20, 256 << 20}

// cores returns the numbers of cores that the machine's limits are measured on.
func cores() []int {
	if runtime.NumCPU() == 1 {
		return []int{1}
	}
	return []int{1, 2}
}

// together times calls of the functions, each in a goroutine on its own core,
// and reports the rate in units, where one is the number of units in a call of each.
func together(b *testing.B, one float64, unit string, run ...func()) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(len(run)))
	for b.Loop() {
		var wait sync.WaitGroup
		for _, f := range run[1:] {
			wait.Go(f)
		}
		run[0]()
		wait.Wait()
	}
	b.ReportMetric(one*float64(len(run))*float64(b.N)/b.Elapsed().Seconds()/1e9, unit)
}

// BenchmarkCeiling measures the peak rate of fused multiply-adds.
func BenchmarkCeiling(b *testing.B) {
	for _, isa := range ceiling.ISAs() {
		benchmarkCeiling[float64](b, "float64", isa)
		benchmarkCeiling[float32](b, "float32", isa)
	}
}

func benchmarkCeiling[F ceiling.Float](b *testing.B, name, isa string) {
	const rounds = 1 << 18 // a millisecond or so: long beside the start of a goroutine
	for _, n := range cores() {
		b.Run(fmt.Sprintf("type=%s/kernel=%s/cores=%d", name, isa, n), func(b *testing.B) {
			var run []func()
			var flops float64
			for range n {
				l, err := ceiling.New[F](isa)
				require.NoError(b, err)
				flops = l.Flops() * rounds
				run = append(run, func() { l.Run(rounds) })
			}
			together(b, flops, "GFLOP/s", run...)
		})
	}
}

// BenchmarkCopy measures memory: bytes read and written in a second by a copy
// whose working set, for each core, is of the given size.
func BenchmarkCopy(b *testing.B) {
	for _, bytes := range copied {
		for _, n := range cores() {
			b.Run(fmt.Sprintf("bytes=%d/cores=%d", bytes, n), func(b *testing.B) {
				times := 1 + (64<<20)/bytes // a millisecond or so
				var run []func()
				for range n {
					c := ceiling.NewCopier(bytes)
					run = append(run, func() {
						for range times {
							c.Copy()
						}
					})
				}
				together(b, float64(bytes*times), "GB/s", run...)
			})
		}
	}
}
