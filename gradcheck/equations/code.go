package equations

import (
	"chainrule/gradcheck"
	"chainrule/nn"
	"chainrule/tensor"
)

// The claims: what package nn computes, and the gauges of its formulas.

// claims are the results of nn at an instance, each with its gauge.
type claims struct {
	α, Z, A, Y [][]float64
	loss       float64
	gradient   []float64 // of the loss
	gauge      pass[gradcheck.Gauge]
}

// networkClaims runs nn.MLP.
func networkClaims(in *instance) claims {
	net := nn.NewMLP[float64](in.D, in.M, in.K, in.σ)
	copy(net.Parameters().Theta, in.θ)
	c := run(in, net)
	c.gauge = compute(in, gradcheck.FromFloats[gradcheck.Gauge](in.θ))
	return c
}

// regressionClaims runs nn.Logistic, with the first D·K numbers of θ as W.
func regressionClaims(in *instance) claims {
	net := nn.NewLogistic[float64](in.D, in.K)
	copy(net.Parameters().Theta, in.θ)
	c := run(in, net)
	c.gauge = regressionPass(in, gradcheck.FromFloats[gradcheck.Gauge](in.θ[:in.D*in.K]))
	return c
}

func run(in *instance, net nn.Model[float64]) claims {
	X, T := tensor.FromRows(in.X...), tensor.FromRows(in.T...)
	s, g := net.Workspace(in.N), net.Gradient()
	net.Forward(s, X)
	c := claims{α: rows(s.Alpha), Z: rows(s.Z), A: rows(s.A), Y: rows(s.Y), loss: net.Loss(s, T)}
	net.Backward(g, s, X, T)
	c.gradient = g.Theta
	return c
}

func rows(A tensor.Matrix[float64]) [][]float64 {
	all := make([][]float64, A.Rows())
	for i := range all {
		all[i] = A.Row(i)
	}
	return all
}
