package nn

// Schedule is the learning rate η of each step, from 1. It must be finite and above 0.
type Schedule func(step int) float64

// Constant returns the schedule η.
func Constant(η float64) Schedule { return func(int) float64 { return η } }

// StepDecay returns the schedule η·f^⌊(t−1)/n⌋: the rate is multiplied by f after every n steps. It
// panics with a [*ShapeError] if n < 1.
func StepDecay(η, f float64, n int) Schedule {
	if n < 1 {
		mismatch("StepDecay", "n = %d", n)
	}
	return func(t int) float64 {
		rate, square := η, f
		for k := (t - 1) / n; k > 0; k /= 2 {
			if k%2 == 1 {
				rate = float64(rate * square)
			}
			square = float64(square * square)
		}
		return rate
	}
}

// Cosine returns the schedule that falls from η in step 1 towards last after n steps, along half a
// cosine, and stays at last:
//
//	last + (η − last)·(1 + cos(π(t−1)/n))/2
//
// It panics with a [*ShapeError] if n < 1.
func Cosine(η, last float64, n int) Schedule {
	if n < 1 {
		mismatch("Cosine", "n = %d", n)
	}
	return func(t int) float64 {
		if t > n {
			return last
		}
		share := (1 + cosineOfPi(float64(t-1)/float64(n))) / 2
		return last + float64((η-last)*share)
	}
}

// WarmUp returns the schedule with its first n steps reduced to t/n of their rate.
func (s Schedule) WarmUp(n int) Schedule {
	return func(t int) float64 {
		if t < n {
			return float64(s(t) * float64(t) / float64(n))
		}
		return s(t)
	}
}

// cosineOfPi returns cos πx for 0 ≤ x ≤ 1, with the same bits on every machine and an error of at most
// 2⁻⁵⁰: with y = π(½ − x), it is sin y = y − y³/3! + y⁵/5! − …, whose first term left out
// is below (π/2)²³/23! = 1.3e-18.
func cosineOfPi(x float64) float64 {
	const π = 3.14159265358979323846
	y := float64(π * (0.5 - x))
	term, sum := y, y
	for k := 2.0; k < 22; k += 2 {
		term = float64(-term*y) * y / (k * (k + 1))
		sum += term
	}
	return sum
}
