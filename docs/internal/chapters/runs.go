package chapters

import (
	"context"
	"fmt"
	"math"
	"sync"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

// What chapters 5 to 8 compute with: the paper's data, its network, and trainings of it.

// problem7 has the paper's rows, split as the paper splits them.
var problem7 = sync.OnceValue(func() *dataset.Problem {
	return sure(dataset.NewProblem(experimentTable(), 0.2, 7))
})

// sure returns x; an error in what a number is made of is a mistake in this package.
func sure[X any](x X, err error) X {
	if err != nil {
		panic(err)
	}
	return x
}

// untrained returns the paper's network, 5-50-3, with the weights that a seed draws.
func untrained(seed uint32, σ nn.Activation) *nn.MLP[float64] {
	net := nn.NewMLP[float64](5, 50, 3, σ)
	net.Initialize(dataset.NewRandom(seed).Normal)
	return net
}

// slopeFunction is what somebody takes for σ′, at pre-activation α and activation z.
type slopeFunction func(α, z float64) float64

func sigmoidForm(_, z float64) float64 { return z * (1 - z) }

func reluForm(_, z float64) float64 { return stepFrom(z, 0) }

func heavisideForm(_, z float64) float64 { return stepFrom(z, 1) }

// noSlope leaves the hidden layer as it was drawn.
func noSlope(_, _ float64) float64 { return 0 }

// stepFrom is the unit step with the value at0 at 0.
func stepFrom(x, at0 float64) float64 {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return 0
	}
	return at0
}

// sloped is a network whose Backward has another σ′ in the gradients of W and b, or in
// that of b only.
type sloped struct {
	*nn.MLP[float64]
	slope slopeFunction // nil for the right one
	onlyB bool
}

func (p sloped) Backward(g *nn.Parameters[float64], s *nn.Workspace[float64], X, T tensor.Matrix[float64]) {
	p.MLP.Backward(g, s, X, T)
	if p.slope == nil {
		return
	}
	H := p.hidden(s, T, p.slope)
	tensor.ColumnSums(g.B, H)
	if !p.onlyB {
		tensor.ProductTN(g.W, X, H)
	}
}

// hidden returns [(Y−T)Vᵀ] ⊙ σ′ with the given σ′.
func (p sloped) hidden(s *nn.Workspace[float64], T tensor.Matrix[float64], σ slopeFunction) tensor.Matrix[float64] {
	R, H := tensor.New[float64](T.Rows(), T.Cols()), tensor.New[float64](s.Z.Rows(), s.Z.Cols())
	tensor.Sub(R, s.Y, T)
	tensor.ProductNT(H, R, p.Parameters().V)
	for n := range H.Rows() {
		h, α, z := H.Row(n), s.Alpha.Row(n), s.Z.Row(n)
		for m := range h {
			h[m] *= σ(α[m], z[m])
		}
	}
	return H
}

// lesson is a training of the paper's network on the paper's rows. What is not set is as
// the paper means it: 500 epochs of 8 batches of 50 rows, Adam as in its listing.
type lesson struct {
	seed            uint32
	σ               nn.Activation
	epochs, batches int
	rule            nn.Optimizer[float64]
	permute         func([]int)
	slope           slopeFunction // σ′ in the gradients of W and b, or of b only, if not the right one
	onlyB           bool
	scale           float64                         // of every gradient, if not 0
	after           func(*nn.MLP[float64], nn.Step) // each step
}

// scaled is an optimizer that gets its gradients times a factor.
type scaled struct {
	nn.Optimizer[float64]
	factor float64
}

func (r scaled) Update(θ, g []float64) {
	for i := range g {
		g[i] *= r.factor
	}
	r.Optimizer.Update(θ, g)
}

// parameters7 is how many parameters the paper's network has.
const parameters7 = 5*50 + 50 + 50*3 + 3

func adamRule(o adam.Options) nn.Optimizer[float64] { return sure(adam.New[float64](parameters7, o)) }

// train returns the network after the lesson.
func (l lesson) train() *nn.MLP[float64] {
	net, p := untrained(l.seed, l.σ), problem7()
	if l.rule == nil {
		l.rule = adamRule(adam.Listing())
	}
	if l.epochs == 0 {
		l.epochs = 500
	}
	if l.scale != 0 {
		l.rule = scaled{l.rule, l.scale}
	}
	o := nn.Options{Epochs: l.epochs, Batch: 50, Batches: l.batches, Permute: l.permute}
	for step, err := range nn.Train(context.Background(), sloped{net, l.slope, l.onlyB}, l.rule, p.X, p.T, o) {
		if err != nil {
			panic(err)
		}
		if l.after != nil {
			l.after(net, step)
		}
	}
	return net
}

// testOf returns the cost of the test rows, a sum as the paper has it, and the share of
// errors.
func testOf(net *nn.MLP[float64]) (cost, rate float64) {
	p := problem7()
	s, guess := net.Workspace(p.TestX.Rows()), make([]int, p.TestX.Rows())
	net.Forward(s, p.TestX)
	nn.Predict(guess, s.Y)
	return net.Loss(s, p.TestT), nn.ErrorRate(guess, p.TestLabels)
}

// costOf returns the cost of the test rows after the lesson.
func (l lesson) costOf() float64 {
	cost, _ := testOf(l.train())
	return cost
}

// trained7 is the lesson with nothing changed, from seed 7.
var trained7 = sync.OnceValue(func() *nn.MLP[float64] { return lesson{seed: 7, σ: nn.ReLU}.train() })

// outsideOptions are the paper's settings with ε outside of the root, code5Options those
// of Code 5 with the β₂ that it leaves out.
func outsideOptions() adam.Options {
	o := adam.Listing()
	o.EpsilonInside = false
	return o
}

func code5Options() adam.Options {
	return adam.Options{Rate: 0.001, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8}
}

// widest is the largest difference of two vectors, entry by entry.
func widest(x, y []float64) (most float64) {
	for i := range x {
		most = max(most, math.Abs(x[i]-y[i]))
	}
	return most
}

// norm is the Euclidean length of x, separation that of x − y.
func norm(x []float64) float64 { return math.Sqrt(tensor.Dot(x, x)) }

func separation(x, y []float64) float64 {
	d := make([]float64, len(x))
	for i := range x {
		d[i] = x[i] - y[i]
	}
	return norm(d)
}

// digits returns a number function that prints x with the given verb.
func digits(verb string, x func() float64) func() string {
	return func() string { return fmt.Sprintf(verb, x()) }
}
