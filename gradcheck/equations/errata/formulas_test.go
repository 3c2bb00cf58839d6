package errata

import (
	"math"
	"sync"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/paper"
	"chainrule/nn"
	"chainrule/nn/dataset"
)

// The gradients of the paper in 320 bits, on networks of package paper.

type (
	number[N any] = gradcheck.Number[N]
	real320       = gradcheck.Big
	double        = gradcheck.Float64 // for what overflows
)

// numbers are the xs, exactly.
func numbers[N number[N]](xs ...float64) []N { return gradcheck.FromFloats[N](xs) }

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
	paper.Perceptron
	truth func() []real320 // the gradient of J, by differences, taken once
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
	e := &network{Perceptron: paper.Perceptron{Activation: σ, N: 6, D: 4, M: 5, K: 3}}
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
	e.Theta = dyadic(e.D*e.M + e.M + e.M*e.K + e.K)
	e.truth = sync.OnceValue(func() []real320 {
		return gradcheck.Differences(func(θ []real320) real320 { return likelihoodOf(e, θ) }, e.Theta)
	})
	return e
}

// likelihoodOf is J, (35).
func likelihoodOf(e *network, θ []real320) real320 { return paper.Likelihood(e.Deep(), θ) }

// gradientOf is the gradient of J by (28), (29), (44), (45) with the slope σ′ and, if
// weighted, with s_n·y_nk for y_nk (E13).
func gradientOf(e *network, slope slope, weighted bool) []real320 {
	θ := numbers[real320](e.Theta...)
	_, b, V, c, _ := e.Offsets()
	g := make([]real320, len(θ))
	add := func(i int, x real320) { g[i] = g[i].Add(x) }
	for n := range e.N {
		r, s := paper.Forward(e.Deep(), θ, n), 1.0
		if weighted {
			s = e.T[n][0] + e.T[n][1] + e.T[n][2]
		}
		for k, t := range e.T[n] {
			δ := r.Y[k].Of(t).Sub(r.Y[k].Of(s).Mul(r.Y[k]))
			add(c+k, δ)
			for m := range e.M {
				add(V+m*e.K+k, δ.Mul(r.Z[m]))
				dα := δ.Mul(θ[V+m*e.K+k]).Mul(slope(r.Alpha[m], r.Z[m]))
				add(b+m, dα)
				for d, x := range e.X[n] {
					add(d*e.M+m, dα.Mul(dα.Of(x)))
				}
			}
		}
	}
	return g
}
