package equations

import (
	"chainrule/gradcheck"
	"chainrule/nn"
	"chainrule/tensor"
)

// The claims: the results of package nn, with the running errors and the 320-bit values of their
// formulas.

// claims are the results of nn at an instance, each with its running error.
type claims struct {
	α, Z, A, Y [][]float64
	loss       float64
	gradient   []float64 // of the loss
	running    pass[runningError]
	formula    pass[big]
}

// networkClaims runs nn.MLP.
func networkClaims[F tensor.Float](in *instance) claims {
	c := run(in, nn.NewMLP[F]([]int{in.D, in.M, in.K}, in.σ), in.θ)
	c.running = compute(in, gradcheck.FromFloats[runningError](in.θ))
	c.formula = compute(in, gradcheck.FromFloats[big](in.θ))
	return c
}

// regressionClaims runs nn.Logistic.
func regressionClaims[F tensor.Float](in *instance) claims {
	W := in.regressionW()
	c := run(in, nn.NewLogistic[F](in.D, in.K), W)
	c.running = regressionPass(in, gradcheck.FromFloats[runningError](W))
	c.formula = regressionPass(in, gradcheck.FromFloats[big](W))
	return c
}

func run[F tensor.Float](in *instance, net nn.Model[F], θ []float64) claims {
	for i, x := range θ {
		net.Parameters().Theta[i] = F(x)
	}
	X, T := matrix[F](in.X), matrix[F](in.T)
	s, g := net.Workspace(in.N), net.Gradient()
	net.Forward(s, X)
	c := claims{α: rows(s.Alpha), Z: rows(s.Z), A: rows(s.A), Y: rows(s.Y), loss: float64(net.Loss(s, T))}
	net.Backward(g, s, X, T)
	c.gradient = widened(g.Theta)
	return c
}

func matrix[F tensor.Float](rows [][]float64) tensor.Matrix[F] {
	A := tensor.New[F](len(rows), len(rows[0]))
	for i, row := range rows {
		for j, x := range row {
			A.Set(i, j, F(x))
		}
	}
	return A
}

func rows[F tensor.Float](A tensor.Matrix[F]) [][]float64 {
	all := make([][]float64, A.Rows())
	for i := range all {
		all[i] = widened(A.Row(i))
	}
	return all
}

func widened[F tensor.Float](xs []F) []float64 {
	wide := make([]float64, len(xs))
	for i, x := range xs {
		wide[i] = float64(x)
	}
	return wide
}
