package errata_test

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

type (
	matrix     = tensor.Matrix[float64]
	parameters = *nn.Parameters[float64]
	workspace  = *nn.Workspace[float64]
)

// paperTable has the rows of Code 6.
var paperTable = sync.OnceValue(func() *dataset.Table { return must(dataset.Paper().Table()) })

// paperData are the rows of Code 6, split as in Code 7: 400 to train on, 100 to test.
var paperData = sync.OnceValue(func() *dataset.Problem { return must(dataset.NewProblem(paperTable(), 0.2, 7)) })

func must[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}

// begin returns the network of Code 13, 5-50-3 with ReLU, with the weights that
// np.random.seed(seed) draws.
func begin(seed uint32) *nn.MLP[float64] {
	net := nn.NewMLP[float64](5, 50, 3, nn.ReLU)
	net.Initialize(dataset.NewRandom(seed).Normal)
	return net
}

// position is a network with what it makes of some rows, and the gradient of the loss
// there. Nobody changes it.
type position struct {
	θ, g parameters
	s    workspace
	X, T matrix
	loss float64
}

// seed7 is the network of Code 13 with seed 7 before training, at the training rows,
// where most of the errata's numbers are taken.
var seed7 = sync.OnceValue(func() position { return positionOf(begin(7), paperData().X, paperData().T) })

func positionOf(net *nn.MLP[float64], X, T matrix) position {
	p := position{θ: net.Parameters(), g: net.Gradient(), s: net.Workspace(X.Rows()), X: X, T: T}
	net.Forward(p.s, X)
	p.loss = net.Loss(p.s, T)
	net.Backward(p.g, p.s, X, T)
	return p
}

// ascent returns the gradients of J in W and b as (44)–(47) and Code 2 form them, from
// [(T−Y)Vᵀ] ⊙ σ′ with any slope σ′.
func (p position) ascent(slope slope[double]) (W, b []float64) {
	N, M, K := p.s.Z.Rows(), p.s.Z.Cols(), p.T.Cols()
	R, dα := tensor.New[float64](N, K), tensor.New[float64](N, M)
	tensor.Sub(R, p.T, p.s.Y)
	tensor.ProductNT(dα, R, p.θ.V)
	for n := range N {
		for m, x := range dα.Row(n) {
			dα.Set(n, m, x*slope(double(p.s.Alpha.At(n, m)), double(p.s.Z.At(n, m))).Float64())
		}
	}
	W, b = make([]float64, p.X.Cols()*M), make([]float64, M)
	tensor.ProductTN(tensor.FromSlice(p.X.Cols(), M, W), p.X, dα)
	tensor.ColumnSums(b, dα)
	return W, b
}

// same is what the difference of two sums of the paper's data reads if they are one
// formula, rounded differently: package nn forms Y − T with more care than Code 11.
const same = "0.000000000000"

// gradient returns the gradients of J in W and b: those of the loss, negated.
func (p position) gradient() (W, b []float64) {
	g := make([]float64, len(p.g.Theta))
	for i, x := range p.g.Theta {
		g[i] = -x
	}
	end := p.X.Cols() * p.s.Z.Cols()
	return g[:end], g[end : end+p.s.Z.Cols()]
}

// training is one of the paper's network. What is not set is as Code 13 means it:
// 500 epochs of 8 batches, with the options of Code 14.
type training struct {
	seed    uint32
	epochs  int
	batches int           // of an epoch; Code 13 as printed has 10
	permute func(p []int) // if rows are shuffled anew for each epoch
	rule    nn.Optimizer[float64]

	backward func(net *nn.MLP[float64], g parameters, s workspace, X, T matrix) // in place of the right one
	observe  func(net *nn.MLP[float64], step nn.Step)                           // after each step
}

// mistaken is a network whose gradients something is wrong with.
type mistaken struct {
	*nn.MLP[float64]
	backward func(net *nn.MLP[float64], g parameters, s workspace, X, T matrix)
}

func (m mistaken) Backward(g parameters, s workspace, X, T matrix) {
	m.backward(m.MLP, g, s, X, T)
}

// parameterCount is that of the paper's network.
const parameterCount = 5*50 + 50 + 50*3 + 3

// ruleOf returns Adam with the options.
func ruleOf(o adam.Options) nn.Optimizer[float64] { return must(adam.New[float64](parameterCount, o)) }

// outside are the options of Code 14 with ε outside of the root, as in (59).
func outside() adam.Options {
	o := adam.Listing()
	o.EpsilonInside = false
	return o
}

// code5 are the options of Code 5, with the β₂ that it leaves out.
func code5() adam.Options { return adam.Options{Rate: 0.001, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8} }

// forSeeds calls f for the seeds lo … hi−1, on all cores.
func forSeeds(lo, hi int, f func(seed uint32)) {
	var workers sync.WaitGroup
	var next atomic.Int64
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for seed := lo + int(next.Add(1)) - 1; seed < hi; seed = lo + int(next.Add(1)) - 1 {
				f(uint32(seed))
			}
		})
	}
	workers.Wait()
}

// run trains on the paper's data and returns the network.
func (r training) run() *nn.MLP[float64] {
	net := begin(r.seed)
	if r.rule == nil {
		r.rule = ruleOf(adam.Listing())
	}
	if r.epochs == 0 {
		r.epochs = 500
	}
	o := nn.Options{Epochs: r.epochs, Batch: 50, Batches: r.batches, Permute: r.permute}
	var model nn.Model[float64] = net
	if r.backward != nil {
		model = mistaken{net, r.backward}
	}
	for step, err := range nn.Train(context.Background(), model, r.rule, paperData().X, paperData().T, o) {
		if err != nil {
			panic(err)
		}
		if r.observe != nil {
			r.observe(net, step)
		}
	}
	return net
}

// outcome is what a network makes of the test rows, and the cost of the training rows.
type outcome struct{ cost, error, train float64 }

func outcomeOf(net *nn.MLP[float64]) (o outcome) {
	p := paperData()
	s := net.Workspace(p.X.Rows())
	net.Forward(s, p.X)
	o.train = net.Loss(s, p.T)
	net.Forward(s, p.TestX)
	o.cost = net.Loss(s, p.TestT)
	guessed := make([]int, p.TestX.Rows())
	nn.Predict(guessed, s.Y)
	o.error = nn.ErrorRate(guessed, p.TestLabels)
	return o
}
