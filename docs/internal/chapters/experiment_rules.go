package chapters

import (
	"context"
	"math"
	"sync"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/tensor"
)

// experimentSecondStep is the length of a step without gradient that follows a first
// one, in rates.
func experimentSecondStep() float64 {
	rule, θ := sure(adam.New[float64](1, adam.Listing())), []float64{0}
	rule.Update(θ, []float64{1})
	first := θ[0]
	rule.Update(θ, []float64{0})
	return (first - θ[0]) / adam.Listing().Rate
}

// experimentUncorrected is the length of step t for a constant gradient without bias
// correction, in rates.
func experimentUncorrected(t int) float64 {
	_, m, _ := numericsBias(0.99, t)
	_, v, _ := numericsBias(0.999, t)
	return m / math.Sqrt(v)
}

// experimentRates are the error rates of softmax regression.
type experimentRates struct{ test, train float64 }

// experimentStraight is softmax regression on the paper's data, with a column of ones as the
// bias, after 2000 steps of gradient descent.
var experimentStraight = sync.OnceValue(func() experimentRates {
	p := problem7()
	net, X := nn.NewLogistic[float64](6, 3), experimentWithOnes(p.X)
	rule := sure(adam.NewDescent[float64](1e-3))
	for step, err := range nn.Train(context.Background(), nn.Model[float64](net), rule, X, p.T, nn.Options{Epochs: 2000, Batch: 400}) {
		sure(step, err)
	}
	rate := func(X tensor.Matrix[float64], labels []int) float64 {
		s, guessed := net.Workspace(X.Rows()), make([]int, X.Rows())
		net.Forward(s, X)
		nn.Predict(guessed, s.Y)
		return nn.ErrorRate(guessed, labels)
	}
	return experimentRates{rate(experimentWithOnes(p.TestX), p.TestLabels), rate(X, p.Labels)}
})

// experimentWithOnes is X with a column of ones.
func experimentWithOnes(X tensor.Matrix[float64]) tensor.Matrix[float64] {
	C := tensor.New[float64](X.Rows(), X.Cols()+1)
	tensor.Fill(C, 1)
	tensor.Copy(C.Slice(0, X.Rows(), 0, X.Cols()), X)
	return C
}
