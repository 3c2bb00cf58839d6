package adam

import "math"

// Average is the arithmetic mean of the values so far, updated in O(1):
//
//	X̄_T = (1 − 1/T)·X̄_{T−1} + X_T/T
//
// The zero value is ready to use.
type Average struct {
	count int
	mean  float64
}

// Add takes in x and returns the mean of all values so far. Of the equal forms of
// the recursion it uses X̄ + (X − X̄)/T, which leaves a constant sequence unchanged.
//
// Equation (50).
func (a *Average) Add(x float64) float64 {
	a.count++
	a.mean += (x - a.mean) / float64(a.count)
	return a.mean
}

// EWMA is the exponentially weighted moving average, from y(0) = 0:
//
//	y(t) = β·y(t−1) + (1−β)·x(t)
//
// Equation (51) is this with the bar on the wrong letters: as printed, it says
// that the average is the value before the last.
type EWMA struct {
	β, y       float64
	correction BiasCorrection
}

// NewEWMA returns the average with decay 0 ≤ β < 1.
func NewEWMA(β float64) (*EWMA, error) {
	if err := checkDecayRate[float64]("beta", β); err != nil {
		return nil, err
	}
	return &EWMA{β: β, correction: newBiasCorrection(β)}, nil
}

// Add takes in x(t) and returns y(t), which is biased towards the start, 0.
//
// Equations (51), (57).
func (e *EWMA) Add(x float64) float64 {
	e.correction.Advance()
	e.y = float64(e.β*e.y) + float64((1-e.β)*x)
	return e.y
}

// Corrected returns ŷ(t) = y(t)/(1−βᵗ), the average with weights that sum to 1: of
// a constant sequence it is the constant, from the first value on, within rounding: the last bit of
// a subnormal number, where y is one, divided by 1−βᵗ. It is NaN before the first Add.
//
// Equation (58).
func (e *EWMA) Corrected() float64 { return e.y / e.correction.Denominator() }

// BiasCorrection keeps 1 − βᵗ. The power is a pair of doubles, hi + lo, whose
// relative error grows by about 2⁻¹⁰⁴ a step, so that the difference is right to
// 2 ulp however many digits cancel.
type BiasCorrection struct {
	β, hi, lo float64
}

// NewBiasCorrection returns the correction for 0 ≤ β < 1 at t = 0.
func NewBiasCorrection(β float64) (*BiasCorrection, error) {
	if err := checkDecayRate[float64]("beta", β); err != nil {
		return nil, err
	}
	c := newBiasCorrection(β)
	return &c, nil
}

func newBiasCorrection(β float64) BiasCorrection { return BiasCorrection{β: β, hi: 1} }

// Advance increases t by 1. The power stays where it is once it has sunk below
// 2⁻²⁰⁰, beside which 1 is 1.
func (c *BiasCorrection) Advance() {
	if c.hi < 0x1p-200 {
		return
	}
	p := float64(c.hi * c.β)
	e := math.FMA(c.hi, c.β, -p) // hi·β = p + e exactly
	e = math.FMA(c.lo, c.β, e)
	c.hi = p + e
	c.lo = e - (c.hi - p)
}

// Denominator returns 1 − βᵗ, which is 0 at t = 0.
//
// Equation (58).
func (c *BiasCorrection) Denominator() float64 { return (1 - c.hi) - c.lo }
