package gradcheck

// Dual is a number with its derivative along one direction, x + x′ε with ε² = 0: a
// formula in Duals gives its value and its exact derivative, without a difference
// and without a step.
//
// Formulas branch on the value. Where it is NaN the slope means nothing. At a tie
// [Dual.Max] has the slope of its second operand, so x.Max(0), the ReLU, has the slope 0
// at 0: write the constant second. [Dual.Abs] has the slope 0 at 0.
type Dual[N Number[N]] struct {
	Value N // x
	Slope N // x′

	ties *ties // where ties of this evaluation are noted and broken, if anywhere
}

// ties is a record of the maxima of an evaluation whose operands are equal and have
// different slopes: there the function may have a kink.
type ties struct {
	onward bool // the larger slope wins, as it does on the side to which the direction points
	count  int
}

// ahead notes a tie of operands whose slopes differ by a number of that sign, if they
// do, and reports whether the larger slope wins.
func (t *ties) ahead(gap int) bool {
	if t == nil || gap == 0 {
		return false
	}
	t.count++
	return t.onward
}

// Seed returns the point with the derivative of its coordinate i, 1, and of the
// others, 0: a function of it has its partial derivative in Slope.
func Seed[N Number[N]](at []float64, i int) []Dual[N] { return seed[N](at, i, 1, nil) }

// seed is Seed with another derivative, and with a record of ties.
func seed[N Number[N]](at []float64, i int, direction float64, t *ties) []Dual[N] {
	xs := FromFloats[Dual[N]](at)
	xs[i].Slope = xs[i].Value.Of(direction)
	for k := range xs {
		xs[k].ties = t
	}
	return xs
}

// of returns {value, slope} as a result of x and y.
func (x Dual[N]) of(y Dual[N], value, slope N) Dual[N] {
	if x.ties == nil {
		x.ties = y.ties
	}
	return Dual[N]{value, slope, x.ties}
}

// chain returns f(x), of slope f′(x)·x′.
func (x Dual[N]) chain(f, derivative N) Dual[N] { return x.of(x, f, x.Slope.Mul(derivative)) }

// Of returns the constant c: slope 0.
func (x Dual[N]) Of(c float64) Dual[N] { return Dual[N]{Value: x.Value.Of(c), Slope: x.Value.Of(0)} }

// Add returns x + y: x′ + y′.
func (x Dual[N]) Add(y Dual[N]) Dual[N] {
	return x.of(y, x.Value.Add(y.Value), x.Slope.Add(y.Slope))
}

// Sub returns x − y: x′ − y′.
func (x Dual[N]) Sub(y Dual[N]) Dual[N] {
	return x.of(y, x.Value.Sub(y.Value), x.Slope.Sub(y.Slope))
}

// Mul returns x·y: x′y + xy′.
func (x Dual[N]) Mul(y Dual[N]) Dual[N] {
	return x.of(y, x.Value.Mul(y.Value), x.Slope.Mul(y.Value).Add(x.Value.Mul(y.Slope)))
}

// Quo returns q = x/y: (x′ − qy′)/y.
func (x Dual[N]) Quo(y Dual[N]) Dual[N] {
	q := x.Value.Quo(y.Value)
	return x.of(y, q, x.Slope.Sub(q.Mul(y.Slope)).Quo(y.Value))
}

// Neg returns −x: −x′.
func (x Dual[N]) Neg() Dual[N] { return x.of(x, x.Value.Neg(), x.Slope.Neg()) }

// Exp returns eˣ: x′eˣ.
func (x Dual[N]) Exp() Dual[N] {
	e := x.Value.Exp()
	return x.chain(e, e)
}

// Expm1 returns eˣ − 1: x′eˣ.
func (x Dual[N]) Expm1() Dual[N] { return x.chain(x.Value.Expm1(), x.Value.Exp()) }

// Log returns log x: x′/x.
func (x Dual[N]) Log() Dual[N] { return x.of(x, x.Value.Log(), x.Slope.Quo(x.Value)) }

// Log1p returns log(1 + x): x′/(1 + x).
func (x Dual[N]) Log1p() Dual[N] {
	return x.of(x, x.Value.Log1p(), x.Slope.Quo(x.Value.Of(1).Add(x.Value)))
}

// Sqrt returns r = √x: x′/2r. At 0 that is infinite, but 0 for x′ = 0, as if x were a
// square: the mean of the slopes of |t| = √t² at 0, and what a later factor of 0 leaves
// of it, as in (t²)^(3/2).
func (x Dual[N]) Sqrt() Dual[N] {
	r := x.Value.Sqrt()
	if isZero(x.Value) && isZero(x.Slope) {
		return x.chain(r, r)
	}
	return x.of(x, r, x.Slope.Quo(r.Add(r)))
}

// isZero reports whether x is 0, which a NaN is not.
func isZero[N Number[N]](x N) bool { return x.Sign() == 0 && x.Float64() == 0 }

// Tanh returns tanh x: x′/cosh² x, as 4e/(1 + e)² with e = e^(−2|x|).
func (x Dual[N]) Tanh() Dual[N] {
	away := x.Value.Abs()
	e := away.Add(away).Neg().Exp()
	d := e.Of(1).Add(e)
	return x.chain(x.Value.Tanh(), e.Of(4).Mul(e).Quo(d.Mul(d)))
}

// Sin returns sin x: x′cos x.
func (x Dual[N]) Sin() Dual[N] { return x.chain(x.Value.Sin(), x.Value.Cos()) }

// Cos returns cos x: −x′sin x.
func (x Dual[N]) Cos() Dual[N] { return x.chain(x.Value.Cos(), x.Value.Sin().Neg()) }

// Erf returns erf x: x′·(2/√π)·e^(−x²). The constant is erf(h)/h for h = 2⁻⁵⁰⁰, in the
// precision of N: its error is h²/3.
func (x Dual[N]) Erf() Dual[N] {
	h := x.Value.Of(0x1p-500)
	return x.chain(x.Value.Erf(), h.Erf().Quo(h).Mul(x.Value.Mul(x.Value).Neg().Exp()))
}

// Abs returns |x|: −x′, 0 or x′ as x is negative, 0 or positive.
func (x Dual[N]) Abs() Dual[N] {
	switch sign := x.Value.Sign(); {
	case sign > 0:
		return x
	case sign < 0:
		return x.Neg()
	case x.ties.ahead(x.Slope.Sign()):
		return x.of(x, x.Value.Abs(), x.Slope.Abs())
	}
	return x.of(x, x.Value.Abs(), x.Value.Of(0))
}

// Max returns the larger of x and y with its slope, at a tie y's.
func (x Dual[N]) Max(y Dual[N]) Dual[N] {
	z := x.of(y, x.Value.Max(y.Value), y.Slope)
	switch x.Value.Sub(y.Value).Sign() {
	case 1:
		z.Slope = x.Slope
	case 0:
		if gap := x.Slope.Sub(y.Slope).Sign(); z.ties.ahead(gap) && gap > 0 {
			z.Slope = x.Slope
		}
	}
	return z
}

// Min returns the smaller of x and y with its slope, at a tie y's.
func (x Dual[N]) Min(y Dual[N]) Dual[N] { return x.Neg().Max(y.Neg()).Neg() }

// Sign returns the sign of the value.
func (x Dual[N]) Sign() int { return x.Value.Sign() }

// Float64 returns the value.
func (x Dual[N]) Float64() float64 { return x.Value.Float64() }
