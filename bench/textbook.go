package main

import "math"

// The other side of the training step: the network as a student would write it from the
// paper, in loops over slices, in float64. It is right, which a test shows, and not fast.

// naiveFunctions lists the functions of package math, called for one number at a time.
var naiveFunctions = []struct {
	name string
	run  func(float64) float64
}{
	{"exp", math.Exp}, {"log", math.Log}, {"tanh", math.Tanh},
	{"sigmoid", func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }},
	{"relu", func(x float64) float64 { return max(x, 0) }},
}

// naiveSoftmax sets the rows of Y, of K columns, to the softmax of the rows of A, with the
// maximum subtracted.
func naiveSoftmax(Y, A []float64, K int) {
	for i := 0; i < len(A); i += K {
		a, y := A[i:i+K], Y[i:i+K]
		m, sum := a[0], 0.0
		for _, x := range a {
			m = max(m, x)
		}
		for k, x := range a {
			y[k] = math.Exp(x - m)
			sum += y[k]
		}
		for k := range y {
			y[k] /= sum
		}
	}
}

// naiveAffine sets C ← A·B + 1·bᵀ, with A of m×k and B of k×n.
func naiveAffine(C, A, B, b []float64, m, n, k int) {
	naiveIJK(C, A, B, m, n, k)
	for i := range C {
		C[i] += b[i%n]
	}
}

// naiveTN sets C ← Aᵀ·B, with A of k×m, B of k×n and C of m×n.
func naiveTN(C, A, B []float64, m, n, k int) {
	for i := range m {
		for j := range n {
			sum := 0.0
			for p := range k {
				sum += A[p*m+i] * B[p*n+j]
			}
			C[i*n+j] = sum
		}
	}
}

// naiveNT sets C ← A·Bᵀ, with A of m×k, B of n×k and C of m×n.
func naiveNT(C, A, B []float64, m, n, k int) {
	for i := range m {
		for j := range n {
			sum := 0.0
			for p := range k {
				sum += A[i*k+p] * B[j*k+p]
			}
			C[i*n+j] = sum
		}
	}
}

// naiveSums sets s to the sums of the columns of A.
func naiveSums(s, A []float64) {
	clear(s)
	for i, x := range A {
		s[i%len(s)] += x
	}
}

// naiveNetwork is a perceptron with a ReLU, N rows of data and Adam's state.
type naiveNetwork struct {
	N, D, M, K     int
	X, T           []float64
	W, b, V, c     []float64
	α, Z, A, Y     []float64
	dA, dα         []float64
	dW, db, dV, dc []float64
	m, v           [4][]float64 // of W, b, V, c
	t              int
	η, β1, β2, ε   float64
}

func newNaiveNetwork(N, D, M, K int) *naiveNetwork {
	of := func(n int) []float64 { return make([]float64, n) }
	p := &naiveNetwork{
		N: N, D: D, M: M, K: K, X: of(N * D), T: of(N * K), W: of(D * M), b: of(M), V: of(M * K), c: of(K),
		α: of(N * M), Z: of(N * M), A: of(N * K), Y: of(N * K), dA: of(N * K), dα: of(N * M),
		dW: of(D * M), db: of(M), dV: of(M * K), dc: of(K), η: 1e-4, β1: 0.99, β2: 0.999, ε: 1e-8,
	}
	for i, θ := range [][]float64{p.W, p.b, p.V, p.c} {
		p.m[i], p.v[i] = of(len(θ)), of(len(θ))
	}
	return p
}

// forward is Code 10.
func (p *naiveNetwork) forward() {
	naiveAffine(p.α, p.X, p.W, p.b, p.N, p.M, p.D)
	for i, x := range p.α {
		p.Z[i] = max(x, 0)
	}
	naiveAffine(p.A, p.Z, p.V, p.c, p.N, p.K, p.M)
	naiveSoftmax(p.Y, p.A, p.K)
}

// backward is Code 11.
func (p *naiveNetwork) backward() {
	for i, y := range p.Y {
		p.dA[i] = y - p.T[i]
	}
	naiveTN(p.dV, p.Z, p.dA, p.M, p.K, p.N)
	naiveSums(p.dc, p.dA)
	naiveNT(p.dα, p.dA, p.V, p.N, p.M, p.K)
	for i, z := range p.Z {
		if z <= 0 {
			p.dα[i] = 0
		}
	}
	naiveTN(p.dW, p.X, p.dα, p.D, p.M, p.N)
	naiveSums(p.db, p.dα)
}

// update is Adam in the form of Code 13, with ε inside the root.
func (p *naiveNetwork) update() {
	p.t++
	gradients := [4][]float64{p.dW, p.db, p.dV, p.dc}
	for i, θ := range [4][]float64{p.W, p.b, p.V, p.c} {
		naiveAdam(θ, gradients[i], p.m[i], p.v[i], p.η, p.β1, p.β2, p.ε, p.t)
	}
}

// step is a training step.
func (p *naiveNetwork) step() {
	p.forward()
	p.backward()
	p.update()
}

// naiveAdam is Adam as the formula reads, whose moments may become subnormal.
func naiveAdam(θ, g, m, v []float64, η, β1, β2, ε float64, t int) {
	c1, c2 := 1-math.Pow(β1, float64(t)), 1-math.Pow(β2, float64(t))
	for i, gi := range g {
		m[i] = β1*m[i] + (1-β1)*gi
		v[i] = β2*v[i] + (1-β2)*gi*gi
		θ[i] -= η * (m[i] / c1) / math.Sqrt(v[i]/c2+ε)
	}
}
