package gradcheck

// Dual is a number with its derivative along one direction, x + x′ε with ε² = 0: a
// formula in Duals gives its value and its exact derivative, without a difference
// and without a step. That is an oracle of another kind than [Differences], and
// each examines the other.
//
// Formulas branch on the value. Where it is NaN the slope means nothing. At a tie [Dual.Max] has the slope of its second
// operand, so x.Max(0), the ReLU, has the slope 0 at 0: write the constant second.
type Dual[N Number[N]] struct {
	Value N // x
	Slope N // x′
}

// Exact is the dual number of 320 bits, the one that [Claim] and [Function] want.
type Exact = Dual[Big]

// Seed returns the point with the derivative of its coordinate i, 1, and of the
// others, 0: a function of it has its partial derivative in Slope.
func Seed[N Number[N]](at []float64, i int) []Dual[N] {
	xs := FromFloats[Dual[N]](at)
	xs[i].Slope = xs[i].Value.Of(1)
	return xs
}

// Of returns the constant c: slope 0.
func (x Dual[N]) Of(c float64) Dual[N] { return Dual[N]{x.Value.Of(c), x.Value.Of(0)} }

// Add returns x + y: x′ + y′.
func (x Dual[N]) Add(y Dual[N]) Dual[N] { return Dual[N]{x.Value.Add(y.Value), x.Slope.Add(y.Slope)} }

// Sub returns x − y: x′ − y′.
func (x Dual[N]) Sub(y Dual[N]) Dual[N] { return Dual[N]{x.Value.Sub(y.Value), x.Slope.Sub(y.Slope)} }

// Mul returns x·y: x′y + xy′.
func (x Dual[N]) Mul(y Dual[N]) Dual[N] {
	return Dual[N]{x.Value.Mul(y.Value), x.Slope.Mul(y.Value).Add(x.Value.Mul(y.Slope))}
}

// Quo returns q = x/y: (x′ − qy′)/y.
func (x Dual[N]) Quo(y Dual[N]) Dual[N] {
	q := x.Value.Quo(y.Value)
	return Dual[N]{q, x.Slope.Sub(q.Mul(y.Slope)).Quo(y.Value)}
}

// Neg returns −x: −x′.
func (x Dual[N]) Neg() Dual[N] { return Dual[N]{x.Value.Neg(), x.Slope.Neg()} }

// Exp returns eˣ: x′eˣ.
func (x Dual[N]) Exp() Dual[N] {
	e := x.Value.Exp()
	return Dual[N]{e, x.Slope.Mul(e)}
}

// Log returns log x: x′/x.
func (x Dual[N]) Log() Dual[N] { return Dual[N]{x.Value.Log(), x.Slope.Quo(x.Value)} }

// Sqrt returns r = √x: x′/2r, which at 0 is infinite, and NaN for x′ = 0.
func (x Dual[N]) Sqrt() Dual[N] {
	r := x.Value.Sqrt()
	return Dual[N]{r, x.Slope.Quo(r.Add(r))}
}

// Tanh returns tanh x: x′/cosh² x, as 4e/(1 + e)² with e = e^(−2|x|).
func (x Dual[N]) Tanh() Dual[N] {
	away := x.Value.Max(x.Value.Neg())
	e := away.Add(away).Neg().Exp()
	d := e.Of(1).Add(e)
	return Dual[N]{x.Value.Tanh(), x.Slope.Mul(e.Of(4).Mul(e).Quo(d.Mul(d)))}
}

// Max returns the larger of x and y with its slope, at a tie y's.
func (x Dual[N]) Max(y Dual[N]) Dual[N] {
	slope := y.Slope
	if x.Value.Sub(y.Value).Sign() > 0 {
		slope = x.Slope
	}
	return Dual[N]{x.Value.Max(y.Value), slope}
}

// Sign returns the sign of the value.
func (x Dual[N]) Sign() int { return x.Value.Sign() }

// Float64 returns the value.
func (x Dual[N]) Float64() float64 { return x.Value.Float64() }
