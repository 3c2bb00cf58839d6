package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/tensor"
)

// step is a training step: a batch through a network with ReLU, and Adam.
type step[F tensor.Float] struct {
	net    *nn.MLP[F]
	rule   *adam.Adam[F]
	s      *nn.Workspace[F]
	g      *nn.Parameters[F]
	X, T   tensor.Matrix[F]
	dA, dα tensor.Matrix[F]
}

// newStep returns the step of N rows through D-M-K.
func newStep[F tensor.Float](tb testing.TB, N, D, M, K int) *step[F] {
	p := &step[F]{net: nn.NewMLP[F](D, M, K, nn.ReLU), X: tensor.New[F](N, D), T: tensor.New[F](N, K)}
	state := uint32(7)
	p.net.Initialize(func() float64 { // any numbers of about the right size
		state = state*1664525 + 1013904223
		return float64(int32(state)) / (1 << 31)
	})
	for n := range N {
		integers(p.X.Row(n), n)
		p.T.Set(n, n%K, 1)
	}
	var err error
	p.rule, err = adam.New[F](len(p.net.Parameters().Theta), adam.Listing())
	require.NoError(tb, err)
	p.s, p.g = p.net.Workspace(N), p.net.Gradient()
	p.dA, p.dα = tensor.NewAligned[F](N, K), tensor.NewAligned[F](N, M)
	p.forward()
	p.backward()
	return p
}

func (p *step[F]) forward()  { p.net.Forward(p.s, p.X) }
func (p *step[F]) loss()     { p.net.Loss(p.s, p.T) }
func (p *step[F]) backward() { p.net.Backward(p.g, p.s, p.X, p.T) }
func (p *step[F]) update()   { p.rule.Update(p.net.Parameters().Theta, p.g.Theta) }
func (p *step[F]) all()      { p.forward(); p.backward(); p.update() }

// A part is one of the steps of a step.
type part struct {
	name string
	run  func()
}

// parts returns the four that a user calls, and then what they are made of. θ stays as it
// is but for the update.
func (p *step[F]) parts() []part {
	θ, s := p.net.Parameters(), p.s
	rows := p.T.Rows()
	perRow, maxima, sums := make([]F, rows), make([]F, rows), make([]F, rows)
	tensor.SoftmaxSums(s.Y, s.A, maxima, sums)
	return []part{
		{"all", p.all}, {"forward", p.forward}, {"loss", p.loss}, {"backward", p.backward}, {"update", p.update},
		{"forward.hidden", func() { tensor.Affine(s.Alpha, p.X, θ.W, θ.B) }},
		{"forward.activation", func() { tensor.ReLU(s.Z, s.Alpha) }},
		{"forward.output", func() { tensor.Affine(s.A, s.Z, θ.V, θ.C) }},
		{"forward.softmax", func() { tensor.SoftmaxSums(s.Y, s.A, maxima, sums) }},
		{"loss.rows", func() { tensor.CrossEntropyFromSums(perRow, s.A, p.T, maxima, sums) }},
		{"backward.dA", func() { tensor.CrossEntropyGradient(p.dA, s.Y, p.T) }},
		{"backward.dV", func() { tensor.ProductTN(p.g.V, s.Z, p.dA) }},
		{"backward.dc", func() { tensor.ColumnSums(p.g.C, p.dA) }},
		{"backward.dZ", func() { tensor.ProductNT(p.dα, p.dA, θ.V) }},
		{"backward.pullback", func() { tensor.ReLUPullback(p.dα, p.dα, s.Z, p.g.B) }},
		{"backward.dW", func() { tensor.ProductTN(p.g.W, p.X, p.dα) }},
	}
}

func TestAStepAllocatesNothing(t *testing.T) {
	require.Zero(t, testing.AllocsPerRun(10, newStep[float64](t, 50, 5, 50, 3).all))
	require.Zero(t, testing.AllocsPerRun(10, newStep[float32](t, 50, 5, 50, 3).all))
}

// BenchmarkStep is the paper's step and that of a digit classifier, whole and by parts. The
// parts of forward, loss and backward are run by themselves, on what a step has left.
func BenchmarkStep(b *testing.B) {
	benchmarkStep(b, "net=5-50-3/batch=50/type=float64", newStep[float64](b, 50, 5, 50, 3))
	benchmarkStep(b, "net=5-50-3/batch=50/type=float32", newStep[float32](b, 50, 5, 50, 3))
	benchmarkStep(b, "net=784-512-10/batch=128/type=float32", newStep[float32](b, 128, 784, 512, 10))
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
