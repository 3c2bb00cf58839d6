package chapters

import (
	"fmt"
	"math"
	"strings"
	"sync"

	"chainrule/gradcheck"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

// regressionNumbers are those of docs/chapters/02-softmax-regression.md.
var regressionNumbers = numbers{
	"regression.largest": func() string { return inProse("%.1e", math.MaxFloat64) },
	"regression.worked":  workedProbabilities,
	"regression.demo":    func() string { return inProse("%.4f", -lossOfColumns(0)) },
	"regression.shifted": func() string { return inProse("%.0e", math.Abs(lossOfColumns(1)-lossOfColumns(0))) },
	"regression.apart1":  func() string { return inProse("%.2f", twoApart(1)) },
	"regression.apart10": func() string { return inProse("%.1e", twoApart(10)) },
	"regression.apart100": func() string {
		return inProse("%.1e", twoApart(100))
	},
	"regression.counts":   func() string { return inList("%.0f", columnSumsOf(problem7().T)) },
	"regression.moments":  func() string { return inList("%.6f", columnSumsOf(bestRegression().s.Y)) },
	"regression.gradient": func() string { return inProse("%.0e", largestSize(bestRegression().g.Theta)) },
	"regression.start":    func() string { return inProse("%.2f", 400*lossAt(1.0/3)) },
	"regression.end":      func() string { return inProse("%.2f", bestRegression().loss) },
	"regression.error":    func() string { return inProse("%.2f", bestRegression().wrong) },
}

// inList formats numbers with commas between them.
func inList(format string, values []float64) string {
	var all []string
	for _, x := range values {
		all = append(all, inProse(format, x))
	}
	return strings.Join(all, ", ")
}

// workedScores are the scores of the worked example.
var workedScores = []float64{0.2, -0.4, 1.1}

func workedProbabilities() string {
	Y := tensor.FromRows(workedScores)
	tensor.Softmax(Y, Y)
	return "(" + inList("%.4f", Y.Row(0)) + ")"
}

// lossOfColumns is the loss of softmax regression on the paper's training rows, with
// the weights of random seed 3 and so much times i + 1 added to row i of W.
func lossOfColumns(times float64) float64 {
	net, p := nn.NewLogistic[float64](5, 3), problem7()
	W, normal := net.Parameters().W, dataset.NewRandom(3).Normal
	for i := range W.Rows() {
		for k := range W.Cols() {
			W.Set(i, k, normal()+float64(times*float64(i+1)))
		}
	}
	s := net.Workspace(p.X.Rows())
	net.Forward(s, p.X)
	return net.Loss(s, p.T)
}

// twoApart is J = −2 log(1 + e^−gap), of two samples whose right class leads by so much.
func twoApart(gap float64) float64 {
	one := gradcheck.BigOf(1)
	return one.Of(-2).Mul(one.Add(one.Of(-gap).Exp()).Log()).Float64()
}

func columnSumsOf(A tensor.Matrix[float64]) []float64 {
	sums := make([]float64, A.Cols())
	tensor.ColumnSums(sums, A)
	return sums
}

// largestSize returns the largest absolute value.
func largestSize(values []float64) (most float64) {
	for _, x := range values {
		most = max(most, math.Abs(x))
	}
	return most
}

// withOnes returns X with a column of ones after its last.
func withOnes(X tensor.Matrix[float64]) tensor.Matrix[float64] {
	wide := tensor.New[float64](X.Rows(), X.Cols()+1)
	for n := range X.Rows() {
		copy(wide.Row(n), X.Row(n))
		wide.Set(n, X.Cols(), 1)
	}
	return wide
}

// fittedRegression is softmax regression at the largest J of the paper's training rows, and the
// share of test rows that it gets wrong.
type fittedRegression struct {
	startOfTraining
	wrong float64
}

// bestRegression climbs, by steps of 1/1000 times the gradient, until it is small.
var bestRegression = sync.OnceValue(func() fittedRegression {
	p := problem7()
	X, net := withOnes(p.X), nn.NewLogistic[float64](6, 3)
	at := fittedRegression{startOfTraining: startOfTraining{θ: net.Parameters(), g: net.Gradient(), s: net.Workspace(X.Rows())}}
	for range 5000 {
		net.Forward(at.s, X)
		net.Backward(at.g, at.s, X, p.T)
		for i, g := range at.g.Theta {
			at.θ.Theta[i] -= float64(g / 1000)
		}
	}
	if !(largestSize(at.g.Theta) < 1e-6) {
		panic(fmt.Sprintf("book: the gradient of the regression is still %v", largestSize(at.g.Theta)))
	}
	at.loss = net.Loss(at.s, p.T)

	test, guesses := net.Workspace(p.TestX.Rows()), make([]int, p.TestX.Rows())
	net.Forward(test, withOnes(p.TestX))
	tensor.RowArgmax(guesses, test.Y)
	at.wrong = nn.ErrorRate(guesses, p.TestLabels)
	return at
})
