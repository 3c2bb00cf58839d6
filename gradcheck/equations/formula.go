package equations

import (
	"slices"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/matrix"
	"chainrule/nn"
)

// The formulas by which package nn computes, for any arithmetic. Their running errors are
// the bounds of the claims; they compare nothing. Each rounding of the code is covered
// by one here: sums have the count of the longest order, a fused multiply-add counts as two
// roundings where the code has one, and σ and σ′ have the roundings of a plain quotient where the
// code corrects it.

// pass holds the results of Forward, Loss and Backward: α and Z of the first hidden layer.
type pass[N any] struct {
	α, Z, A, Y, dA [][]N
	loss           N
	gradient       []N // of the loss in θ
}

// compute is the pass of the network.
func compute[N number[N]](in *instance, θ []N) pass[N] { return through(in.deep(), θ) }

// regressionPass is the pass of softmax regression: no hidden layer, and no bias.
func regressionPass[N number[N]](in *instance, W []N) pass[N] {
	p := through(deep{[]int{in.D, in.K}, nil, in.X, in.T, nil}, append(slices.Clone(W), make([]N, in.K)...))
	p.gradient = p.gradient[:len(W)]
	return p
}

// deep returns the network as one of any depth.
func (in *instance) deep() deep {
	return deep{[]int{in.D, in.M, in.K}, []nn.Activation{in.σ}, in.X, in.T, in.θ}
}

// through is the pass of a network of any depth.
func through[N number[N]](d deep, θ []N) (p pass[N]) {
	W, b := layersOf(d, θ)
	L, rows := len(d.σ), len(d.X)
	Z, α := make([][][]N, L+1), make([][][]N, L+1) // Z[l] is the input of layer l
	for _, x := range d.X {
		Z[0] = append(Z[0], gradcheck.FromFloats[N](x))
	}
	for l := range W {
		for _, z := range Z[l] {
			α[l] = append(α[l], affine(W[l], z, b[l]))
		}
		if l < L {
			Z[l+1] = matrix.New[N](rows, d.widths[l+1])
			for n, row := range α[l] {
				for m, x := range row {
					Z[l+1][n][m] = activation(d.σ[l], x)
				}
			}
		}
	}
	if L > 0 {
		p.α, p.Z = α[0], Z[1]
	}
	p.A, p.Y, p.dA = α[L], matrix.New[N](rows, d.widths[L+1]), matrix.New[N](rows, d.widths[L+1])
	for n, a := range p.A {
		p.loss = p.loss.Add(outputRow(a, p.Y[n], p.dA[n], d.T[n]))
	}
	δ := p.dA
	for l := L; ; l-- {
		p.gradient = slices.Concat(transposedProduct(Z[l], δ), columnSums(δ), p.gradient)
		if l == 0 {
			return p
		}
		below := matrix.New[N](rows, d.widths[l])
		for n := range below {
			for m := range below[n] {
				below[n][m] = dot(δ[n], W[l][m]).Mul(slope(d.σ[l-1], α[l-1][n][m]))
			}
		}
		δ = below
	}
}

// outputRow sets y to the softmax of a, shifted by its maximum, and d to the gradient
// of the loss in a, and returns the loss −Σ t log y.
func outputRow[N number[N]](a, y, d []N, t []float64) (loss N) {
	m := a[0]
	for _, ak := range a[1:] {
		m = m.Max(ak)
	}
	var sum N
	for k := range a {
		y[k] = a[k].Sub(m).Exp()
		sum = sum.Add(y[k])
	}
	for k := range y {
		y[k] = y[k].Quo(sum)
		if t[k] != 0 {
			logY := a[k].Sub(m).Sub(sum.Log())
			loss = loss.Sub(sum.Of(t[k]).Mul(logY))
		}
	}
	residual(y, d, t)
	return loss
}

// residual sets d to s·y − t with s = Σ t, and at the 1 of a one-hot row to minus
// the sum of the other y.
func residual[N number[N]](y, d []N, t []float64) {
	total, certain := 0.0, isOneHot(t)
	for _, tk := range t {
		total += tk
	}
	var zero N
	for k := range d {
		switch {
		case !certain:
			d[k] = zero.Of(total).Mul(y[k]).Sub(zero.Of(t[k]))
		case t[k] == 0:
			d[k] = y[k]
		default:
			others := zero
			for l := range y {
				if l != k {
					others = others.Add(y[l])
				}
			}
			d[k] = others.Neg()
		}
	}
}

// isOneHot reports whether t is one 1 and zeros.
func isOneHot(t []float64) bool {
	ones := 0
	for _, tk := range t {
		if tk != 0 && tk != 1 {
			return false
		}
		ones += int(tk)
	}
	return ones == 1
}

// activation is σ in the form nn uses: of the sigmoid, 1/(1+e) or e/(1+e) with
// e = e^(−|x|).
func activation[N number[N]](σ nn.Activation, x N) N {
	if σ != nn.Sigmoid {
		return sigma(σ, x)
	}
	e := abs(x).Neg().Exp()
	d := x.Of(1).Add(e)
	if x.Sign() < 0 {
		return e.Quo(d)
	}
	return x.Of(1).Quo(d)
}

// slope is σ′ in the form nn uses: e/(1+e)² with e = e^(−|x|), 4e/(1+e)² with
// e = e^(−2|x|), or 1 for x > 0 and 0 otherwise.
func slope[N number[N]](σ nn.Activation, x N) N {
	one := x.Of(1)
	switch σ {
	case nn.Sigmoid:
		e := abs(x).Neg().Exp()
		return e.Quo(one.Add(e).Mul(one.Add(e)))
	case nn.Tanh:
		e := abs(x).Mul(x.Of(-2)).Exp()
		return e.Mul(x.Of(4)).Quo(one.Add(e).Mul(one.Add(e)))
	}
	if x.Sign() > 0 {
		return one
	}
	return x.Of(0)
}

func abs[N number[N]](x N) N { return x.Max(x.Neg()) }

func dot[N number[N]](x, y []N) N {
	var sum N
	for i := range x {
		sum = sum.Add(x[i].Mul(y[i]))
	}
	return sum
}

// transposedProduct returns AᵀB, row by row.
func transposedProduct[N number[N]](A, B [][]N) []N {
	var C []N
	for i := range A[0] {
		for j := range B[0] {
			var sum N
			for n := range A {
				sum = sum.Add(A[n][i].Mul(B[n][j]))
			}
			C = append(C, sum)
		}
	}
	return C
}

// columnSums returns Aᵀ·1.
func columnSums[N number[N]](A [][]N) []N {
	sums := make([]N, len(A[0]))
	for _, row := range A {
		for j, x := range row {
			sums[j] = sums[j].Add(x)
		}
	}
	return sums
}
