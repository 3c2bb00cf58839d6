package gradcheck

import (
	"fmt"
	"math"
	"math/big"
)

// Differences returns the gradient of f at a point, as the central differences
//
//	(f(x + h·eᵢ) − f(x − h·eᵢ)) / 2h
//
// in 320 bits, with the step h = 2⁻⁹⁰·|xᵢ|, rounded down to a power of two, since
// functions such as the root bend on the scale of their argument. Below
// |xᵢ| = 2⁻⁶⁴ it is 2⁻¹⁵⁴, so that nothing is known of the logarithm at 10⁻⁵⁰.
//
// The error of a slope has two parts: truncation, h²/6 times the third
// derivative of f nearby, at most 2⁻¹⁸²·x²·|f‴|; and rounding, the error of f
// over h, at most 2⁻²²⁹·κ·|f/x| if f is evaluated within κ·2⁻³²⁰·|f|. Below 2⁻⁶⁴ these
// are 2⁻³¹⁰·|f‴| and 2⁻¹⁶⁶·κ·|f|. Beside the roundings of a gradient in doubles, 2⁻⁵³,
// both are nothing unless f and its derivatives differ by factors of 2¹⁰⁰. At a
// kink of f the result is the mean of the slopes on both sides; [Function.References] finds kinks.
//
// It calls f twice per entry, each time with a new slice.
func Differences(f func([]Big) Big, at []float64) []Big {
	return Jacobian(func(x []Big) []Big { return []Big{f(x)} }, at)[0]
}

// Jacobian returns the derivatives J[j][i] = ∂fⱼ/∂xᵢ of a vector function at a
// point, one row per output and one column per input, each formed and accurate
// as in [Differences].
//
// It panics with a [*LengthError] if f does not always return the same number
// of outputs. Without inputs it calls f once, for the number of rows.
func Jacobian(f func([]Big) []Big, at []float64) [][]Big {
	if len(at) == 0 {
		return make([][]Big, len(f(nil)))
	}
	var J [][]Big
	for i := range at {
		partials, _ := secants(f, at, i, step(reach(at[i]), 0))
		if i == 0 {
			J = rectangle[Big](len(partials), len(at))
		}
		mustHave("Jacobian", len(J), len(partials))
		for j := range J {
			J[j][i] = partials[j]
		}
	}
	return J
}

// secants returns the central differences of all outputs in coordinate i over h, and their noise: 2²⁰
// roundings of the larger value, over h.
func secants(f func([]Big) []Big, at []float64, i int, h Big) (slopes []Big, noise []float64) {
	above, below := FromFloats[Big](at), FromFloats[Big](at)
	above[i], below[i] = above[i].Add(h), below[i].Sub(h)
	p, q := f(above), f(below)
	mustHave("Jacobian", len(p), len(q))
	for j := range p {
		slopes = append(slopes, central(p[j], q[j], h))
		noise = append(noise, p[j].Abs().Max(q[j].Abs()).Mul(BigOf(0x1p-300)).Quo(h).Float64())
	}
	return slopes, noise
}

// LengthError is the value of the panic when a function returns outputs of
// varying number.
type LengthError struct {
	Op        string
	Want, Got int
}

// Error names the operation and the expected and actual numbers of outputs.
func (e *LengthError) Error() string {
	return fmt.Sprintf("gradcheck: %s: the function returned %d outputs, then %d", e.Op, e.Want, e.Got)
}

func mustHave(op string, want, got int) {
	if got != want {
		panic(&LengthError{Op: op, Want: want, Got: got})
	}
}

func rectangle[E any](rows, cols int) [][]E {
	m := make([][]E, rows)
	for j := range m {
		m[j] = make([]E, cols)
	}
	return m
}

// reach returns the length that the h of [Differences] at x is a part of.
func reach(x float64) float64 { return max(math.Abs(x), 0x1p-64) }

// step returns 2⁻⁹⁰⁻ⁿ·|x|, rounded down to a power of two.
func step(x float64, n int) Big {
	_, e := math.Frexp(x)
	return Big{x: newFloat(Bits).SetMantExp(big.NewFloat(1), e-1-90-n)}
}

// central returns (above − below)/2h.
func central(above, below, h Big) Big { return above.Sub(below).Quo(h.Add(h)) }
