package equations

import (
	"slices"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/matrix"
	"chainrule/nn"
)

// The forward side, written from the paper, index by index, for any arithmetic. It
// knows no vectors, no shifted softmax and no careful forms: those are claims.

// parameters are W, b, V and c as the paper indexes them.
type parameters[N any] struct {
	W [][]N // W[d][m]
	b []N
	V [][]N // V[m][k]
	c []N
}

func unpack[N any](in *instance, θ []N) parameters[N] {
	W, b, V, c, end := in.blocks()
	return parameters[N]{matrix.Cut(θ[W:b], in.M), θ[b:V], matrix.Cut(θ[V:c], in.K), θ[c:end]}
}

// sigma is σ as section 2.3.3 and proofs B.5 to B.7 define it.
func sigma[N number[N]](σ nn.Activation, x N) N {
	one := x.Of(1)
	switch σ {
	case nn.Sigmoid:
		return one.Quo(one.Add(x.Neg().Exp()))
	case nn.Tanh:
		return x.Tanh()
	}
	return x.Max(x.Of(0))
}

// affine returns Wᵀx + b, of which element j is Σᵢ W[i][j]·x[i] + b[j].
func affine[N number[N]](W [][]N, x, b []N) []N {
	a := slices.Clone(b)
	for j := range a {
		for i := range x {
			a[j] = a[j].Add(W[i][j].Mul(x[i]))
		}
	}
	return a
}

// softmax is the function of section 2.2.4.
func softmax[N number[N]](a []N) []N {
	y := make([]N, len(a))
	var sum N
	for k := range a {
		y[k] = a[k].Exp()
		sum = sum.Add(y[k])
	}
	for k := range y {
		y[k] = y[k].Quo(sum)
	}
	return y
}

// row holds the network's values for one sample: (31) to (34).
type row[N any] struct{ α, z, a, y []N }

func network[N number[N]](in *instance, θ []N, n int) (r row[N]) {
	p := unpack(in, θ)
	r.α = affine(p.W, gradcheck.FromFloats[N](in.X[n]), p.b)
	r.z = make([]N, in.M)
	for m, α := range r.α {
		r.z[m] = sigma(in.σ, α)
	}
	r.a = affine(p.V, r.z, p.c)
	r.y = softmax(r.a)
	return r
}

// likelihood is J, the log-likelihood (35), of the network in θ.
func likelihood[N number[N]](in *instance, θ []N) N {
	var sum N
	for n := range in.N {
		sum = sum.Add(logLikelihood(in.T[n], network(in, θ, n).y))
	}
	return sum
}

// likelihoods is J as a function of one output.
func likelihoods[N number[N]](in *instance, θ []N) []N { return []N{likelihood(in, θ)} }

// logLikelihood is Σₖ tₖ log yₖ, where a term with t = 0 is 0.
func logLikelihood[N number[N]](t []float64, y []N) N {
	var sum N
	for k := range t {
		if t[k] != 0 {
			sum = sum.Add(sum.Of(t[k]).Mul(y[k].Log()))
		}
	}
	return sum
}

// regression is softmax regression (6), (8): a = Wᵀx and y of sample n, where the
// K columns of W are θ, row by row.
func regression[N number[N]](in *instance, θ []N, n int) (r row[N]) {
	r.a = affine(matrix.Cut(θ, in.K), gradcheck.FromFloats[N](in.X[n]), make([]N, in.K))
	r.y = softmax(r.a)
	return r
}

// regressionLikelihoodOf is J, the log-likelihood (7) of softmax regression in W.
func regressionLikelihoodOf[N number[N]](in *instance, θ []N) N {
	var sum N
	for n := range in.N {
		sum = sum.Add(logLikelihood(in.T[n], regression(in, θ, n).y))
	}
	return sum
}

func regressionLikelihoods[N number[N]](in *instance, θ []N) []N {
	return []N{regressionLikelihoodOf(in, θ)}
}

// The parts of the network, of sample 0 as functions of θ, and of all samples at the
// instance's θ.

func firstLogits[N number[N]](in *instance, θ []N) []N         { return network(in, θ, 0).a }
func firstPreactivations[N number[N]](in *instance, θ []N) []N { return network(in, θ, 0).α }

// networkRows and regressionRows are the values for all samples, at the instance's parameters.
func networkRows[N number[N]](in *instance) []row[N] { return rowsOf(in, in.θ, network[N]) }
func regressionRows[N number[N]](in *instance) []row[N] {
	return rowsOf(in, in.regressionW(), regression[N])
}

func rowsOf[N number[N]](in *instance, θ []float64, of func(*instance, []N, int) row[N]) []row[N] {
	at, rows := gradcheck.FromFloats[N](θ), make([]row[N], in.N)
	for n := range rows {
		rows[n] = of(in, at, n)
	}
	return rows
}

// sideOf puts the rows' values together as a pass, with the loss −J.
func sideOf[N number[N]](in *instance, rows []row[N]) (p pass[N]) {
	for n, r := range rows {
		p.α, p.Z, p.A, p.Y = append(p.α, r.α), append(p.Z, r.z), append(p.A, r.a), append(p.Y, r.y)
		p.loss = p.loss.Add(logLikelihood(in.T[n], r.y))
	}
	p.loss = p.loss.Neg()
	return p
}
