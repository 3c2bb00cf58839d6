package equations

import (
	"fmt"
	"math"
	"slices"

	"chainrule/gradcheck/equations/internal/matrix"
	"chainrule/gradcheck/equations/internal/mistake"
	"chainrule/gradcheck/equations/internal/paper"
	"chainrule/nn"
)

// layers has the pieces of a network of any depth, in the careful forms of nn. They are numbered by layers from 1: α2 is
// Z1·W2 + 1·b2ᵀ, S2 = σ′(α2), H2 is δ₂, and dW2 and db2 the gradient. With one hidden layer or none they have the paper's
// letters. A, Y and R are of the outputs: R is T − s⊙Y, but minus the sum of the other y at the 1 of a one-hot row.
// The answer is the probe's part of the gradient of J.
//
// A mistake on the way forward goes on to the outputs in a deep network. In the paper's equations all but the mistaken
// piece are right.
func (s *scope) layers(m *model) {
	W, b := paper.Layers(m.Deep, m.Theta)
	L := len(m.Activation)
	s.Calls = map[string]mistake.Function{"part": s.part}
	s.Values["X"], s.Values["T"] = matrix.Clone(m.X), matrix.Clone(m.T)
	s.facts(m)
	for l := 1; l <= L+1; l++ {
		piece := func(name string) mistake.Matrix { return s.Get(m.letter(name, l)) }
		below := func() mistake.Matrix { return s.Get(m.letter("Z", l-1)) }
		enter := func(name string, make func() [][]float64) { s.Rows(m.letter(name, l), make) }
		s.Values[m.letter("W", l)], s.Values[m.letter("b", l)] = W[l-1], mistake.Matrix{b[l-1]}
		enter("α", func() [][]float64 { return mistake.Product(below(), piece("W"), piece("b")[0]) })
		enter("dW", func() [][]float64 { return mistake.Times(below(), piece("H")) })
		enter("db", func() [][]float64 { return [][]float64{mistake.ColumnSums(piece("H"))} })
		if l > L {
			continue
		}
		σ, slope := elementwise(paper.Activation[double], m.Activation[l-1]), elementwise(paper.Slope[double], m.Activation[l-1])
		s.Calls[m.letter("σ", l)], s.Calls[m.letter("slope", l)] = σ, slope
		enter("Z", func() [][]float64 { return σ([]mistake.Matrix{piece("α")}) })
		enter("S", func() [][]float64 { return slope([]mistake.Matrix{piece("α")}) })
		enter("H", func() [][]float64 {
			above := mistake.Product(s.Get(m.letter("H", l+1)), matrix.Transpose(s.Get(m.letter("W", l+1))), nil)
			return mistake.Zip(above, piece("S"), func(x, y float64) float64 { return x * y })
		})
	}
	s.outputs()
	s.whole = func() (g []float64) {
		for l := range W {
			g = slices.Concat(g, matrix.Flat(s.Get(m.letter("dW", l+1))), matrix.Flat(s.Get(m.letter("db", l+1))))
		}
		return g[s.q.first:s.q.last]
	}
	if L < 2 {
		for _, forward := range []string{"α", "Z", "A", "Y", "R"} {
			s.Get(forward)
		}
	}
}

// letter returns the name of a piece of layer l: in a network of one hidden layer or none the paper's.
func (m *model) letter(name string, l int) string {
	switch L := len(m.Activation); {
	case l == 0:
		return map[string]string{"Z": "X"}[name]
	case l > L && name == "α":
		return "A"
	case l > L && name == "H":
		return "R"
	case L > 1:
		return fmt.Sprint(name, l)
	case l == 2:
		return map[string]string{"W": "V", "b": "c", "dW": "dV", "db": "dc"}[name]
	}
	return name
}

// facts are the sizes of a network, its kind, and the indices n and d of rows and inputs.
func (s *scope) facts(m *model) {
	N, last := len(m.X), len(m.Widths)-1
	uneven := func(t []float64) bool { return mistake.Total(t) != 1 }
	for name, size := range map[string]int{"N": N, "D": m.Widths[0], "M": m.Widths[min(1, last-1)], "K": m.Widths[last]} {
		s.Number(name, float64(size))
	}
	s.Number("uneven", mistake.Truth(slices.ContainsFunc(m.T, uneven)))
	s.Number("onehot", mistake.Truth(isOneHot(m.T)))
	s.Number("square", mistake.Truth(slices.Min(m.Widths) == slices.Max(m.Widths)))
	s.Rows("n", func() [][]float64 { return matrix.Transpose(mistake.UpTo(N)) })
	s.Rows("d", func() [][]float64 { return mistake.UpTo(m.Widths[0]) })
	for i, σ := range nn.Activations {
		is := last > 1 && m.Activation[0] == σ
		s.Number(σ.String(), mistake.Truth(is))
		if next := nn.Activations[(i+1)%len(nn.Activations)]; is {
			s.Calls["nextσ"], s.Calls["nextSlope"] = elementwise(paper.Activation[double], next), elementwise(paper.Slope[double], next)
		}
	}
}

// elementwise returns a function of an activation for matrices.
func elementwise(f func(nn.Activation, double) double, σ nn.Activation) mistake.Function {
	return mistake.Elementwise(func(x float64) float64 { return f(σ, double(x)).Float64() })
}

// outputs defines the values that follow from A and T, and the losses.
func (s *scope) outputs() {
	s.Rows("Y", func() [][]float64 { return mistake.Softmax(s.Get("A")) })
	s.Rows("R", func() [][]float64 { return residualOf(s.Get("T"), s.Get("Y")) })
	s.Rows("logY", func() [][]float64 { // as a − m − log Σ e^(a−m)
		A := matrix.Clone(s.Get("A"))
		matrix.Fill(A, func(x float64, n, k int) float64 {
			row := s.Get("A")[n]
			m, sum := row[mistake.Argmax(row)], 0.0
			for _, a := range row {
				sum += math.Exp(a - m)
			}
			return x - m - math.Log(sum)
		})
		return A
	})
	s.Rows("losses", func() [][]float64 { // −Σₖ tₖ log yₖ of each sample, where a term with t = 0 is 0
		T, logY := s.Get("T"), s.Get("logY")
		all := make([]float64, len(T))
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

// part is the probe's part of a gradient in all of θ.
func (s *scope) part(args []mistake.Matrix) mistake.Matrix {
	return mistake.Matrix{mistake.Concatenated(args)[0][s.q.first:s.q.last]}
}
