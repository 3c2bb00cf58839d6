package equations

import (
	"math"
	"slices"
)

// raised is Π f(y)^t of the regression, where t counts.
func (s *mutableMLP) raised(f func(y, t float64) float64) float64 {
	L := 1.0
	each(s.T, func(t float64, n, k int) float64 {
		if t != 0 {
			L *= f(s.Y[n][k], t)
		}
		return t
	})
	return L
}

func powerOf(y, t float64) float64 {
	p := 1.0
	for range int(t) {
		p *= y
	}
	return p
}

// orders is n!/Π nₖ!, the number of orders of the rolls.
func orders(d die) float64 {
	ways, seen := 1.0, map[int]float64{}
	for n, roll := range d.rolls {
		seen[roll]++
		ways *= float64(n+1) / seen[roll]
	}
	return math.Round(ways)
}

// meanOfMeans is N times the mean of the means of batches of four.
func meanOfMeans(losses []float64) float64 {
	sum, batches := 0.0, 0.0
	for lo := 0; lo < len(losses); lo += 4 {
		sum += averageOf(losses[lo:min(lo+4, len(losses))])
		batches++
	}
	return sum / batches * float64(len(losses))
}

// logRest is log y by log(1 + rest), of the others' exponentials that keep says.
func (s *mutableMLP) logRest(n, k int, keep func(gap float64) bool) float64 {
	a := s.A[n]
	m, rest := largestOf(a), 0.0
	for l := range a {
		if gap := a[l] - a[m]; l != m && keep(gap) {
			rest += math.Exp(gap)
		}
	}
	return a[k] - a[m] - math.Log(1+rest)
}

// unweighted is Σ t·(a − m) − log Σ exp(a − m) of each row, which is J where rows of T
// sum to 1.
func unweighted(s *mutableMLP) (J float64) {
	for n, t := range s.T {
		m := largestOf(s.A[n])
		for k, a := range s.A[n] {
			J += float64(t[k] * (a - s.A[n][m]))
		}
		J += s.logY(n, m)
	}
	return J
}

// ofTargets is the loss of changed targets.
func ofTargets(f func(t []float64, k int) float64) func(s *mutableMLP) float64 {
	return func(s *mutableMLP) float64 {
		setT(f)(s)
		return s.loss()
	}
}

var heldOutLikelihood = []Mutant{
	{Equation: "1", Name: "times the number of orders of the rolls", answer: ofDie(func(d die) []float64 {
		return []float64{floats(dieLikelihood[double](d))[0] * orders(d)}
	})},
	{Equation: "2", Name: "P(x ≤ i) for P(x = i)", answer: mutateFormula(func(p []float64) (f []float64) {
		for i := range p {
			f = append(f, total(p[:i+1]))
		}
		return append(f, total(p))
	})},
	{Equation: "3", Name: "the largest y of each row, whatever t is", answer: ofRegressionJ(func(s *mutableMLP) float64 {
		L := 1.0
		for _, y := range s.Y {
			L *= y[largestOf(y)]
		}
		return L
	})},
	{Equation: "6", Name: "exp(−a)", answer: forwardRegression(func(_ *instance, s *mutableMLP) []float64 {
		each(s.A, func(a float64, _, _ int) float64 { return -a })
		return flat(softened(s.A, math.Exp))
	})},
	{Equation: "8", Name: "1 for the last input, as for a bias", answer: forwardRegression(func(_ *instance, s *mutableMLP) []float64 {
		for _, x := range s.X {
			x[s.D-1] = 1
		}
		return flat(product(s.X, s.V, nil))
	})},
	{Equation: "23", Name: "N times the log of the targets' mean y", answer: ofLoss(func(s *mutableMLP) float64 {
		return float64(s.N) * math.Log(s.raisedMean())
	})},
	{Equation: "35", Name: "softmax twice", answer: ofLoss(func(s *mutableMLP) float64 {
		twiceSoftened(s)
		return -s.loss()
	})},
}

// raisedMean is the mean over the rows of Σ t·y.
func (s *mutableMLP) raisedMean() float64 {
	sum := 0.0
	for n := range s.N {
		sum += total(products(s.T[n], s.Y[n]))
	}
	return sum / float64(s.N)
}

