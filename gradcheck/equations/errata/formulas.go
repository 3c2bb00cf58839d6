package errata

import (
	"math/big"

	"chainrule/gradcheck"
)

// The formulas of the paper for any arithmetic, written anew: nothing here is shared
// with the trials of the equations.

type (
	number[N any] = gradcheck.Number[N]
	real320       = gradcheck.Big
	double        = gradcheck.Float64
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
func sigmoid[N number[N]](x N) N { return x.Of(1).Quo(x.Of(1).Add(x.Neg().Exp())) }

// slope is σ′ in terms of α and z.
type slope[N any] func(α, z N) N

func sigmoidSlope[N number[N]](_, z N) N { return z.Mul(z.Of(1).Sub(z)) }

// reluSlope is 1[α > 0].
func reluSlope[N number[N]](α, _ N) N {
	if α.Sign() > 0 {
		return α.Of(1)
	}
	return α.Of(0)
}

// heavisideSlope is u(z) with u(0) = 1.
func heavisideSlope[N number[N]](_, z N) N {
	if z.Sign() >= 0 {
		return z.Of(1)
	}
	return z.Of(0)
}

// printedSlope is the 1[z > 0] of (47).
func printedSlope[N number[N]](_, z N) N { return reluSlope(z, z) }

// noSlope leaves the hidden layer as it was drawn.
func noSlope[N number[N]](α, _ N) N { return α.Of(0) }

// rat returns p/q.
func rat(p, q int64) *big.Rat { return big.NewRat(p, q) }

// product is that of fractions.
func product(xs ...*big.Rat) *big.Rat {
	p := rat(1, 1)
	for _, x := range xs {
		p.Mul(p, x)
	}
	return p
}

// agree reports whether two numbers of 320 bits are one: they differ by at most
// 2⁻¹⁰⁰, relative to the truth where that is above 1. A formula errs by some 2⁻³¹⁰, and
// a difference by 2⁻¹⁸²·x²·|f‴|, see [gradcheck.Differences]; no derivative here is
// near 2⁸⁰, and no wrong formula as near as 2⁻⁵⁰.
func agree(formula, truth real320) bool {
	if formula.IsNaN() || truth.IsNaN() {
		return false
	}
	bound := truth.Of(1).Max(truth).Max(truth.Neg()).Mul(truth.Of(0x1p-100))
	gap := formula.Sub(truth)
	return gap.Max(gap.Neg()).Cmp(bound) <= 0
}
