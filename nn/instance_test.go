package nn_test

import (
	"fmt"
	"math/rand/v2"
	"sync"

	"chainrule/gradcheck"
	"chainrule/nn"
	"chainrule/tensor"
)

// example is a small problem at which gradients are judged: a perceptron or, with
// M = 0, softmax regression. All its numbers are multiples of 2⁻⁸ below 2⁶, which
// float32 represents.
type example struct {
	name    string
	σ       nn.Activation
	D, M, K int
	X, T    [][]float64
	θ       []float64 // W, b, V, c, row by row

	λ           float64 // decay
	decayBiases bool

	// The gradient of the textbook's loss by differences in 320 bits, taken once.
	truth func() []gradcheck.Big
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
	return e.withTruth()
}

// withTruth sets the truth of an example whose numbers are complete.
func (e *example) withTruth() *example {
	e.truth = sync.OnceValue(func() []gradcheck.Big {
		return gradcheck.Differences(func(θ []gradcheck.Big) gradcheck.Big { return textbookLoss(e, θ) }, e.θ)
	})
	return e
}

// decays reports whether λ acts on θᵢ.
func (e *example) decays(i int) bool {
	isV := e.M > 0 && e.D*e.M+e.M <= i && i < len(e.θ)-e.K
	isW := e.M == 0 || i < e.D*e.M
	return e.λ != 0 && (isV || isW || e.decayBiases)
}

// rows returns the example with the rows lo … hi−1 only.
func (e *example) rows(lo, hi int) *example {
	some := *e
	some.X, some.T = e.X[lo:hi], e.T[lo:hi]
	return some.withTruth()
}

// model returns the float64 model with the example's parameters; see modelOf.
func (e *example) model() nn.Model[float64] { return modelOf[float64](e) }

// modelOf returns a model with the example's parameters, as far as the example has them.
func modelOf[F tensor.Float](e *example) nn.Model[F] {
	var net nn.Model[F] = nn.NewLogistic[F](e.D, e.K)
	if e.M > 0 {
		net = nn.NewMLP[F](e.D, e.M, e.K, e.σ)
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

// computed returns the loss and the gradient that the package computes in F.
func computed[F tensor.Float](e *example) (loss float64, g []float64) {
	net, X, T := modelOf[F](e), matrix[F](e.X, e.D), matrix[F](e.T, e.K)
	s, gradient := net.Workspace(len(e.X)), net.Gradient()
	net.Forward(s, X)
	net.Backward(gradient, s, X, T)
	for _, x := range gradient.Theta {
		g = append(g, float64(x))
	}
	return float64(net.Loss(s, T)), g
}

// bounds returns the largest errors that rounding with unit roundoff u can cause in the loss
// and in the gradient.
func (e *example) bounds(u float64) (loss float64, g []float64) {
	l, gauges := careful(e, gradcheck.FromFloats[gradcheck.RunningError](e.θ))
	return l.Bound(u), gradcheck.Bounds(gauges, u)
}

// where names the parameter with index i.
func (e *example) where(i int) string {
	for _, block := range e.model().Parameters().Blocks() {
		size, cols := block.Matrix.Rows()*block.Matrix.Cols(), block.Matrix.Cols()
		if i < size {
			return fmt.Sprintf("%s[%d,%d]", block.Name, i/cols, i%cols)
		}
		i -= size
	}
	return fmt.Sprintf("[%d]", i)
}
