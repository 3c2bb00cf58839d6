package chapters

import (
	"math"

	"chainrule/adam"
	"chainrule/nn/dataset"
)

// averageNumbers computes the numbers of docs/chapters/07-averages.md that no erratum has.
func averageNumbers(show Show) {
	mean, T := 0.0, 0.0
	show("recursion-moves", "%d", movesOfTheMean(func(x float64) float64 {
		T++
		mean = float64((1-1/T)*mean) + x/T
		return mean
	}))
	show("code-moves", "%d", movesOfTheMean(new(adam.Average).Add))
	show("cutoff", "%.1f", 2*math.Pi/math.Acos(2-(1+0.81)/1.8))
	for name, β := range map[string]float64{"0.9": 0.9, "0.99": 0.99, "0.999": 0.999} {
		show("half-"+name, "%.1f", -math.Ln2/math.Log(β))
		within, c, small := math.Round(1/(1-β)), sure(adam.NewBiasCorrection(β)), 0
		for ; c.Denominator() < 1/1.01; small++ {
			c.Advance()
			if small+1 == int(within) {
				show("within-"+name, "%.3f", c.Denominator())
			}
		}
		show("percent-"+name, "%d", small)
	}
	powers, code := worstCorrections()
	show("power-error", "%.0e", powers)
	show("code-error", "%.0e", code)

	var first, second adam.Average // E(X²) − μ²
	m, s := 0.0, 0.0
	for _, x := range []float64{1e8, 1e8 + 1, 1e8 + 2} {
		m, s = first.Add(x), second.Add(float64(x*x))
	}
	show("variance", "%v", s-float64(m*m))
	waves(show)
	tenNumbers(show)
}

// waves shows what the moving average, β = 0.9, leaves of noise and of 1, −1, 1, −1, …
func waves(show Show) {
	const n = 200000
	random, y, square := dataset.NewRandom(7), sure(adam.NewEWMA(0.9)), 0.0
	for range 200 {
		y.Add(random.Normal())
	}
	for range n {
		x := y.Add(random.Normal())
		square += x * x / n
	}
	show("noise", "%.4f", square)
	y, last := sure(adam.NewEWMA(0.9)), 0.0
	for i := range 1001 {
		last = y.Add(float64(1 - 2*(i%2)))
	}
	show("alternating", "%.4f", math.Abs(last))
}

// tenNumbers shows averages of the ten normal numbers that NumPy draws with the seed 5.
func tenNumbers(show Show) {
	random, mean, m := dataset.NewRandom(5), adam.Average{}, 0.0
	slow, fast, uncorrected := sure(adam.NewEWMA(0.999)), sure(adam.NewEWMA(0.9)), 0.0
	for range 10 {
		x := random.Normal()
		m, uncorrected = mean.Add(x), slow.Add(x)
		fast.Add(x)
	}
	show("mean-10", "%.6f", m)
	show("corrected-10", "%.6f", slow.Corrected())
	show("corrected-10-0.9", "%.6f", fast.Corrected())
	show("uncorrected-10", "%.6f", uncorrected)
}

// movesOfTheMean counts how often the mean of a constant sequence changes in 1000 values.
func movesOfTheMean(add func(x float64) float64) (count int) {
	last := add(0.1)
	for range 999 {
		mean := add(0.1)
		count += countIf(mean != last)
		last = mean
	}
	return count
}

// worstCorrections returns the largest relative errors of 1 − βᵗ for β = 0.999 and t to 1000,
// with a power in doubles and of the code.
func worstCorrections() (power, code float64) {
	for t := range 1000 {
		p, c, truth := correctionForms(0.999, t+1)
		power, code = max(power, truth.Err(p)/truth.Float64()), max(code, truth.Err(c)/truth.Float64())
	}
	return power, code
}
