package equations

import (
	"fmt"
	"math/rand/v2"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/matrix"
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
		var blocks []block
		end := 0
		enter := func(b gradcheck.Block) {
			blocks = append(blocks, block{b, end, end + b.Rows*b.Cols})
			end += b.Rows * b.Cols
		}
		for l, in := range d.Widths[:len(d.Widths)-1] {
			enter(array(fmt.Sprintf("W%d", l+1), in, d.Widths[l+1]))
			enter(vector(fmt.Sprintf("b%d", l+1), d.Widths[l+1]))
		}
		qs = append(qs, newModel(fmt.Sprintf("widths %v, σ %v", d.Widths, d.Activation), true, d).byCode(blocks...)...)
	}
	return qs
}
