package equations

import (
	"math"

	"chainrule/nn"
)

// forwardMutants lists planted errors in the values of section 2.3.
var forwardMutants = []Mutant{
	{Equation: "21", Name: "b forgotten", answer: forward(func(in *instance, s *mutableMLP) []float64 {
		return flat(activated(in.σ, product(s.X, s.W, nil)))
	})},
	{Equation: "22", Name: "softmax down the columns", answer: forward(func(_ *instance, s *mutableMLP) []float64 { return flat(softenedDown(s.A)) })},
	{Equation: "31", Name: "b[n] for b[m]", answer: where(several, forward(func(_ *instance, s *mutableMLP) []float64 {
		α := product(s.X, s.W, nil)
		each(α, func(x float64, n, _ int) float64 { return x + s.b[n%s.M] })
		return flat(α)
	}))},
	{Equation: "31", Name: "W filled as its transpose", answer: forward(func(_ *instance, s *mutableMLP) []float64 {
		return flat(product(s.X, refilled(s.W), s.b))
	})},
	{Equation: "32", Name: "the next activation", answer: forward(func(in *instance, s *mutableMLP) []float64 {
		return flat(activated(nextTo(in.σ), s.α))
	})},
	{Equation: "32", Name: "2σ(α) − 1 for tanh α", answer: where(are(nn.Tanh), forward(func(_ *instance, s *mutableMLP) []float64 {
		each(s.Z, func(_ float64, n, m int) float64 {
			return float64(2*activation(nn.Sigmoid, double(s.α[n][m])).Float64()) - 1
		})
		return flat(s.Z)
	}))},
	{Equation: "32", Name: "leaky: 0.01α for α < 0", answer: where(are(nn.ReLU), forward(func(_ *instance, s *mutableMLP) []float64 {
		each(s.Z, func(_ float64, n, m int) float64 { return max(s.α[n][m], 0.01*s.α[n][m]) })
		return flat(s.Z)
	}))},
	{Equation: "32", Name: "(α + |α|)/2 for max(0, α)", answer: where(are(nn.ReLU), forward(func(_ *instance, s *mutableMLP) []float64 {
		each(s.Z, func(_ float64, n, m int) float64 { return (s.α[n][m] + math.Abs(s.α[n][m])) / 2 })
		return flat(s.Z)
	})), Equivalent: "α + |α| is 2α for α > 0 and 0 otherwise, and doubling and halving do not round."},
	{Equation: "33", Name: "α for z", answer: forward(func(_ *instance, s *mutableMLP) []float64 {
		return flat(product(s.α, s.V, s.c))
	})},
	{Equation: "33", Name: "V filled as its transpose", answer: forward(func(_ *instance, s *mutableMLP) []float64 {
		return flat(product(s.Z, refilled(s.V), s.c))
	})},
	{Equation: "33", Name: "c added last", answer: forward(func(_ *instance, s *mutableMLP) []float64 {
		A := product(s.Z, s.V, nil)
		each(A, func(a float64, _, k int) float64 { return a + s.c[k] })
		return flat(A)
	}), Equivalent: "Addition commutes; the bound covers every order of the sum, and there is no rounding more."},
	{Equation: "34", Name: "not divided by the sum", answer: forward(func(_ *instance, s *mutableMLP) []float64 {
		each(s.Y, func(_ float64, n, k int) float64 { return math.Exp(s.A[n][k] - s.A[n][largestOf(s.A[n])]) })
		return flat(s.Y)
	})},
	{Equation: "34", Name: "maximum not subtracted", answer: forward(func(_ *instance, s *mutableMLP) []float64 {
		for n, a := range s.A {
			e, S := exponentials[double](a)
			for k := range a {
				s.Y[n][k] = e[k].Quo(S).Float64()
			}
		}
		return flat(s.Y)
	})},
	{Equation: "34", Name: "y clipped at 1e-12", answer: forward(func(_ *instance, s *mutableMLP) []float64 {
		each(s.Y, func(y float64, _, _ int) float64 { return max(y, 1e-12) })
		return flat(s.Y)
	})},
	{Equation: "36", Name: "third term forgotten", answer: atX(func(t float64) float64 {
		x := floatsOf(curve(double(t)))
		return float64(x[1]*2*t) + float64(x[0]*x[1])
	})},
	{Equation: "36", Name: "power rule on eᵗ: t eᵗ⁻¹", answer: atX(func(t float64) float64 {
		x := floatsOf(curve(double(t)))
		return float64(x[1]*2*t) + float64(x[0]*t*math.Exp(t-1)) + slopeOfTanh(x[2])/t
	})},
	{Equation: "Code 10", Name: "ReLU on the outputs too", answer: ofOutputs(forward(func(_ *instance, s *mutableMLP) []float64 {
		return flat(softened(activated(nn.ReLU, s.A), math.Exp))
	}))},
	{Equation: "Code 10", Name: "softmax over the whole batch", answer: ofOutputs(forward(func(_ *instance, s *mutableMLP) []float64 {
		return softened([][]float64{flat(s.A)}, math.Exp)[0]
	}))},
}

func floatsOf[N field[N]](x [3]N) []float64 { return floats(x[:]) }

// ofOutputs gives the answer to probes about outputs, not about hidden units.
func ofOutputs(answer func(*probe) []float64) func(*probe) []float64 {
	return func(q *probe) []float64 {
		if q.blocks[0].Name != "y" {
			return nil
		}
		return answer(q)
	}
}