// heldOutLikelihoodSubtle show at some points alone, or in late digits.
var heldOutLikelihoodSubtle = []Mutant{
	{Equation: "1", Name: "0⁰ as 0", answer: ofDie(func(d die) []float64 {
		L := floats(dieLikelihood[double](d))
		for _, w := range d.w {
			if w == 0 {
				L[0] = 0
			}
		}
		return L
	})},
	{Equation: "2", Name: "p in float32", answer: mutateFormula(func(p []float64) []float64 {
		short := narrowed(nil, append([]float64(nil), p...))
		return append(short, total(short))
	})},
	{Equation: "3", Name: "a count taken once", answer: ofRegressionJ(func(s *mutableMLP) float64 {
		return s.raised(func(y, _ float64) float64 { return y })
	})},
	{Equation: "3", Name: "y clipped to 1e-7 and 1 − 1e-7", answer: ofRegressionJ(func(s *mutableMLP) float64 {
		return s.raised(func(y, t float64) float64 { return powerOf(min(max(y, 1e-7), 1-1e-7), t) })
	})},
	{Equation: "4", Name: "labels smoothed by 1e-8", answer: ofLoss(ofTargets(func(t []float64, k int) float64 {
		return t[k] + float64(1e-8*(total(t)/float64(len(t))-t[k]))
	}))},
	{Equation: "4", Name: "the class of the largest t alone", answer: ofLoss(ofTargets(byLargest))},
	{Equation: "4", Name: "mean of the means of batches of four", answer: ofLoss(func(s *mutableMLP) float64 { return meanOfMeans(s.losses(s.logY)) })},
	{Equation: "4", Name: "log y at least −100", answer: ofLoss(func(s *mutableMLP) float64 {
		return total(s.losses(func(n, k int) float64 { return max(s.logY(n, k), -100) }))
	})},
	{Equation: "4", Name: "log Σ t y for Σ t log y", answer: ofLoss(func(s *mutableMLP) (loss float64) {
		for n := range s.N {
			loss -= math.Log(total(products(s.T[n], s.Y[n])))
		}
		return loss
	})},
	{Equation: "5", Name: "log(1 + rest) for log1p(rest)", answer: ofSamples(func(s *mutableMLP, n, k int) float64 {
		return s.logRest(n, k, func(float64) bool { return true })
	})},
	{Equation: "5", Name: "exponentials below e⁻³⁰ left out of the sum", answer: ofSamples(func(s *mutableMLP, n, k int) float64 {
		return s.logRest(n, k, func(gap float64) bool { return gap > -30 })
	})},
	{Equation: "5", Name: "t over the sum of its row", answer: forward(func(_ *instance, s *mutableMLP) []float64 {
		setT(bySum)(s)
		return s.losses(s.logY)
	})},
	{Equation: "6", Name: "last class 1 − Σ of the others", answer: forwardRegression(func(_ *instance, s *mutableMLP) []float64 { return restForLast(s.Y) })},
	{Equation: "6", Name: "maximum over the whole batch", answer: forwardRegression(func(_ *instance, s *mutableMLP) []float64 {
		return flat(shifted(s.A, overAll(s.A)))
	})},
	{Equation: "6", Name: "maximum of all classes but the last", answer: forwardRegression(func(_ *instance, s *mutableMLP) []float64 {
		return flat(shifted(s.A, func(a []float64) float64 { return a[largestOf(a[:len(a)-1])] }))
	})},
	{Equation: "6", Name: "temperature 1 + 1e-11", answer: forwardRegression(func(_ *instance, s *mutableMLP) []float64 {
		each(s.A, func(a float64, _, _ int) float64 { return a * (1 + 1e-11) })
		return flat(softened(s.A, math.Exp))
	})},
	{Equation: "7", Name: "Σ t a − log Σ exp a, without s", answer: ofRegressionJ(unweighted)},
	{Equation: "7", Name: "terms with t ≤ ½ dropped", answer: ofRegressionJ(func(s *mutableMLP) float64 {
		return -ofTargets(func(t []float64, k int) float64 { return t[k] * step(double(t[k]-0.5)).Float64() })(s)
	})},
	{Equation: "7", Name: "log₂ y times 0.69314718056", answer: ofRegressionJ(func(s *mutableMLP) float64 { return -s.loss() / math.Ln2 * 0.69314718056 })},
	{Equation: "8", Name: "X in float32", answer: forwardRegression(func(_ *instance, s *mutableMLP) []float64 {
		rounded32(s.X)
		return flat(product(s.X, s.V, nil))
	})},
	{Equation: "8", Name: "unrolled by two, an odd input left out", answer: forwardRegression(func(_ *instance, s *mutableMLP) []float64 {
		evenInputs(s)
		return flat(product(s.X, s.V, nil))
	})},
	{Equation: "8", Name: "logits clipped at ±30", answer: forwardRegression(func(_ *instance, s *mutableMLP) []float64 {
		each(s.A, func(a float64, _, _ int) float64 { return min(max(a, -30), 30) })
		return flat(s.A)
	})},
	{Equation: "23", Name: "counts above 2 taken for 2", answer: ofLoss(func(s *mutableMLP) float64 {
		return -ofTargets(func(t []float64, k int) float64 { return min(t[k], 2) })(s)
	})},
	{Equation: "35", Name: "log of the softmax, not the log-softmax", answer: ofLoss(func(s *mutableMLP) float64 { return -s.clippedLoss(0) })},
	{Equation: "35", Name: "rows with y < 1e-300 left out", answer: ofLoss(func(s *mutableMLP) float64 {
		return -total(s.losses(func(n, k int) float64 {
			if s.Y[n][k] < 1e-300 {
				return 0
			}
			return s.logY(n, k)
		}))
	})},
	{Equation: "Code 9", Name: "y at least 2.2e-308", answer: ofLoss(func(s *mutableMLP) float64 {
		return total(s.losses(func(n, k int) float64 { return math.Log(max(s.Y[n][k], 2.2e-308)) }))
	})},
	{Equation: "Code 9", Name: "rows with an output of 0 left out", answer: ofLoss(func(s *mutableMLP) float64 {
		return total(s.losses(func(n, k int) float64 {
			if slices.Min(s.Y[n]) == 0 {
				return 0
			}
			return s.logY(n, k)
		}))
	})},
}
