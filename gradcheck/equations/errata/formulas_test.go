package errata

import (
	"math"
	"sync"

	"chainrule/gradcheck"
	"chainrule/nn"
	"chainrule/nn/dataset"
)

// The formulas of the paper for any arithmetic, written anew: nothing here is shared
// with the trials of the equations.

type (
	number[N any] = gradcheck.Number[N]
	real320       = gradcheck.Big
	double        = gradcheck.Float64 // for what overflows
)

// numbers are the xs, exactly.
func numbers[N number[N]](xs ...float64) []N { return gradcheck.FromFloats[N](xs) }

// softmax is eᵃ over its sum, as Code 10 has it: without a shift.
func softmax[N number[N]](a []N) []N {
	y := make([]N, len(a))
	var S N
	for k := range a {
		y[k] = a[k].Exp()
		S = S.Add(y[k])
	}
	for k := range y {
		y[k] = y[k].Quo(S)
	}
	return y
}

// sigmoid is 1/(1 + e⁻ˣ).
func sigmoid(x real320) real320 { return x.Of(1).Quo(x.Of(1).Add(x.Neg().Exp())) }

func sigma(σ nn.Activation, x real320) real320 {
	switch σ {
	case nn.Sigmoid:
		return sigmoid(x)
	case nn.Tanh:
		return x.Tanh()
	}
	return x.Max(x.Of(0))
}

// slope is σ′ in terms of α and z.
type slope func(α, z real320) real320

func sigmoidSlope(_, z real320) real320 { return z.Mul(z.Of(1).Sub(z)) }
func tanhSlope(_, z real320) real320    { return z.Of(1).Sub(z.Mul(z)) }
func reluSlope(α, _ real320) real320    { return α.Of(onlyIf(α.Sign() > 0, 1)) }
func stepSlope(_, z real320) real320    { return z.Of(onlyIf(z.Sign() >= 0, 1)) } // u(z), with u(0) = 1
func printedSlope(_, z real320) real320 { return z.Of(onlyIf(z.Sign() > 0, 1)) }  // of (47)

// rightSlopes has the slope of each activation.
var rightSlopes = map[nn.Activation]slope{nn.Sigmoid: sigmoidSlope, nn.Tanh: tanhSlope, nn.ReLU: reluSlope}

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

// row is a sample on its way through a network.
type row struct{ α, z, a, y []real320 }

// forwardOf evaluates (31)–(34) for sample n.
func forwardOf(e *network, θ []real320, n int) (r row) {
	b, V, c := e.D*e.M, (e.D+1)*e.M, (e.D+1+e.K)*e.M
	r.α = affineRow(columns(θ[:b], e.M), numbers[real320](e.X[n]...), θ[b:V])
	for _, α := range r.α {
		r.z = append(r.z, sigma(e.σ, α))
	}
	r.a = affineRow(columns(θ[V:c], e.K), r.z, θ[c:])
	r.y = softmax(r.a)
	return r
}

// likelihoodOf is J, (35).
func likelihoodOf(e *network, θ []real320) (J real320) {
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
func gradientOf(e *network, slope slope, weighted bool) []real320 {
	θ := numbers[real320](e.θ...)
	b, V, c := e.D*e.M, (e.D+1)*e.M, (e.D+1+e.K)*e.M
	g := make([]real320, len(θ))
	add := func(i int, x real320) { g[i] = g[i].Add(x) }
	for n := range e.N {
		r, s := forwardOf(e, θ, n), 1.0
		if weighted {
			s = e.T[n][0] + e.T[n][1] + e.T[n][2]
		}
		for k, t := range e.T[n] {
			δ := r.y[k].Of(t).Sub(r.y[k].Of(s).Mul(r.y[k]))
			add(c+k, δ)
			for m := range e.M {
				add(V+m*e.K+k, δ.Mul(r.z[m]))
				dα := δ.Mul(θ[V+m*e.K+k]).Mul(slope(r.α[m], r.z[m]))
				add(b+m, dα)
				for d, x := range e.X[n] {
					add(d*e.M+m, dα.Mul(dα.Of(x)))
				}
			}
		}
	}
	return g
}
