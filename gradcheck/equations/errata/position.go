package errata

import (
	"math"
	"sync"

	"chainrule/nn"
	"chainrule/nn/experiment"
	"chainrule/tensor"
)

type (
	matrix     = tensor.Matrix[float64]
	parameters = *nn.Parameters[float64]
	workspace  = *nn.Workspace[float64]
)

// must returns x. It panics if there is an error, which constant input can't cause.
func must[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}

// begin returns a run of the paper's experiment before its first step.
func begin(c experiment.Config) *experiment.Run[float64] { return must(experiment.New[float64](c)) }

// position is a network with what it makes of some rows, and the gradient of the loss
// there. Nobody changes it.
type position struct {
	θ, g parameters
	s    workspace
	X, T matrix
	loss float64
}

// seed7 is the network of Code 13 with seed 7 before training, at the training rows,
// where most of the errata's numbers are taken.
var seed7 = sync.OnceValue(func() position { return start(7) })

// start returns the position before training, with the weights of a seed.
func start(seed uint32) position {
	r := begin(experiment.Paper(seed))
	net, X, T := r.Net, r.X, r.T
	p := position{θ: net.Parameters(), g: net.Gradient(), s: net.Workspace(X.Rows()), X: X, T: T}
	net.Forward(p.s, X)
	p.loss = net.Loss(p.s, T)
	net.Backward(p.g, p.s, X, T)
	return p
}

// ascent returns the gradients of J in W and b as (44)–(47) and Code 2 form them, from
// [(T−Y)Vᵀ] ⊙ σ′ with any slope σ′.
func (p position) ascent(slope slope[double]) (W, b []float64) {
	to := times(slope)
	return p.mixed(to, to)
}

// times returns the function that multiplies by σ′.
func times(slope slope[double]) func(dz, α, z float64) float64 {
	return func(dz, α, z float64) float64 { return dz * slope(double(α), double(z)).Float64() }
}

// mixed is the same with any function of (T−Y)Vᵀ, α and z in the place of the product, for
// W and for b.
func (p position) mixed(inW, inB func(dz, α, z float64) float64) (W, b []float64) {
	D, M := p.X.Cols(), p.s.Z.Cols()
	W, b = make([]float64, D*M), make([]float64, M)
	_, dα := p.upstream()
	for n := range dα.Rows() {
		row, α, z := dα.Row(n), p.s.Alpha.Row(n), p.s.Z.Row(n)
		for m, dz := range row {
			b[m] += float64(inB(dz, α[m], z[m]))
			row[m] = inW(dz, α[m], z[m])
		}
	}
	tensor.ProductTN(tensor.FromSlice(D, M, W), p.X, dα)
	return W, b
}

// upstream returns T − Y and (T−Y)Vᵀ.
func (p position) upstream() (R, dZ matrix) {
	R, dZ = tensor.New[float64](p.T.Rows(), p.T.Cols()), tensor.New[float64](p.T.Rows(), p.s.Z.Cols())
	tensor.Sub(R, p.T, p.s.Y)
	tensor.ProductNT(dZ, R, p.θ.V)
	return R, dZ
}

// same is what the difference of two sums of the paper's data reads if they are one
// formula, rounded differently: package nn forms Y − T with more care than Code 11.
const same = "0.000000000000"

// gradient returns the gradients of J in W and b: those of the loss, negated.
func (p position) gradient() (W, b []float64) {
	g := make([]float64, len(p.g.Theta))
	for i, x := range p.g.Theta {
		g[i] = -x
	}
	end := p.X.Cols() * p.s.Z.Cols()
	return g[:end], g[end : end+p.s.Z.Cols()]
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

// cosine returns that of the angle between two vectors.
func cosine(a, b []float64) float64 { return tensor.Dot(a, b) / length(a) / length(b) }

// units counts the hidden units of all rows of which something holds.
func (p position) units(holds func(α, z float64) bool) (count int) {
	for n := range p.s.Z.Rows() {
		for m, z := range p.s.Z.Row(n) {
			if holds(p.s.Alpha.At(n, m), z) {
				count++
			}
		}
	}
	return count
}
