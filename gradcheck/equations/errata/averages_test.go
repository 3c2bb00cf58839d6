package errata

import (
	"fmt"
	"math"
	"math/big"

	"chainrule/adam"
	"chainrule/nn/dataset"
)

// Section 2.5: what of it the book has without numbers.
var averagesOnly = []demonstration{
	{id: "E34", says: "the sentence on momentum is another formula", show: func(e *Evidence) {
		g, m, μ, η := rat(1, 2), rat(1, 5), rat(9, 10), rat(1, 10)
		e.IsRat("", "0.130", new(big.Rat).Sub(product(μ, m), product(η, g)))
		e.IsRat("", "0.040", product(g, new(big.Rat).Sub(product(μ, m), η)))

		rule, θ := must(adam.NewClassicalMomentum[float64](1, 0.1, 0.9)), []float64{0}
		rule.Update(θ, []float64{-2}) // makes m = 0.2
		rule.Update(θ, []float64{0.5})
		moment, _ := rule.Moments()
		e.Is("", "0.130", moment[0])
	}},
	{id: "E38", says: "the recursion is O(1) and not O(T)", show: func(e *Evidence) {
		sums, anew := 0, 0
		var average adam.Average
		for T := 1; T <= 1000; T++ { // X_t = t
			sums += T
			anew += T // additions of (50), against a product and a sum
			e.Is("", fmt.Sprintf("%.12f", float64(sums)/float64(T)), average.Add(float64(T)))
		}
		e.equal("operations", []int{500500, 2000}, []int{anew, 2 * 1000})
	}},
	{id: "E40", says: "weights from a start of 0 sum to less than 1", show: func(e *Evidence) {
		sum := ewma(rat(9, 10), fractions([]float64{1, 1, 1, 1, 1, 1, 1, 1, 1, 1}))
		e.equal("1 − β¹⁰", new(big.Rat).Sub(rat(1, 1), power(rat(9, 10), 10)), sum)
		e.IsRat("", "0.651322", sum)
		average, y := must(adam.NewEWMA(0.9)), 0.0
		for range 10 {
			y = average.Add(1)
		}
		e.Is("", "0.651322", y)
		e.Is("", "1.000000", average.Corrected())
	}},
	{id: "E41", says: "v is no variance", show: func(e *Evidence) {
		const ε = 1e-8
		step := func(m, v float64) float64 { return m / (math.Sqrt(v) + ε) } // of (59), in rates
		// A constant gradient g = 2: E(g²) = 4 and E(g²) − μ² = 0.
		rule, θ := must(adam.New[float64](1, adam.Options{Rate: 1, Beta1: 0.9, Beta2: 0.999, Epsilon: ε})), []float64{0}
		rule.Update(θ, []float64{2})
		e.IsEach([]string{"1.000000", "1.000000", "2e8"}, -θ[0], step(2, 4), step(2, 4-2*2))

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
		e.Is("", "9.150", v.Quo(weight).Float64()) // v̂
		e.Is("", "9.150", moment[0]/weight.Float64())
		e.Is("", "9.182", square.Float64())                     // E(g²), which it estimates
		e.Is("", "0.253", square.Sub(mean.Mul(mean)).Float64()) // (53), which it does not
	}},
	{id: "E42", says: "the sentence before 56 is another formula", show: func(e *Evidence) {
		θ, η, m, root := rat(1, 1), rat(1, 10), rat(3, 10), rat(1, 2) // of v = 1/4
		e.IsRat("", "0.540", new(big.Rat).Quo(product(new(big.Rat).Sub(θ, η), m), root))
		e.IsRat("", "0.940", new(big.Rat).Sub(θ, new(big.Rat).Quo(product(η, m), root)))

		// The rule without correction and ε: g makes m = 0.3 and v = 0.25.
		rule, at := must(adam.New[float64](1, adam.Options{Rate: 0.1, Beta1: 0.4, Beta2: 0, NoCorrection: true})), []float64{1}
		rule.Update(at, []float64{0.5}) // m = 0.6·0.5, v = 0.5²
		e.Is("", "0.940", at[0])
	}},
	{id: "E44", says: "the correction divides 0 by 0 at t = 0", show: func(e *Evidence) {
		average := must(adam.NewEWMA(0.999))
		e.Holds("0/(1 − β⁰)", math.IsNaN(average.Corrected()))
		average.Add(5)
		e.Is("", "5.000000000000", average.Corrected()) // ŷ(1) = x(1)

		y0 := rat(1, 2) // another start than 0 stays: β·y(0)/(1−β) is added
		y1 := new(big.Rat).Add(product(rat(999, 1000), y0), product(rat(1, 1000), rat(5, 1)))
		e.IsRat("", "504.500", new(big.Rat).Quo(y1, rat(1, 1000))) // not 5
		_, err := adam.NewEWMA(1)
		e.Holds("1 − 1ᵗ is 0 for all t", err != nil)
	}},
	{id: "E74", says: "v is an average and no sum", show: func(e *Evidence) {
		rule := must(adam.NewRMSprop[float64](1, adam.RMSpropOptions{Rate: 1, Beta: 0.999, Epsilon: 1e-8}))
		θ, sum := []float64{0}, 0.0
		for range 20000 {
			rule.Update(θ, []float64{2})
			sum += 2 * 2
		}
		_, v := rule.Moments()
		e.Is("", "4.000000", v[0])
		e.IsRat("", "4.000000", product(rat(4, 1), new(big.Rat).Sub(rat(1, 1), power(rat(999, 1000), 20000))))
		e.Is("", "80000", sum)
	}},
}
