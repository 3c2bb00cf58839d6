package equations

import (
	"context"
	"fmt"
	"math"

	"chainrule/adam"
	"chainrule/gradcheck"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

// The listings and Algorithm 1. What is exact here, such as sizes and classes, has
// known truths and no bounds.

// facts asks for exact numbers.
func facts(name string, claimed, truth []float64, blocks ...gradcheck.Block) *question {
	return value(name, exactly(claimed), gradcheck.FromFloats[big](truth), nil, nil, blocks...)
}

// epochOf is one pass of Code 3 over an instance: batches of four rows in an order of
// their own, and gradient descent.
type epochOf struct {
	in    *instance
	order []int
	η     float64
}

const epochBatch = 4

func newEpoch(in *instance) epochOf {
	e := epochOf{in: in, η: 0x1p-6}
	for n := range in.N {
		e.order = append(e.order, (n*5+2)%in.N)
	}
	return e
}

// batches returns the epoch's batches as instances.
func (e epochOf) batches() (all []*instance) {
	for lo := 0; lo < e.in.N; lo += epochBatch {
		b := *e.in
		b.N, b.X, b.T = 0, nil, nil
		for _, n := range e.order[lo:min(lo+epochBatch, e.in.N)] {
			b.N, b.X, b.T = b.N+1, append(b.X, e.in.X[n]), append(b.T, e.in.T[n])
		}
		all = append(all, &b)
	}
	return all
}

// descended is θ after the epoch, by the formula of the gradient of the loss.
func descended[N number[N]](e epochOf) []N {
	θ := gradcheck.FromFloats[N](e.in.θ)
	for _, b := range e.batches() {
		g := compute(b, θ).gradient
		next := make([]N, len(θ))
		for i := range θ {
			next[i] = θ[i].Sub(θ[i].Of(e.η).Mul(g[i]))
		}
		θ = next
	}
	return θ
}

// descendedExactly is θ after the epoch, with gradients by dual numbers.
func descendedExactly(e epochOf) []big {
	θ := gradcheck.FromFloats[big](e.in.θ)
	for _, b := range e.batches() {
		next := make([]big, len(θ))
		for i := range θ {
			point := make([]exact, len(θ))
			for j := range θ {
				point[j] = exact{Value: θ[j], Slope: gradcheck.BigOf(δ(i, j))}
			}
			next[i] = θ[i].Add(gradcheck.BigOf(e.η).Mul(likelihood(b, point).Slope))
		}
		θ = next
	}
	return θ
}

// trained is θ after the epoch, by nn.Train.
func trained(e epochOf) []float64 {
	net := nn.NewMLP[float64](e.in.D, e.in.M, e.in.K, e.in.σ)
	copy(net.Parameters().Theta, e.in.θ)
	o := nn.Options{Epochs: 1, Batch: epochBatch, Permute: func(p []int) { copy(p, e.order) }}
	for range nn.Train(context.Background(), net, must(adam.NewDescent[float64](e.η)), matrix[float64](e.in.X), matrix[float64](e.in.T), o) {
	}
	return net.Parameters().Theta
}

func askEpoch(p *Points) (qs []*question) {
	for _, in := range p.networks {
		if in.kind == saturated {
			continue // a step throws the network where everything is flat
		}
		e := newEpoch(in)
		c := claim{trained(e), descended[gauge](e), descended[big](e)}
		q := value(in.String(), c, descendedExactly(e), nil, nil, in.blockW().Block, in.blockB().Block, in.blockV().Block, in.blockC().Block)
		q.epoch = &e
		qs = append(qs, q.of(in))
	}
	return qs
}

// batchCases are numbers of rows and sizes of batches.
var batchCases = [][2]int{{410, 50}, {400, 50}, {449, 50}, {7, 10}, {10, 1}, {0, 3}}

// askBatches asks for the first and last rows of all batches, and their number, ⌈N/B⌉.
func askBatches(*Points) (qs []*question) {
	for _, c := range batchCases {
		var claimed, truth []float64
		for lo, hi := range nn.Batches(c[0], c[1]) {
			claimed = append(claimed, float64(lo), float64(hi))
		}
		claimed = append(claimed, float64(len(claimed)/2))
		for j := 0; j*c[1] < c[0]; j++ {
			truth = append(truth, float64(j*c[1]), float64(min((j+1)*c[1], c[0])))
		}
		truth = append(truth, math.Ceil(float64(c[0])/float64(c[1])))
		qs = append(qs, facts(fmt.Sprintf("N = %d, B = %d", c[0], c[1]), claimed, truth, vector("rows", len(truth)-1), vector("batches", 1)).
			at(float64(c[0]), float64(c[1])))
	}
	return qs
}

// defaults are the settings of Code 5, which says nothing of β₂, with both ε.
func defaults(p *Points) *Points {
	d := *p
	d.settings = []adam.Options{
		{Rate: 0.001, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-7},
		{Rate: 0.001, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8},
	}
	d.settings32 = nil
	return &d
}

// paperData is the paper's data: sizes, classes, and the rows of the split.
func askDataset(*Points) []*question {
	X, y, err := dataset.Paper().Generate()
	must(X, err)
	classes := map[int]bool{}
	for _, k := range y {
		classes[k] = true
	}
	claimed := []float64{float64(X.Rows()), float64(X.Cols()), float64(len(classes))}
	return []*question{facts("make_classification", claimed, []float64{500, 5, 3}, vector("N, D, K", 3))}
}

// askSplit asks for the sizes of both parts, and how often each row is in either.
func askSplit(*Points) []*question {
	train, test, err := dataset.Split(500, 0.2, 7)
	must(train, err)
	claimed, truth := []float64{float64(len(train)), float64(len(test))}, []float64{400, 100}
	times := make([]float64, 500)
	for _, n := range append(append([]int(nil), train...), test...) {
		times[n]++
	}
	for range times {
		truth = append(truth, 1)
	}
	return []*question{facts("train_test_split", append(claimed, times...), truth, vector("rows", 2), vector("times", 500))}
}

// testLabels lack class 1; trainLabels do not.
var trainLabels, testLabels = []string{"0", "2", "1", "1"}, []string{"0", "2", "2", "0"}

// askBinarizer asks for the targets of test rows in the columns of the training rows.
func askBinarizer(*Points) []*question {
	e := must(dataset.FitLabels(trainLabels))
	T := e.OneHot(must(e.Indices(testLabels)))
	q := facts("test labels without class 1", flat(rows(T)), []float64{1, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0}, array("t", 4, 3))
	q.labels = testLabels
	return []*question{q}
}

// printedBinarizer fits the test labels anew: two classes, so one column.
func printedBinarizer(*Points) []*question {
	q := askBinarizer(nil)[0]
	q.claim = exactly([]float64{0, 1, 1, 0})
	return []*question{q}
}

// askCost asks for the loss of ReLU's network; the print multiplies t = 0 by log 0.
func askCost(p *Points) (qs []*question) { return askLoss(p) }

func printedCost(p *Points) (qs []*question) {
	for _, in := range p.withExtremes() {
		if !in.oneHot() {
			continue
		}
		y, sum := allY[double](in), 0.0
		for i, t := range flat(in.T) {
			sum -= t * math.Log(float64(y[i]))
		}
		c := claim{values: []float64{sum}, gauges: theLoss[gauge](in)}
		qs = append(qs, value(in.String(), c, theLoss[big](in), nil, nil, vector("loss", 1)).of(in))
	}
	return qs
}

// askForward asks for Z and Y of ReLU's network.
func askForward(p *Points) []*question {
	relu := *p
	relu.networks, relu.extremes = of(nn.ReLU)(p), nil
	for _, in := range p.extremes {
		if in.σ == nn.ReLU {
			relu.extremes = append(relu.extremes, in)
		}
	}
	return append(askZ(&relu), askY(&relu)...)
}

// printedForward asks for y as exp(A)/Σ exp(A), at extreme points too.
func printedForward(p *Points) (qs []*question) {
	for _, in := range p.withExtremes() {
		if in.σ != nn.ReLU {
			continue
		}
		c := claim{values: floats(allY[double](in)), gauges: allY[gauge](in)}
		qs = append(qs, value(in.String(), c, allY[big](in), nil, nil, array("y", in.N, in.K)).of(in))
	}
	return qs
}

// askAll asks nn.MLP for the gradient in all of θ; numbers are those of J, of which
// Code 11 has the negatives.
func askAll(activations ...nn.Activation) func(*Points) []*question {
	return func(p *Points) (qs []*question) {
		for _, which := range []func(*instance) block{(*instance).blockV, (*instance).blockC, (*instance).blockW, (*instance).blockB} {
			qs = append(qs, askCode(activations, which)(p)...)
		}
		return qs
	}
}

// printedAll asks for all four blocks by formulas of their own.
func printedAll(V, c, W, b func(*Points) []*question) func(*Points) []*question {
	return func(p *Points) []*question {
		return append(append(V(p), c(p)...), append(W(p), b(p)...)...)
	}
}

// reluBlock asks for a block by a printed form, for ReLU.
func reluBlock(which func(*instance) block, float func(*instance) []double, gauges func(*instance) []gauge) func(*Points) []*question {
	return askFormula(printable(nn.ReLU), which, float, gauges, nothing)
}

// askPredictions asks for the classes of the largest outputs, and the share of errors.
func askPredictions(*Points) []*question {
	Y := [][]float64{{0.1, 0.7, 0.2}, {0.5, 0.25, 0.25}, {0.4, 0.2, 0.4}, {0, 0, 1}}
	labels := []int{1, 0, 2, 2}
	classes := make([]int, len(Y))
	nn.Predict(classes, tensor.FromRows(Y...))
	var claimed []float64
	for _, k := range classes {
		claimed = append(claimed, float64(k))
	}
	claimed = append(claimed, nn.ErrorRate(classes, labels))
	q := facts("four rows, one of them a tie", claimed, []float64{1, 0, 0, 2, 0.25}, vector("class", 4), vector("error", 1))
	q.x = flat(Y)
	return []*question{q}
}
