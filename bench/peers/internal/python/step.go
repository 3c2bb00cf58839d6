package python

import (
	"fmt"
	"math"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/tensor"
)

// network is the sizes of a training step: D inputs, M hidden units with ReLU, K
// classes, N rows of each of several batches that come in turn.
type network struct {
	D, M, K, N, batches int
	loss                bool // is computed, too
	rule                adam.Options
}

// step is a training step: a batch through a network, and Adam.
type step[F tensor.Float] struct {
	network
	net   *nn.MLP[F]
	rule  *adam.Adam[F]
	s     *nn.Workspace[F]
	g     *nn.Parameters[F]
	start []F // θ at first
	X, T  tensor.Matrix[F]
	next  int // batch
	value F   // of the last loss
}

func stepCase[F tensor.Float](library, name string, tolerance float64, n network) Case {
	loss := map[bool]string{false: "no", true: "yes"}[n.loss]
	return Case{
		Name:      fmt.Sprintf("net=%d-%d-%d/batch=%d/type=%s/loss=%s", n.D, n.M, n.K, n.N, name, loss),
		libraries: []string{library}, tolerance: tolerance,
		task: func() (task, error) { return newStep[F](n) },
	}
}

// newStep returns a step whose X is from −2 to 2, W from −1/√D to 1/√D, V from −1/√M to
// 1/√M, b and c are 0, and T has a class for each row.
func newStep[F tensor.Float](n network) (*step[F], error) {
	rows := n.N * n.batches
	p := &step[F]{network: n, net: nn.NewMLP[F]([]int{n.D, n.M, n.K}, nn.ReLU), T: tensor.New[F](rows, n.K)}
	p.s, p.g = p.net.Workspace(n.N), p.net.Gradient()
	p.X = tensor.FromSlice(rows, n.D, numbers(make([]F, rows*n.D), 1, 2))
	for i, class := range classes(4, rows, n.K) {
		p.T.Set(i, class, 1)
	}
	first := p.net.Gradient()
	W := numbers(make([]F, n.D*n.M), 2, 1/math.Sqrt(float64(n.D)))
	V := numbers(make([]F, n.M*n.K), 3, 1/math.Sqrt(float64(n.M)))
	tensor.Copy(first.W, tensor.FromSlice(n.D, n.M, W))
	tensor.Copy(first.V, tensor.FromSlice(n.M, n.K, V))
	p.start = first.Theta
	_, err := adam.New[F](len(p.start), n.rule)
	return p, err
}

// reset sets θ, the moments and the batch to their start. The rule's settings
// are known to be good.
func (p *step[F]) reset() {
	copy(p.net.Parameters().Theta, p.start)
	p.rule, _ = adam.New[F](len(p.start), p.network.rule)
	p.next = 0
}

func (p *step[F]) call() {
	lo := p.next * p.N
	X, T := p.X.RowSlice(lo, lo+p.N), p.T.RowSlice(lo, lo+p.N)
	p.next = (p.next + 1) % p.batches
	p.net.Forward(p.s, X)
	if p.loss {
		p.value = p.net.Loss(p.s, T)
	}
	p.net.Backward(p.g, p.s, X, T)
	p.rule.Update(p.net.Parameters().Theta, p.g.Theta)
}

// outputs returns the change of θ since the start, and the last loss if there is one.
func (p *step[F]) outputs() [][]float64 {
	moved := widened(p.net.Parameters().Theta)
	for i, v := range p.start {
		moved[i] -= float64(v)
	}
	if !p.loss {
		return [][]float64{moved}
	}
	return [][]float64{moved, {float64(p.value)}}
}
