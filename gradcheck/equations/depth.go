package equations

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/matrix"
	"chainrule/gradcheck/equations/internal/mistake"
	"chainrule/gradcheck/equations/internal/paper"
	"chainrule/nn"
)

// Networks of any depth: with α = Z·W + 1·bᵀ in each layer, Z of the inputs being X, and δ of the outputs T − s⊙Y,
//
//	δₗ = (δₗ₊₁·Wₗ₊₁ᵀ) ⊙ σ′(αₗ)   ∂J/∂Wₗ = Zₗ₋₁ᵀ·δₗ   ∂J/∂bₗ = δₗᵀ·1

// depths are the networks on trial: two and three hidden layers, of each activation and of several, the last of them square.
var depths = []paper.Deep{
	{Widths: []int{3, 4, 2, 3}, Activation: []nn.Activation{nn.ReLU, nn.ReLU}}, {Widths: []int{3, 4, 2, 3}, Activation: []nn.Activation{nn.Tanh, nn.Tanh}},
	{Widths: []int{3, 4, 2, 3}, Activation: []nn.Activation{nn.Sigmoid, nn.Sigmoid}}, {Widths: []int{2, 3, 2, 3, 2}, Activation: []nn.Activation{nn.ReLU, nn.Tanh, nn.Sigmoid}},
	{Widths: []int{3, 3, 3, 3}, Activation: []nn.Activation{nn.Sigmoid, nn.ReLU}}, {Widths: []int{3, 3, 3, 3, 3}, Activation: []nn.Activation{nn.Tanh, nn.Sigmoid, nn.ReLU}},
}

// drawnDeep returns the network with data, of which the last row is a count, and parameters.
func drawnDeep(d paper.Deep, r *rand.Rand) paper.Deep {
	N, K := 5, d.Widths[len(d.Widths)-1]
	d.X, d.T = matrix.New[float64](N, d.Widths[0]), matrix.New[float64](N, K)
	matrix.Fill(d.X, func(float64, int, int) float64 { return dyadic(r, 2) })
	for _, t := range d.T {
		t[r.IntN(K)] = 1
	}
	d.T[N-1][0] += 2
	for l, in := range d.Widths[:len(d.Widths)-1] {
		for range (in + 1) * d.Widths[l+1] {
			d.Theta = append(d.Theta, dyadic(r, 1))
		}
	}
	return d
}

// probeDepth probes nn.MLP for the gradient in all parameters, in both precisions.
func probeDepth(p *Points) (qs []*probe) {
	r := rand.New(rand.NewPCG(p.seed, 63))
	for _, d := range depths {
		d = drawnDeep(d, r)
		var blocks []gradcheck.Block
		for l, in := range d.Widths[:len(d.Widths)-1] {
			blocks = append(blocks, array(fmt.Sprintf("W%d", l+1), in, d.Widths[l+1]), vector(fmt.Sprintf("b%d", l+1), d.Widths[l+1]))
		}
		c := claim{values: runMLP[float64](d).Gradient, formula: paper.Through(d, gradcheck.FromFloats[precise](d.Theta)).Gradient}.negated()
		q := differentiate(function(d, paper.DeepLikelihood[exact], paper.DeepLikelihood[double]), d.Theta).probe(fmt.Sprintf("widths %v, σ %v", d.Widths, d.Activation), c, blocks...)
		q.deep = &d
		qs = append(qs, q, q.single(negative(runMLP[float32](d).Gradient)))
	}
	return qs
}

// depth has the pieces of a network of any depth, numbered by layers from 1: α2 is Z1·W2 + 1·b2ᵀ, S2 = σ′(α2), H2 is δ₂, R
// the δ of the outputs, and dW2 and db2 the gradient. The answer is the gradient of J.
func (s *scope) depth() {
	d := s.q.deep
	W, b := paper.Layers(*d, slices.Clone(d.Theta))
	L := len(d.Activation)
	s.Values["X"], s.Values["T"], s.Values["Z0"] = matrix.Clone(d.X), matrix.Clone(d.T), matrix.Clone(d.X)
	s.Number("N", float64(len(d.X)))
	s.Number("square", mistake.Truth(slices.Min(d.Widths) == slices.Max(d.Widths)))
	s.Calls = map[string]mistake.Function{}
	piece := func(name string, l int) mistake.Matrix { return s.Get(fmt.Sprintf("%s%d", name, l)) }
	for l := 1; l <= L+1; l++ {
		enter := func(name string, make func() [][]float64) { s.Rows(fmt.Sprintf("%s%d", name, l), make) }
		s.Values[fmt.Sprintf("W%d", l)], s.Values[fmt.Sprintf("b%d", l)] = W[l-1], mistake.Matrix{b[l-1]}
		enter("α", func() [][]float64 { return mistake.Product(piece("Z", l-1), piece("W", l), piece("b", l)[0]) })
		enter("dW", func() [][]float64 { return mistake.Times(piece("Z", l-1), piece("H", l)) })
		enter("db", func() [][]float64 { return [][]float64{mistake.ColumnSums(piece("H", l))} })
		if l > L {
			enter("H", func() [][]float64 { return s.Get("R") })
			continue
		}
		slopeOf := mistake.Elementwise(func(x float64) float64 { return paper.Slope(d.Activation[l-1], double(x)).Float64() })
		s.Calls[fmt.Sprintf("slope%d", l)] = slopeOf
		enter("Z", func() [][]float64 {
			return piece("α", l).Map(func(x float64) float64 { return paper.Activation(d.Activation[l-1], double(x)).Float64() })
		})
		enter("S", func() [][]float64 { return slopeOf([]mistake.Matrix{piece("α", l)}) })
		enter("H", func() [][]float64 {
			return mistake.Zip(mistake.Product(piece("H", l+1), matrix.Transpose(piece("W", l+1)), nil), piece("S", l), func(x, y float64) float64 { return x * y })
		})
	}
	s.Rows("Y", func() [][]float64 { return mistake.Softmax(piece("α", L+1)) })
	s.Rows("R", func() [][]float64 { return residualOf(s.Get("T"), s.Get("Y")) })
	s.whole = func() (g []float64) {
		for l := range W {
			g = append(append(g, matrix.Flat(piece("dW", l+1))...), matrix.Flat(piece("db", l+1))...)
		}
		return g
	}
}
