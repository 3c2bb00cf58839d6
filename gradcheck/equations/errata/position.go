package errata

import (
	"math"
	"slices"
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

// form computes an entry of [(T−Y)Vᵀ] ⊙ σ′, rightly or not; dz is the entry of (T−Y)Vᵀ.
type form func(dz, α, z float64) float64

func sigmoidForm(dz, _, z float64) float64 { return dz * float64(z*(1-z)) }
func reluForm(dz, α, _ float64) float64    { return onlyIf(α > 0, dz) }
func printedForm(dz, _, z float64) float64 { return onlyIf(z > 0, dz) }            // (47) with parentheses
func stepForm(dz, _, z float64) float64    { return onlyIf(z >= 0, dz) }           // u(z), with u(0) = 1
func pythonForm(dz, _, z float64) float64  { return onlyIf(float64(dz*z) > 0, 1) } // (47) without
func noForm(_, _, _ float64) float64       { return 0 }                            // W and b stay as they were drawn

func onlyIf(is bool, x float64) float64 {
	if is {
		return x
	}
	return 0
}

// ascent returns the gradients of J in W and b as (44)–(47) and Code 2 form them.
func (p position) ascent(f form) (W, b []float64) { return p.mixed(f, f) }

// mixed returns the gradients with forms of their own.
func (p position) mixed(inW, inB form) (W, b []float64) {
	D, M := p.X.Cols(), p.s.Z.Cols()
	W, b = make([]float64, D*M), make([]float64, M)
	_, dα := p.upstream()
	for n := range dα.Rows() {
		row, α, z := dα.Row(n), p.s.Alpha.Row(n), p.s.Z.Row(n)
		for m, dz := range row {
			b[m] += inB(dz, α[m], z[m])
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

// same is the difference of two sums of the paper's data, as it reads, if they are one formula
// rounded differently: package nn forms Y − T with more care than Code 11.
const same = "0.000000000000"

// gradient returns the gradients of J in W and b: the loss's, negated.
func (p position) gradient() (W, b []float64) {
	g := slices.Clone(p.g.Theta)
	for i := range g {
		g[i] = -g[i]
	}
	D, M := p.X.Cols(), p.s.Z.Cols()
	return g[:D*M], g[D*M : D*M+M]
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

// length is √Σaᵢ².
func length(a []float64) float64 { return distance(a, make([]float64, len(a))) }

// cosine returns the cosine of the angle between two vectors.
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
