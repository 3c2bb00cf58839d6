package equations

import (
	"context"

	"chainrule/adam"
	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/paper"
	"chainrule/nn"
)

// epochOf is one pass of Code 3 over an instance: batches of four rows in an order of
// their own, and gradient descent.
type epochOf struct {
	in    *instance
	order []int
	η     float64
}

const epochBatch = 4

func newEpoch(in *instance) epochOf {
	e := epochOf{in: in, η: 0x1p-6}
	for n := range in.N {
		e.order = append(e.order, (n*5+2)%in.N)
	}
	return e
}

// batches returns the epoch's batches.
func (e epochOf) batches() (all []*paper.Perceptron) {
	for lo := 0; lo < e.in.N; lo += epochBatch {
		b := e.in.Perceptron
		b.N, b.X, b.T = 0, nil, nil
		for _, n := range e.order[lo:min(lo+epochBatch, e.in.N)] {
			b.N, b.X, b.T = b.N+1, append(b.X, e.in.X[n]), append(b.T, e.in.T[n])
		}
		all = append(all, &b)
	}
	return all
}

// descended is θ after the epoch, by the formula of the gradient of the loss.
func descended[N number[N]](e epochOf) []N {
	θ := gradcheck.FromFloats[N](e.in.Theta)
	for _, b := range e.batches() {
		g := paper.Compute(b.Deep(), θ).Gradient
		next := make([]N, len(θ))
		for i := range θ {
			next[i] = θ[i].Sub(θ[i].Of(e.η).Mul(g[i]))
		}
		θ = next
	}
	return θ
}

// descendedExactly is θ after the epoch, with gradients by dual numbers.
func descendedExactly(e epochOf) []big {
	θ := gradcheck.FromFloats[big](e.in.Theta)
	for _, b := range e.batches() {
		next := make([]big, len(θ))
		for i := range θ {
			point := make([]gradcheck.Dual[big], len(θ))
			for j := range θ {
				point[j] = gradcheck.Dual[big]{Value: θ[j], Slope: gradcheck.BigOf(δ(i, j))}
			}
			next[i] = θ[i].Add(gradcheck.BigOf(e.η).Mul(paper.Likelihood(b.Deep(), point).Slope))
		}
		θ = next
	}
	return θ
}

// trained is θ after the epoch, by nn.Train.
func trained(e epochOf) []float64 {
	net := nn.NewMLP[float64]([]int{e.in.D, e.in.M, e.in.K}, e.in.Activation)
	copy(net.Parameters().Theta, e.in.Theta)
	o := nn.Options{Epochs: 1, Batch: epochBatch, Permute: func(p []int) { copy(p, e.order) }}
	for range nn.Train(context.Background(), net, must(adam.NewDescent[float64](e.η)), tensorOf[float64](e.in.X), tensorOf[float64](e.in.T), o) {
	}
	return net.Parameters().Theta
}

func probeEpoch(in *instance) *probe {
	if in.kind == saturated {
		return nil // a step throws the network where everything is flat
	}
	e := newEpoch(in)
	c := claim{values: trained(e), formula: descended[precise](e)}
	q := value(in.String(), c, descendedExactly(e), in.block("W").Block, in.block("b").Block, in.block("V").Block, in.block("c").Block)
	q.epoch = &e
	return q.of(in.mlp)
}
