package chapters

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

// experimentTable has the rows of Code 6.
var experimentTable = sync.OnceValue(func() *dataset.Table { return sure(dataset.Paper().Table()) })

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

// experimentParameters is the number of its parameters.
var experimentParameters = sync.OnceValue(func() int { return len(untrained(0, nn.ReLU).Parameters().Theta) })

// experimentAdam is Adam with the options, for that network.
func experimentAdam(o adam.Options) nn.Optimizer[float64] {
	return sure(adam.New[float64](experimentParameters(), o))
}

// train trains and returns the network.
func (r experimentRun) train() *nn.MLP[float64] {
	net := untrained(r.seed, nn.ReLU)
	if r.start != nil {
		r.start(net)
	}
	var model nn.Model[float64] = net
	if r.backward != nil {
		model = experimentModel{net, r.backward}
	}
	for step, err := range nn.Train(context.Background(), model, r.optimizer(), problem7().X, problem7().T, r.options()) {
		sure(step, err)
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
	p := problem7()
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
	p := problem7()
	s := untrained(seed, nn.ReLU).Workspace(p.TestX.Rows())
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
	onAllCores(len(runs), func(seed int) { runs[seed] = experimentPrint(uint32(seed)) })
	return runs
})

// onAllCores calls f for 0 … n−1, on all cores.
func onAllCores(n int, f func(i int)) {
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
