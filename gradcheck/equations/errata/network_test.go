package errata

import (
	"math"
	"sync"

	"chainrule/gradcheck"
	"chainrule/nn"
	"chainrule/nn/dataset"
)

func sigma[N number[N]](σ nn.Activation, x N) N {
	switch σ {
	case nn.Sigmoid:
		return sigmoid(x)
	case nn.Tanh:
		return x.Tanh()
	}
	return x.Max(x.Of(0))
}

func tanhSlope[N number[N]](_, z N) N { return z.Of(1).Sub(z.Mul(z)) }

// slopeOf is the right one.
func slopeOf[N number[N]](σ nn.Activation) slope[N] {
	return map[nn.Activation]slope[N]{nn.Sigmoid: sigmoidSlope[N], nn.Tanh: tanhSlope[N], nn.ReLU: reluSlope[N]}[σ]
}

// network is a network with data, 6 rows, 4-5-3, all of whose numbers are multiples of
// 2⁻¹⁰.
type network struct {
	σ          nn.Activation
	N, D, M, K int
	X, T       [][]float64
	θ          []float64        // W, b, V, c, row by row
	truth      func() []real320 // the gradient of J, by differences, taken once
}

// oneHot is the network with that activation on which formulas are tried.
func oneHot(σ nn.Activation) *network { return oneHots()[σ] }

var oneHots = sync.OnceValue(func() map[nn.Activation]*network {
	all := map[nn.Activation]*network{}
	for _, σ := range nn.Activations {
		all[σ] = newNetwork(σ, false, 6)
	}
	return all
})

// newNetwork draws one from a seed. Targets are one-hot, or counts with the row sums
// 3, 4, 1, 0, 2, 5.
func newNetwork(σ nn.Activation, counts bool, seed uint32) *network {
	r := dataset.NewRandom(seed)
	dyadic := func(n int) []float64 {
		x := make([]float64, n)
		for i := range x {
			x[i] = math.Round(1024*r.Normal()) / 1024
		}
		return x
	}
	e := &network{σ: σ, N: 6, D: 4, M: 5, K: 3}
	for _, sum := range []int{3, 4, 1, 0, 2, 5} {
		e.X = append(e.X, dyadic(e.D))
		if !counts {
			sum = 1
		}
		t := make([]float64, e.K)
		for range sum {
			t[r.Intn(e.K)]++
		}
		e.T = append(e.T, t)
	}
	e.θ = dyadic(e.D*e.M + e.M + e.M*e.K + e.K)
	e.truth = sync.OnceValue(func() []real320 {
		return gradcheck.Differences(func(θ []real320) real320 { return likelihoodOf(e, θ) }, e.θ)
	})
	return e
}

// row is what a network makes of a sample.
type row[N any] struct{ α, z, a, y []N }

// forwardOf evaluates (31)–(34) for sample n.
func forwardOf[N number[N]](e *network, θ []N, n int) (r row[N]) {
	x := gradcheck.FromFloats[N](e.X[n])
	W, b, V, c := θ, θ[e.D*e.M:], θ[(e.D+1)*e.M:], θ[(e.D+1+e.K)*e.M:]
	for m := range e.M {
		α := b[m]
		for d := range e.D {
			α = α.Add(W[d*e.M+m].Mul(x[d]))
		}
		r.α, r.z = append(r.α, α), append(r.z, sigma(e.σ, α))
	}
	for k := range e.K {
		a := c[k]
		for m := range e.M {
			if r.z[m].Sign() != 0 { // most units of the paper's network are off
				a = a.Add(V[m*e.K+k].Mul(r.z[m]))
			}
		}
		r.a = append(r.a, a)
	}
	r.y = softmax(r.a)
	return r
}

// likelihoodOf is J, (35).
func likelihoodOf[N number[N]](e *network, θ []N) (J N) {
	for n := range e.N {
		y := forwardOf(e, θ, n).y
		for k, t := range e.T[n] {
			if t != 0 {
				J = J.Add(J.Of(t).Mul(y[k].Log()))
			}
		}
	}
	return J
}

// gradientOf is the gradient of J by (28), (29), (44), (45) with the slope σ′ and, if
// weighted, with s_n·y_nk for y_nk (E13).
func gradientOf[N number[N]](e *network, slope slope[N], weighted bool) []N {
	θ := gradcheck.FromFloats[N](e.θ)
	V := θ[(e.D+1)*e.M:]
	g := make([]N, len(θ))
	gW, gb, gV, gc := g, g[e.D*e.M:], g[(e.D+1)*e.M:], g[(e.D+1+e.K)*e.M:]
	for n := range e.N {
		r := forwardOf(e, θ, n)
		s := 1.0
		if weighted {
			s = e.T[n][0] + e.T[n][1] + e.T[n][2]
		}
		for k, t := range e.T[n] {
			δ := r.y[k].Of(t).Sub(r.y[k].Of(s).Mul(r.y[k]))
			gc[k] = gc[k].Add(δ)
			for m := range e.M {
				gV[m*e.K+k] = gV[m*e.K+k].Add(δ.Mul(r.z[m]))
				dα := δ.Mul(V[m*e.K+k]).Mul(slope(r.α[m], r.z[m]))
				gb[m] = gb[m].Add(dα)
				for d, x := range e.X[n] {
					gW[d*e.M+m] = gW[d*e.M+m].Add(dα.Mul(dα.Of(x)))
				}
			}
		}
	}
	return g
}
