package chapters

import (
	"math"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/tensor"
)

// tinyNetwork is the 2-2-3 network of the book with its one sample, after a forward and a backward
// pass. It has the scores of the worked example.
func tinyNetwork() (at pass, net *nn.MLP[float64], X, T tensor.Matrix[float64]) {
	net = nn.NewMLP[float64]([]int{2, 2, 3}, nn.ReLU)
	copy(net.Parameters().Theta, []float64{0.5, -1, -1, 1, 0, 1, 0.1, -0.2, 0.5, 0.3, 0.4, -0.6, 0, 0, 0.1})
	X, T = tensor.FromRows([]float64{2, -1}), tensor.FromRows([]float64{1, 0, 0})
	at = pass{θ: net.Parameters(), g: net.Gradient(), s: net.Workspace(1)}
	net.Forward(at.s, X)
	at.loss = net.Loss(at.s, T)
	net.Backward(at.g, at.s, X, T)
	return at, net, X, T
}

// tinyNumbers computes the numbers of the tiny network, which several chapters show.
func tinyNumbers(show Show) {
	at, _, _, _ := tinyNetwork()
	show("y1", "%.4f", at.s.Y.At(0, 0))
	show("loss", "%.6f", at.loss)
	show("odds", "%.2f", math.Exp(at.loss))
	for name, rule := range map[string]nn.Optimizer[float64]{
		"descent": sure(adam.NewDescent[float64](0.1)),
		"adam":    sure(adam.New[float64](15, adam.Options{Rate: 0.1, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8})),
	} {
		at, net, X, T := tinyNetwork()
		rule.Update(at.θ.Theta, at.g.Theta)
		net.Forward(at.s, X)
		show(name, "%.4f", net.Loss(at.s, T))
	}
}
