package equations

import (
	"math"

	"chainrule/nn"
)

// ofOutputLinks is an answer that is ∂a[0,k]/∂V, from its elements k, m, l: the
// logit, and the row and the column of V.
func ofOutputLinks(f func(s *mutableMLP, k, m, l int) float64) func(*probe) []float64 {
	return forward(func(_ *instance, s *mutableMLP) (values []float64) {
		for k := range s.K {
			for m := range s.M {
				for l := range s.K {
					values = append(values, f(s, k, m, l))
				}
			}
		}
		return values
	})
}

// ofHiddenLinks is the same for ∂α[0,m]/∂W, from m, d, l.
func ofHiddenLinks(f func(s *mutableMLP, m, d, l int) float64) func(*probe) []float64 {
	return forward(func(_ *instance, s *mutableMLP) (values []float64) {
		for m := range s.M {
			for d := range s.D {
				for l := range s.M {
					values = append(values, f(s, m, d, l))
				}
			}
		}
		return values
	})
}

// linkMutants lists planted errors in the simplest derivatives: (26), (27), (39), (40).
var linkMutants = []Mutant{
	{Equation: "26", Name: "α for z", answer: ofOutputLinks(func(s *mutableMLP, k, m, l int) float64 { return s.α[0][m] * δ(k, l) })},
	{Equation: "26", Name: "z of the last sample", answer: where(several, ofOutputLinks(func(s *mutableMLP, k, m, l int) float64 {
		return s.Z[s.N-1][m] * δ(k, l)
	}))},
	{Equation: "27", Name: "1 for every k", answer: mutateResult(func(_ *probe, g []float64) []float64 {
		for i := range g {
			g[i] = 1
		}
		return g
	})},
	{Equation: "27", Name: "N, as if summed over the samples", answer: where(several, mutateResult(func(q *probe, g []float64) []float64 {
		return scaledBy(g, float64(q.in.N))
	}))},
	{Equation: "39", Name: "V in its own order, M×K", answer: forward(func(_ *instance, s *mutableMLP) []float64 { return flat(s.V) })},
	{Equation: "39", Name: "δₖₘ, as of ∂aₖ/∂aₘ", answer: forward(func(_ *instance, s *mutableMLP) []float64 {
		V := rectangle[float64](s.K, s.M)
		each(V, func(_ float64, k, m int) float64 { return δ(k, m) })
		return flat(V)
	})},
	{Equation: "40", Name: "every column of W, not only m", answer: ofHiddenLinks(func(s *mutableMLP, _, d, _ int) float64 { return s.X[0][d] })},
	{Equation: "40", Name: "∂z/∂W: times σ′(α)", answer: ofHiddenLinks(func(s *mutableMLP, m, d, l int) float64 {
		return s.X[0][d] * s.S[0][m] * δ(m, l)
	})},
}

// slopeMutants lists planted errors in σ′.
var slopeMutants = []Mutant{
	{Equation: "41", Name: "α(1 − α)", answer: atX(func(α float64) float64 { return α * (1 - α) })},
	{Equation: "41", Name: "σ′(σ(α))", answer: atX(func(α float64) float64 {
		return slope(nn.Sigmoid, activation(nn.Sigmoid, double(α))).Float64()
	})},
	{Equation: "41", Name: "z(1 − z), where z is rounded to 1", answer: atX(func(α float64) float64 {
		return slopeOfZ(nn.Sigmoid, activation(nn.Sigmoid, double(α))).Float64()
	})},
	{Equation: "42", Name: "1 − z² by subtraction", answer: atX(slopeOfTanh)},
	{Equation: "42", Name: "the square forgotten: 1 − z", answer: atX(func(α float64) float64 { return 1 - math.Tanh(α) })},
	{Equation: "43", Name: "1 at the kink: α ≥ 0", answer: atX(func(α float64) float64 {
		if α >= 0 {
			return 1
		}
		return 0
	})},
	{Equation: "43", Name: "leaky: 0.01 for α < 0", answer: atX(func(α float64) float64 {
		if α < 0 {
			return 0.01
		}
		return step(double(α)).Float64()
	})},
	{Equation: "43", Name: "u(z) for u(α)", answer: atX(func(α float64) float64 { return step(sigma(nn.ReLU, double(α))).Float64() }),
		Equivalent: "max(0, α) > 0 if and only if α > 0."},
}
