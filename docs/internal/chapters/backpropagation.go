package chapters

import (
	"math"

	"chainrule/nn"
	"chainrule/tensor"
)

// backpropagationNumbers are those of docs/chapters/04-backpropagation.md. Gradients
// are those of J, so those of the code negated.
var backpropagationNumbers = numbers{
	"backpropagation.parameters":  func() string { return thousands(len(atSeed7().θ.Theta)) },
	"backpropagation.z":           func() string { return inProse("%g", atSeed7().s.Z.At(0, 0)) },
	"backpropagation.dV":          func() string { return inProse("%.6f", -atSeed7().g.V.At(0, 0)) },
	"backpropagation.dc":          func() string { return inList("%.3f", negatives(atSeed7().g.C)) },
	"backpropagation.dcSum":       func() string { return inProse("%.1g", math.Abs(tensor.Sum(atSeed7().g.C))) },
	"backpropagation.V":           func() string { return inProse("%.6f", atSeed7().θ.V.At(0, 0)) },
	"backpropagation.hidden":      func() string { return thousands(atSeed7().θ.V.Rows()) },
	"backpropagation.rowSum":      func() string { return inProse("%.0e", largestRowOfDV()) },
	"backpropagation.rowLargest":  func() string { return inProse("%.0f", largestSize(atSeed7().g.Theta[300:450])) },
	"backpropagation.into":        func() string { return inProse("%.6f", intoUnit(atSeed7().g.W, atSeed7().g.B, balancedUnit)) },
	"backpropagation.outof":       func() string { return inProse("%.6f", outOfUnit(balancedUnit)) },
	"backpropagation.unbalanced":  func() string { return inProse("%.0e", largestUnbalanced()) },
	"backpropagation.intoWrong":   intoWithSigmoidSlope,
	"backpropagation.ratio":       func() string { return inProse("%.3f", paperShape.backward()/paperShape.forward()) },
	"backpropagation.ratioWide":   func() string { return inProse("%.3f", wideShape.backward()/wideShape.forward()) },
	"backpropagation.backward":    func() string { return thousands(int(paperShape.backward())) },
	"backpropagation.literal":     func() string { return thousands(int(paperShape.literal())) },
	"backpropagation.differences": func() string { return thousands(int(paperShape.differences())) },
}

// netShape is that of a network and its batch.
type netShape struct{ N, D, M, K float64 }

var (
	paperShape = netShape{50, 5, 50, 3}
	wideShape  = netShape{128, 784, 512, 10}
)

// The multiplications of the products: forward, backward, of (37) as it stands for all of W
// with four for each product of five, and of forward passes, one for each parameter
// and one more.
func (s netShape) forward() float64  { return s.N * (s.D*s.M + s.M*s.K) }
func (s netShape) backward() float64 { return s.N * (2*s.M*s.K + s.D*s.M) }
func (s netShape) literal() float64  { return s.D * s.M * s.N * s.K * s.K * 4 }
func (s netShape) differences() float64 {
	return (1 + s.D*s.M + s.M + s.M*s.K + s.K) * s.forward()
}

func negatives(x []float64) []float64 {
	y := make([]float64, len(x))
	for i := range x {
		y[i] = -x[i]
	}
	return y
}

// largestRowOfDV is the largest sum of a row of the gradient of V, which should be 0.
func largestRowOfDV() float64 {
	dV := atSeed7().g.V
	sums := make([]float64, dV.Rows())
	tensor.RowSums(sums, dV)
	return largestSize(sums)
}

// balancedUnit is the hidden unit that the chapter calls 2.
const balancedUnit = 1

// intoUnit is Σ W·∂J/∂W + b·∂J/∂b over the parameters into hidden unit m, for gradients of
// the loss in W and b.
func intoUnit(dW tensor.Matrix[float64], db []float64, m int) float64 {
	θ := atSeed7().θ
	sum := -float64(θ.B[m] * db[m])
	for d := range dW.Rows() {
		sum -= float64(θ.W.At(d, m) * dW.At(d, m))
	}
	return sum
}

// outOfUnit is Σ V·∂J/∂V over the parameters out of hidden unit m.
func outOfUnit(m int) (sum float64) {
	for k, g := range atSeed7().g.V.Row(m) {
		sum -= float64(atSeed7().θ.V.At(m, k) * g)
	}
	return sum
}

func largestUnbalanced() (most float64) {
	g := atSeed7().g
	for m := range g.B {
		most = max(most, math.Abs(intoUnit(g.W, g.B, m)-outOfUnit(m)))
	}
	return most
}

// intoWithSigmoidSlope is into where z(1 − z) stands for ReLU's derivative, as in (46).
func intoWithSigmoidSlope() string {
	at, p := atSeed7(), problem7()
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
	return inProse("%.6f", intoUnit(g.W, g.B, balancedUnit))
}
