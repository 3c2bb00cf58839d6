package equations

import (
	"math"

	"chainrule/nn"
)

// setS sets σ′ to a wrong one, by the activation, α and z.
func setS(f func(σ nn.Activation, α, z float64) float64) func(nn.Activation, *mutableMLP) {
	return func(σ nn.Activation, s *mutableMLP) {
		each(s.S, func(_ float64, n, m int) float64 { return f(σ, s.α[n][m], s.Z[n][m]) })
	}
}

func noSlope(nn.Activation, float64, float64) float64 { return 1 }

// nextSlope is σ′ of another activation.
func nextSlope(σ nn.Activation, α, _ float64) float64 {
	return slope(nextTo(σ), double(α)).Float64()
}

// slopeAtZ is σ′(σ(α)).
func slopeAtZ(σ nn.Activation, _, z float64) float64 { return slope(σ, double(z)).Float64() }

// slopeAtKink is 1 at α = 0.
func slopeAtKink(_ nn.Activation, α, _ float64) float64 {
	if α >= 0 {
		return 1
	}
	return 0
}

// The slope that one activation has, whatever σ is.
func sigmoidSlope(_ nn.Activation, _, z float64) float64 { return z * (1 - z) }
func tanhSlope(_ nn.Activation, _, z float64) float64    { return 1 - float64(z*z) }
func reluSlope(_ nn.Activation, _, z float64) float64    { return step(double(z)).Float64() }

// saturatedSlope is 0 where a unit is nearly certain.
func saturatedSlope(σ nn.Activation, α, _ float64) float64 {
	if s := slope(σ, double(α)).Float64(); s > 1e-6 {
		return s
	}
	return 0
}

// twoSigmas is σ(α)σ(−α).
func twoSigmas(_ nn.Activation, α, _ float64) float64 {
	return activation(nn.Sigmoid, double(α)).Mul(activation(nn.Sigmoid, double(-α))).Float64()
}

// Mistakes in V, which only the gradients in W and b see.

func refillV(s *mutableMLP) { s.V = refilled(s.V) }

// steppedV has V after a step of rate η along its own gradient.
func steppedV(η float64) func(*mutableMLP) {
	return func(s *mutableMLP) {
		dV := cut(times(s.Z, s.R), s.K)
		each(s.V, func(v float64, m, k int) float64 { return v + float64(η*dV[m][k]) })
	}
}

// raisedV adds a number to each row of V: the least magnitude in the row.
func raisedV(s *mutableMLP) {
	for _, row := range s.V {
		least := math.Inf(1)
		for _, v := range row {
			least = min(least, math.Abs(v))
		}
		for k := range row {
			row[k] += least
		}
	}
}

func wrongX(s *mutableMLP) { s.X = moved(s.X) }

// comparedH is [R·Vᵀ] ⊙ Z > 0 as it stands.
func comparedH(s *mutableMLP, H [][]float64) {
	each(H, func(_ float64, n, m int) float64 {
		return step(double(float64(total(products(s.R[n], s.V[m])) * s.Z[n][m]))).Float64()
	})
}

// maskedByProduct has R·Vᵀ where it is positive itself.
func maskedByProduct(s *mutableMLP, H [][]float64) {
	each(H, func(_ float64, n, m int) float64 { return max(total(products(s.R[n], s.V[m])), 0) })
}

func products(x, y []float64) []float64 {
	z := make([]float64, len(x))
	for i := range x {
		z[i] = x[i] * y[i]
	}
	return z
}

// weightedByX has x[n,0] where the 1 belongs.
func weightedByX(s *mutableMLP, H [][]float64) {
	each(H, func(h float64, n, _ int) float64 { return h * s.X[n][0] })
}

// firstRowForgotten leaves out a sample of H alone.
func firstRowForgotten(_ *mutableMLP, H [][]float64) { clear(H[0]) }

// nextUnit has Z′ of the unit beside.
func nextUnit(s *mutableMLP) { s.S = flipped(moved(flipped(s.S))) }

// overUnits is the sum over the units for every sample.
func overUnits(_ *instance, s *mutableMLP) []float64 { return sums(flipped(s.H())) }

// gatedOutputs treats the outputs as units of ReLU.
func gatedOutputs(s *mutableMLP) {
	each(s.R, func(r float64, n, k int) float64 { return r * step(double(s.A[n][k])).Float64() })
}

// inBlock gives the answer in the block of a name alone.
func inBlock(name string, answer func(*probe) []float64) func(*probe) []float64 {
	return func(q *probe) []float64 {
		if q.blocks[0].Name != name {
			return nil
		}
		return answer(q)
	}
}
