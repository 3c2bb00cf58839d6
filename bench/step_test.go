package bench

import (
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/tensor"
)

// step is the paper's training step: a batch of 50 through 5-50-3 with ReLU, and Adam.
type step[F tensor.Float] struct {
	net  *nn.MLP[F]
	rule *adam.Adam[F]
	s    *nn.Workspace[F]
	g    *nn.Parameters[F]
	X, T tensor.Matrix[F]
}

func newStep[F tensor.Float](tb testing.TB) *step[F] {
	p := &step[F]{net: nn.NewMLP[F](5, 50, 3, nn.ReLU), X: tensor.New[F](50, 5), T: tensor.New[F](50, 3)}
	state := uint32(7)
	p.net.Initialize(func() float64 { // any numbers of about the right size
		state = state*1664525 + 1013904223
		return float64(int32(state)) / (1 << 31)
	})
	for n := range 50 {
		integers(p.X.Row(n), n)
		p.T.Set(n, n%3, 1)
	}
	var err error
	p.rule, err = adam.New[F](len(p.net.Parameters().Theta), adam.Listing())
	require.NoError(tb, err)
	p.s, p.g = p.net.Workspace(50), p.net.Gradient()
	return p
}

func (p *step[F]) forward()  { p.net.Forward(p.s, p.X) }
func (p *step[F]) loss()     { p.net.Loss(p.s, p.T) }
func (p *step[F]) backward() { p.net.Backward(p.g, p.s, p.X, p.T) }
func (p *step[F]) update()   { p.rule.Update(p.net.Parameters().Theta, p.g.Theta) }
func (p *step[F]) all()      { p.forward(); p.backward(); p.update() }

func TestAStepAllocatesNothing(t *testing.T) {
	require.Zero(t, testing.AllocsPerRun(10, newStep[float64](t).all))
	require.Zero(t, testing.AllocsPerRun(10, newStep[float32](t).all))
}

func BenchmarkStep(b *testing.B) {
	p, q := newStep[float64](b), newStep[float32](b)
	for _, part := range []struct {
		name string
		run  func()
	}{
		{"type=float64/part=all", p.all}, {"type=float64/part=forward", p.forward}, {"type=float64/part=loss", p.loss},
		{"type=float64/part=backward", p.backward}, {"type=float64/part=update", p.update}, {"type=float32/part=all", q.all},
	} {
		b.Run(part.name+"/kernel="+tensor.Kernel(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				part.run()
			}
		})
	}
}
