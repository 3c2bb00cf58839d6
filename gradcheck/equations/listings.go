package equations

import (
	"fmt"
	"math"
	"slices"

	"chainrule/adam"
	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/matrix"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

// The listings and Algorithm 1. What is exact here, such as sizes and classes, has
// known truths and no bounds.

// facts probes exact numbers.
func facts(name string, claimed, truth []float64, blocks ...gradcheck.Block) *probe {
	return value(name, exactly(claimed), gradcheck.FromFloats[big](truth), blocks...)
}

// batchCases are numbers of rows and sizes of batches.
var batchCases = [][2]int{{410, 50}, {400, 50}, {449, 50}, {401, 50}, {7, 10}, {10, 1}, {11, 10}, {0, 3}}

// probeBatches probes the first and last rows of all batches, and their number, ⌈N/B⌉.
func probeBatches(*Points) (qs []*probe) {
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

// probeDefaults probes Adam with the settings of Code 5, which says nothing of β₂, with both ε.
func probeDefaults(p *Points) []*probe {
	d := *p
	d.settings = []adam.Options{
		{Rate: 0.001, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-7},
		{Rate: 0.001, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8},
	}
	d.settings32 = nil
	return adamRule(true).probes(false)(&d)
}

// scikit-learn's split for random_state = 7: the number of rows of each class in the data, in
// the training part and in the test part.
var classRows, classTrain, classTest = []float64{167, 171, 162}, []float64{128, 140, 132}, []float64{39, 31, 30}

// probeDataset probes the numbers of rows, columns and classes of the paper's data, and
// of the rows in each class.
func probeDataset(*Points) []*probe {
	X, y, err := dataset.Paper().Generate()
	must(X, err)
	claimed := append([]float64{float64(X.Rows()), float64(X.Cols())}, tally(y, nil)...)
	return []*probe{facts("make_classification", claimed, append([]float64{500, 5}, classRows...), vector("N, D", 2), vector("rows of class", 3))}
}

// tally counts the labels of the given rows, or of all, by class.
func tally(labels, rows []int) []float64 {
	times := make([]float64, 3)
	if rows == nil {
		for range labels {
			rows = append(rows, len(rows))
		}
	}
	for _, n := range rows {
		times[labels[n]]++
	}
	return times
}

// probeSplit probes the sizes of both parts, how often each row is in either, and the
// numbers of rows of each class.
func probeSplit(*Points) []*probe {
	train, test, err := dataset.Split(500, 0.2, 7)
	must(train, err)
	_, y, err := dataset.Paper().Generate()
	must(y, err)
	claimed, truth := []float64{float64(len(train)), float64(len(test))}, []float64{400, 100}
	times := make([]float64, 500)
	for _, n := range append(append([]int(nil), train...), test...) {
		times[n]++
	}
	claimed = append(append(append(claimed, times...), tally(y, train)...), tally(y, test)...)
	truth = append(append(append(truth, slices.Repeat([]float64{1}, 500)...), classTrain...), classTest...)
	return []*probe{facts("train_test_split", claimed, truth,
		vector("rows", 2), vector("times", 500), vector("rows of class, training,", 3), vector("rows of class, test,", 3))}
}

// testLabels lack class 1; trainLabels do not.
var trainLabels, testLabels = []string{"0", "2", "1", "1"}, []string{"0", "2", "2", "0"}

// probeBinarizer probes the targets of test rows in the columns of the training rows.
func probeBinarizer(*Points) []*probe {
	e := must(dataset.FitLabels(trainLabels))
	T := e.OneHot(must(e.Indices(testLabels)))
	q := facts("test labels without class 1", matrix.Flat(rows(T)), []float64{1, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0}, array("t", 4, 3))
	q.labels = testLabels
	return []*probe{q}
}

// printedBinarizer fits the test labels anew: two classes, so one column.
func printedBinarizer(*Points) []*probe {
	q := probeBinarizer(nil)[0]
	q.claim = exactly([]float64{0, 1, 1, 0})
	return []*probe{q}
}

// printedCost probes −Σ t log y with the y of the plain softmax; where y is 0 or NaN
// it has 0·log y as they make it.
func printedCost(in *instance) *probe {
	if !in.oneHot() {
		return nil
	}
	paper := in.logistic.claims().paper
	y, sum := inDouble(matrix.Flat(paper.Y)), 0.0
	for i, t := range matrix.Flat(in.T) {
		sum -= float64(t * math.Log(y[i]))
	}
	c := claim{[]float64{sum}, loss(paper), true}
	return value(in.String(), c, inFull(loss(paper)), vector("loss", 1)).of(in.mlp)
}

// probeForward probes Z and Y of ReLU's network.
func probeForward(p *Points) []*probe {
	relu := *p
	relu.networks, relu.extremes = p.of([]nn.Activation{nn.ReLU}), nil
	for _, in := range p.extremes {
		if in.Activation == nn.ReLU {
			relu.extremes = append(relu.extremes, in)
		}
	}
	return append(valuesZ.probes(&relu), valuesY.probes(&relu)...)
}

// printedForward probes y as exp(A)/Σ exp(A), at extreme points too.
func printedForward(in *instance) *probe {
	if in.Activation != nn.ReLU {
		return nil
	}
	c := byFormula(matrix.Flat(in.mlp.claims().paper.Y))
	return value(in.String(), c, inFull(c.formula), array("y", in.N, in.K)).of(in.mlp)
}

// probePredictions probes the classes of the largest outputs, and the share of errors.
func probePredictions(*Points) []*probe {
	Y := [][]float64{{0.1, 0.7, 0.2}, {0.5, 0.25, 0.25}, {0.4, 0.2, 0.4}, {0, 0, 1}, {0.25, 0.35, 0.4}}
	labels := []int{1, 0, 2, 2, 1}
	classes := make([]int, len(Y))
	nn.Predict(classes, tensor.FromRows(Y...))
	var claimed []float64
	for _, k := range classes {
		claimed = append(claimed, float64(k))
	}
	claimed = append(claimed, nn.ErrorRate(classes, labels))
	q := facts("five rows, one of them a tie", claimed, []float64{1, 0, 0, 2, 2, 0.4}, vector("class", 5), vector("error", 1))
	q.x = matrix.Flat(Y)
	return []*probe{q}
}
