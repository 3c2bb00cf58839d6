package equations

import (
	"math"

	"chainrule/gradcheck"
	"chainrule/nn"
)

// Building blocks of the held-out mutants, in addition to the registry's.

// balanced spoils the first and the last entry by ±ε of the largest, so that sums over
// all entries are right.
func balanced(ε float64) func(*probe) []float64 {
	return mutateResult(func(_ *probe, g []float64) []float64 {
		if len(g) < 2 {
			return nil
		}
		d := float64(ε * math.Abs(g[largest(g)]))
		g[0], g[len(g)-1] = g[0]+d, g[len(g)-1]-d
		return g
	})
}

// pulled has ε of the parameters' sign, or of the parameters, taken from a gradient.
func pulled(ε float64, f func(θ float64) float64) func(*probe) []float64 {
	return mutateResult(func(q *probe, g []float64) []float64 {
		θ := q.in.regressionW()
		if q.last > q.first {
			θ = q.in.θ[q.first:q.last]
		}
		for i := range g {
			g[i] -= float64(ε * f(θ[i]))
		}
		return g
	})
}

func signOf(x float64) float64 { return math.Copysign(1, x) }

// normClipped has a gradient no longer than a limit.
func normClipped(limit float64) func(*probe) []float64 {
	return mutateResult(func(_ *probe, g []float64) []float64 {
		if norm := math.Sqrt(meanSquare(g) * float64(len(g))); norm > limit {
			scaledBy(g, limit/norm)
		}
		return g
	})
}

// halved rounds to half precision, which has 11 binary digits.
func halved(x float64) float64 {
	f, e := math.Frexp(x)
	return math.Ldexp(math.RoundToEven(f*2048)/2048, e)
}

// toDigits rounds to so many digits after the point.
func toDigits(x float64, digits int) float64 {
	return math.Round(x*math.Pow10(digits)) / math.Pow10(digits)
}

// shifted returns the softmax of each row, with a shift of one's own in the place of
// its maximum.
func shifted(A [][]float64, shift func(row []float64) float64) [][]float64 {
	Y := copied(A)
	for n, row := range A {
		m, sum := shift(row), 0.0
		for k, a := range row {
			Y[n][k] = math.Exp(a - m)
			sum += Y[n][k]
		}
		for k := range row {
			Y[n][k] /= sum
		}
	}
	return Y
}

// overAll is the maximum of all rows.
func overAll(A [][]float64) func(row []float64) float64 {
	all := flat(A)
	return func([]float64) float64 { return all[largestOf(all)] }
}

// restForLast has 1 − Σ of the others for the last class.
func restForLast(Y [][]float64) []float64 {
	for _, y := range Y {
		last := len(y) - 1
		y[last] = 1 - total(y[:last])
	}
	return flat(Y)
}

// setT changes the targets, and R with them.
func setT(f func(t []float64, k int) float64) func(*mutableMLP) {
	return func(s *mutableMLP) {
		for n, t := range copied(s.T) {
			for k := range t {
				s.T[n][k] = f(t, k)
			}
		}
		s.again()
	}
}

// The targets, as programs that know one-hot ones alone take them.
func byLargest(t []float64, k int) float64 { return δ(k, largestOf(t)) }
func bySum(t []float64, k int) float64     { return t[k] / max(total(t), 0x1p-1000) }
func nearest(t []float64, k int) float64   { return math.Round(t[k]) }

// beyondFour forgets the rows after the fourth, tailOfFour the rows after the last full four.
func beyondFour(s *mutableMLP) {
	for n := 4; n < s.N; n++ {
		clear(s.R[n])
	}
}

func tailOfFour(s *mutableMLP) {
	for n := s.N / 4 * 4; n < s.N; n++ {
		clear(s.R[n])
	}
}

// pairsOnly forgets the last row where their number is odd.
func pairsOnly(s *mutableMLP) {
	if s.N%2 == 1 {
		clear(s.R[s.N-1])
	}
}

// fixedFirst has no gradient in the first of two classes.
func fixedFirst(s *mutableMLP) {
	each(s.R, func(r float64, _, k int) float64 {
		if s.K == 2 && k == 0 {
			return 0
		}
		return r
	})
}

// pruned replaces the elements below a limit by 0.
func pruned(A [][]float64, limit float64) {
	each(A, func(x float64, _, _ int) float64 {
		if math.Abs(x) < limit {
			return 0
		}
		return x
	})
}

func prunedR(limit float64) func(*mutableMLP) { return func(s *mutableMLP) { pruned(s.R, limit) } }

// evenInputs forgets the last input where their number is odd, as a loop unrolled by two.
func evenInputs(s *mutableMLP) {
	each(s.X, func(x float64, _, d int) float64 {
		if s.D%2 == 1 && d == s.D-1 {
			return 0
		}
		return x
	})
}

// squareV has V for its transpose where shapes allow it.
func squareV(s *mutableMLP) {
	if s.M == s.K {
		s.V = flipped(s.V)
	}
}

// twiceSoftened has the softmax of the softmax.
func twiceSoftened(s *mutableMLP) {
	s.A = s.Y
	s.Y = softened(s.A, math.Exp)
	s.again()
}

// power is 1 − βᵗ for any t.
func power(β float64, t int) float64 { return remaining[big](β, t).Float64() }

// byValue is the product rule of B.1 where δ compares the activations and not the indices.
func byValue(a []float64) []float64 {
	e, S := exponentials[double](a)
	return floats(jacobian(a, other, func(k1, k int) double {
		own := double(0)
		if a[k1] == a[k] {
			own = e[k].Quo(S)
		}
		return own.Sub(e[k1].Mul(e[k]).Quo(S.Mul(S)))
	}))
}

// misdirected is Kahan's sum of each column with its correction added for subtracted.
func misdirected(A [][]float64) []float64 {
	sums, lost := make([]float64, len(A[0])), make([]float64, len(A[0]))
	for _, row := range A {
		for j, x := range row {
			y := x + lost[j]
			sum := sums[j] + y
			lost[j], sums[j] = (sum-sums[j])-y, sum
		}
	}
	return sums
}

// unshuffled has the batches in the order of the rows.
func unshuffled(d *descent) {
	for n := range d.order {
		d.order[n] = n
	}
	d.all = d.batches()
}

// accumulating does not set the gradient to 0 between batches.
func accumulating(q *probe) []float64 {
	d := &descent{epochOf: *q.epoch, all: q.epoch.batches()}
	θ := append([]float64(nil), d.in.θ...)
	sum := make([]float64, len(θ))
	for _, b := range d.all {
		for i, g := range compute(b, gradcheck.FromFloats[double](θ)).gradient {
			sum[i] += float64(g)
		}
		for i := range θ {
			θ[i] -= float64(d.η * sum[i])
		}
	}
	return θ
}

// sloped returns σ′ of every element.
func sloped(σ nn.Activation, α [][]float64) [][]float64 {
	S := copied(α)
	each(S, func(x float64, _, _ int) float64 { return slope(σ, double(x)).Float64() })
	return S
}
