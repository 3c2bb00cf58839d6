// Package paper has the forward side of the paper, index by index, for any arithmetic: it knows no vectors, no shifted
// softmax and no careful forms. Beside it stand the formulas by which package nn computes (formula.go).
package paper

import (
	"slices"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/matrix"
	"chainrule/nn"
)

type number[N any] = gradcheck.Number[N]

// Perceptron is a network of one hidden layer with data.
type Perceptron struct {
	Activation nn.Activation
	N, D, M, K int
	X, T       [][]float64
	Theta      []float64 // W, b, V, c, row by row
}

// Offsets returns the offsets in θ at which W, b, V and c begin, and the end.
func (in *Perceptron) Offsets() (W, b, V, c, end int) {
	b = in.D * in.M
	V = b + in.M
	c = V + in.M*in.K
	return 0, b, V, c, c + in.K
}

// Parameters are W, b, V and c as the paper indexes them.
type Parameters[N any] struct {
	W [][]N // W[d][m]
	B []N
	V [][]N // V[m][k]
	C []N
}

// Unpack returns the parts of θ.
func Unpack[N any](in *Perceptron, θ []N) Parameters[N] {
	W, b, V, c, end := in.Offsets()
	return Parameters[N]{matrix.Cut(θ[W:b], in.M), θ[b:V], matrix.Cut(θ[V:c], in.K), θ[c:end]}
}

// Sigma is σ as section 2.3.3 and proofs B.5 to B.7 define it.
func Sigma[N number[N]](σ nn.Activation, x N) N {
	one := x.Of(1)
	switch σ {
	case nn.Sigmoid:
		return one.Quo(one.Add(x.Neg().Exp()))
	case nn.Tanh:
		return x.Tanh()
	}
	return x.Max(x.Of(0))
}

// Affine returns Wᵀx + b, of which element j is Σᵢ W[i][j]·x[i] + b[j].
func Affine[N number[N]](W [][]N, x, b []N) []N {
	a := slices.Clone(b)
	for j := range a {
		for i := range x {
			a[j] = a[j].Add(W[i][j].Mul(x[i]))
		}
	}
	return a
}

// Softmax is the function of section 2.2.4.
func Softmax[N number[N]](a []N) []N {
	y := make([]N, len(a))
	var sum N
	for k := range a {
		y[k] = a[k].Exp()
		sum = sum.Add(y[k])
	}
	for k := range y {
		y[k] = y[k].Quo(sum)
	}
	return y
}

// Row holds a network's values for one sample, (31) to (34): α and z of its first hidden layer.
type Row[N any] struct{ Alpha, Z, A, Y []N }

// Forward returns the values for sample n, in θ.
func Forward[N number[N]](d Deep, θ []N, n int) (r Row[N]) {
	W, b := Layers(d, θ)
	z := gradcheck.FromFloats[N](d.X[n])
	for l, σ := range d.Activation {
		α := Affine(W[l], z, b[l])
		z = matrix.Map(α, func(x N) N { return Sigma(σ, x) })
		if l == 0 {
			r.Alpha, r.Z = α, z
		}
	}
	r.A = Affine(W[len(d.Activation)], z, b[len(d.Activation)])
	r.Y = Softmax(r.A)
	return r
}

// Likelihood is J, the log-likelihood (35), or (7) of softmax regression, in θ.
func Likelihood[N number[N]](d Deep, θ []N) N {
	var sum N
	for n := range d.X {
		sum = sum.Add(LogLikelihood(d.T[n], Forward(d, θ, n).Y))
	}
	return sum
}

// LogLikelihood is Σₖ tₖ log yₖ, where a term with t = 0 is 0.
func LogLikelihood[N number[N]](t []float64, y []N) N {
	var sum N
	for k := range t {
		if t[k] != 0 {
			sum = sum.Add(sum.Of(t[k]).Mul(y[k].Log()))
		}
	}
	return sum
}

// Deep is a network with hidden layers of some widths, and data. Without a hidden layer it is softmax regression.
type Deep struct {
	Widths     []int
	Activation []nn.Activation // of each hidden layer
	X, T       [][]float64
	Theta      []float64 // W₁, b₁, W₂, b₂, … row by row
}

// Deep returns the network as one of any depth.
func (in *Perceptron) Deep() Deep {
	return Deep{[]int{in.D, in.M, in.K}, []nn.Activation{in.Activation}, in.X, in.T, in.Theta}
}

// Layers returns the W and b of each layer. The last b is 0 where θ ends before it, as in softmax regression.
func Layers[N any](d Deep, θ []N) (W [][][]N, b [][]N) {
	for l, in := range d.Widths[:len(d.Widths)-1] {
		out := d.Widths[l+1]
		if len(θ) == in*out {
			θ = append(slices.Clip(θ), make([]N, out)...)
		}
		W, b, θ = append(W, matrix.Cut(θ[:in*out], out)), append(b, θ[in*out:(in+1)*out]), θ[(in+1)*out:]
	}
	return W, b
}
