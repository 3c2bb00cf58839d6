package gradcheck_test

import (
	"fmt"
	"math"

	"chainrule/gradcheck"
)

// A layer of one's own, z = swish(W·x + b) with swish(a) = a/(1 + e⁻ᵃ), W 3×2.
const outputs, inputs = 3, 2

var (
	x        = []float64{0.5, -1.25}     // its input
	upstream = []float64{1, -2, 0.75}    // ∂L/∂z
	θ        = []float64{0.1, 0.7, -0.4, // W, row by row, and b
		0.9, 1.5, -0.3, 0.2, -0.6, 0.05}
)

// sigmoid returns 1/(1 + e⁻ᵃ).
func sigmoid[N gradcheck.Number[N]](a N) N { return a.Of(1).Quo(a.Neg().Exp().Add(a.Of(1))) }

// affine returns the a = W·x + b.
func affine[N gradcheck.Number[N]](θ []N) []N {
	a := append([]N(nil), θ[outputs*inputs:]...)
	for i := range a {
		for j, xj := range gradcheck.FromFloats[N](x) {
			a[i] = a[i].Add(θ[i*inputs+j].Mul(xj))
		}
	}
	return a
}

// layerLoss returns L = Σ ∂L/∂zᵢ·zᵢ, whose gradient the layer hands on.
func layerLoss[N gradcheck.Number[N]](θ []N) (L N) {
	for i, a := range affine(θ) {
		L = L.Add(a.Of(upstream[i]).Mul(a).Mul(sigmoid(a)))
	}
	return L
}

// layerBackward returns ∂L/∂W and ∂L/∂b from swish′(a) = σ(a)·(1 + a·σ(−a)).
func layerBackward(θ []float64) []float64 {
	σ := func(a float64) float64 { return 1 / (1 + math.Exp(-a)) }
	dθ := make([]float64, len(θ))
	for i := range outputs {
		a := θ[outputs*inputs+i]
		for j, xj := range x {
			a += θ[i*inputs+j] * xj
		}
		δ := upstream[i] * σ(a) * (1 + a*σ(-a))
		dθ[outputs*inputs+i] = δ
		for j, xj := range x {
			dθ[i*inputs+j] = δ * xj
		}
	}
	return dθ
}

// Check a layer: its loss is written once for any Number, and its instance in dual numbers of
// 320 bits knows the true slopes and what rounding may do to them.
func ExampleCheckExact_layer() {
	claim := gradcheck.Claim{
		Name:      "swish layer",
		Objective: layerLoss[gradcheck.Exact],
		At:        θ,
		Gradient:  layerBackward(θ),
		Blocks:    []gradcheck.Block{{Name: "W", Rows: outputs, Cols: inputs}, {Name: "b", Rows: 1, Cols: outputs}},
	}
	fmt.Println(gradcheck.CheckExact(claim).Verdict)

	right := append([]float64(nil), claim.Gradient...)
	for i := range outputs { // dW = x·δᵀ, and not δ·xᵀ
		for j := range inputs {
			claim.Gradient[j*outputs+i] = right[i*inputs+j]
		}
	}
	claim.Gradient[outputs*inputs] *= -1
	report := gradcheck.CheckExact(claim)
	fmt.Printf("%v: %d of %d entries\n", report.Verdict, report.Failed, report.Entries)
	for _, what := range report.Diagnosis {
		fmt.Println(what)
	}
	// Output:
	// PASS
	// FAIL: 5 of 9 entries
	// W is filled as its transpose
	// b is right but for b[0], which is −1 times what it should be
}

// hinge returns max(1 − x, 0), which at 1 has the slopes −1 and 0 and, with the
// constant second, by convention 0.
func hinge[N gradcheck.Number[N]](x []N) N { return x[0].Of(1).Sub(x[0]).Max(x[0].Of(0)) }

// At a kink any slope between the slopes on both sides might be meant. The form of
// the formula chooses one.
func ExampleCheckExact_kink() {
	claim := gradcheck.Claim{
		Name:      "hinge",
		Objective: hinge[gradcheck.Exact],
		At:        []float64{1},
		Gradient:  []float64{-1},
	}
	report := gradcheck.CheckExact(claim)
	fmt.Println(report.Verdict, report.Worst.Left, report.Worst.Right)

	claim.Gradient[0] = 0
	fmt.Println(gradcheck.CheckExact(claim).Verdict)
	// Output:
	// FAIL -1 0
	// PASS
}
