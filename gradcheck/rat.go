package gradcheck

import (
	"math"
	"math/big"
)

// Rat is a fraction, exact: the arithmetic of averages, bias corrections and
// whatever else is rational. It is a value, as [Big] is; the zero value is 0. What
// is no fraction is NaN: a division by 0, a constant that is not finite, and all
// that follows from them.
type Rat struct {
	x   *big.Rat // never modified once it is here; nil is 0
	nan bool
}

var zeroRat = new(big.Rat) // read only

func (r Rat) rat() *big.Rat {
	if r.x == nil {
		return zeroRat
	}
	return r.x
}

// Of returns the constant x, exactly.
func (Rat) Of(x float64) Rat {
	if !finite(x) {
		return Rat{nan: true}
	}
	return Rat{x: new(big.Rat).SetFloat64(x)}
}

// Add returns r + s.
func (r Rat) Add(s Rat) Rat {
	return Rat{x: new(big.Rat).Add(r.rat(), s.rat()), nan: r.nan || s.nan}
}

// Sub returns r − s.
func (r Rat) Sub(s Rat) Rat {
	return Rat{x: new(big.Rat).Sub(r.rat(), s.rat()), nan: r.nan || s.nan}
}

// Mul returns r·s.
func (r Rat) Mul(s Rat) Rat {
	return Rat{x: new(big.Rat).Mul(r.rat(), s.rat()), nan: r.nan || s.nan}
}

// Quo returns r/s, NaN for s = 0.
func (r Rat) Quo(s Rat) Rat {
	if r.nan || s.nan || s.rat().Sign() == 0 {
		return Rat{nan: true}
	}
	return Rat{x: new(big.Rat).Quo(r.rat(), s.rat())}
}

// Neg returns −r.
func (r Rat) Neg() Rat { return Rat{x: new(big.Rat).Neg(r.rat()), nan: r.nan} }

// Sign returns −1, 0 or +1 as r < 0, r = 0 or NaN, r > 0.
func (r Rat) Sign() int {
	if r.nan {
		return 0
	}
	return r.rat().Sign()
}

// Float64 returns the double nearest to r.
func (r Rat) Float64() float64 {
	if r.nan {
		return math.NaN()
	}
	x, _ := r.rat().Float64()
	return x
}

// Big returns r, rounded to 320 bits.
func (r Rat) Big() Big {
	if r.nan {
		return Big{nan: true}
	}
	return Big{x: newFloat(Bits).SetRat(r.rat())}
}

// String returns r as a/b, or a if b is 1.
func (r Rat) String() string {
	if r.nan {
		return "NaN"
	}
	return r.rat().RatString()
}
