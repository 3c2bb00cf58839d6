package chapters

import (
	"context"
	"sync"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/nn/experiment"
	"chainrule/tensor"
)

// What chapters 5 to 8 and 13 still use: it goes with their old form.

var experimentTable = sync.OnceValue(func() *dataset.Table { return sure(dataset.Paper().Table()) })

type experimentRun struct {
	seed     uint32
	batches  int
	backward func(net *nn.MLP[float64], g *nn.Parameters[float64], s *nn.Workspace[float64], X, T tensor.Matrix[float64])
	observe  func(net *nn.MLP[float64], step nn.Step)
}

type experimentModel struct {
	*nn.MLP[float64]
	backward func(net *nn.MLP[float64], g *nn.Parameters[float64], s *nn.Workspace[float64], X, T tensor.Matrix[float64])
}

func (m experimentModel) Backward(g *nn.Parameters[float64], s *nn.Workspace[float64], X, T tensor.Matrix[float64]) {
	m.backward(m.MLP, g, s, X, T)
}

func (r experimentRun) train() *nn.MLP[float64] {
	net := untrained(r.seed, nn.ReLU)
	var model nn.Model[float64] = net
	if r.backward != nil {
		model = experimentModel{net, r.backward}
	}
	for step, err := range nn.Train(context.Background(), model, adamRule(adam.Listing()), problem7().X, problem7().T, nn.Options{Epochs: 500, Batch: 50, Batches: r.batches}) {
		sure(step, err)
		if r.observe != nil {
			r.observe(net, step)
		}
	}
	return net
}

type experimentOutcome struct{ cost, error, train float64 }

func experimentOutcomeOf(net *nn.MLP[float64]) (o experimentOutcome) {
	p := problem7()
	s := net.Workspace(p.X.Rows())
	net.Forward(s, p.X)
	o.train = net.Loss(s, p.T)
	o.cost, o.error = testOf(net)
	return o
}

var experimentMeant = sync.OnceValue(func() map[int]experimentOutcome {
	o := experiment.Trained(experiment.Paper(7)).Evaluate()
	return map[int]experimentOutcome{4000: {o.TestCost, o.ErrorRate, o.TrainCost}}
})

func experimentCount[X any](all []X, has func(X) bool) string {
	return digits("%.0f", func() float64 { return float64(counted(all, has)) })()
}

func numericsBias(β float64, t int) (plain, careful float64, truth any) {
	plain, careful, _ = correctionForms(β, t)
	return
}

func numericsRow[F tensor.Float](f func(C, A tensor.Matrix[F]), a ...F) []F { return row(f, a...) }
