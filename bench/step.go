package main

import (
	"chainrule/adam"
	"chainrule/bench/internal/cases"
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
func newStep[F tensor.Float](N, D, M, K int) *step[F] {
	p := &step[F]{net: nn.NewMLP[F]([]int{D, M, K}, nn.ReLU), X: tensor.New[F](N, D), T: tensor.New[F](N, K)}
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
	if err != nil {
		panic(err) // the options are constant
	}
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
func (p *step[F]) withLoss() { p.forward(); p.loss(); p.backward(); p.update() }

// A part is one phase of a training step, such as the forward pass.
type part struct {
	name string
	run  func()
}

// parts returns the four phases that a user calls, and then the operations in them. Only the
// update changes θ.
func (p *step[F]) parts() []part {
	list := []part{{"all", p.all}, {"with-loss", p.withLoss}, {"forward", p.forward}, {"loss", p.loss}, {"backward", p.backward}, {"update", p.update}}
	for _, o := range p.operations(tensor.Kernel()) {
		if o.name != "update" {
			list = append(list, o.part)
		}
	}
	return list
}

// integers fills x with small integers, on which every product is exact.
func integers[F tensor.Float](x []F, seed int) []F {
	for i := range x {
		x[i] = F(cases.Integer(i, seed))
	}
	return x
}
