package gradcheck

// Precise is a number in 320 bits with the running error analysis of its evaluation in
// float64 or float32. It has the methods of [Number], each for both parts, and branches as the number does.
type Precise struct {
	Big   Big
	Gauge Gauge
}

// Exact is the dual number in which [CheckExact] evaluates an objective: the slope in 320
// bits is the truth, and its gauge bounds the error of a gradient by forward differentiation.
type Exact = Dual[Precise]

func (x Precise) Of(c float64) Precise  { return Precise{x.Big.Of(c), x.Gauge.Of(c)} }
func (x Precise) Add(y Precise) Precise { return Precise{x.Big.Add(y.Big), x.Gauge.Add(y.Gauge)} }
func (x Precise) Sub(y Precise) Precise { return Precise{x.Big.Sub(y.Big), x.Gauge.Sub(y.Gauge)} }
func (x Precise) Mul(y Precise) Precise { return Precise{x.Big.Mul(y.Big), x.Gauge.Mul(y.Gauge)} }
func (x Precise) Quo(y Precise) Precise { return Precise{x.Big.Quo(y.Big), x.Gauge.Quo(y.Gauge)} }
func (x Precise) Neg() Precise          { return Precise{x.Big.Neg(), x.Gauge.Neg()} }
func (x Precise) Abs() Precise          { return Precise{x.Big.Abs(), x.Gauge.Abs()} }
func (x Precise) Exp() Precise          { return Precise{x.Big.Exp(), x.Gauge.Exp()} }
func (x Precise) Expm1() Precise        { return Precise{x.Big.Expm1(), x.Gauge.Expm1()} }
func (x Precise) Log() Precise          { return Precise{x.Big.Log(), x.Gauge.Log()} }
func (x Precise) Log1p() Precise        { return Precise{x.Big.Log1p(), x.Gauge.Log1p()} }
func (x Precise) Sqrt() Precise         { return Precise{x.Big.Sqrt(), x.Gauge.Sqrt()} }
func (x Precise) Tanh() Precise         { return Precise{x.Big.Tanh(), x.Gauge.Tanh()} }
func (x Precise) Sin() Precise          { return Precise{x.Big.Sin(), x.Gauge.Sin()} }
func (x Precise) Cos() Precise          { return Precise{x.Big.Cos(), x.Gauge.Cos()} }
func (x Precise) Erf() Precise          { return Precise{x.Big.Erf(), x.Gauge.Erf()} }
func (x Precise) Max(y Precise) Precise { return Precise{x.Big.Max(y.Big), x.Gauge.Max(y.Gauge)} }
func (x Precise) Min(y Precise) Precise { return Precise{x.Big.Min(y.Big), x.Gauge.Min(y.Gauge)} }
func (x Precise) Sign() int             { return x.Big.Sign() }
func (x Precise) Float64() float64      { return x.Big.Float64() }
