package chapters

import (
	"fmt"
	"math"
	"sync"

	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/nn/experiment"
	"chainrule/tensor"
)

// regressionNumbers computes the numbers of docs/chapters/02-softmax-regression.md.
func regressionNumbers(show Show) {
	show("worked", "%s", fmt.Sprintf("(%.4f)", prose{row(tensor.Softmax, workedScores...)}))
	plain, shifted := lossOfColumns(0), lossOfColumns(1)
	show("demo", "%.4f", -plain)
	show("shifted", "%.0e", math.Abs(shifted-plain))
	apart := func(gap float64) float64 { return -2 * math.Log1p(math.Exp(-gap)) }
	show("apart1", "%.2f", apart(1))
	show("apart10", "%.1e", apart(10))
	show("apart100", "%.1e", apart(100))

	best, moments := bestRegression(), make([]float64, 3)
	tensor.ColumnSums(moments, best.s.Y)
	show("moments", "%.6f", moments)
	show("gradient", "%.0e", largestSize(best.g.Theta))
	show("start", "%.2f", 400*math.Log(3))
	show("end", "%.2f", best.loss)
	show("error", "%.2f", best.testRate)
}

// workedScores are the scores of the worked example of chapters 2 and 3.
var workedScores = []float64{0.2, -0.4, 1.1}

// lossOfColumns is the loss of softmax regression on the paper's training rows, with
// the weights of random seed 3 and so much times i + 1 added to row i of W.
func lossOfColumns(times float64) float64 {
	net, p := nn.NewLogistic[float64](5, 3), experiment.PaperRows()
	normal, θ := dataset.NewRandom(3).Normal, net.Parameters().Theta
	for i := range θ {
		θ[i] = normal() + float64(times*float64(i/3+1))
	}
	s := net.Workspace(p.X.Rows())
	net.Forward(s, p.X)
	return net.Loss(s, p.T)
}

// bestRegression is softmax regression, with a column of ones, at the largest J of the paper's
// training rows, and its error rates. It climbs by steps of 1/1000 times the gradient.
var bestRegression = sync.OnceValue(func() (at struct {
	pass
	testRate, trainRate float64
}) {
	p := experiment.PaperRows()
	X, net := withOnes(p.X), nn.NewLogistic[float64](6, 3)
	at.θ, at.g, at.s = net.Parameters(), net.Gradient(), net.Workspace(X.Rows())
	for range 5000 {
		net.Forward(at.s, X)
		net.Backward(at.g, at.s, X, p.T)
		for i, g := range at.g.Theta {
			at.θ.Theta[i] -= float64(g / 1000)
		}
	}
	at.loss = net.Loss(at.s, p.T)
	at.testRate, at.trainRate = nn.ErrorRate(predicted(net, withOnes(p.TestX)), p.TestLabels), nn.ErrorRate(predicted(net, X), p.Labels)
	return at
})

// withOnes returns X with a column of ones after its last.
func withOnes(X tensor.Matrix[float64]) tensor.Matrix[float64] {
	wide := tensor.New[float64](X.Rows(), X.Cols()+1)
	tensor.Fill(wide, 1)
	tensor.Copy(wide.Slice(0, X.Rows(), 0, X.Cols()), X)
	return wide
}
