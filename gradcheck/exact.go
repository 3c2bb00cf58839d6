package gradcheck

// Precise is a number in 320 bits with the running error analysis of its evaluation in
// float64 or float32. It branches as the number does.
type Precise struct {
	Big   Big
	Gauge Gauge
}

// Exact is the dual number in which [CheckExact] evaluates an objective: the slope in 320
// bits is the truth, and its gauge bounds the error of a gradient by forward differentiation.
type Exact = Dual[Precise]

// Of returns the constant c, exactly.
func (x Precise) Of(c float64) Precise { return Precise{x.Big.Of(c), x.Gauge.Of(c)} }

// Add returns x + y.
func (x Precise) Add(y Precise) Precise { return Precise{x.Big.Add(y.Big), x.Gauge.Add(y.Gauge)} }

// Sub returns x − y.
func (x Precise) Sub(y Precise) Precise { return Precise{x.Big.Sub(y.Big), x.Gauge.Sub(y.Gauge)} }

// Mul returns x·y.
func (x Precise) Mul(y Precise) Precise { return Precise{x.Big.Mul(y.Big), x.Gauge.Mul(y.Gauge)} }

// Quo returns x/y.
func (x Precise) Quo(y Precise) Precise { return Precise{x.Big.Quo(y.Big), x.Gauge.Quo(y.Gauge)} }

// Neg returns −x.
func (x Precise) Neg() Precise { return Precise{x.Big.Neg(), x.Gauge.Neg()} }

// Abs returns |x|.
func (x Precise) Abs() Precise { return Precise{x.Big.Abs(), x.Gauge.Abs()} }

// Exp returns eˣ.
func (x Precise) Exp() Precise { return Precise{x.Big.Exp(), x.Gauge.Exp()} }

// Expm1 returns eˣ − 1.
func (x Precise) Expm1() Precise { return Precise{x.Big.Expm1(), x.Gauge.Expm1()} }

// Log returns log x.
func (x Precise) Log() Precise { return Precise{x.Big.Log(), x.Gauge.Log()} }

// Log1p returns log(1 + x).
func (x Precise) Log1p() Precise { return Precise{x.Big.Log1p(), x.Gauge.Log1p()} }

// Sqrt returns √x.
func (x Precise) Sqrt() Precise { return Precise{x.Big.Sqrt(), x.Gauge.Sqrt()} }

// Tanh returns tanh x.
func (x Precise) Tanh() Precise { return Precise{x.Big.Tanh(), x.Gauge.Tanh()} }

// Sin returns sin x.
func (x Precise) Sin() Precise { return Precise{x.Big.Sin(), x.Gauge.Sin()} }

// Cos returns cos x.
func (x Precise) Cos() Precise { return Precise{x.Big.Cos(), x.Gauge.Cos()} }

// Erf returns erf x.
func (x Precise) Erf() Precise { return Precise{x.Big.Erf(), x.Gauge.Erf()} }

// Max returns the larger of x and y.
func (x Precise) Max(y Precise) Precise { return Precise{x.Big.Max(y.Big), x.Gauge.Max(y.Gauge)} }

// Min returns the smaller of x and y.
func (x Precise) Min(y Precise) Precise { return Precise{x.Big.Min(y.Big), x.Gauge.Min(y.Gauge)} }

// Sign returns the sign of the number.
func (x Precise) Sign() int { return x.Big.Sign() }

// Float64 returns the double nearest to the number.
func (x Precise) Float64() float64 { return x.Big.Float64() }
