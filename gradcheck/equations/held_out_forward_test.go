package equations

import (
	"math"

	"chainrule/nn"
)

// valued is an answer about the network's values, a matrix of them.
func valued(f func(in *instance, s *mutableMLP) [][]float64) func(*probe) []float64 {
	return forward(func(in *instance, s *mutableMLP) []float64 { return flat(f(in, s)) })
}

// zBy has σ by a formula of one's own.
func zBy(f func(α float64) float64) func(*probe) []float64 {
	return valued(func(_ *instance, s *mutableMLP) [][]float64 {
		each(s.Z, func(_ float64, n, m int) float64 { return f(s.α[n][m]) })
		return s.Z
	})
}

// cutOff is σ(α) with 0 and 1 beyond 36.
func cutOff(α float64) float64 {
	if math.Abs(α) > 36 {
		return step(double(α)).Float64()
	}
	return activation(nn.Sigmoid, double(α)).Float64()
}

// byExponentials is tanh α as (e^2α − 1)/(e^2α + 1).
func byExponentials(α float64) float64 {
	e := math.Exp(2 * α)
	return (e - 1) / (e + 1)
}

// partly32 has the products of the units beyond the fourth in float32.
func partly32(_ *instance, s *mutableMLP) [][]float64 {
	A := product(s.Z, s.V, s.c)
	each(A, func(_ float64, n, k int) float64 {
		sum := s.c[k]
		for m := range s.M {
			p := s.Z[n][m] * s.V[m][k]
			if m >= 4 {
				p = float64(float32(p))
			}
			sum += p
		}
		return sum
	})
	return A
}

var heldOutForward = []Mutant{
	{Equation: "21", Name: "b outside of σ", answer: valued(func(in *instance, s *mutableMLP) [][]float64 {
		Z := activated(in.σ, product(s.X, s.W, nil))
		each(Z, func(z float64, _, m int) float64 { return z + s.b[m] })
		return Z
	})},
	{Equation: "26", Name: "1 for unit 0, as for a bias", answer: ofOutputLinks(func(s *mutableMLP, k, m, l int) float64 {
		if m == 0 {
			return δ(k, l)
		}
		return s.Z[0][m] * δ(k, l)
	})},
	{Equation: "27", Name: "centred: δ − 1/K", answer: mutateResult(func(q *probe, g []float64) []float64 {
		for i := range g {
			g[i] -= 1 / float64(q.in.K)
		}
		return g
	})},
	{Equation: "31", Name: "b of the unit before", answer: valued(func(_ *instance, s *mutableMLP) [][]float64 {
		return product(s.X, s.W, append([]float64{s.b[s.M-1]}, s.b[:s.M-1]...))
	})},
	{Equation: "33", Name: "c of the next class", answer: valued(func(_ *instance, s *mutableMLP) [][]float64 {
		return product(s.Z, s.V, append(append([]float64(nil), s.c[1:]...), s.c[0]))
	})},
	{Equation: "36", Name: "tanh′ at t", answer: atX(func(t float64) float64 {
		x := floatsOf(curve(double(t)))
		return float64(x[1]*2*t) + float64(x[0]*x[1]) + slopeOfTanh(t)/t
	})},
	{Equation: "39", Name: "times z", answer: forward(func(_ *instance, s *mutableMLP) []float64 {
		each(s.V, func(v float64, m, _ int) float64 { return v * s.Z[0][m] })
		return flat(flipped(s.V))
	})},
	{Equation: "40", Name: "1 for the last input, as for a bias", answer: ofHiddenLinks(func(s *mutableMLP, m, d, l int) float64 {
		if d == s.D-1 {
			return δ(m, l)
		}
		return s.X[0][d] * δ(m, l)
	})},
	{Equation: "Code 10", Name: "|α| for ReLU", answer: inBlock("z", zBy(math.Abs))},
}

