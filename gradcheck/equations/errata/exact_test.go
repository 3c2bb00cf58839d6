package errata_test

import (
	"math"
	"math/big"
	"sync"

	"chainrule/gradcheck"
	"chainrule/nn"
)

// exactRows is a position with what the network makes of its rows in 320 bits.
type exactRows struct {
	position
	α, z, a [][]real320
}

// exact7 is the truth behind [seed7].
var exact7 = sync.OnceValue(func() exactRows { return exactOf(seed7()) })

func exactOf(p position) exactRows {
	e := exactRows{position: p}
	W, V := exactMatrix(p.θ.W), exactMatrix(p.θ.V)
	b, c := numbers[real320](p.θ.B...), numbers[real320](p.θ.C...)
	for n := range p.X.Rows() {
		α := affineRow(W, numbers[real320](p.X.Row(n)...), b)
		z := make([]real320, len(α))
		for m := range α {
			z[m] = sigma(nn.ReLU, α[m])
		}
		e.α, e.z, e.a = append(e.α, α), append(e.z, z), append(e.a, affineRow(V, z, c))
	}
	return e
}

func exactMatrix(A matrix) (rows [][]real320) {
	for i := range A.Rows() {
		rows = append(rows, numbers[real320](A.Row(i)...))
	}
	return rows
}

// affineRow is Aᵀx + b. Most units are off: products with 0 are left out.
func affineRow[N number[N]](A [][]N, x, b []N) []N {
	y := make([]N, len(b))
	copy(y, b)
	for i := range x {
		if x[i].Sign() == 0 {
			continue
		}
		for j := range y {
			y[j] = y[j].Add(A[i][j].Mul(x[i]))
		}
	}
	return y
}

// moved returns the logits of row n if the parameter with index i of θ is
// moved by h.
func (e exactRows) moved(n, i int, h real320) []real320 {
	θ, x := e.θ, e.X.Row(n)
	M, K, b := len(θ.B), len(θ.C), len(x)*len(θ.B)
	a := append([]real320(nil), e.a[n]...)
	switch V, c := b+M, b+M+M*K; {
	case i >= c:
		a[i-c] = a[i-c].Add(h)
	case i >= V:
		a[(i-V)%K] = a[(i-V)%K].Add(h.Mul(e.z[n][(i-V)/K]))
	default: // W[d,m] or b[m]: unit m
		m, input := i%M, 1.0
		if i < b {
			input = x[i/M]
		} else {
			m = i - b
		}
		z := sigma(nn.ReLU, e.α[n][m].Add(h.Mul(h.Of(input))))
		for k, v := range θ.V.Row(m) {
			a[k] = a[k].Add(z.Sub(e.z[n][m]).Mul(h.Of(v)))
		}
	}
	return a
}

// likelihood is J if the parameter with index i is moved by h.
func (e exactRows) likelihood(i int, h real320) (J real320) {
	for n := range e.a {
		y := softmax(e.moved(n, i, h))
		for k, t := range e.T.Row(n) {
			if t != 0 {
				J = J.Add(y[k].Log())
			}
		}
	}
	return J
}

// slope is ∂J/∂θᵢ, by differences.
func (e exactRows) slope(i int) float64 {
	J := func(h []real320) real320 { return e.likelihood(i, h[0]) }
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

func rowsOf(A matrix) (rows [][]float64) {
	for n := range A.Rows() {
		rows = append(rows, A.Row(n))
	}
	return rows
}

// rat returns p/q.
func rat(p, q int64) *big.Rat { return big.NewRat(p, q) }

// product is that of fractions.
func product(xs ...*big.Rat) *big.Rat {
	p := rat(1, 1)
	for _, x := range xs {
		p.Mul(p, x)
	}
	return p
}

// furthest returns the largest |aᵢ − bᵢ|.
func furthest(a, b []float64) (gap float64) {
	for i := range a {
		gap = max(gap, math.Abs(a[i]-b[i]))
	}
	return gap
}

// distance returns √Σ(aᵢ − bᵢ)².
func distance(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += float64((a[i] - b[i]) * (a[i] - b[i]))
	}
	return math.Sqrt(sum)
}

// length is that of a vector.
func length(a []float64) float64 { return distance(a, make([]float64, len(a))) }
