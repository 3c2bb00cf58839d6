package errata

import (
	"fmt"
	"math"
	"math/big"

	"chainrule/adam"
	"chainrule/nn/dataset"
)

// Sections 2.5.2 to 2.5.5: averages, moments, bias correction.
var averageErrata = []demonstration{
	{id: "E39", says: "bars are on the wrong letters in 51", show: func(e *Evidence) {
		r, X := dataset.NewRandom(5), make([]float64, 10) // np.random.seed(5), randn(10)
		for i := range X {
			X[i] = r.Normal()
		}
		β, x := rat(9, 10), fractions(X)
		bar, average, y := x[0], must(adam.NewEWMA(0.9)), 0.0
		for i := range X { // X̄ = β·X̄₋₁ + (1−β)·X, from X̄₀ = X₁
			bar = new(big.Rat).Add(product(β, bar), product(rat(1, 10), x[i]))
			y = average.Add(X[i])
		}
		e.IsRat("start", "0.239554", bar)
		e.Holds("the closed form", bar.Cmp(new(big.Rat).Add(product(power(β, 10), x[0]), ewma(β, x))) == 0)
		e.Is("right", "0.085708", y) // that of package adam, from 0
		e.IsRat("", "0.085708", ewma(β, x))
		e.Is("", "0.239554", y+math.Pow(0.9, 10)*X[0])

		printed := x[8] // solves X̄ = β·X₋₁ + (1−β)·X̄, for any β but 0
		e.IsRat("printed", "0.187603", printed)
		e.Holds("it solves (51)", printed.Cmp(new(big.Rat).Add(product(β, x[8]), product(rat(1, 10), printed))) == 0)
		e.Holds("α is 1 − β and not β", rat(1, 10).Cmp(new(big.Rat).Sub(rat(1, 1), β)) == 0)
	}},
	{id: "E45", says: "0.49974 is cut off", show: func(e *Evidence) {
		β := rat(999, 1000)
		correction := new(big.Rat).Sub(rat(1, 1), product(β, β))
		first := new(big.Rat).Quo(ewma(β, []*big.Rat{rat(1, 1), rat(0, 1)}), correction)
		second := new(big.Rat).Quo(ewma(β, []*big.Rat{rat(0, 1), rat(1, 1)}), correction)
		e.Holds("999/1999 and 1000/1999", first.Cmp(rat(999, 1999)) == 0 && second.Cmp(rat(1000, 1999)) == 0)
		e.IsRat("first", "0.4997498749", first)
		e.IsRat("second", "0.5002501251", second)
		e.Holds("0.49974 is not rounded", !Value{"", "0.49974", first}.Reads())
		e.IsRat("", "0.49975", first)
		e.IsRat("", "0.50025", second)
		e.Holds("the two sum to 1", rat(1, 1).Cmp(new(big.Rat).Add(first, second)) == 0)
		e.IsRat("", "0.99999", new(big.Rat).Add(rat(49974, 100000), rat(50025, 100000))) // and these do not
	}},
	{id: "E46", says: "all of the run is in the small t regime", show: func(e *Evidence) {
		for _, c := range []struct {
			β      float64
			exact  *big.Rat
			t      int64
			factor string
		}{{0.999, rat(999, 1000), 10, "100.45"}, {0.999, rat(999, 1000), 100, "10.503"}, {0.999, rat(999, 1000), 1000, "1.5815"},
			{0.999, rat(999, 1000), 2302, "1.111"}, {0.999, rat(999, 1000), 4000, "1.019"}, {0.999, rat(999, 1000), 5000, "1.0068"},
			{0.99, rat(99, 100), 10, "10.458"}, {0.99, rat(99, 100), 459, "1.010"}} {
			e.Is(fmt.Sprint(c.β, "-", c.t), c.factor, 1/corrected(c.β, int(c.t)))
			exact := new(big.Rat).Sub(rat(1, 1), power(c.exact, c.t))
			e.IsRat("", c.factor, exact.Inv(exact))
		}
	}},
	{id: "E77", says: "the average lags behind a ramp", show: func(e *Evidence) {
		average, ramp := must(adam.NewEWMA(0.9)), []*big.Rat(nil)
		for i := range 100 {
			ramp = append(ramp, rat(int64(i+1), 1))
			average.Add(float64(i + 1))
		}
		β := rat(9, 10)
		exact := new(big.Rat).Quo(ewma(β, ramp), new(big.Rat).Sub(rat(1, 1), power(β, 100)))
		e.Is("", "91.0027", average.Corrected())
		e.IsRat("", "91.0027", exact)
		e.IsRat("lag", "8.9973", new(big.Rat).Sub(rat(100, 1), exact))
		e.Holds("nearly β/(1−β)", rat(9, 1).Cmp(new(big.Rat).Quo(β, rat(1, 10))) == 0)
	}},
}

// rat returns p/q.
func rat(p, q int64) *big.Rat { return big.NewRat(p, q) }

// product multiplies fractions.
func product(xs ...*big.Rat) *big.Rat {
	p := rat(1, 1)
	for _, x := range xs {
		p.Mul(p, x)
	}
	return p
}

// ewma is Σ (1−β)·β^(T−t)·X_t, the recursion (57) from 0 solved.
func ewma(β *big.Rat, X []*big.Rat) *big.Rat {
	sum, weight := new(big.Rat), new(big.Rat).Sub(rat(1, 1), β)
	for i := len(X) - 1; i >= 0; i-- {
		sum.Add(sum, product(weight, X[i]))
		weight = product(weight, β)
	}
	return sum
}

// fractions returns the xs, exactly.
func fractions(xs []float64) (rats []*big.Rat) {
	for _, x := range xs {
		rats = append(rats, new(big.Rat).SetFloat64(x))
	}
	return rats
}

// power is xⁿ.
func power(x *big.Rat, n int64) *big.Rat {
	e := big.NewInt(n)
	return new(big.Rat).SetFrac(new(big.Int).Exp(x.Num(), e, nil), new(big.Int).Exp(x.Denom(), e, nil))
}
