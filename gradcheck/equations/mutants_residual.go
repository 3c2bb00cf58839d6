package equations

import "math"

// Mistakes in R, the gradient of J in A, and in answers that are gradients.

// again computes R anew from Y and T.
func (s *mutableMLP) again() {
	for n := range s.N {
		d := make([]double, s.K)
		residual(doubles(s.Y[n : n+1])[0], d, s.T[n])
		s.R[n] = floats(d)
	}
	s.negateR()
}

// scaleR multiplies R.
func scaleR(by func(s *mutableMLP) float64) func(*mutableMLP) {
	return func(s *mutableMLP) {
		f := by(s)
		each(s.R, func(r float64, _, _ int) float64 { return r * f })
	}
}

func twice(*mutableMLP) float64          { return 2 }
func mean(s *mutableMLP) float64         { return 1 / float64(s.N) }
func meanUnbiased(s *mutableMLP) float64 { return 1 / float64(s.N-1) }
func shortReciprocal(s *mutableMLP) float64 {
	return float64(s.N) * (math.Round(1e12/float64(s.N)) / 1e12)
}

// setR sets every element of R to f of its rows of T and Y.
func setR(f func(t, y []float64, k int) float64) func(*mutableMLP) {
	return func(s *mutableMLP) {
		each(s.R, func(_ float64, n, k int) float64 { return f(s.T[n], s.Y[n], k) })
	}
}

// expected is Σₖ′ tₖ′ f(yₖ′).
func expected(t, y []float64, f func(y float64) float64) (sum float64) {
	for k := range t {
		sum += float64(t[k] * f(y[k]))
	}
	return sum
}

func identity(y float64) float64 { return y }

// withoutS is T − Y where a row of T does not sum to 1.
func withoutS(s *mutableMLP) {
	each(s.R, func(r float64, n, k int) float64 {
		if total(s.T[n]) == 1 {
			return r
		}
		return s.T[n][k] - s.Y[n][k]
	})
}

// clipped is the gradient of Σ t log(y + ε).
func clipped(ε float64) func(*mutableMLP) {
	return func(s *mutableMLP) {
		each(s.R, func(r float64, n, k int) float64 {
			t, y := s.T[n], s.Y[n]
			if isOneHot(t) {
				at := y[largestOf(t)]
				return r * at / (at + ε)
			}
			weight := func(y float64) float64 { return y / (y + ε) }
			return float64(t[k]*weight(y[k])) - float64(y[k]*expected(t, y, weight))
		})
	}
}

// smoothed spreads the share ε of the targets evenly.
func smoothed(ε float64) func(*mutableMLP) {
	return func(s *mutableMLP) {
		each(s.R, func(r float64, n, k int) float64 {
			return r + float64(ε*(total(s.T[n])/float64(s.K)-s.T[n][k]))
		})
	}
}

// squaredLoss multiplies the residual by y(1 − y).
func squaredLoss(s *mutableMLP) {
	each(s.R, func(r float64, n, k int) float64 { return r * s.Y[n][k] * (1 - s.Y[n][k]) })
}

// noSoftmax is T − A.
func noSoftmax(s *mutableMLP) {
	each(s.R, func(_ float64, n, k int) float64 { return s.T[n][k] - s.A[n][k] })
}

// wrongTargets has T moved by one row.
func wrongTargets(s *mutableMLP) {
	s.T = moved(s.T)
	s.again()
}

func shortExp(s *mutableMLP) {
	s.Y = softened(s.A, exp32)
	s.again()
}
func softmaxDown(s *mutableMLP) {
	s.Y = softenedDown(s.A)
	s.again()
}
func shortR(s *mutableMLP) { rounded32(s.R) }

// onlyLast has = for +=, noFirst and noLast forget a sample, lastTwice counts one twice.
func onlyLast(s *mutableMLP) {
	for n := range s.N - 1 {
		clear(s.R[n])
	}
}
func noFirst(s *mutableMLP) { clear(s.R[0]) }
func noLast(s *mutableMLP)  { clear(s.R[s.N-1]) }
func lastTwice(s *mutableMLP) {
	each(s.R, func(r float64, n, _ int) float64 { return r * (1 + δ(n, s.N-1)) })
}

// reversed has the samples in the opposite order.
func reversed(s *mutableMLP) {
	s.X, s.Z, s.R, s.α, s.S = backwards(s.X), backwards(s.Z), backwards(s.R), backwards(s.α), backwards(s.S)
}

// The derivatives of y, one of them wrong.

// noDiagonal forgets the term k′ = k, onlyDiagonal has no other.
func noDiagonal(t, y []float64, k int) float64   { return -y[k] * (total(t) - t[k]) }
func onlyDiagonal(t, y []float64, k int) float64 { return t[k] * (1 - y[k]) }

// tForSlope has t where t/y belongs, oneForT has 1/y.
func tForSlope(t, y []float64, k int) float64 { return y[k] * (t[k] - expected(t, y, identity)) }
func oneForT(t, y []float64, k int) float64   { return 1 - float64(float64(len(y))*y[k]) }

// sameIndex is yₖ′(δ − yₖ′).
func sameIndex(t, y []float64, k int) float64 { return t[k] - expected(t, y, identity) }

// jacobianFlipped is Σₖ′ tₖ′/yₖ′ · yₖ(δ − yₖ′).
func jacobianFlipped(t, y []float64, k int) (sum float64) {
	for k1 := range t {
		sum += float64(t[k1] / y[k1] * (y[k] * (δ(k, k1) - y[k1])))
	}
	return sum
}

// Mistakes with a right gradient.

// decayed has the derivative of −λ/2·|θ|² in it.
func decayed(q *probe, g []float64) []float64 {
	θ := q.in.regressionW()
	if q.last > q.first {
		θ = q.in.θ[q.first:q.last]
	}
	for i := range g {
		g[i] -= float64(1e-5 * θ[i])
	}
	return g
}

func clippedAt1(_ *probe, g []float64) []float64 {
	for i := range g {
		g[i] = min(max(g[i], -1), 1)
	}
	return g
}

// hundredth spoils the last entry by a hundredth.
func hundredth(_ *probe, g []float64) []float64 {
	g[len(g)-1] *= 1.01
	return g
}

// columnByColumn has the answer in the order of its transpose.
func columnByColumn(q *probe, g []float64) []float64 {
	b := q.blocks[0]
	if b.Rows == 1 || b.Cols == 1 {
		return nil
	}
	return flat(flipped(cut(g, b.Cols)))
}

// coarse is AᵀB accumulated in float32.
func coarse(A, B [][]float64) (C []float64) {
	for i := range A[0] {
		for j := range B[0] {
			var sum float32
			for n := range A {
				sum += float32(A[n][i] * B[n][j])
			}
			C = append(C, float64(sum))
		}
	}
	return C
}

// accumulated32 is the gradient summed over the samples in float32.
func accumulated32(q *probe) []float64 {
	s, ones := q.in.mutableMLP(), rectangle[float64](q.in.N, 1)
	each(ones, func(float64, int, int) float64 { return 1 })
	H := s.H()
	g := append(coarse(s.X, H), coarse(ones, H)...)
	return append(append(g, coarse(s.Z, s.R)...), coarse(ones, s.R)...)[q.first:q.last]
}
