package gradcheck

import (
	"fmt"
	"math"
)

// Differences returns the gradient of f at a point, as the central differences
//
//	(f(x + h·eᵢ) − f(x − h·eᵢ)) / 2h
//
// in 320 bits, with the step h = 2⁻⁹⁰·|xᵢ|, rounded down to a power of two, since
// functions such as the root bend on the scale of their argument. Below
// |xᵢ| = 2⁻⁶⁴ it is 2⁻¹⁵⁴.
//
// The error of a slope has two parts: truncation, h²/6 times the third
// derivative of f nearby, at most 2⁻¹⁸²·x²·|f‴|; and rounding, the error of f
// over h, at most 2⁻²²⁹·κ·|f/x| if f is evaluated within κ·2⁻³²⁰·|f|. Below 2⁻⁶⁴ these
// are 2⁻³¹⁰·|f‴| and 2⁻¹⁶⁶·κ·|f|. Beside the roundings of a gradient in doubles, 2⁻⁵³,
// both are nothing unless f and its derivatives differ by factors of 2¹⁰⁰. At a
// kink of f the result is the mean of the slopes on both sides;
// [Function.Oracles] finds kinks.
//
// It calls f twice per entry, each time with a new slice.
func Differences(f func([]Big) Big, at []float64) []Big {
	slopes := make([]Big, len(at))
	for i := range at {
		above, below, h := neighbours(at, i, 0)
		slopes[i] = central(f(above), f(below), h)
	}
	return slopes
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
		above, below, h := neighbours(at, i, 0)
		p, q := f(above), f(below)
		if i == 0 {
			J = rectangle[Big](len(p), len(at))
		}
		mustHave("Jacobian", len(J), len(p))
		mustHave("Jacobian", len(J), len(q))
		for j := range J {
			J[j][i] = central(p[j], q[j], h)
		}
	}
	return J
}

// LengthError is the value of the panic when a function returns outputs of
// varying number.
type LengthError struct {
	Op        string
	Want, Got int
}

// Error says which operation wanted how many outputs.
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

// neighbours returns the points x + h·eᵢ and x − h·eᵢ, and h, that of [Differences]
// times 2⁻ⁿ.
func neighbours(at []float64, i, n int) (above, below []Big, h Big) {
	h = BigOf(math.Ldexp(step(at[i]), -n))
	above, below = FromFloats[Big](at), FromFloats[Big](at)
	above[i], below[i] = above[i].Add(h), below[i].Sub(h)
	return above, below, h
}

// step returns the h of [Differences].
func step(x float64) float64 {
	_, e := math.Frexp(max(math.Abs(x), 0x1p-64))
	return math.Ldexp(1, e-1-90)
}

// central returns (above − below)/2h.
func central(above, below, h Big) Big { return above.Sub(below).Quo(h.Add(h)) }
