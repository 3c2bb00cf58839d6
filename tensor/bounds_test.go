package tensor_test

import (
	"math"
	"math/big"

	"chainrule/tensor"
)

// gamma returns γₙ = n·u/(1−n·u), the bound of the relative error that n roundings
// in a row make, where u is the unit roundoff of F.
func gamma[F tensor.Float](n int) *big.Rat {
	nu := new(big.Rat).SetFloat64(unit[F]())
	nu.Mul(nu, big.NewRat(int64(n), 1))
	return nu.Quo(nu, new(big.Rat).Sub(big.NewRat(1, 1), nu))
}

// share returns |got − exact| as a multiple of the bound: above 1 the bound is
// violated. It is NaN if got is; 0/0 counts as 0.
func share(got float64, exact, bound *big.Rat) float64 {
	if math.IsNaN(got) || math.IsInf(got, 0) {
		return math.NaN()
	}
	err := new(big.Rat).SetFloat64(got)
	err.Sub(err, exact).Abs(err)
	if err.Sign() == 0 {
		return 0
	}
	if bound.Sign() == 0 {
		return math.Inf(1)
	}
	if err.Cmp(bound) > 0 { // decided exactly, whatever the quotient rounds to
		ratio, _ := err.Quo(err, bound).Float64()
		return max(ratio, math.Nextafter(1, 2))
	}
	ratio, _ := err.Quo(err, bound).Float64()
	return ratio
}

// sums returns Σx and Σ|x|, exactly.
func sums[F tensor.Float](x []F) (sum, absolute *big.Rat) {
	sum, absolute = new(big.Rat), new(big.Rat)
	for _, xi := range x {
		term := new(big.Rat).SetFloat64(float64(xi))
		sum.Add(sum, term)
		absolute.Add(absolute, term.Abs(term))
	}
	return sum, absolute
}
