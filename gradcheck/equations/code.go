package equations

import (
	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/matrix"
	"chainrule/gradcheck/equations/internal/paper"
	"chainrule/nn"
	"chainrule/tensor"
)

// The claims: the results of package nn, and of their formulas.

// claims are the results of nn at an instance, and of its formulas.
type claims struct {
	code           paper.Pass[float64]
	formula, paper paper.Pass[precise] // as the code computes, and as the paper prints
}

// networkClaims runs nn.MLP.
func networkClaims(in *instance) claims {
	return claims{runMLP[float64](in.Deep()), paper.Compute(&in.Perceptron, gradcheck.FromFloats[precise](in.Theta)), sideOf(in, networkRows[precise](in))}
}

func runMLP[F tensor.Float](d paper.Deep) paper.Pass[float64] {
	return run(nn.NewMLP[F](d.Widths, d.Activation...), d.X, d.T, d.Theta)
}

// regressionClaims runs nn.Logistic.
func regressionClaims(in *instance) claims {
	W := gradcheck.FromFloats[precise](in.regressionW())
	return claims{runLogistic[float64](in), paper.RegressionPass(&in.Perceptron, W), sideOf(in, regressionRows[precise](in))}
}

func runLogistic[F tensor.Float](in *instance) paper.Pass[float64] {
	return run(nn.NewLogistic[F](in.D, in.K), in.X, in.T, in.regressionW())
}

// run returns the results of Forward, Loss and Backward.
func run[F tensor.Float](net nn.Model[F], inputs, targets [][]float64, θ []float64) paper.Pass[float64] {
	for i, x := range θ {
		net.Parameters().Theta[i] = F(x)
	}
	X, T := tensorOf[F](inputs), tensorOf[F](targets)
	s, g := net.Workspace(len(inputs)), net.Gradient()
	net.Forward(s, X)
	c := paper.Pass[float64]{Alpha: rows(s.Alpha), Z: rows(s.Z), A: rows(s.A), Y: rows(s.Y), Loss: float64(net.Loss(s, T))}
	net.Backward(g, s, X, T)
	c.Gradient = widened(g.Theta)
	return c
}

func tensorOf[F tensor.Float](rows [][]float64) tensor.Matrix[F] {
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
	return matrix.Map(xs, func(x F) float64 { return float64(x) })
}
