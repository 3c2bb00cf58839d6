package equations

import "math"

// ofDie is an answer about the die.
func ofDie(f func(d die) []float64) func(*probe) []float64 {
	return func(q *probe) []float64 { return f(*q.die) }
}

// ofLoss is an answer about J or the loss, of the network or of the regression.
func ofLoss(f func(s *mutableMLP) float64) func(*probe) []float64 {
	return func(q *probe) []float64 {
		if q.blocks[0].Name == "loss of the regression" {
			return []float64{f(q.in.mutableLogistic())}
		}
		return []float64{f(q.in.mutableMLP())}
	}
}

// ofRegressionJ is an answer about J of the regression.
func ofRegressionJ(f func(s *mutableMLP) float64) func(*probe) []float64 {
	return forwardRegression(func(_ *instance, s *mutableMLP) []float64 { return []float64{f(s)} })
}

// ofSamples is an answer about the loss of each sample.
func ofSamples(f func(s *mutableMLP, n, k int) float64) func(*probe) []float64 {
	return forward(func(_ *instance, s *mutableMLP) []float64 {
		return s.losses(func(n, k int) float64 { return f(s, n, k) })
	})
}

func (s *mutableMLP) loss() float64 { return total(s.losses(s.logY)) }

// clippedLoss is the loss with log(y + ε).
func (s *mutableMLP) clippedLoss(ε float64) float64 {
	return total(s.losses(func(n, k int) float64 { return math.Log(s.Y[n][k] + ε) }))
}

var likelihoodMutants = []Mutant{
	{Equation: "1", Name: "rolls taken as a set", answer: ofDie(func(d die) []float64 {
		L, seen := 1.0, map[int]bool{}
		for _, roll := range d.rolls {
			if !seen[roll] {
				L *= d.w[roll-1]
			}
			seen[roll] = true
		}
		return []float64{L}
	})},
	{Equation: "1", Name: "last roll forgotten", answer: ofDie(func(d die) []float64 {
		return floats(dieLikelihood[double](die{d.rolls[:len(d.rolls)-1], d.w}))
	})},
	{Equation: "2", Name: "categories counted from 0", answer: mutateFormula(func(p []float64) []float64 {
		return append(append(append([]float64(nil), p[1:]...), p[0]), total(p))
	})},
	{Equation: "2", Name: "last category left out of the sum", answer: mutateFormula(func(p []float64) []float64 {
		return append(append([]float64(nil), p...), total(p[:len(p)-1]))
	})},
	{Equation: "3", Name: "t·y for y to the power t", answer: ofRegressionJ(func(s *mutableMLP) float64 {
		L := 1.0
		each(s.T, func(t float64, n, k int) float64 {
			if t != 0 {
				L *= t * s.Y[n][k]
			}
			return t
		})
		return L
	})},
	{Equation: "3", Name: "exponential of the mean of J", answer: where(several, ofRegressionJ(func(s *mutableMLP) float64 {
		return math.Exp(-s.loss() / float64(s.N))
	}))},
	{Equation: "4", Name: "mean over N", answer: where(several, ofLoss(func(s *mutableMLP) float64 { return s.loss() / float64(s.N) }))},
	{Equation: "4", Name: "binary cross-entropy of each class", answer: ofLoss(func(s *mutableMLP) float64 {
		sum := s.loss()
		each(s.T, func(t float64, n, k int) float64 {
			sum -= float64((1 - t) * math.Log(1-s.Y[n][k]))
			return t
		})
		return sum
	})},
	{Equation: "4", Name: "samples summed from the last to the first", answer: ofLoss(func(s *mutableMLP) float64 {
		s.A, s.T = backwards(s.A), backwards(s.T)
		return s.loss()
	}), Equivalent: "Addition commutes; the bound covers every order of the sum over the samples."},
	{Equation: "5", Name: "log₂ for log", answer: ofSamples(func(s *mutableMLP, n, k int) float64 { return s.logY(n, k) / math.Ln2 })},
	{Equation: "5", Name: "log(y + 1e-12)", answer: ofSamples(func(s *mutableMLP, n, k int) float64 { return math.Log(s.Y[n][k] + 1e-12) })},
	{Equation: "6", Name: "divided by the sum of the activations", answer: forwardRegression(func(_ *instance, s *mutableMLP) []float64 {
		each(s.Y, func(_ float64, n, k int) float64 { return s.A[n][k] / total(s.A[n]) })
		return flat(s.Y)
	})},
	{Equation: "6", Name: "powers of 2 for those of e", answer: forwardRegression(func(_ *instance, s *mutableMLP) []float64 {
		return flat(softened(s.A, math.Exp2))
	})},
	{Equation: "7", Name: "log₁₀ for log", answer: ofRegressionJ(func(s *mutableMLP) float64 { return -s.loss() / math.Ln10 })},
	{Equation: "7", Name: "log(y + 1e-7)", answer: ofRegressionJ(func(s *mutableMLP) float64 { return -s.clippedLoss(1e-7) })},
	{Equation: "8", Name: "W filled as its transpose", answer: forwardRegression(func(_ *instance, s *mutableMLP) []float64 {
		return flat(product(s.X, refilled(s.V), nil))
	})},
	{Equation: "8", Name: "last input left out", answer: forwardRegression(func(_ *instance, s *mutableMLP) []float64 {
		each(s.X, func(x float64, _, i int) float64 { return x * (1 - δ(i, s.D-1)) })
		return flat(product(s.X, s.V, nil))
	})},
	{Equation: "23", Name: "last sample forgotten", answer: ofLoss(func(s *mutableMLP) float64 {
		return -total(s.losses(s.logY)[:s.N-1])
	})},
	{Equation: "23", Name: "t left out: the sum of all log y", answer: ofLoss(func(s *mutableMLP) float64 {
		each(s.T, func(float64, int, int) float64 { return 1 })
		return -s.loss()
	})},
	{Equation: "35", Name: "targets moved by one row", answer: where(several, ofLoss(func(s *mutableMLP) float64 {
		s.T = moved(s.T)
		return -s.loss()
	}))},
	{Equation: "35", Name: "y in float32", answer: ofLoss(func(s *mutableMLP) float64 {
		rounded32(s.Y)
		return -s.clippedLoss(0)
	})},
	{Equation: "Code 9", Name: "mean over the rows", answer: where(several, ofLoss(func(s *mutableMLP) float64 { return s.loss() / float64(s.N) }))},
	{Equation: "Code 9", Name: "Y clipped to 1e-15 and 1 − 1e-15", answer: ofLoss(func(s *mutableMLP) float64 {
		each(s.Y, func(y float64, _, _ int) float64 { return min(max(y, 1e-15), 1-1e-15) })
		return s.clippedLoss(0)
	})},
}
