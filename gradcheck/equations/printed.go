package equations

import (
	"chainrule/gradcheck"
	"chainrule/nn"
)

// The printed forms of section 2.3 that differ from the correct ones, tried as
// they stand in the paper.

// printed28 tries the sum for ∂J/∂V under its printed left side, ∂aₙₖ/∂Vₘₖ.
func printed28(e *evidence) {
	sumAsLogitSlope(e, blockV, func(in *instance, i int) int { return i % in.K })
}

// printed29 tries the sum for ∂J/∂c under its printed left side, ∂aₙₖ/∂cₖ.
func printed29(e *evidence) { sumAsLogitSlope(e, blockC, func(_ *instance, i int) int { return i }) }

// sumAsLogitSlope claims the gradient of J in a block to be the derivative of a[0,k],
// where k is the column of the parameter.
func sumAsLogitSlope(e *evidence, block func(*instance) (lo, hi int), column func(in *instance, i int) int) {
	for _, in := range asPrinted(all...) {
		truth, c := logitJacobian(in), networkClaims(in)
		lo, hi := block(in)
		for i := lo; i < hi; i++ {
			k := column(in, i-lo)
			e.add(-c.gradient[i], truth[k][i], c.gauge.gradient[i], "∂a[0,%d]/∂%s (%v)", k, in.where(i), in)
		}
	}
}

// printed39 tries V[m,k] under its printed left side, ∂aₙₖ/∂aₙₘ, which is δₖₘ.
func printed39(e *evidence) {
	for _, in := range asPrinted(all...) {
		V := unpack(in, in.θ).V
		for m := range in.M {
			for k := range in.K {
				e.exact(V[m][k], gradcheck.BigOf(δ(k, m)), "∂a[0,%d]/∂a[0,%d] (%v)", k, m, in)
			}
		}
	}
}

// printed43 tries u(z), of z = max(0, α), with u(0) = 0.
func printed43(e *evidence) {
	for _, x := range preactivations {
		truth := gradcheck.Differences(func(x []gradcheck.Big) gradcheck.Big { return sigma(nn.ReLU, x[0]) }, []float64{x})
		u := slope(nn.ReLU, sigma(nn.ReLU, gradcheck.Gauge{}.Of(x)))
		e.add(u.Value, truth[0], u, "u(z) at α = %v", x)
	}
}

// printed44 tries (44) for all activations, since it names none.
func printed44(e *evidence) { printedHidden(e, all, blockW, sigmoidSlope) }

// printed45 tries (45) likewise, with b[m] for the undefined b[bm].
func printed45(e *evidence) { printedHidden(e, all, blockB, sigmoidSlope) }

// printed46 tries (46) for ReLU, which its caption names.
func printed46(e *evidence) { printedHidden(e, relu, blockW, sigmoidSlope) }

// printed47 tries (47) for all activations, since its caption says "generic", and
// as it stands: [(T − Y)Vᵀ] ⊙ Z is compared with 0.
func printed47(e *evidence) { printedHidden(e, all, blockW, isPositive) }

// term is what the printed forms make of x = [(T − Y)Vᵀ]ₙₘ and z = zₙₘ, in the two
// arithmetics of a claim.
type term struct {
	float func(x, z gradcheck.Float64) gradcheck.Float64
	gauge func(x, z gradcheck.Gauge) gradcheck.Gauge
}

var (
	sigmoidSlope = term{timesSlope[gradcheck.Float64], timesSlope[gradcheck.Gauge]}
	isPositive   = term{positive[gradcheck.Float64], positive[gradcheck.Gauge]}
)

// timesSlope is x·z·(1 − z).
func timesSlope[N number[N]](x, z N) N { return x.Mul(z).Mul(z.Of(1).Sub(z)) }

// positive is x·z > 0: 1 if it is true, 0 if not.
func positive[N number[N]](x, z N) N {
	if x.Mul(z).Sign() > 0 {
		return x.Of(1)
	}
	return x.Of(0)
}

// printedHidden enters the gradient in W or b that has the term in place of
// [(T − Y)Vᵀ] ⊙ σ′(α).
func printedHidden(e *evidence, activations []nn.Activation, block func(*instance) (lo, hi int), t term) {
	for _, in := range asPrinted(activations...) {
		lo, hi := block(in)
		claim, gauge := hiddenGradient(in, t.float), hiddenGradient(in, t.gauge)
		for i := lo; i < hi; i++ {
			e.formula(claim[i], gauge[i], in.truth()[i], "%s (%v)", in.where(i), in)
		}
	}
}

// hiddenGradient returns Xᵀ·H and Hᵀ·1, row by row, where the elements of H are
// the term of [(T − Y)Vᵀ] and Z.
func hiddenGradient[N number[N]](in *instance, term func(x, z N) N) []N {
	θ := gradcheck.FromFloats[N](in.θ)
	V := unpack(in, θ).V
	X, H := rectangle[N](in.N, in.D), rectangle[N](in.N, in.M)
	for n := range in.N {
		X[n] = gradcheck.FromFloats[N](in.X[n])
		r := network(in, θ, n)
		residual := gradcheck.FromFloats[N](in.T[n])
		for k := range residual {
			residual[k] = residual[k].Sub(r.y[k])
		}
		for m := range H[n] {
			H[n][m] = term(dot(residual, V[m]), r.z[m])
		}
	}
	return append(transposedProduct(X, H), columnSums(H)...)
}
