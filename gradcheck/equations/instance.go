package equations

import (
	"math/rand/v2"
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

	// Expensive results are computed once: the derivatives of J in θ, for the network and
	// for softmax regression, and the results of nn.
	gradient, regressionGradient  func() []gradcheck.Reference
	claims, regression            func() claims
	mlp32, logistic32             func() paper.Pass[float64]
	logitJacobian, hiddenJacobian func() [][]gradcheck.Reference
}

// String returns the activation, kind and label, which tell the instance from the others.
func (in *instance) String() string {
	return in.Activation.String() + ", " + string(in.kind) + in.label
}

// oneHot reports whether each row of T is one 1 and zeros, as in the paper.
func (in *instance) oneHot() bool {
	for _, t := range in.T {
		if !paper.IsOneHot(t) {
			return false
		}
	}
	return true
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

// cache defers the expensive computations, each done once.
func (in *instance) cache() {
	J := function(in, likelihoods[exact], likelihoods[double])
	in.gradient = sync.OnceValue(func() []gradcheck.Reference { return J.References(in.Theta)[0] })
	regression := function(in, regressionLikelihoods[exact], regressionLikelihoods[double])
	in.regressionGradient = sync.OnceValue(func() []gradcheck.Reference { return regression.References(in.regressionW())[0] })
	in.claims = sync.OnceValue(func() claims { return networkClaims(in) })
	in.mlp32 = sync.OnceValue(func() paper.Pass[float64] { return runMLP[float32](in.Deep()) })
	in.regression = sync.OnceValue(func() claims { return regressionClaims(in) })
	in.logistic32 = sync.OnceValue(func() paper.Pass[float64] { return runLogistic[float32](in) })
	a := function(in, firstLogits[exact], firstLogits[double])
	in.logitJacobian = sync.OnceValue(func() [][]gradcheck.Reference { return a.References(in.Theta) })
	α := function(in, firstPreactivations[exact], firstPreactivations[double])
	in.hiddenJacobian = sync.OnceValue(func() [][]gradcheck.Reference { return α.References(in.Theta) })
}

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
