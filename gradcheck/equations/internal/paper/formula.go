package paper

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

// Pass holds the results of Forward, Loss and Backward: α and Z of the first hidden layer.
type Pass[N any] struct {
	Alpha, Z, A, Y, DA [][]N
	Loss               N
	Gradient           []N // of the loss in θ
}

// Compute is the pass of a network of any depth.
func Compute[N number[N]](d Deep, θ []N) (p Pass[N]) {
	W, b := Layers(d, θ)
	L, rows := len(d.Activation), len(d.X)
	Z, α := make([][][]N, L+1), make([][][]N, L+1) // Z[l] is the input of layer l
	for _, x := range d.X {
		Z[0] = append(Z[0], gradcheck.FromFloats[N](x))
	}
	for l := range W {
		for _, z := range Z[l] {
			α[l] = append(α[l], Affine(W[l], z, b[l]))
		}
		if l < L {
			Z[l+1] = matrix.Clone(α[l])
			matrix.Fill(Z[l+1], func(x N, _, _ int) N { return Activation(d.Activation[l], x) })
		}
	}
	if L > 0 {
		p.Alpha, p.Z = α[0], Z[1]
	}
	p.A, p.Y, p.DA = α[L], matrix.New[N](rows, d.Widths[L+1]), matrix.New[N](rows, d.Widths[L+1])
	for n, a := range p.A {
		p.Loss = p.Loss.Add(outputRow(a, p.Y[n], p.DA[n], d.T[n]))
	}
	δ := p.DA
	for l := L; ; l-- {
		p.Gradient = slices.Concat(TransposedProduct(Z[l], δ), ColumnSums(δ), p.Gradient)
		if l == 0 {
			p.Gradient = p.Gradient[:len(θ)]
			return p
		}
		above := δ
		δ = matrix.Clone(α[l-1])
		matrix.Fill(δ, func(x N, n, m int) N { return Dot(above[n], W[l][m]).Mul(Slope(d.Activation[l-1], x)) })
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
	Residual(y, d, t)
	return loss
}

// Residual sets d to s·y − t with s = Σ t, and at the 1 of a one-hot row to minus
// the sum of the other y.
func Residual[N number[N]](y, d []N, t []float64) {
	total, certain := 0.0, IsOneHot(t)
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

// IsOneHot reports whether t is one 1 and zeros.
func IsOneHot(t []float64) bool {
	ones := 0
	for _, tk := range t {
		if tk != 0 && tk != 1 {
			return false
		}
		ones += int(tk)
	}
	return ones == 1
}

// Activation is σ in the form nn uses: of the sigmoid, 1/(1+e) or e/(1+e) with
// e = e^(−|x|).
func Activation[N number[N]](σ nn.Activation, x N) N {
	if σ != nn.Sigmoid {
		return Sigma(σ, x)
	}
	e := abs(x).Neg().Exp()
	d := x.Of(1).Add(e)
	if x.Sign() < 0 {
		return e.Quo(d)
	}
	return x.Of(1).Quo(d)
}

// Slope is σ′ in the form nn uses: e/(1+e)² with e = e^(−|x|), 4e/(1+e)² with
// e = e^(−2|x|), or 1 for x > 0 and 0 otherwise.
func Slope[N number[N]](σ nn.Activation, x N) N {
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

// Dot returns xᵀy.
func Dot[N number[N]](x, y []N) N {
	var sum N
	for i := range x {
		sum = sum.Add(x[i].Mul(y[i]))
	}
	return sum
}

// TransposedProduct returns AᵀB, row by row.
func TransposedProduct[N number[N]](A, B [][]N) []N {
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

// ColumnSums returns Aᵀ·1.
func ColumnSums[N number[N]](A [][]N) []N {
	sums := make([]N, len(A[0]))
	for _, row := range A {
		for j, x := range row {
			sums[j] = sums[j].Add(x)
		}
	}
	return sums
}
