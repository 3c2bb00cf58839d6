package equations

import (
	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/paper"
)

// likelihoods is J as a function of one output.
func likelihoods[N number[N]](in *instance, θ []N) []N {
	return []N{paper.Likelihood(&in.Perceptron, θ)}
}

func regressionLikelihoods[N number[N]](in *instance, θ []N) []N {
	return []N{paper.RegressionLikelihood(&in.Perceptron, θ)}
}

// The parts of the network, of sample 0 as functions of θ, and of all samples at the
// instance's θ.

func firstLogits[N number[N]](in *instance, θ []N) []N {
	return paper.Network(&in.Perceptron, θ, 0).A
}
func firstPreactivations[N number[N]](in *instance, θ []N) []N {
	return paper.Network(&in.Perceptron, θ, 0).Alpha
}

// networkRows and regressionRows are the values for all samples, at the instance's parameters.
func networkRows[N number[N]](in *instance) []paper.Row[N] {
	return rowsOf(&in.Perceptron, in.Theta, paper.Network[N])
}
func regressionRows[N number[N]](in *instance) []paper.Row[N] {
	return rowsOf(&in.Perceptron, in.regressionW(), paper.Regression[N])
}

func rowsOf[N number[N]](in *paper.Perceptron, θ []float64, of func(*paper.Perceptron, []N, int) paper.Row[N]) []paper.Row[N] {
	at, rows := gradcheck.FromFloats[N](θ), make([]paper.Row[N], in.N)
	for n := range rows {
		rows[n] = of(in, at, n)
	}
	return rows
}

// sideOf puts the rows' values together as a pass, with the loss −J.
func sideOf[N number[N]](in *instance, rows []paper.Row[N]) (p paper.Pass[N]) {
	for n, r := range rows {
		p.Alpha, p.Z, p.A, p.Y = append(p.Alpha, r.Alpha), append(p.Z, r.Z), append(p.A, r.A), append(p.Y, r.Y)
		p.Loss = p.Loss.Add(paper.LogLikelihood(in.T[n], r.Y))
	}
	p.Loss = p.Loss.Neg()
	return p
}
