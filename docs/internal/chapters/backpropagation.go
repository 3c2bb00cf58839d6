package chapters

import (
	"math"

	"chainrule/nn"
	"chainrule/nn/experiment"
	"chainrule/tensor"
)

// backpropagationNumbers computes the numbers of docs/chapters/04-backpropagation.md.
// Gradients are those of J, so those of the code negated.
func backpropagationNumbers(show Show) {
	show = inProse(show)
	θ, g, s := start7().θ, start7().g, start7().s
	show("z", "%g", s.Z.At(0, 0))
	show("dV", "%.6f", -g.V.At(0, 0))
	show("dc", "%.3f", []float64{-g.C[0], -g.C[1], -g.C[2]})
	show("dcSum", "%.1g", math.Abs(tensor.Sum(g.C)))
	show("V", "%.6f", θ.V.At(0, 0))
	sums := make([]float64, g.V.Rows())
	tensor.RowSums(sums, g.V)
	show("rowSum", "%.0e", largestSize(sums))
	show("rowLargest", "%.0f", largestSize(g.Theta[300:450]))

	const unit = 1 // called 2
	show("into", "%.6f", intoUnit(g, unit))
	show("outof", "%.6f", outOfUnit(unit))
	show("intoWrong", "%.6f", intoUnit(withSigmoidSlope(), unit))
	unbalanced := 0.0
	for m := range g.B {
		unbalanced = max(unbalanced, math.Abs(intoUnit(g, m)-outOfUnit(m)))
	}
	show("unbalanced", "%.0e", unbalanced)

	// Multiplications of the products. (37) as it stands has four for each product of five, and
	// differences take a forward pass for each of the parameters and one more.
	forward := func(N, D, M, K int) int { return N * (D*M + M*K) }
	backward := func(N, D, M, K int) int { return N * (2*M*K + D*M) }
	show("ratio", "%.3f", float64(backward(50, 5, 50, 3))/float64(forward(50, 5, 50, 3)))
	show("ratioWide", "%.3f", float64(backward(128, 784, 512, 10))/float64(forward(128, 784, 512, 10)))
	show("backward", "%s", thousands(backward(50, 5, 50, 3)))
	show("literal", "%s", thousands(5*50*50*3*3*4))
	show("differences", "%s", thousands((len(θ.Theta)+1)*forward(50, 5, 50, 3)))
}

// intoUnit is Σ W·∂J/∂W + b·∂J/∂b over the parameters into hidden unit m, for a gradient of
// the loss.
func intoUnit(g *nn.Parameters[float64], m int) float64 {
	θ := start7().θ
	sum := -float64(θ.B[m] * g.B[m])
	for d := range g.W.Rows() {
		sum -= float64(θ.W.At(d, m) * g.W.At(d, m))
	}
	return sum
}

// outOfUnit is Σ V·∂J/∂V over the parameters out of hidden unit m.
func outOfUnit(m int) (sum float64) {
	for k, g := range start7().g.V.Row(m) {
		sum -= float64(start7().θ.V.At(m, k) * g)
	}
	return sum
}

// withSigmoidSlope is the gradient where z(1 − z) stands for ReLU's derivative, as in (46).
func withSigmoidSlope() *nn.Parameters[float64] {
	at, p := start7(), experiment.PaperRows()
	dA, dZ := tensor.New[float64](p.T.Rows(), 3), tensor.New[float64](p.T.Rows(), 50)
	tensor.Sub(dA, at.s.Y, p.T)
	tensor.ProductNT(dZ, dA, at.θ.V)
	for n := range dZ.Rows() {
		for m, z := range at.s.Z.Row(n) {
			dZ.Set(n, m, float64(dZ.At(n, m)*z)*(1-z))
		}
	}
	g := nn.NewMLP[float64](5, 50, 3, nn.ReLU).Gradient()
	tensor.ProductTN(g.W, p.X, dZ)
	tensor.ColumnSums(g.B, dZ)
	return g
}
