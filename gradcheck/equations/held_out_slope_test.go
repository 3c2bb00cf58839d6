package equations

import "math"

// inside is f where |α| is at most a limit, and 0 beyond.
func inside(limit float64, f func(α float64) float64) func(*probe) []float64 {
	return atX(func(α float64) float64 {
		if math.Abs(α) > limit {
			return 0
		}
		return f(α)
	})
}

// above is 1 for α > limit, and 0 otherwise.
func above(limit float64) func(*probe) []float64 {
	return atX(func(α float64) float64 {
		if α > limit {
			return 1
		}
		return 0
	})
}

// carefulSigmoid and carefulTanh are σ′ as the claims have them.
func carefulSigmoid(α float64) float64 {
	e := math.Exp(-math.Abs(α))
	return e / ((1 + e) * (1 + e))
}

func carefulTanh(α float64) float64 {
	e := math.Exp(-2 * math.Abs(α))
	return 4 * e / ((1 + e) * (1 + e))
}

var heldOutSlope = []Mutant{
	{Equation: "41", Name: "hard: ⅕ for |α| < 2½", answer: inside(2.5, func(float64) float64 { return 0.2 })},
	{Equation: "42", Name: "that of the sigmoid, at 2α", answer: atX(func(α float64) float64 { return carefulSigmoid(2 * α) })},
	{Equation: "42", Name: "1/cosh² α", answer: atX(func(α float64) float64 { return 1 / (math.Cosh(α) * math.Cosh(α)) }),
		Equivalent: "1 − tanh² = 1/cosh². The square overflows only where 1/cosh² is below the least normal number, and it has fewer roundings."},
}

// heldOutSlopeSubtle show at some points alone.
var heldOutSlopeSubtle = []Mutant{
	{Equation: "41", Name: "0 beyond |α| = 36", answer: inside(36, carefulSigmoid)},
	{Equation: "41", Name: "e^−α, without |α|", answer: atX(func(α float64) float64 {
		e := math.Exp(-α)
		return e / ((1 + e) * (1 + e))
	})},
	{Equation: "41", Name: "0 where α = 0", answer: atX(func(α float64) float64 {
		if α == 0 {
			return 0
		}
		return carefulSigmoid(α)
	})},
	{Equation: "42", Name: "(1 − z)(1 + z)", answer: atX(func(α float64) float64 { return (1 - math.Tanh(α)) * (1 + math.Tanh(α)) })},
	{Equation: "42", Name: "1 for |α| < 10⁻⁴", answer: atX(func(α float64) float64 {
		if math.Abs(α) < 1e-4 {
			return 1
		}
		return carefulTanh(α)
	})},
	{Equation: "42", Name: "1 for |α| < 10⁻²", answer: atX(func(α float64) float64 {
		if math.Abs(α) < 1e-2 {
			return 1
		}
		return carefulTanh(α)
	})},
	{Equation: "43", Name: "½ at the kink", answer: atX(func(α float64) float64 { return (1 + float64(math.Copysign(1, α)*min(math.Abs(α)*0x1p1000, 1))) / 2 })},
	{Equation: "43", Name: "α > 1e-12", answer: above(1e-12)},
	{Equation: "43", Name: "α > 1e-8", answer: above(1e-8)},
	{Equation: "43", Name: "α > −1e-12", answer: above(-1e-12)},
	{Equation: "43", Name: "0 above 6, as of ReLU6", answer: atX(func(α float64) float64 { return step(double(α)).Float64() * step(double(6-α)).Float64() })},
}
