package equations

import (
	"math"

	"chainrule/nn"
)

// planted has the mutants: the ones shared by several equations, then the others in
// the order of the registry.
var planted = [][]Mutant{
	sharedMutants, likelihoodMutants, regressionMutants, softmaxMutants, forwardMutants, linkMutants, slopeMutants,
	outputMutants, hiddenMutants, descentMutants, adamMutants, averageMutants,
	proofMutants, listingMutants, epochMutants, exampleMutants,
}

// across returns the same mistake in several equations.
func across(numbers []string, m Mutant) (all []Mutant) {
	for _, number := range numbers {
		m.Equation = number
		all = append(all, m)
	}
	return all
}

// Further kinds of answers, in addition to mutableMLP.go's.

// forward is an answer about the network, nil where the mistake cannot be made.
func forward(f func(in *instance, s *mutableMLP) []float64) func(*probe) []float64 {
	return func(q *probe) []float64 { return f(q.in, q.in.mutableMLP()) }
}

// forwardRegression is the same about softmax regression.
func forwardRegression(f func(in *instance, s *mutableMLP) []float64) func(*probe) []float64 {
	return func(q *probe) []float64 { return f(q.in, q.in.mutableLogistic()) }
}

// within is mutateForward with a mistake that depends on σ.
func within(mistake func(σ nn.Activation, s *mutableMLP)) func(*probe) []float64 {
	return func(q *probe) []float64 {
		return mutateForward(func(s *mutableMLP) { mistake(q.in.σ, s) })(q)
	}
}

// where gives the answer only at instances where the mistake makes a difference.
func where(condition func(in *instance) bool, answer func(*probe) []float64) func(*probe) []float64 {
	return func(q *probe) []float64 {
		if q.in == nil || !condition(q.in) {
			return nil
		}
		return answer(q)
	}
}

// several, uneven, are and areNot are such conditions.
func several(in *instance) bool { return in.N > 1 }

// uneven reports whether some row of the targets does not sum to 1.
func uneven(in *instance) bool { return in.kind == counts }

func are(σ nn.Activation) func(*instance) bool {
	return func(in *instance) bool { return in.σ == σ }
}

func areNot(σ nn.Activation) func(*instance) bool {
	return func(in *instance) bool { return in.σ != σ }
}

// Pieces of the forward side.

// product returns AB + 1bᵀ; b may be nil.
func product(A, B [][]float64, b []float64) [][]float64 {
	C := rectangle[float64](len(A), len(B[0]))
	each(C, func(_ float64, i, j int) float64 {
		sum := 0.0
		if b != nil {
			sum = b[j]
		}
		for l := range B {
			sum += float64(A[i][l] * B[l][j])
		}
		return sum
	})
	return C
}

// activated returns σ of every element.
func activated(σ nn.Activation, α [][]float64) [][]float64 {
	Z := copied(α)
	each(Z, func(x float64, _, _ int) float64 { return activation(σ, double(x)).Float64() })
	return Z
}

// nextTo returns another activation.
func nextTo(σ nn.Activation) nn.Activation {
	return nn.Activations[(int(σ)+1)%len(nn.Activations)]
}

// softened returns the softmax of each row, shifted, with an exp of one's own.
func softened(A [][]float64, exp func(float64) float64) [][]float64 {
	Y := copied(A)
	for n, row := range A {
		m, sum := row[largestOf(row)], 0.0
		for k, a := range row {
			Y[n][k] = exp(a - m)
			sum += Y[n][k]
		}
		for k := range row {
			Y[n][k] /= sum
		}
	}
	return Y
}

// largestOf returns the index of the maximum.
func largestOf(xs []float64) (at int) {
	for i, x := range xs {
		if x > xs[at] {
			at = i
		}
	}
	return at
}

func exp32(x float64) float64 { return float64(float32(math.Exp(x))) }

// softenedDown returns the softmax of each column.
func softenedDown(A [][]float64) [][]float64 { return flipped(softened(flipped(A), math.Exp)) }

// flipped returns the transpose.
func flipped(A [][]float64) [][]float64 {
	B := rectangle[float64](len(A[0]), len(A))
	each(B, func(_ float64, i, j int) float64 { return A[j][i] })
	return B
}

// refilled returns a matrix of the shape of A that is filled column by column.
func refilled(A [][]float64) [][]float64 { return flipped(cut(flat(A), len(A))) }

// moved returns the rows, each replaced by the next, the last by the first.
func moved(A [][]float64) [][]float64 { return append(copied(A[1:]), copied(A[:1])...) }

// backwards returns the rows, the last one first.
func backwards(A [][]float64) (B [][]float64) {
	for i := range A {
		B = append(B, A[len(A)-1-i])
	}
	return B
}

// rounded32 rounds to float32.
func rounded32(A [][]float64) {
	each(A, func(x float64, _, _ int) float64 { return float64(float32(x)) })
}

// logY returns log yₙₖ as a − m − log Σ e^(a−m).
func (s *mutableMLP) logY(n, k int) float64 {
	m, sum := s.A[n][largestOf(s.A[n])], 0.0
	for _, a := range s.A[n] {
		sum += math.Exp(a - m)
	}
	return s.A[n][k] - m - math.Log(sum)
}

// losses returns −Σₖ tₖ·f(n, k) of each sample, where a term with t = 0 is 0.
func (s *mutableMLP) losses(f func(n, k int) float64) []float64 {
	all := make([]float64, s.N)
	for n := range all {
		for k, t := range s.T[n] {
			if t != 0 {
				all[n] -= float64(t * f(n, k))
			}
		}
	}
	return all
}

func total(xs []float64) (sum float64) {
	for _, x := range xs {
		sum += x
	}
	return sum
}
