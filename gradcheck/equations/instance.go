package equations

import (
	"fmt"
	"math/rand/v2"
	"sync"

	"chainrule/gradcheck"
	"chainrule/nn"
)

// instance is a small network with data, at which equations are tried. All its
// numbers are multiples of 2⁻¹⁰, so that they are exact in every arithmetic.
type instance struct {
	σ          nn.Activation
	targets    string // "one-hot" or "counts"
	point      string // "ordinary" or "saturated"
	N, D, M, K int
	X, T       [][]float64
	θ          []float64 // W, b, V, c, row by row

	// The gradient of J in θ, taken once: by differences in 320 bits, and by
	// extrapolated differences in doubles.
	truth   func() []gradcheck.Big
	exhibit func() []gradcheck.Slope
}

// String names what tells the instance from the others.
func (in *instance) String() string {
	return fmt.Sprintf("%v, %s, %s", in.σ, in.targets, in.point)
}

// instances are all at which the network's equations are tried; those of the
// printed forms are the one-hot, ordinary ones.
var instances = sync.OnceValue(func() []*instance {
	var all []*instance
	for _, σ := range nn.Activations {
		all = append(all,
			newInstance(σ, "one-hot", "ordinary", 1),
			newInstance(σ, "one-hot", "saturated", 2),
			newInstance(σ, "counts", "ordinary", 3))
	}
	return all
})

// asPrinted returns the one-hot, ordinary instances of the given activations.
func asPrinted(activations ...nn.Activation) []*instance {
	var some []*instance
	for _, in := range instances() {
		for _, σ := range activations {
			if in.σ == σ && in.targets == "one-hot" && in.point == "ordinary" {
				some = append(some, in)
			}
		}
	}
	return some
}

func newInstance(σ nn.Activation, targets, point string, seed uint64) *instance {
	in := &instance{σ: σ, targets: targets, point: point, N: 6, D: 4, M: 5, K: 3}
	r := rand.New(rand.NewPCG(seed, uint64(σ)))
	hidden, output := 1.0, 1.0 // scales of W and b, and of V and c
	if point == "saturated" {
		hidden, output = 14, 14 // pre-activations and logit gaps of 20 to 40
		if σ == nn.ReLU {
			hidden, output = 4, 4
		}
	}
	dyadic := func(scale float64) float64 { return scale * float64(r.IntN(2048)-1023) / 1024 }
	in.X, in.T = rectangle[float64](in.N, in.D), rectangle[float64](in.N, in.K)
	for n := range in.N {
		for d := range in.D {
			in.X[n][d] = dyadic(2)
		}
		in.drawTargets(n, r)
	}
	in.θ = make([]float64, in.D*in.M+in.M+in.M*in.K+in.K)
	_, _, V, _, _ := in.blocks()
	for i := range in.θ {
		scale := hidden
		if i >= V {
			scale = output
		}
		in.θ[i] = dyadic(scale)
	}
	in.truth = sync.OnceValue(func() []gradcheck.Big {
		return gradcheck.Differences(func(θ []gradcheck.Big) gradcheck.Big { return likelihood(in, θ) }, in.θ)
	})
	in.exhibit = sync.OnceValue(func() []gradcheck.Slope { return gradcheck.Richardson(floatLikelihood(in), in.θ) })
	return in
}

// drawTargets fills row n of T.
func (in *instance) drawTargets(n int, r *rand.Rand) {
	if in.targets == "one-hot" {
		in.T[n][r.IntN(in.K)] = 1
		return
	}
	for k := range in.K {
		in.T[n][k] = float64(r.IntN(4))
	}
}

// where names the parameter with index i of θ.
func (in *instance) where(i int) string {
	for _, block := range []struct {
		name       string
		rows, cols int
	}{{"W", in.D, in.M}, {"b", 1, in.M}, {"V", in.M, in.K}, {"c", 1, in.K}} {
		if size := block.rows * block.cols; i >= size {
			i -= size
			continue
		}
		if block.rows == 1 {
			return fmt.Sprintf("%s[%d]", block.name, i)
		}
		return fmt.Sprintf("%s[%d,%d]", block.name, i/block.cols, i%block.cols)
	}
	return "?"
}

// blocks returns the offsets in θ at which W, b, V and c begin, and the end.
func (in *instance) blocks() (W, b, V, c, end int) {
	b = in.D * in.M
	V = b + in.M
	c = V + in.M*in.K
	return 0, b, V, c, c + in.K
}

// rectangle returns a matrix of zeros.
func rectangle[N any](rows, cols int) [][]N {
	A := make([][]N, rows)
	for i := range A {
		A[i] = make([]N, cols)
	}
	return A
}
