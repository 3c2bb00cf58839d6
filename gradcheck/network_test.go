package gradcheck

import "math/rand/v2"

// network is the tests' worked example: a perceptron of one tanh layer with a
// softmax at its end, its loss and the hand-written gradient of that, each
// written once for every Number.
//
//	z = tanh(W·x + b)   y = softmax(V·z + c)   loss = −mean log y[target]
type network struct {
	D, M, K int         // inputs, hidden units, classes
	X       [][]float64 // samples
	T       []int       // their classes
}

// size returns the number of parameters, laid out as W (M×D), b, V (K×M), c.
func (n network) size() int { return n.M*n.D + n.M + n.K*n.M + n.K }

// randomNetwork returns a network with samples and parameters. Its unit 0 is
// nearly saturated, so that some entries of the gradient are tiny.
func randomNetwork(seed uint64) (n network, θ []float64) {
	r := rand.New(rand.NewPCG(seed, 0))
	n = network{D: 4, M: 5, K: 3}
	for range 6 {
		x := make([]float64, n.D)
		for d := range x {
			x[d] = r.NormFloat64()
		}
		n.X, n.T = append(n.X, x), append(n.T, r.IntN(n.K))
	}
	θ = make([]float64, n.size())
	for i := range θ {
		θ[i] = r.NormFloat64()
	}
	θ[n.M*n.D] = 12 // the bias of unit 0
	return n, θ
}

func dot[N Number[N]](start N, a, b []N) N {
	for i := range a {
		start = start.Add(a[i].Mul(b[i]))
	}
	return start
}

// softmax returns the eᵃ⁻ᵐᵃˣ and their sum.
func softmax[N Number[N]](a []N) (e []N, sum N) {
	m := a[0]
	for _, x := range a[1:] {
		if x.Sub(m).Sign() > 0 {
			m = x
		}
	}
	for i, x := range a {
		e = append(e, x.Sub(m).Exp())
		if i == 0 {
			sum = e[0]
		} else {
			sum = sum.Add(e[i])
		}
	}
	return e, sum
}

// sech2 returns 1/cosh² x without cancellation.
func sech2[N Number[N]](x N) N {
	if x.Sign() > 0 {
		x = x.Neg()
	}
	e := x.Add(x).Exp()
	d := x.Of(1).Add(e)
	return x.Of(4).Mul(e).Quo(d.Mul(d))
}

// without returns the sum of all entries but the k-th.
func without[N Number[N]](e []N, k int) (sum N) {
	for i, x := range e {
		if i != k {
			sum = sum.Add(x)
		}
	}
	return sum
}

// forward returns α = W·x + b, z and, as numerators and their sum, y.
func forward[N Number[N]](n network, θ, x []N) (α, z, e []N, sum N) {
	W, b := θ[:n.M*n.D], θ[n.M*n.D:][:n.M]
	V, c := θ[n.M*n.D+n.M:][:n.K*n.M], θ[n.M*n.D+n.M+n.K*n.M:]
	for j := range n.M {
		α = append(α, dot(b[j], W[j*n.D:][:n.D], x))
		z = append(z, α[j].Tanh())
	}
	var a []N
	for k := range n.K {
		a = append(a, dot(c[k], V[k*n.M:][:n.M], z))
	}
	e, sum = softmax(a)
	return α, z, e, sum
}

func loss[N Number[N]](n network, θ []N) N {
	var total N
	for s, x := range n.X {
		_, _, e, sum := forward(n, θ, FromFloats[N](x))
		total = total.Sub(e[n.T[s]].Quo(sum).Log())
	}
	return total.Quo(total.Of(float64(len(n.X))))
}

func gradient[N Number[N]](n network, θ []N) []N {
	g := make([]N, n.size())
	dW, db := g[:n.M*n.D], g[n.M*n.D:][:n.M]
	dV, dc := g[n.M*n.D+n.M:][:n.K*n.M], g[n.M*n.D+n.M+n.K*n.M:]
	V := θ[n.M*n.D+n.M:][:n.K*n.M]
	one := g[0].Of(1)
	for s := range n.X {
		x := FromFloats[N](n.X[s])
		α, z, e, sum := forward(n, θ, x)
		δ := make([]N, n.K)
		for k := range δ {
			δ[k] = e[k].Quo(sum)
			if k == n.T[s] { // y − 1
				δ[k] = without(e, k).Quo(sum).Neg()
			}
			dc[k] = dc[k].Add(δ[k])
			for j := range z {
				dV[k*n.M+j] = dV[k*n.M+j].Add(δ[k].Mul(z[j]))
			}
		}
		for j := range z {
			var back N
			for k := range δ {
				back = back.Add(δ[k].Mul(V[k*n.M+j]))
			}
			back = back.Mul(sech2(α[j]))
			db[j] = db[j].Add(back)
			for d := range x {
				dW[j*n.D+d] = dW[j*n.D+d].Add(back.Mul(x[d]))
			}
		}
	}
	for i := range g {
		g[i] = g[i].Quo(one.Of(float64(len(n.X))))
	}
	return g
}

func floats[N Number[N]](ns []N) []float64 {
	xs := make([]float64, len(ns))
	for i, n := range ns {
		xs[i] = n.Float64()
	}
	return xs
}

// claim returns the correct claim about the network's gradient at θ.
func (n network) claim(θ []float64) Claim {
	return Claim{
		Name:      "network",
		Objective: func(θ []Exact) Exact { return loss(n, θ) },
		At:        θ,
		Gradient:  floats(gradient(n, FromFloats[Float64](θ))),
		Bound:     Bounds(gradient(n, FromFloats[Gauge](θ)), Unit64),
	}
}
