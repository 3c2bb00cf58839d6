package nn_test

import (
	"chainrule/gradcheck"
	"chainrule/nn"
)

// The formulas of the package, written for any arithmetic. In 320 bits the textbook
// form is the judge; in Gauges the careful form, which is the code's, gives the
// bound of its rounding: each rounding of the code is covered by one of the formula's,
// a fused multiply-add by two, and a sum in any order by that in sequence.

// affine returns start + Σᵢ xᵢ·aᵢⱼ for A of cols columns, row by row.
func affine[N gradcheck.Number[N]](start N, x, A []N, j, cols int) N {
	for i := range x {
		start = start.Add(x[i].Mul(A[i*cols+j]))
	}
	return start
}

// blocks cuts θ into W, b, V and c; softmax regression has W only.
func blocks[N any](e *example, θ []N) (W, b, V, c []N) {
	if e.M == 0 {
		return θ, nil, nil, nil
	}
	W, θ = θ[:e.D*e.M], θ[e.D*e.M:]
	b, θ = θ[:e.M], θ[e.M:]
	return W, b, θ[:e.M*e.K], θ[e.M*e.K:]
}

// logits returns α, Z = σ(α) and A of one row.
func logits[N gradcheck.Number[N]](e *example, θ, x []N, σ func(nn.Activation, N) N) (α, Z, A []N) {
	W, b, V, c := blocks(e, θ)
	A = make([]N, e.K)
	if e.M == 0 {
		for k := range A {
			A[k] = affine(A[k], x, W, k, e.K)
		}
		return nil, nil, A
	}
	for m := range e.M {
		α = append(α, affine(b[m], x, W, m, e.M))
		Z = append(Z, σ(e.σ, α[m]))
	}
	for k := range A {
		A[k] = affine(c[k], Z, V, k, e.K)
	}
	return α, Z, A
}

// textbookLoss returns −ΣΣ t·(a − log Σ eᵃ) + (λ/2)·Σ θ², the last sum over the
// parameters that decay.
func textbookLoss[N gradcheck.Number[N]](e *example, θ []N) (loss N) {
	for n := range e.X {
		_, _, A := logits(e, θ, gradcheck.FromFloats[N](e.X[n]), textbookσ[N])
		var sum N
		for _, a := range A {
			sum = sum.Add(a.Exp())
		}
		for k, a := range A {
			loss = loss.Sub(a.Of(e.T[n][k]).Mul(a.Sub(sum.Log())))
		}
	}
	half := loss.Of(e.λ).Quo(loss.Of(2))
	for i, x := range θ {
		if e.decays(i) {
			loss = loss.Add(half.Mul(x).Mul(x))
		}
	}
	return loss
}

// textbookσ is σ as the paper defines it.
func textbookσ[N gradcheck.Number[N]](σ nn.Activation, x N) N {
	one := x.Of(1)
	switch {
	case σ == nn.Sigmoid:
		return one.Quo(one.Add(x.Neg().Exp()))
	case σ == nn.Tanh:
		return x.Tanh()
	case x.Sign() < 0:
		return x.Of(0)
	}
	return x
}

// textbookSlope is σ′ in terms of z = σ(x): z(1−z), 1−z² and u(z).
func textbookSlope[N gradcheck.Number[N]](σ nn.Activation, x N) N {
	z, one := textbookσ(σ, x), x.Of(1)
	switch {
	case σ == nn.Sigmoid:
		return z.Mul(one.Sub(z))
	case σ == nn.Tanh:
		return one.Sub(z.Mul(z))
	case z.Sign() > 0:
		return one
	}
	return x.Of(0)
}

// decline returns e^(−s|x|).
func decline[N gradcheck.Number[N]](x N, s float64) N {
	return x.Max(x.Neg()).Mul(x.Of(-s)).Exp()
}

// carefulσ is σ in the form of package tensor: for the sigmoid 1/(1+e) or e/(1+e) with
// e = e^(−|x|).
func carefulσ[N gradcheck.Number[N]](σ nn.Activation, x N) N {
	if σ != nn.Sigmoid {
		return textbookσ(σ, x)
	}
	e, one := decline(x, 1), x.Of(1)
	if x.Sign() < 0 {
		return e.Quo(one.Add(e))
	}
	return one.Quo(one.Add(e))
}

// carefulSlope is σ′ in the form of package tensor: e/(1+e)² with e = e^(−|x|), 4e/(1+e)²
// with e = e^(−2|x|), and u(x).
func carefulSlope[N gradcheck.Number[N]](σ nn.Activation, x N) N {
	if σ == nn.ReLU {
		return textbookSlope(σ, x)
	}
	e, four := decline(x, 1), x.Of(1)
	if σ == nn.Tanh {
		e, four = decline(x, 2), x.Of(4)
	}
	d := x.Of(1).Add(e)
	return four.Mul(e).Quo(d.Mul(d))
}

// careful returns the loss and its gradient as the package computes them.
func careful[N gradcheck.Number[N]](e *example, θ []N) (loss N, g []N) {
	g = make([]N, len(θ))
	dW, db, dV, dc := blocks(e, g)
	_, _, V, _ := blocks(e, θ)
	for n := range e.X {
		x := gradcheck.FromFloats[N](e.X[n])
		α, Z, A := logits(e, θ, x, carefulσ[N])
		l, dA := output(A, e.T[n])
		loss = loss.Add(l)
		if e.M == 0 {
			outer(dW, x, dA)
			continue
		}
		outer(dV, Z, dA)
		addTo(dc, dA)
		dα := make([]N, e.M)
		for m := range dα {
			dα[m] = affine(dα[m], dA, V[m*e.K:], 0, 1).Mul(carefulSlope(e.σ, α[m]))
		}
		outer(dW, x, dα)
		addTo(db, dα)
	}
	for i := range g {
		if e.decays(i) {
			g[i] = g[i].Add(θ[i].Mul(θ[i].Of(e.λ)))
		}
	}
	return loss, g
}

// output returns −Σ t log y of one row and its gradient in the logits.
func output[N gradcheck.Number[N]](A []N, t []float64) (loss N, dA []N) {
	m := A[0]
	for _, a := range A {
		m = m.Max(a)
	}
	var sum, zero N
	Y := make([]N, len(A))
	for k, a := range A {
		Y[k] = a.Sub(m).Exp()
		sum = sum.Add(Y[k])
	}
	total, ones := 0.0, 0
	for k, tk := range t {
		Y[k] = Y[k].Quo(sum)
		if total += tk; tk != 0 {
			ones++
			loss = loss.Sub(zero.Of(tk).Mul(A[k].Sub(m).Sub(sum.Log())))
		}
	}
	for k, tk := range t {
		d := zero.Of(total).Mul(Y[k]).Sub(zero.Of(tk))
		if total == 1 && ones == 1 { // one-hot: y, and −Σ of the others at the 1
			if d = Y[k]; tk == 1 {
				d = zero
				for l := range Y {
					if l != k {
						d = d.Sub(Y[l])
					}
				}
			}
		}
		dA = append(dA, d)
	}
	return loss, dA
}

// outer adds the products xᵢ·yⱼ to A, row by row.
func outer[N gradcheck.Number[N]](A, x, y []N) {
	for i := range x {
		for j := range y {
			A[i*len(y)+j] = A[i*len(y)+j].Add(x[i].Mul(y[j]))
		}
	}
}

// addTo adds y to x.
func addTo[N gradcheck.Number[N]](x, y []N) {
	for i := range y {
		x[i] = x[i].Add(y[i])
	}
}
