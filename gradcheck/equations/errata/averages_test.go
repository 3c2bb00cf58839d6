package errata_test

import (
	"fmt"
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"chainrule/adam"
	"chainrule/nn/dataset"
)

// Sections 2.5.2 to 2.5.5: averages, moments, bias correction.
var averageErrata = []demonstration{
	{id: "E38", says: "the recursion is O(1) and not O(T)", show: showCostOfTheMean},
	{id: "E39", says: "bars are on the wrong letters in 51", show: showBars},
	{id: "E40", says: "weights from a start of 0 sum to less than 1", show: showSumOfWeights},
	{id: "E41", says: "v is no variance", show: showUncentredMoment},
	{id: "E44", says: "the correction divides 0 by 0 at t = 0", show: showStartOfTheCorrection},
	{id: "E45", says: "0.49974 is cut off", show: showTruncatedWeight},
	{id: "E46", says: "all of the run is in the small t regime", show: showRangeOfTheCorrection},
	{id: "E74", says: "v is an average and no sum", show: showAverageOfSquares},
	{id: "E77", says: "the average lags behind a ramp", show: showLag},
}

func showCostOfTheMean(t *testing.T) {
	anew, recursive := 0, 0
	var average adam.Average
	for T := 1; T <= 1000; T++ { // X_t = t
		sum := 0
		for x := 1; x <= T; x++ { // (50)
			sum += x
			anew++
		}
		requireDigits(t, fmt.Sprintf("%.12f", float64(sum)/float64(T)), average.Add(float64(T)))
		recursive += 2 // a product and a sum
	}
	require.Equal(t, 500500, anew)
	require.Equal(t, 2000, recursive)
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

// fractions are the xs, exactly.
func fractions(xs []float64) (rats []*big.Rat) {
	for _, x := range xs {
		rats = append(rats, new(big.Rat).SetFloat64(x))
	}
	return rats
}

func showBars(t *testing.T) {
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
	requireRatDigits(t, "0.239554", bar)
	require.Equal(t, new(big.Rat).Add(product(power(β, 10), x[0]), ewma(β, x)), bar, "the closed form")
	requireDigits(t, "0.239554", y+math.Pow(0.9, 10)*X[0]) // that of package adam starts from 0

	printed := x[8] // solves X̄ = β·X₋₁ + (1−β)·X̄, for any β but 0
	require.Equal(t, printed, new(big.Rat).Add(product(β, x[8]), product(rat(1, 10), printed)))
	requireRatDigits(t, "0.187603", printed)
	require.Equal(t, rat(1, 10), new(big.Rat).Sub(rat(1, 1), β), "α is 1 − β and not β")
}

func showSumOfWeights(t *testing.T) {
	ones := fractions([]float64{1, 1, 1, 1, 1, 1, 1, 1, 1, 1})
	sum := ewma(rat(9, 10), ones)
	require.Equal(t, new(big.Rat).Sub(rat(1, 1), power(rat(9, 10), 10)), sum)
	requireRatDigits(t, "0.651322", sum)
	average, y := must(adam.NewEWMA(0.9)), 0.0
	for range 10 {
		y = average.Add(1)
	}
	requireDigits(t, "0.651322", y)
	requireDigits(t, "1.000000", average.Corrected())
}

// power is xⁿ.
func power(x *big.Rat, n int64) *big.Rat {
	e := big.NewInt(n)
	return new(big.Rat).SetFrac(new(big.Int).Exp(x.Num(), e, nil), new(big.Int).Exp(x.Denom(), e, nil))
}

func showUncentredMoment(t *testing.T) {
	const ε = 1e-8
	step := func(m, v float64) float64 { return m / (math.Sqrt(v) + ε) } // of (59), in rates
	// A constant gradient g = 2: E(g²) = 4 and E(g²) − μ² = 0.
	rule, θ := must(adam.New[float64](1, adam.Options{Rate: 1, Beta1: 0.9, Beta2: 0.999, Epsilon: ε})), []float64{0}
	rule.Update(θ, []float64{2})
	requireDigits(t, "1.000000", -θ[0])
	requireDigits(t, "1.000000", step(2, 4))
	requireDigits(t, "2e8", step(2, 4-2*2))

	// Gradients of mean 3 and variance 1/4: np.random.seed(2).
	const n = 5000
	r := dataset.NewRandom(2)
	rms := must(adam.NewRMSprop[float64](1, adam.RMSpropOptions{Rate: 1, Beta: 0.999, Epsilon: ε}))
	var mean, square, v, weight real320
	for range n {
		x := 3 + r.Normal()/2
		rms.Update(θ, []float64{x})
		g, β := mean.Of(x), mean.Of(999).Quo(mean.Of(1000))
		mean, square = mean.Add(g.Quo(g.Of(n))), square.Add(g.Mul(g).Quo(g.Of(n)))
		v = β.Mul(v).Add(g.Of(1).Sub(β).Mul(g).Mul(g))
		weight = β.Mul(weight).Add(g.Of(1).Sub(β))
	}
	_, moment := rms.Moments()
	requireDigits(t, "9.150", v.Quo(weight).Float64()) // v̂
	requireDigits(t, "9.150", moment[0]/weight.Float64())
	requireDigits(t, "9.182", square.Float64())                     // E(g²), which it estimates
	requireDigits(t, "0.253", square.Sub(mean.Mul(mean)).Float64()) // (53), which it does not
}

func showStartOfTheCorrection(t *testing.T) {
	average := must(adam.NewEWMA(0.999))
	require.True(t, math.IsNaN(average.Corrected()), "0/(1 − β⁰)")
	average.Add(5)
	requireDigits(t, "5.000000000000", average.Corrected()) // ŷ(1) = x(1)

	y0 := rat(1, 2) // another start than 0 stays: β·y(0)/(1−β) is added
	y1 := new(big.Rat).Add(product(rat(999, 1000), y0), product(rat(1, 1000), rat(5, 1)))
	require.Equal(t, rat(1009, 2), new(big.Rat).Quo(y1, rat(1, 1000)), "504.5, not 5")
	_, err := adam.NewEWMA(1)
	require.Error(t, err, "1 − 1ᵗ is 0 for all t")
}

func showTruncatedWeight(t *testing.T) {
	β := rat(999, 1000)
	correction := new(big.Rat).Sub(rat(1, 1), product(β, β))
	first := new(big.Rat).Quo(ewma(β, []*big.Rat{rat(1, 1), rat(0, 1)}), correction)
	second := new(big.Rat).Quo(ewma(β, []*big.Rat{rat(0, 1), rat(1, 1)}), correction)
	require.Equal(t, rat(999, 1999), first)
	require.Equal(t, rat(1000, 1999), second)
	requireRatDigits(t, "0.4997498749", first)
	requireRatDigits(t, "0.5002501251", second)
	require.False(t, reads("0.49974", first))
	requireRatDigits(t, "0.49975", first)
	requireRatDigits(t, "0.50025", second)
	require.Equal(t, rat(1, 1), new(big.Rat).Add(first, second))
	require.Equal(t, rat(99999, 100000), new(big.Rat).Add(rat(49974, 100000), rat(50025, 100000)))
}

func showRangeOfTheCorrection(t *testing.T) {
	for _, c := range []struct {
		β      float64
		exact  *big.Rat
		t      int64
		factor string
	}{{0.999, rat(999, 1000), 10, "100.45"}, {0.999, rat(999, 1000), 1000, "1.5815"}, {0.999, rat(999, 1000), 2302, "1.111"},
		{0.999, rat(999, 1000), 5000, "1.0068"}, {0.99, rat(99, 100), 10, "10.458"}, {0.99, rat(99, 100), 459, "1.010"}} {
		correction := must(adam.NewBiasCorrection(c.β))
		for range c.t {
			correction.Advance()
		}
		requireDigits(t, c.factor, 1/correction.Denominator())
		exact := new(big.Rat).Sub(rat(1, 1), power(c.exact, c.t))
		requireRatDigits(t, c.factor, exact.Inv(exact))
	}
}

func showAverageOfSquares(t *testing.T) {
	rule := must(adam.NewRMSprop[float64](1, adam.RMSpropOptions{Rate: 1, Beta: 0.999, Epsilon: 1e-8}))
	θ, sum := []float64{0}, 0.0
	for range 20000 {
		rule.Update(θ, []float64{2})
		sum += 2 * 2
	}
	_, v := rule.Moments()
	requireDigits(t, "4.000000", v[0])
	requireRatDigits(t, "4.000000", product(rat(4, 1), new(big.Rat).Sub(rat(1, 1), power(rat(999, 1000), 20000))))
	requireDigits(t, "80000", sum)
}

func showLag(t *testing.T) {
	average, ramp := must(adam.NewEWMA(0.9)), []*big.Rat(nil)
	for i := range 100 {
		ramp = append(ramp, rat(int64(i+1), 1))
		average.Add(float64(i + 1))
	}
	β := rat(9, 10)
	exact := new(big.Rat).Quo(ewma(β, ramp), new(big.Rat).Sub(rat(1, 1), power(β, 100)))
	requireDigits(t, "91.0027", average.Corrected())
	requireRatDigits(t, "91.0027", exact)
	requireRatDigits(t, "8.9973", new(big.Rat).Sub(rat(100, 1), exact))
	require.Equal(t, rat(9, 1), new(big.Rat).Quo(β, rat(1, 10)), "β/(1−β)")
}
