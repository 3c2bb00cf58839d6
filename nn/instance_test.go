package nn_test

import (
	"fmt"
	"math/rand/v2"
	"sync"

	"chainrule/nn"
	"chainrule/tensor"
)

// example is a small problem at which gradients are tested: a perceptron or, with
// M = 0, softmax regression. All its numbers are multiples of 2⁻⁸ below 2⁶, which
// float32 represents.
type example struct {
	name    string
	σ       nn.Activation
	D, M, K int
	X, T    [][]float64
	θ       []float64 // W, b, V, c, row by row
}

// examples are perceptrons with each activation and softmax regression, each with
// one-hot targets, with counts, and with one-hot targets and logits so far apart
// that 1 − y has few digits, or none, in float32.
var examples = sync.OnceValue(func() (all []*example) {
	for seed, targets := range []string{"one-hot", "counts", "saturated"} {
		for _, σ := range nn.Activations {
			all = append(all, newExample(targets, σ, 4, uint64(seed)))
		}
		all = append(all, newExample(targets, nn.ReLU, 0, uint64(seed)))
	}
	return all
})

func newExample(targets string, σ nn.Activation, M int, seed uint64) *example {
	e := &example{name: fmt.Sprintf("%v, M = %d, %s", σ, M, targets), σ: σ, D: 3, M: M, K: 4}
	r := rand.New(rand.NewPCG(seed, uint64(σ)))
	dyadic := func(scale float64) float64 { return scale * float64(r.IntN(511)-255) / 256 }
	for n := range 6 {
		x, t := make([]float64, e.D), make([]float64, e.K)
		for d := range x {
			x[d] = dyadic(2)
		}
		t[(n+r.IntN(2))%e.K] = 1
		if targets == "counts" {
			for k := range t {
				t[k] = float64(r.IntN(4)) / 2
			}
		}
		e.X, e.T = append(e.X, x), append(e.T, t)
	}
	e.θ = make([]float64, len(e.model().Parameters().Theta))
	for i := range e.θ {
		e.θ[i] = dyadic(1)
		if targets == "saturated" {
			e.θ[i] *= 8
		}
	}
	return e
}

// model returns the float64 model with the example's parameters; see modelOf.
func (e *example) model() nn.Model[float64] { return modelOf[float64](e) }

// modelOf returns a model with the example's parameters, as far as the example has them.
func modelOf[F tensor.Float](e *example) nn.Model[F] {
	var net nn.Model[F] = nn.NewLogistic[F](e.D, e.K)
	if e.M > 0 {
		net = nn.NewMLP[F]([]int{e.D, e.M, e.K}, e.σ)
	}
	for i, θ := range e.θ {
		net.Parameters().Theta[i] = F(θ)
	}
	return net
}

// matrix returns rows of so many columns as a matrix.
func matrix[F tensor.Float](rows [][]float64, cols int) tensor.Matrix[F] {
	A := tensor.New[F](len(rows), cols)
	for i, row := range rows {
		for j, x := range row {
			A.Set(i, j, F(x))
		}
	}
	return A
}

// gradientOf returns the gradient that the package computes in F.
func gradientOf[F tensor.Float](e *example) (g []float64) {
	net, X, T := modelOf[F](e), matrix[F](e.X, e.D), matrix[F](e.T, e.K)
	s, gradient := net.Workspace(len(e.X)), net.Gradient()
	net.Forward(s, X)
	net.Backward(gradient, s, X, T)
	for _, x := range gradient.Theta {
		g = append(g, float64(x))
	}
	return g
}
