package equations

import (
	"math"
	"slices"

	"chainrule/gradcheck/equations/internal/matrix"
	"chainrule/nn"
)

// outputs has the pieces of the network and of the regression alike: R is T − s⊙Y, but minus the sum of the
// other y at the 1 of a one-hot row; n and d are the indices of rows and inputs.
func (s *scope) outputs(in *instance, p pass[precise]) {
	s.number("N", float64(in.N))
	s.number("D", float64(in.D))
	s.number("K", float64(in.K))
	s.number("uneven", truth(in.kind == counts)) // some row of T does not sum to 1
	s.number("onehot", truth(in.oneHot()))
	for σ, name := range map[nn.Activation]string{nn.ReLU: "relu", nn.Sigmoid: "sigmoid", nn.Tanh: "tanh"} {
		s.number(name, truth(in.σ == σ))
	}
	indices := func(n int) matrixOf { return builtins["upto"]([]matrixOf{scalar(float64(n))}) }
	s.rows("n", func() [][]float64 { return matrix.Transpose(indices(in.N)) })
	s.rows("d", func() [][]float64 { return indices(in.D) })
	s.rows("X", func() [][]float64 { return matrix.Clone(in.X) })
	s.rows("T", func() [][]float64 { return matrix.Clone(in.T) })
	s.rows("A", func() [][]float64 { return plain(p.A) })
	s.rows("Y", func() [][]float64 { return plain(p.Y) })
	s.rows("R", func() [][]float64 {
		R := plain(p.dA)
		matrix.Fill(R, func(r float64, _, _ int) float64 { return -r })
		return R
	})
	s.rows("logY", func() [][]float64 { // as a − m − log Σ e^(a−m)
		A := s.get("A")
		E := softened(A, math.Exp)
		matrix.Fill(E, func(_ float64, n, k int) float64 {
			m, sum := A[n][largestOf(A[n])], 0.0
			for _, a := range A[n] {
				sum += math.Exp(a - m)
			}
			return A[n][k] - m - math.Log(sum)
		})
		return E
	})
	s.rows("losses", func() [][]float64 { // −Σₖ tₖ log yₖ of each sample, where a term with t = 0 is 0
		T, logY, all := s.get("T"), s.get("logY"), make([]float64, in.N)
		for n := range all {
			for k, t := range T[n] {
				if t != 0 {
					all[n] -= float64(t * logY[n][k])
				}
			}
		}
		return [][]float64{all}
	})
	s.lazy["loss"] = func() matrixOf { return scalar(total(s.get("losses")[0])) }
}

// plain returns the values of formulas in doubles.
func plain(rows [][]precise) [][]float64 {
	all := make([][]float64, len(rows))
	for i, row := range rows {
		all[i] = inDouble(row)
	}
	return all
}

// network has the pieces of the multi-layer perceptron, in the careful forms of nn: S is σ′(α), and H is [R·Vᵀ] ⊙ S.
// The answer is the probe's part of the gradient of J in W, b, V and c.
func (s *scope) network(in *instance) {
	p, q := in.claims().formula, unpack(in, slices.Clone(in.θ))
	s.outputs(in, p)
	s.number("M", float64(in.M))
	s.values["W"], s.values["V"], s.values["b"], s.values["c"] = q.W, q.V, matrixOf{q.b}, matrixOf{q.c}
	s.rows("α", func() [][]float64 { return plain(p.α) })
	s.rows("Z", func() [][]float64 { return plain(p.Z) })
	slopeOf := func(σ nn.Activation) builtin {
		return elementwise(func(x float64) float64 { return slope(σ, double(x)).Float64() })
	}
	valueOf := func(σ nn.Activation) builtin {
		return elementwise(func(x float64) float64 { return activation(σ, double(x)).Float64() })
	}
	next := nn.Activations[(int(in.σ)+1)%len(nn.Activations)]
	s.lazy["S"] = func() matrixOf { return slopeOf(in.σ)([]matrixOf{plain(p.α)}) }
	s.rows("H", func() [][]float64 {
		return zip(product(s.get("R"), matrix.Transpose(s.get("V")), nil), s.get("S"), func(x, y float64) float64 { return x * y })
	})
	s.calls = map[string]builtin{"σ": valueOf(in.σ), "slope": slopeOf(in.σ), "nextσ": valueOf(next), "nextSlope": slopeOf(next), "part": s.part}
	s.whole = func() []float64 {
		X, Z, R, H := s.get("X"), s.get("Z"), s.get("R"), s.get("H")
		return slices.Concat(times(X, H), sums(H), times(Z, R), sums(R))[s.q.first:s.q.last]
	}
}

// part is the probe's part of a gradient in all of θ.
func (s *scope) part(args []matrixOf) matrixOf {
	return matrixOf{matrix.Flat(builtins["concat"](args))[s.q.first:s.q.last]}
}

// logistic has the pieces of softmax regression. The answer is XᵀR.
func (s *scope) logistic(in *instance) {
	s.outputs(in, in.regression().formula)
	s.rows("W", func() [][]float64 { return matrix.Cut(in.regressionW(), in.K) })
	s.whole = func() []float64 { return times(s.get("X"), s.get("R")) }
}
