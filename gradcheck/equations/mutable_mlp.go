package equations

import (
	"math"
	"slices"

	"chainrule/gradcheck"
)

// mutableMLP is the network at work in float64, in the careful forms of nn, with its
// pieces open to mistakes: a mutant changes one and puts the answer together. Without
// a mistake the answer is right, to within rounding.
type mutableMLP struct {
	N, D, M, K int
	X, T       [][]float64
	W, V       [][]float64
	b, c       []float64
	α, Z, S    [][]float64 // N×M; S is σ′(α)
	A, Y, R    [][]float64 // N×K; R is T − s⊙Y, minus the sum of the other y at the 1 of a one-hot row
}

// mutableMLP returns the network of an instance, a copy with every call.
func (in *instance) mutableMLP() *mutableMLP {
	p := compute(in, gradcheck.FromFloats[double](in.θ))
	q := unpack(in, append([]float64(nil), in.θ...))
	s := &mutableMLP{
		N: in.N, D: in.D, M: in.M, K: in.K, X: copied(in.X), T: copied(in.T), W: q.W, V: q.V, b: q.b, c: q.c,
		α: narrow(p.α), Z: narrow(p.Z), A: narrow(p.A), Y: narrow(p.Y), R: narrow(p.dA),
		S: rectangle[float64](in.N, in.M),
	}
	for n := range s.N {
		for m := range s.M {
			s.S[n][m] = slope(in.σ, p.α[n][m]).Float64()
		}
	}
	s.negateR()
	return s
}

// mutableLogistic returns softmax regression at the instance: X stands for Z, W for V, and
// there are no hidden units.
func (in *instance) mutableLogistic() *mutableMLP {
	p := regressionPass(in, gradcheck.FromFloats[double](in.regressionW()))
	s := &mutableMLP{
		N: in.N, D: in.D, M: in.D, K: in.K, X: copied(in.X), Z: copied(in.X), T: copied(in.T), V: cut(in.regressionW(), in.K),
		A: narrow(p.A), Y: narrow(p.Y), R: narrow(p.dA),
	}
	s.negateR()
	return s
}

func (s *mutableMLP) negateR() {
	for _, row := range s.R {
		for k := range row {
			row[k] = -row[k]
		}
	}
}

func narrow[N field[N]](rows [][]N) [][]float64 {
	all := make([][]float64, len(rows))
	for i, row := range rows {
		all[i] = floats(row)
	}
	return all
}

func copied(rows [][]float64) [][]float64 {
	all := make([][]float64, len(rows))
	for i, row := range rows {
		all[i] = append([]float64(nil), row...)
	}
	return all
}

// H returns [R·Vᵀ] ⊙ S.
func (s *mutableMLP) H() [][]float64 {
	H := rectangle[float64](s.N, s.M)
	for n := range H {
		for m := range H[n] {
			sum := 0.0
			for k := range s.K {
				sum += float64(s.R[n][k] * s.V[m][k])
			}
			H[n][m] = sum * s.S[n][m]
		}
	}
	return H
}

// gradient returns XᵀH, Hᵀ1, ZᵀR and Rᵀ1: the gradient of J in W, b, V, c.
func (s *mutableMLP) gradient(H [][]float64) []float64 {
	return slices.Concat(times(s.X, H), sums(H), times(s.Z, s.R), sums(s.R))
}

// times returns AᵀB, row by row, and sums Aᵀ1.
func times(A, B [][]float64) []float64 { return floats(transposedProduct(doubles(A), doubles(B))) }
func sums(A [][]float64) []float64     { return floats(columnSums(doubles(A))) }

func doubles(rows [][]float64) [][]double {
	all := make([][]double, len(rows))
	for i, row := range rows {
		all[i] = gradcheck.FromFloats[double](row)
	}
	return all
}

// each sets every element to f of it and its place.
func each(A [][]float64, f func(x float64, i, j int) float64) {
	for i, row := range A {
		for j, x := range row {
			row[j] = f(x, i, j)
		}
	}
}

// The kinds of answers that mutants give.

// mutateForward is a mistake before the gradient in θ is put together; the probe's part
// of it is the answer.
func mutateForward(mistake func(s *mutableMLP)) func(*probe) []float64 {
	return func(q *probe) []float64 {
		s := q.in.mutableMLP()
		mistake(s)
		return s.gradient(s.H())[q.first:q.last]
	}
}

// mutateBackward is a mistake in H itself.
func mutateBackward(mistake func(s *mutableMLP, H [][]float64)) func(*probe) []float64 {
	return func(q *probe) []float64 {
		s := q.in.mutableMLP()
		H := s.H()
		mistake(s, H)
		return s.gradient(H)[q.first:q.last]
	}
}

// mutateLogistic is a mistake before the gradient of softmax regression, ZᵀR with Z = X, is
// put together.
func mutateLogistic(mistake func(s *mutableMLP)) func(*probe) []float64 {
	return func(q *probe) []float64 {
		s := q.in.mutableLogistic()
		mistake(s)
		return times(s.Z, s.R)
	}
}

// mutateResult is a mistake with the right answer: scaled, permuted, rounded. It may return
// nil where it makes no difference.
func mutateResult(mistake func(q *probe, g []float64) []float64) func(*probe) []float64 {
	return func(q *probe) []float64 {
		if q.isPrint { // which may be wrong already
			return nil
		}
		return mistake(q, append([]float64(nil), q.claim.values...))
	}
}

// mutateFormula is a wrong formula of the probe's point.
func mutateFormula(f func(x []float64) []float64) func(*probe) []float64 {
	return func(q *probe) []float64 {
		if q.x == nil {
			return nil
		}
		return f(q.x)
	}
}

// Mistakes that fit any vector.

func negated(_ *probe, g []float64) []float64 { return scaledBy(g, -1) }

func scaledBy(g []float64, s float64) []float64 {
	for i := range g {
		g[i] *= s
	}
	return g
}

// tenthDigit spoils the largest entry in the tenth digit.
func tenthDigit(_ *probe, g []float64) []float64 {
	g[largest(g)] *= 1 + 1e-10
	return g
}

// narrowed rounds to float32.
func narrowed(_ *probe, g []float64) []float64 {
	for i := range g {
		g[i] = float64(float32(g[i]))
	}
	return g
}

// flushed sets the smallest entry that is not 0 to 0.
func flushed(_ *probe, g []float64) []float64 {
	at := -1
	for i, x := range g {
		if x != 0 && (at < 0 || math.Abs(x) < math.Abs(g[at])) {
			at = i
		}
	}
	if at < 0 {
		return nil
	}
	g[at] = 0
	return g
}

// exchanged swaps the first two entries.
func exchanged(_ *probe, g []float64) []float64 {
	if len(g) < 2 {
		return nil
	}
	g[0], g[1] = g[1], g[0]
	return g
}
