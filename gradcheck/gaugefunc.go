package gradcheck

import "math"

// Exp returns eˣ: A = eˣ·g/(1 − R), c = 4 and R = 2d.
//
// The slope within 2d of x is at most eˣ·e²ᵈ ≤ eˣ/(1 − 2d).
func (x Gauge) Exp() Gauge {
	z := exponential(x.Value)
	return x.smooth(z, expRoundings, 0, func(u float64) (s, R float64) { return z, 2 * x.error(u) })
}

// Expm1 returns eˣ − 1, with the slope of [Gauge.Exp].
func (x Gauge) Expm1() Gauge {
	e := exponential(x.Value)
	return x.smooth(math.Expm1(x.Value), expRoundings, 0, func(u float64) (s, R float64) { return e, 2 * x.error(u) })
}

// Log returns log x: A = (g/x)/(1 − R), c = 2 and R = 2t.
//
// With t = d/x the slope within 2d of x is at most (1/x)/(1 − 2t).
func (x Gauge) Log() Gauge { return x.logarithm(math.Log(x.Value), x.Value) }

// Log1p returns log(1 + x): [Gauge.Log] with 1 + x in place of x.
func (x Gauge) Log1p() Gauge { return x.logarithm(math.Log1p(x.Value), 1+x.Value) }

// logarithm returns z, a logarithm of slope 1/y.
func (x Gauge) logarithm(z, y float64) Gauge {
	return x.smooth(z, logRoundings, 0, func(u float64) (s, R float64) { return 1 / y, 2 * x.error(u) / y })
}

// Sqrt returns √x: A = √x·(g/2x)/(1 − R), c = 1 and R = 2t. The
// root of an exact 0 is exact; near an inexact 0 nothing is known.
//
// With t = d/x the slope within 2d of x is at most (1/2√x)/√(1 − 2t) ≤ (1/2√x)/(1 − 2t).
func (x Gauge) Sqrt() Gauge {
	z := math.Sqrt(x.Value)
	if x.Gauge == 0 {
		return Gauge{Value: z, Count: x.Count + sqrtRoundings}
	}
	return x.smooth(z, sqrtRoundings, 0, func(u float64) (s, R float64) {
		return z / x.Value / 2, 2 * x.error(u) / x.Value
	})
}

// Tanh returns tanh x: A = (g/cosh² x)/(1 − R), c = 5 and R = 4d.
//
// The logarithm of the slope changes by at most 2 per unit, so that it is within 2d of
// x at most e⁴ᵈ/cosh² x ≤ (1/cosh² x)/(1 − 4d). It is computed as 4e/(1 + e)²,
// e = e^−2|x|, since 1 − tanh² x cancels.
func (x Gauge) Tanh() Gauge {
	e := math.Exp(-2 * math.Abs(x.Value))
	slope := 4 * e / ((1 + e) * (1 + e))
	return x.smooth(math.Tanh(x.Value), tanhRoundings, 0, func(u float64) (s, R float64) { return slope, 4 * x.error(u) })
}

// Sin returns sin x: A = g·min(1, |cos x| + 2d) and c = 4 relative to min(1, |x|), since the slope
// changes by at most 1 per unit.
func (x Gauge) Sin() Gauge {
	z, slope := math.Sincos(x.Value)
	return x.smooth(z, sinRoundings, min(1, math.Abs(x.Value)), func(u float64) (s, R float64) { return min(1, math.Abs(slope)+2*x.error(u)), 0 })
}

// Cos returns cos x: A = g·min(1, |sin x| + 2d) and c = 4 relative to 1.
func (x Gauge) Cos() Gauge {
	slope, z := math.Sincos(x.Value)
	return x.smooth(z, sinRoundings, 1, func(u float64) (s, R float64) { return min(1, math.Abs(slope)+2*x.error(u)), 0 })
}

// Erf returns erf x: A = g·s/(1 − R) with s = (2/√π)·e^(−x²), c = 4 and
// R = 4d·|x| + 2⁻⁵²·x².
//
// Within 2d of x the square is at least x² − 4d·|x|, and the slope at most s·e^(4d·|x|) ≤ s/(1 − 4d·|x|).
// The last term is for the rounding of x², which changes s by 2⁻⁵³·x² relative to it.
func (x Gauge) Erf() Gauge {
	v := math.Abs(x.Value)
	slope := 2 / math.Sqrt(math.Pi) * math.Exp(-v*v)
	return x.smooth(math.Erf(x.Value), erfRoundings, 0, func(u float64) (s, R float64) {
		return slope, 4*x.error(u)*v + 0x1p-52*v*v
	})
}

// Max returns the larger of x and y. Where x − y > 2(d + d′) that is x with its
// own gauge: x̂ is within 2d of x and x* within d, ŷ and y* accordingly, so x̂ > ŷ and
// x* > y*, and no rounding decides otherwise. Elsewhere it is {max(x, y), max(g, g′),
// max(n, n′)}, since the larger of x̂ and ŷ is no further from the larger of x* and y*
// than the further of the two is from its own, whichever of them wins.
func (x Gauge) Max(y Gauge) Gauge {
	unsure := 2 * (x.error(Unit32) + y.error(Unit32))
	if x.Value-y.Value > unsure {
		return x
	} else if y.Value-x.Value > unsure {
		return y
	}
	return ruled(max(x.Value, y.Value), max(x.Count, y.Count), func(u float64) (G, R float64) { return max(x.at(u), y.at(u)), 0 })
}

// Min returns the smaller of x and y, −max(−x, −y).
func (x Gauge) Min(y Gauge) Gauge { return x.Neg().Max(y.Neg()).Neg() }
