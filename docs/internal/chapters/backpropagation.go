package chapters

import (
	"math"

	"chainrule/nn/experiment"
	"chainrule/tensor"
)

// backpropagationNumbers computes the numbers of docs/chapters/04-backpropagation.md.
// Gradients are of J, so the code's are negated.
func backpropagationNumbers(show Show) {
	θ, g, s, T := start7().θ, start7().g, start7().s, experiment.PaperRows().T
	show("dV", "%.6f", -g.V.At(0, 0))
	show("dc", "%.3f", []float64{-g.C[0], -g.C[1], -g.C[2]})
	show("dcSum", "%.1g", math.Abs(tensor.Sum(g.C)))
	show("V", "%.6f", θ.V.At(0, 0))
	sums := make([]float64, g.V.Rows())
	tensor.RowSums(sums, g.V)
	show("rowSum", "%.0e", largestSize(sums))
	show("rowLargest", "%.0f", largestSize(g.Theta[300:450]))

	// For each hidden unit, Σ θ·∂J/∂θ over the parameters into it, and over those out of it.
	var into, outof [50]float64
	unbalanced := 0.0
	for m := range into {
		into[m] = -float64(θ.B[m] * g.B[m])
		for d := range 5 {
			into[m] -= float64(θ.W.At(d, m) * g.W.At(d, m))
		}
		outof[m] = -tensor.Dot(θ.V.Row(m), g.V.Row(m))
		unbalanced = max(unbalanced, math.Abs(into[m]-outof[m]))
	}
	show("into", "%.6f", into[1])
	show("outof", "%.6f", outof[1])
	show("unbalanced", "%.0e", unbalanced)
	wrong := 0.0 // into unit 2, where z(1 − z) stands for ReLU's derivative, as in (46)
	for n := range T.Rows() {
		dz, z := 0.0, s.Z.At(n, 1)
		for k := range 3 {
			dz += (s.Y.At(n, k) - T.At(n, k)) * θ.V.At(1, k)
		}
		wrong -= dz * z * (1 - z) * s.Alpha.At(n, 1)
	}
	show("intoWrong", "%.6f", wrong)
}
