package errata

import (
	"math"
	"slices"
	"sync"

	"chainrule/gradcheck"
	"chainrule/nn"
)

// exact7 is the truth behind [seed7]: the same network in 320 bits.
var exact7 = sync.OnceValue(func() *network { return exactOf(seed7()) })

func exactOf(p position) *network {
	return &network{nn.ReLU, p.X.Rows(), p.X.Cols(), len(p.θ.B), len(p.θ.C), rowsOf(p.X), rowsOf(p.T), p.θ.Theta, nil}
}

// moved returns the parameters of which that with index i is moved by h.
func (e *network) moved(i int, h real320) []real320 {
	θ := numbers[real320](e.θ...)
	θ[i] = θ[i].Add(h)
	return θ
}

// slope is ∂J/∂θᵢ, by differences.
func (e *network) slope(i int) float64 {
	J := func(h []real320) real320 { return likelihoodOf(e, e.moved(i, h[0])) }
	return gradcheck.Differences(J, []float64{0})[0].Float64()
}

// The indices in θ of the network of Code 13.
func indexW(d, m int) int { return 50*d + m }
func indexB(m int) int    { return 5*50 + m }
func indexV(m, k int) int { return 6*50 + 3*m + k }
func indexC(k int) int    { return 6*50 + 3*50 + k }

// regressionLikelihood is J of softmax regression, (7), for W of D×K, row by row.
func regressionLikelihood(X, T [][]float64, W []real320) (J real320) {
	K := len(T[0])
	for n := range X {
		a := make([]real320, K)
		for i, x := range X[n] {
			for k := range a {
				a[k] = a[k].Add(W[i*K+k].Mul(a[k].Of(x)))
			}
		}
		y := softmax(a)
		for k, t := range T[n] {
			if t != 0 {
				J = J.Add(y[k].Of(t).Mul(y[k].Log()))
			}
		}
	}
	return J
}

// affineRow is Aᵀx + b.
func affineRow[N number[N]](A [][]N, x, b []N) []N {
	y := slices.Clone(b)
	for i := range x {
		for j := range y {
			y[j] = y[j].Add(A[i][j].Mul(x[i]))
		}
	}
	return y
}

func exactMatrix(A matrix) (rows [][]real320) {
	for i := range A.Rows() {
		rows = append(rows, numbers[real320](A.Row(i)...))
	}
	return rows
}

// columns cuts W, row by row, into rows of so many columns.
func columns[N any](W []N, cols int) [][]N { return slices.Collect(slices.Chunk(W, cols)) }

// softmaxSlope is ∂y_k/∂a_r, (16).
func softmaxSlope[N number[N]](y []N, k, r int) N { return y[k].Mul(delta(y[0], k, r).Sub(y[r])) }

// delta is 1 if i = j, and 0 otherwise.
func delta[N number[N]](x N, i, j int) N {
	if i == j {
		return x.Of(1)
	}
	return x.Of(0)
}

// worst returns the largest |aᵢ − bᵢ|.
func worst(a, b []real320) (gap float64) {
	for i := range b {
		gap = max(gap, math.Abs(a[i].Sub(b[i]).Float64()))
	}
	return gap
}

// workedSoftmax returns their softmax and its derivatives J[k][r] = ∂y_k/∂a_r.
func workedSoftmax() (y []real320, J [][]real320) {
	return softmax(numbers[real320](worked...)), gradcheck.Jacobian(softmax[real320], worked)
}

// furthestIndex returns the index of the largest |aᵢ − bᵢ|.
func furthestIndex(a, b []float64) (index int) {
	for i := range a {
		if math.Abs(a[i]-b[i]) > math.Abs(a[index]-b[index]) {
			index = i
		}
	}
	return index
}

func rowsOf(A matrix) (rows [][]float64) {
	for n := range A.Rows() {
		rows = append(rows, A.Row(n))
	}
	return rows
}
