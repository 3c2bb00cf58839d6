package adam_test

import (
	"fmt"
	"testing"

	"chainrule/adam"
)

// BenchmarkUpdate times a step of each rule with the kernel in use, for the parameters of the paper's network and of a
// digit classifier.
func BenchmarkUpdate(b *testing.B) {
	for _, n := range []int{453, 407050} {
		rule, err := adam.New[float64](n, adam.Listing())
		benchmarkUpdate(b, "adam", n, rule, err)
		rms, err := adam.NewRMSprop[float64](n, adam.RMSpropOptions{Rate: 1e-3, Beta: 0.9, Epsilon: 1e-8})
		benchmarkUpdate(b, "rmsprop", n, rms, err)
		momentum, err := adam.NewMomentum[float64](n, 1e-3, 0.9)
		benchmarkUpdate(b, "momentum", n, momentum, err)
		descent, err := adam.NewDescent[float64](1e-3)
		benchmarkUpdate(b, "descent", n, descent, err)
	}
}

func benchmarkUpdate(b *testing.B, name string, n int, rule interface{ Update(θ, g []float64) }, err error) {
	if err != nil {
		b.Fatal(err)
	}
	θ, g := make([]float64, n), make([]float64, n)
	for i := range g {
		g[i] = float64(i%11 - 5)
	}
	b.Run(fmt.Sprintf("rule=%s/n=%d", name, n), func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			rule.Update(θ, g)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/element")
	})
}
