package main

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
	"chainrule/tensor"
)

func TestNaiveAdamIsRight(t *testing.T) {
	const n = 9
	rule, err := adam.New[float64](n, adam.Listing())
	require.NoError(t, err)
	θ, other, m, v := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for step := 1; step <= 20; step++ {
		g := integers(make([]float64, n), step)
		rule.Update(θ, g)
		naiveAdam(other, g, m, v, 1e-4, 0.99, 0.999, 1e-8, step)
	}
	require.InDeltaSlice(t, other, θ, 1e-15)
}

// BenchmarkUpdate is a step of each rule for the parameters of a digit classifier, and of
// the paper's network.
func BenchmarkUpdate(b *testing.B) {
	eachKernel(b, func(b *testing.B, kernel string) {
		for _, n := range []int{453, 407050} {
			benchmarkUpdate[float64](b, "float64", kernel, n)
			benchmarkUpdate[float32](b, "float32", kernel, n)
		}
	})
}

func benchmarkUpdate[F tensor.Float](b *testing.B, name, kernel string, n int) {
	must := func(rule interface{ Update(θ, g []F) }, err error) interface{ Update(θ, g []F) } {
		require.NoError(b, err)
		return rule
	}
	newAdam, errAdam := adam.New[F](n, adam.Listing())
	rms, errRMS := adam.NewRMSprop[F](n, adam.RMSpropOptions{Rate: 1e-3, Beta: 0.9, Epsilon: 1e-8})
	momentum, errMomentum := adam.NewMomentum[F](n, 1e-3, 0.9)
	descent, errDescent := adam.NewDescent[F](1e-3)
	θ, g := make([]F, n), integers(make([]F, n), 1)
	for _, r := range []struct {
		name string
		rule interface{ Update(θ, g []F) }
	}{
		{"adam", must(newAdam, errAdam)}, {"rmsprop", must(rms, errRMS)},
		{"momentum", must(momentum, errMomentum)}, {"descent", must(descent, errDescent)},
	} {
		b.Run(fmt.Sprintf("rule=%s/type=%s/n=%d/kernel=%s", r.name, name, n, kernel), func(b *testing.B) {
			for b.Loop() {
				r.rule.Update(θ, g)
			}
			perElement(b, n)
		})
	}
}

// BenchmarkDeadUnits is Adam for parameters whose gradient has become 0, long after the
// moments would have sunk below the smallest normal number, beside live ones. In the
// naive form such moments stay, and slow it down.
func BenchmarkDeadUnits(b *testing.B) {
	const n, t = 453, 100_000
	for _, dead := range []bool{false, true} {
		g := integers(make([]float64, n), 1)
		start := 0.01
		if dead {
			clear(g)
			start = 0x1p-1060 // 0.99 times it, rounded again and again, comes to rest here or a little below
		}
		units := map[bool]string{false: "live", true: "dead"}[dead]
		moments := func() (m, v []float64) {
			m, v = make([]float64, n), make([]float64, n)
			for i := range m {
				m[i], v[i] = start, start
			}
			return m, v
		}
		b.Run("form=naive/units="+units, func(b *testing.B) {
			m, v := moments()
			θ := make([]float64, n)
			for b.Loop() {
				naiveAdam(θ, g, m, v, 1e-4, 0.99, 0.999, 1e-8, t)
				if dead {
					copyStart(m, v, start)
				}
			}
			perElement(b, n)
		})
		for _, kernel := range tensor.Kernels() {
			b.Run("form=ours/units="+units+"/kernel="+kernel, func(b *testing.B) {
				restore, err := tensor.SetKernel(kernel)
				require.NoError(b, err)
				defer restore()
				m, v := moments()
				θ := make([]float64, n)
				numbers := tensor.AdamNumbers[float64]{Rate: 1e-4, Beta1: 0.99, Alpha1: 0.01, Beta2: 0.999, Alpha2: 0.001, Epsilon: 1e-8, C1: 1, C2: 1, Inside: true}
				for b.Loop() {
					tensor.UpdateAdam(θ, g, m, v, numbers)
				}
				perElement(b, n)
			})
		}
	}
}

// copyStart sets all moments back to the start.
func copyStart(m, v []float64, start float64) {
	for i := range m {
		m[i], v[i] = start, start
	}
}
