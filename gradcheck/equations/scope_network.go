package equations

import (
	"math"
	"slices"

	"chainrule/gradcheck/equations/internal/matrix"
	"chainrule/gradcheck/equations/internal/mistake"
	"chainrule/gradcheck/equations/internal/paper"
	"chainrule/nn"
)

// outputs has the pieces of the network and of the regression alike: R is T − s⊙Y, but minus the sum of the
// other y at the 1 of a one-hot row; n and d are the indices of rows and inputs.
func (s *scope) outputs(in *instance, p paper.Pass[precise]) {
	s.Number("N", float64(in.N))
	s.Number("D", float64(in.D))
	s.Number("K", float64(in.K))
	s.Number("uneven", mistake.Truth(in.kind == counts)) // some row of T does not sum to 1
	s.Number("onehot", mistake.Truth(in.oneHot()))
	for σ, name := range map[nn.Activation]string{nn.ReLU: "relu", nn.Sigmoid: "sigmoid", nn.Tanh: "tanh"} {
		s.Number(name, mistake.Truth(in.Activation == σ))
	}
	s.Rows("n", func() [][]float64 { return matrix.Transpose(mistake.UpTo(in.N)) })
	s.Rows("d", func() [][]float64 { return mistake.UpTo(in.D) })
	s.Rows("X", func() [][]float64 { return matrix.Clone(in.X) })
	s.Rows("T", func() [][]float64 { return matrix.Clone(in.T) })
	s.Rows("A", func() [][]float64 { return plain(p.A) })
	s.Rows("Y", func() [][]float64 { return plain(p.Y) })
	s.Rows("R", func() [][]float64 {
		R := plain(p.DA)
		matrix.Fill(R, func(r float64, _, _ int) float64 { return -r })
		return R
	})
	s.Rows("logY", func() [][]float64 { // as a − m − log Σ e^(a−m)
		A := s.Get("A")
		E := matrix.New[float64](len(A), len(A[0]))
		matrix.Fill(E, func(_ float64, n, k int) float64 {
			m, sum := A[n][mistake.Argmax(A[n])], 0.0
			for _, a := range A[n] {
				sum += math.Exp(a - m)
			}
			return A[n][k] - m - math.Log(sum)
		})
		return E
	})
	s.Rows("losses", func() [][]float64 { // −Σₖ tₖ log yₖ of each sample, where a term with t = 0 is 0
		T, logY, all := s.Get("T"), s.Get("logY"), make([]float64, in.N)
		for n := range all {
			for k, t := range T[n] {
				if t != 0 {
					all[n] -= float64(t * logY[n][k])
				}
			}
		}
		return [][]float64{all}
	})
	s.Lazy["loss"] = func() mistake.Matrix { return mistake.Scalar(mistake.Total(s.Get("losses")[0])) }
}

// plain returns the values of formulas in doubles.
func plain(rows [][]precise) [][]float64 { return matrix.Map(rows, inDouble) }

// network has the pieces of the multi-layer perceptron, in the careful forms of nn: S is σ′(α), and H is [R·Vᵀ] ⊙ S.
// The answer is the probe's part of the gradient of J in W, b, V and c.
func (s *scope) network(in *instance) {
	p, q := in.claims().formula, paper.Unpack(&in.Perceptron, slices.Clone(in.Theta))
	s.outputs(in, p)
	s.Number("M", float64(in.M))
	s.Values["W"], s.Values["V"], s.Values["b"], s.Values["c"] = q.W, q.V, mistake.Matrix{q.B}, mistake.Matrix{q.C}
	s.Rows("α", func() [][]float64 { return plain(p.Alpha) })
	s.Rows("Z", func() [][]float64 { return plain(p.Z) })
	slopeOf := func(σ nn.Activation) mistake.Function {
		return mistake.Elementwise(func(x float64) float64 { return paper.Slope(σ, double(x)).Float64() })
	}
	valueOf := func(σ nn.Activation) mistake.Function {
		return mistake.Elementwise(func(x float64) float64 { return paper.Activation(σ, double(x)).Float64() })
	}
	next := nn.Activations[(int(in.Activation)+1)%len(nn.Activations)]
	s.Lazy["S"] = func() mistake.Matrix { return slopeOf(in.Activation)([]mistake.Matrix{plain(p.Alpha)}) }
	s.Rows("H", func() [][]float64 {
		return mistake.Zip(mistake.Product(s.Get("R"), matrix.Transpose(s.Get("V")), nil), s.Get("S"), func(x, y float64) float64 { return x * y })
	})
	s.Calls = map[string]mistake.Function{"σ": valueOf(in.Activation), "slope": slopeOf(in.Activation), "nextσ": valueOf(next), "nextSlope": slopeOf(next), "part": s.part}
	s.whole = func() []float64 {
		X, Z, R, H := s.Get("X"), s.Get("Z"), s.Get("R"), s.Get("H")
		return slices.Concat(matrix.Flat(mistake.Times(X, H)), mistake.ColumnSums(H), matrix.Flat(mistake.Times(Z, R)), mistake.ColumnSums(R))[s.q.first:s.q.last]
	}
}

// part is the probe's part of a gradient in all of θ.
func (s *scope) part(args []mistake.Matrix) mistake.Matrix {
	return mistake.Matrix{mistake.Concatenated(args)[0][s.q.first:s.q.last]}
}

// logistic has the pieces of softmax regression. The answer is XᵀR.
func (s *scope) logistic(in *instance) {
	s.outputs(in, in.regression().formula)
	s.Rows("W", func() [][]float64 { return matrix.Cut(in.regressionW(), in.K) })
	s.whole = func() []float64 { return matrix.Flat(mistake.Times(s.Get("X"), s.Get("R"))) }
}
