package equations

import (
	"slices"

	"chainrule/nn"
)

// The formulas by which package nn computes, for any arithmetic. Their running errors are
// the bounds of the claims; they compare nothing. Each rounding of the code is covered
// by one here: sums have the count of the longest order, a fused multiply-add counts as two
// roundings where the code has one, and σ and σ′ have the roundings of a plain quotient where the
// code corrects it.

// pass holds the results of Forward, Loss and Backward.
type pass[N any] struct {
	α, Z, A, Y, dA, dα [][]N
	loss               N
	gradient           []N // of the loss in θ
}

func compute[N number[N]](in *instance, θ []N) pass[N] {
	q, X := unpack(in, θ), inputs[N](in)
	p := pass[N]{α: make([][]N, in.N), Z: rectangle[N](in.N, in.M), dα: rectangle[N](in.N, in.M)}
	for n, x := range X {
		p.α[n] = affine(q.W, x, q.b)
		for m, α := range p.α[n] {
			p.Z[n][m] = activation(in.σ, α)
		}
	}
	output(&p, in, q.V, q.c)
	for n := range in.N {
		for m, α := range p.α[n] {
			p.dα[n][m] = dot(p.dA[n], q.V[m]).Mul(slope(in.σ, α))
		}
	}
	p.gradient = slices.Concat(transposedProduct(X, p.dα), columnSums(p.dα), transposedProduct(p.Z, p.dA), columnSums(p.dA))
	return p
}

// regressionPass is compute for softmax regression, where X stands for Z and W for V.
func regressionPass[N number[N]](in *instance, θ []N) pass[N] {
	p := pass[N]{Z: inputs[N](in)}
	output(&p, in, cut(θ, in.K), make([]N, in.K))
	p.gradient = transposedProduct(p.Z, p.dA)
	return p
}

// output computes A, Y, the loss and its gradient in A.
func output[N number[N]](p *pass[N], in *instance, V [][]N, c []N) {
	p.A, p.Y, p.dA = make([][]N, in.N), rectangle[N](in.N, in.K), rectangle[N](in.N, in.K)
	for n, z := range p.Z {
		p.A[n] = affine(V, z, c)
		p.loss = p.loss.Add(outputRow(p.A[n], p.Y[n], p.dA[n], in.T[n]))
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
