package equations

import (
	"math/rand/v2"
	"slices"
	"sync"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/matrix"
	"chainrule/gradcheck/equations/internal/paper"
	"chainrule/nn"
)

// instance is a small network with data, at which equations are tried. Its numbers are
// exact in every arithmetic, float32 among them, unless its kind is long.
type instance struct {
	paper.Perceptron
	kind  kind
	label string // tells instances of a kind apart

	mlp, logistic                 *model
	logitJacobian, hiddenJacobian func() [][]gradcheck.Reference
}

// String returns the activation, kind and label, which tell the instance from the others.
func (in *instance) String() string {
	return in.Activation.String() + ", " + string(in.kind) + in.label
}

// oneHot reports whether each row of T is one 1 and zeros, as in the paper.
func (in *instance) oneHot() bool { return isOneHot(in.T) }

func isOneHot(T [][]float64) bool {
	return !slices.ContainsFunc(T, func(t []float64) bool { return !paper.IsOneHot(t) })
}

// newInstance draws an instance of a kind.
func newInstance(σ nn.Activation, kind kind, seed uint64) *instance {
	in := &instance{Perceptron: paper.Perceptron{Activation: σ}, kind: kind}
	in.N, in.D, in.M, in.K = kind.shape()
	return in.drawn(rand.New(rand.NewPCG(seed, uint64(σ))))
}

// drawn draws the numbers of an instance that has its kind and sizes.
func (in *instance) drawn(r *rand.Rand) *instance {
	in.X, in.T = matrix.New[float64](in.N, in.D), matrix.New[float64](in.N, in.K)
	for n := range in.N {
		for d := range in.D {
			in.X[n][d] = dyadic(r, 2)
		}
		in.drawTargets(n, r)
	}
	in.drawParameters(r)
	in.arrange(r)
	in.cache()
	return in
}

// dyadic returns a random multiple of scale·2⁻¹⁰ between ±scale.
func dyadic(r *rand.Rand, scale float64) float64 { return scale * float64(r.IntN(2047)-1023) / 1024 }

// drawTargets fills row n of T.
func (in *instance) drawTargets(n int, r *rand.Rand) {
	switch in.kind {
	case counts:
		for k := range in.K {
			in.T[n][k] = float64(r.IntN(4))
		}
	case soft:
		rest, share := 1.0, 32.0
		for share < float64(16*(in.K-1)) { // so that rest stays above 0, and exact
			share *= 2
		}
		for k := range in.K - 1 {
			in.T[n][k] = float64(r.IntN(16)) / share
			rest -= in.T[n][k]
		}
		in.T[n][in.K-1] = rest
	default:
		in.T[n][r.IntN(in.K)] = 1
	}
}

// drawParameters fills θ.
func (in *instance) drawParameters(r *rand.Rand) {
	hidden, output := in.kind.scales(in.Activation)
	in.Theta = make([]float64, in.D*in.M+in.M+in.M*in.K+in.K)
	_, _, V, _, _ := in.Offsets()
	for i := range in.Theta {
		scale := hidden
		if i >= V {
			scale = output
		}
		in.Theta[i] = dyadic(r, scale)
	}
}

// cache makes the instance's models, and defers its Jacobians.
func (in *instance) cache() {
	regression := paper.Deep{Widths: []int{in.D, in.K}, X: in.X, T: in.T, Theta: in.regressionW()}
	in.mlp, in.logistic = newModel(in.String(), in.fits32(), in.Deep()), newModel(in.String(), in.fits32(), regression)
	in.mlp.plain = func() []precise { return genericForm[precise](in) }
	in.logitJacobian = sync.OnceValue(func() [][]gradcheck.Reference { return in.logits().References(in.Theta) })
	in.hiddenJacobian = sync.OnceValue(func() [][]gradcheck.Reference { return in.preactivations().References(in.Theta) })
}

// logits and preactivations are a and α of sample 0 as functions of θ.
func (in *instance) logits() functions {
	return function(in.Deep(), firstLogits[exact], firstLogits[double])
}
func (in *instance) preactivations() functions {
	return function(in.Deep(), firstPreactivations[exact], firstPreactivations[double])
}

func firstLogits[N number[N]](d paper.Deep, θ []N) []N         { return paper.Forward(d, θ, 0).A }
func firstPreactivations[N number[N]](d paper.Deep, θ []N) []N { return paper.Forward(d, θ, 0).Alpha }

// regressionW returns the W of softmax regression: the first D·K numbers of θ, or
// of θ repeated where it is shorter. It is 0 if all logits are tied, and its last row
// raises the logits if rows are raised.
func (in *instance) regressionW() []float64 {
	W := make([]float64, in.D*in.K)
	for i := range W {
		switch {
		case in.kind == tied:
		case in.kind == raised && i >= (in.D-1)*in.K:
			W[i] = raisedBy / raisedX
		default:
			W[i] = in.Theta[i%len(in.Theta)]
		}
	}
	return W
}

// block is one of the arrays that make up θ.
type block struct {
	gradcheck.Block
	first, last int // its place in θ
}

// block returns W, b, V or c.
func (in *instance) block(name string) block {
	W, b, V, c, end := in.Offsets()
	switch name {
	case "W":
		return block{array(name, in.D, in.M), W, b}
	case "b":
		return block{vector(name, in.M), b, V}
	case "V":
		return block{array(name, in.M, in.K), V, c}
	}
	return block{vector(name, in.K), c, end}
}
