package book

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

// experimentMust returns x, of a call that can't fail with the paper's settings.
func experimentMust[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}

// experimentTable has the rows of Code 6, and experimentProblem has them split as in
// Code 7: 400 to train on, 100 to test.
var (
	experimentTable = sync.OnceValue(func() *dataset.Table {
		return experimentMust(dataset.Paper().Table())
	})
	experimentProblem = sync.OnceValue(func() *dataset.Problem {
		return experimentMust(dataset.NewProblem(experimentTable(), 0.2, 7))
	})
)

// experimentRun is a training of the paper's network. What is not set is as Code 13
// means it: 500 epochs of 8 batches, with the options of Code 14.
type experimentRun struct {
	seed    uint32
	epochs  int
	batches int // of an epoch; Code 13 as printed has 10
	rule    nn.Optimizer[float64]
	shuffle bool

	backward func(net *nn.MLP[float64], g *nn.Parameters[float64], s *nn.Workspace[float64], X, T tensor.Matrix[float64])
	start    func(net *nn.MLP[float64])
	observe  func(net *nn.MLP[float64], step nn.Step)
}

// experimentModel is a network with another way to its gradient.
type experimentModel struct {
	*nn.MLP[float64]
	backward func(net *nn.MLP[float64], g *nn.Parameters[float64], s *nn.Workspace[float64], X, T tensor.Matrix[float64])
}

func (m experimentModel) Backward(g *nn.Parameters[float64], s *nn.Workspace[float64], X, T tensor.Matrix[float64]) {
	m.backward(m.MLP, g, s, X, T)
}

// experimentNet is the network of Code 13 before training.
func experimentNet(seed uint32) *nn.MLP[float64] {
	net := nn.NewMLP[float64](5, 50, 3, nn.ReLU)
	net.Initialize(dataset.NewRandom(seed).Normal)
	return net
}

// experimentParameters is the number of its parameters.
var experimentParameters = sync.OnceValue(func() int { return len(experimentNet(0).Parameters().Theta) })

// experimentAdam is Adam with the options, for that network.
func experimentAdam(o adam.Options) nn.Optimizer[float64] {
	return experimentMust(adam.New[float64](experimentParameters(), o))
}

// train trains and returns the network.
func (r experimentRun) train() *nn.MLP[float64] {
	net := experimentNet(r.seed)
	if r.start != nil {
		r.start(net)
	}
	var model nn.Model[float64] = net
	if r.backward != nil {
		model = experimentModel{net, r.backward}
	}
	for step, err := range nn.Train(context.Background(), model, r.optimizer(), experimentProblem().X, experimentProblem().T, r.options()) {
		experimentMust(step, err)
		if r.observe != nil {
			r.observe(net, step)
		}
	}
	return net
}

func (r experimentRun) optimizer() nn.Optimizer[float64] {
	if r.rule != nil {
		return r.rule
	}
	return experimentAdam(adam.Listing())
}

func (r experimentRun) options() nn.Options {
	o := nn.Options{Epochs: r.epochs, Batch: 50, Batches: r.batches}
	if o.Epochs == 0 {
		o.Epochs = 500
	}
	if r.shuffle {
		o.Permute = dataset.NewRandom(r.seed + 1000).Permute
	}
	return o
}

// experimentOutcome is what a network makes of the test rows, and its cost on the
// training rows.
type experimentOutcome struct {
	cost, error, train float64
	wrong              []bool // for each test row
}

func experimentOutcomeOf(net *nn.MLP[float64]) (o experimentOutcome) {
	p := experimentProblem()
	s := net.Workspace(p.X.Rows())
	net.Forward(s, p.X)
	o.train = net.Loss(s, p.T)
	net.Forward(s, p.TestX)
	o.cost = net.Loss(s, p.TestT)
	guessed := make([]int, p.TestX.Rows())
	nn.Predict(guessed, s.Y)
	o.error = nn.ErrorRate(guessed, p.TestLabels)
	for n, k := range guessed {
		o.wrong = append(o.wrong, k != p.TestLabels[n])
	}
	return o
}

// experimentPrinted is Code 13 as printed: ten batches an epoch, of which two are empty.
type experimentPrinted struct {
	curve       []float64 // the costs printed, after batches 0 and 7 of each epoch
	last, final experimentOutcome
}

func experimentPrint(seed uint32) (r experimentPrinted) {
	p := experimentProblem()
	s := experimentNet(seed).Workspace(p.TestX.Rows())
	net := experimentRun{seed: seed, batches: 10, observe: func(net *nn.MLP[float64], step nn.Step) {
		if step.Batch%7 != 0 {
			return
		}
		net.Forward(s, p.TestX)
		r.curve = append(r.curve, net.Loss(s, p.TestT))
		if step.Epoch == 499 && step.Batch == 7 {
			r.last = experimentOutcomeOf(net)
		}
	}}.train()
	r.final = experimentOutcomeOf(net)
	return r
}

// experimentSeeds are the runs of seeds 0 to 49 as printed.
var experimentSeeds = sync.OnceValue(func() []experimentPrinted {
	runs := make([]experimentPrinted, 50)
	experimentEach(len(runs), func(seed int) { runs[seed] = experimentPrint(uint32(seed)) })
	return runs
})

// experimentEach calls f for 0 … n−1, on all cores.
func experimentEach(n int, f func(i int)) {
	var workers sync.WaitGroup
	var next atomic.Int64
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	workers.Wait()
}
