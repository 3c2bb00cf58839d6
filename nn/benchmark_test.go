package nn_test

import (
	"testing"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/tensor"
)

// BenchmarkStep times a training step of the paper's network and of a digit classifier's, and its
// parts, with the kernel in use. A profile of one of them:
//
//	go test -run '^$' -bench 'Step/net=784-512-10/part=all' -cpuprofile cpu.out -o nn.test ./nn
func BenchmarkStep(b *testing.B) {
	benchmarkStep[float64](b, "net=5-50-3", 50, 5, 50, 3)
	benchmarkStep[float32](b, "net=784-512-10", 128, 784, 512, 10)
}

func benchmarkStep[F tensor.Float](b *testing.B, name string, N, D, M, K int) {
	net := nn.NewMLP[F]([]int{D, M, K}, nn.ReLU)
	state := uint32(7)
	net.Initialize(func() float64 { // any numbers of about the right size
		state = state*1664525 + 1013904223
		return float64(int32(state)) / (1 << 31)
	})
	s, g, X, T := net.Workspace(N), net.Gradient(), tensor.New[F](N, D), tensor.New[F](N, K)
	for n := range N {
		for d := range D {
			X.Set(n, d, F((n*31+d*17)%11-5))
		}
		T.Set(n, n%K, 1)
	}
	rule, err := adam.New[F](len(net.Parameters().Theta), adam.Listing())
	if err != nil {
		b.Fatal(err)
	}
	forward := func() { net.Forward(s, X) }
	backward := func() { net.Backward(g, s, X, T) }
	update := func() { rule.Update(net.Parameters().Theta, g.Theta) }
	forward()
	for _, part := range []struct {
		name string
		run  func()
	}{
		{"all", func() { forward(); net.Loss(s, T); backward(); update() }}, {"forward", forward}, {"backward", backward}, {"update", update},
	} {
		b.Run(name+"/part="+part.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				part.run()
			}
		})
	}
}
