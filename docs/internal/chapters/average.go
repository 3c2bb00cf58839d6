package chapters

import (
	"fmt"
	"math"
	"math/big"

	"chainrule/adam"
	"chainrule/nn/dataset"
)

// The numbers of chapter 7.
var averageNumbers = numbers{
	"average.recursion-moves":  func() string { return fmt.Sprint(movesOfTheMean(recursionOfTheMean())) },
	"average.code-moves":       func() string { return fmt.Sprint(movesOfTheMean(new(adam.Average).Add)) },
	"average.51":               digits("%.6f", func() float64 { return averaged(0.9, tenNumbers()).Add(tenNumbers()[9]) }),
	"average.51-printed":       digits("%.6f", func() float64 { return tenNumbers()[8] }),
	"average.within-0.9":       digits("%.3f", func() float64 { return 1 - powerOf(0.9, 10) }),
	"average.within-0.99":      digits("%.3f", func() float64 { return 1 - powerOf(0.99, 100) }),
	"average.within-0.999":     digits("%.3f", func() float64 { return 1 - powerOf(0.999, 1000) }),
	"average.half-0.9":         halfLife(0.9),
	"average.half-0.99":        halfLife(0.99),
	"average.half-0.999":       halfLife(0.999),
	"average.noise":            digits("%.4f", noiseOfTheAverage),
	"average.alternating":      digits("%.4f", alternatingGain),
	"average.cutoff":           digits("%.1f", func() float64 { return 2 * math.Pi / math.Acos(2-(1+0.81)/1.8) }),
	"average.factor-10":        correctionFactor(0.999, 10),
	"average.factor-100":       correctionFactor(0.999, 100),
	"average.factor-1000":      correctionFactor(0.999, 1000),
	"average.factor-5000":      correctionFactor(0.999, 5000),
	"average.percent-0.9":      untilOnePercent(0.9),
	"average.percent-0.99":     untilOnePercent(0.99),
	"average.percent-0.999":    untilOnePercent(0.999),
	"average.variance":         func() string { return fmt.Sprint(shortVariance(1e8, 1e8+1, 1e8+2)) },
	"average.mean-10":          digits("%.6f", meanOfTen),
	"average.corrected-10":     digits("%.6f", correctedOfTen(0.999)),
	"average.corrected-10-0.9": digits("%.6f", correctedOfTen(0.9)),
	"average.uncorrected-10":   digits("%.6f", func() float64 { return averaged(0.999, tenNumbers()).Add(tenNumbers()[9]) }),
	"average.ramp":             digits("%.4f", rampLag),
	"average.power-error":      digits("%.0e", func() float64 { return worstCorrection(false) }),
	"average.code-error":       digits("%.0e", func() float64 { return worstCorrection(true) }),
	"average.first-weight":     digits("%.10f", func() float64 { return 999.0 / 1999 }),
	"average.second-weight":    digits("%.10f", func() float64 { return 1000.0 / 1999 }),
}

// recursionOfTheMean is (1 − 1/T)·X̄ + X/T, as a function that takes in X.
func recursionOfTheMean() func(x float64) float64 {
	mean, T := 0.0, 0.0
	return func(x float64) float64 {
		T++
		mean = float64((1-1/T)*mean) + x/T
		return mean
	}
}

// movesOfTheMean counts how often the mean of a constant sequence changes in 1000 values.
func movesOfTheMean(add func(x float64) float64) (count int) {
	last := add(0.1)
	for range 999 {
		mean := add(0.1)
		if mean != last {
			count++
		}
		last = mean
	}
	return count
}

// tenNumbers are ten normal numbers, those that NumPy draws with the seed 5.
func tenNumbers() []float64 {
	r, X := dataset.NewRandom(5), make([]float64, 10)
	for i := range X {
		X[i] = r.Normal()
	}
	return X
}

// averaged is the moving average of all of xs but the last, which the caller adds.
func averaged(β float64, xs []float64) *adam.EWMA {
	y := sure(adam.NewEWMA(β))
	for _, x := range xs[:len(xs)-1] {
		y.Add(x)
	}
	return y
}

// powerOf is βᵗ.
func powerOf(β float64, t int) float64 {
	p := 1.0
	for range t {
		p *= β
	}
	return p
}

func halfLife(β float64) func() string {
	return digits("%.1f", func() float64 { return -math.Ln2 / math.Log(β) })
}

// noiseOfTheAverage is the mean square of the moving average, β = 0.9, of 200000 independent
// numbers of variance 1, after a start.
func noiseOfTheAverage() (square float64) {
	const n = 200000
	r, y := dataset.NewRandom(7), sure(adam.NewEWMA(0.9))
	for range 200 {
		y.Add(r.Normal())
	}
	for range n {
		x := y.Add(r.Normal())
		square += x * x / n
	}
	return square
}

// alternatingGain is the size of the moving average, β = 0.9, of 1, −1, 1, −1, …
func alternatingGain() float64 {
	y, x, last := sure(adam.NewEWMA(0.9)), 1.0, 0.0
	for range 1001 {
		last = y.Add(x)
		x = -x
	}
	return math.Abs(last)
}

// correctionFactor is 1/(1 − βᵗ).
func correctionFactor(β float64, t int) func() string {
	return digits("%.5g", func() float64 {
		c := sure(adam.NewBiasCorrection(β))
		for range t {
			c.Advance()
		}
		return 1 / c.Denominator()
	})
}

// untilOnePercent is the first t at which the correction is below one percent.
func untilOnePercent(β float64) func() string {
	return func() string {
		c, t := sure(adam.NewBiasCorrection(β)), 0
		for c.Denominator() < 1/1.01 {
			c.Advance()
			t++
		}
		return fmt.Sprint(t)
	}
}

// shortVariance is E(X²) − μ².
func shortVariance(xs ...float64) float64 {
	var mean, square adam.Average
	m, s := 0.0, 0.0
	for _, x := range xs {
		m, s = mean.Add(x), square.Add(float64(x*x))
	}
	return s - float64(m*m)
}

func meanOfTen() (m float64) {
	var mean adam.Average
	for _, x := range tenNumbers() {
		m = mean.Add(x)
	}
	return m
}

func correctedOfTen(β float64) func() float64 {
	return func() float64 {
		y := averaged(β, tenNumbers())
		y.Add(tenNumbers()[9])
		return y.Corrected()
	}
}

// rampLag is how far the corrected average of 1, 2, …, 100 is behind 100, for β = 0.9.
func rampLag() float64 {
	y := sure(adam.NewEWMA(0.9))
	for t := range 100 {
		y.Add(float64(t + 1))
	}
	return 100 - y.Corrected()
}

// worstCorrection is the largest relative error of 1 − βᵗ for β = 0.999 and t to 1000, of
// the code or with a power in doubles.
func worstCorrection(ofCode bool) (most float64) {
	const β = 0.999
	c, power := sure(adam.NewBiasCorrection(β)), 1.0
	exact, factor := wide(1), wide(β)
	for range 1000 {
		c.Advance()
		power *= β
		exact.Mul(exact, factor)
		claimed := 1 - power
		if ofCode {
			claimed = c.Denominator()
		}
		right := wide(1)
		right.Sub(right, exact)
		off := wide(claimed)
		off.Sub(off, right).Quo(off, right)
		relative, _ := off.Float64()
		most = max(most, math.Abs(relative))
	}
	return most
}

// wide is x with 400 bits.
func wide(x float64) *big.Float { return new(big.Float).SetPrec(400).SetFloat64(x) }