// heldOutForwardSubtle show at some points alone, or in late digits.
var heldOutForwardSubtle = []Mutant{
	{Equation: "21", Name: "sigmoid 0 and 1 beyond |α| = 36", answer: where(are(nn.Sigmoid), zBy(cutOff))},
	{Equation: "21", Name: "tanh as (e²ˣ − 1)/(e²ˣ + 1)", answer: where(are(nn.Tanh), zBy(byExponentials))},
	{Equation: "22", Name: "logits at most 700", answer: valued(func(_ *instance, s *mutableMLP) [][]float64 {
		each(s.A, func(a float64, _, _ int) float64 { return min(a, 700) })
		return softened(s.A, math.Exp)
	})},
	{Equation: "22", Name: "largest |a| subtracted", answer: valued(func(_ *instance, s *mutableMLP) [][]float64 {
		return shifted(s.A, func(a []float64) float64 { return math.Abs(a[largest(a)]) })
	})},
	{Equation: "22", Name: "1e-12 moved from class 0 to class 1", answer: valued(func(_ *instance, s *mutableMLP) [][]float64 {
		each(s.Y, func(y float64, _, k int) float64 { return y + float64(1e-12*(δ(k, 1)-δ(k, 0))) })
		return s.Y
	})},
	{Equation: "26", Name: "z above 1 − 1e-9 taken for 1", answer: where(areNot(nn.ReLU), ofOutputLinks(func(s *mutableMLP, k, m, l int) float64 {
		return certainY(s.Z[0][m]) * δ(k, l)
	}))},
	{Equation: "27", Name: "two classes: −1 for ∂a₀/∂c₁", answer: mutateResult(func(q *probe, g []float64) []float64 {
		if q.in.K == 2 {
			g[1] = -1
		}
		return g
	})},
	{Equation: "31", Name: "W in float32", answer: valued(func(_ *instance, s *mutableMLP) [][]float64 {
		rounded32(s.W)
		return product(s.X, s.W, s.b)
	})},
	{Equation: "31", Name: "unrolled by two, an odd input left out", answer: valued(func(_ *instance, s *mutableMLP) [][]float64 {
		evenInputs(s)
		return product(s.X, s.W, s.b)
	})},
	{Equation: "32", Name: "sigmoid as (1 + tanh(α/2))/2", answer: where(are(nn.Sigmoid), zBy(func(α float64) float64 { return (1 + math.Tanh(α/2)) / 2 }))},
	{Equation: "32", Name: "ReLU at most 6", answer: where(are(nn.ReLU), zBy(func(α float64) float64 { return min(max(α, 0), 6) }))},
	{Equation: "32", Name: "ReLU 0 up to 10⁻³", answer: where(are(nn.ReLU), zBy(func(α float64) float64 {
		return α * step(double(α-1e-3)).Float64()
	}))},
	{Equation: "33", Name: "units beyond the fourth in float32", answer: valued(partly32)},
	{Equation: "33", Name: "c twice in the last of several rows", answer: where(several, valued(func(_ *instance, s *mutableMLP) [][]float64 {
		for k, c := range s.c {
			s.A[s.N-1][k] += c
		}
		return s.A
	}))},
	{Equation: "34", Name: "e^a as 2^(1.442695 a)", answer: valued(func(_ *instance, s *mutableMLP) [][]float64 {
		return softened(s.A, func(x float64) float64 { return math.Exp2(1.442695 * x) })
	})},
	{Equation: "34", Name: "0 where the gap is beyond 88", answer: valued(func(_ *instance, s *mutableMLP) [][]float64 {
		return softened(s.A, func(x float64) float64 { return math.Exp(x) * step(double(x+88)).Float64() })
	})},
	{Equation: "36", Name: "third term left out where x₃ = 0", answer: atX(func(t float64) float64 {
		if t != 1 {
			return totalDerivative[double](t)[0].Float64()
		}
		return 3 * math.E
	})},
	{Equation: "39", Name: "V[k,m] where V is square", answer: forward(func(_ *instance, s *mutableMLP) []float64 {
		squareV(s)
		return flat(flipped(s.V))
	})},
	{Equation: "Code 10", Name: "Z at most 6", answer: inBlock("z", zBy(func(α float64) float64 { return min(max(α, 0), 6) }))},
	{Equation: "Code 10", Name: "maximum over the whole batch", answer: ofOutputs(valued(func(_ *instance, s *mutableMLP) [][]float64 {
		return shifted(s.A, overAll(s.A))
	}))},
}
