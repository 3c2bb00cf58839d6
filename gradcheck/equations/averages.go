package equations

import (
	"fmt"

	"chainrule/adam"
	"chainrule/gradcheck"
	"chainrule/gradcheck/equations/internal/matrix"
)

// Sections 2.5.2 to 2.5.5: averages and their bias. They are rational, so the truth is
// a fraction, from the closed form and not the recursion.

// weighted returns (1 − β) Σₜ β^(T−t) f(xₜ) over all of xs.
func weighted[N field[N]](β float64, xs []float64, f func(N) N) N {
	var sum N
	b, power := sum.Of(β), sum.Of(1)
	for i := range xs {
		sum = sum.Add(power.Mul(f(sum.Of(xs[len(xs)-1-i]))))
		power = power.Mul(b)
	}
	return b.Of(1).Sub(b).Mul(sum)
}

func itself[N field[N]](x N) N { return x }
func square[N field[N]](x N) N { return x.Mul(x) }

// remaining returns 1 − βᵗ.
func remaining[N field[N]](β float64, t int) N {
	var zero N
	b, power := zero.Of(β), zero.Of(1)
	for range t {
		power = power.Mul(b)
	}
	return b.Of(1).Sub(power)
}

// average is a sequence with a decay.
type average struct {
	name string
	β    float64 // 0 without a decay
	xs   []float64
}

// prefixes returns f of the first 1, 2, … numbers.
func prefixes[N any](xs []float64, f func(xs []float64) N) []N {
	values := make([]N, len(xs))
	for i := range xs {
		values[i] = f(xs[:i+1])
	}
	return values
}

// closedMean and the others are the closed forms, of each prefix.

func closedMean[N field[N]](a average) []N {
	return prefixes(a.xs, func(xs []float64) N {
		var sum N
		for _, x := range xs {
			sum = sum.Add(sum.Of(x))
		}
		return sum.Quo(sum.Of(float64(len(xs))))
	})
}

func closedEWMA[N field[N]](a average) []N {
	return prefixes(a.xs, func(xs []float64) N { return weighted(a.β, xs, itself[N]) })
}

func closedCorrected[N field[N]](a average) []N {
	return prefixes(a.xs, func(xs []float64) N { return weighted(a.β, xs, itself[N]).Quo(remaining[N](a.β, len(xs))) })
}

// closedVariance is the mean square deviation from the mean.
func closedVariance[N field[N]](a average) []N {
	return prefixes(a.xs, func(xs []float64) N {
		μ := closedMean[N](average{xs: xs})[len(xs)-1]
		var sum N
		for _, x := range xs {
			d := sum.Of(x).Sub(μ)
			sum = sum.Add(d.Mul(d))
		}
		return sum.Quo(sum.Of(float64(len(xs))))
	})
}

// The formulas of package adam, and the paper's formulas that the package does not use.

// meanFormula is X̄ += (x − X̄)/T.
func meanFormula[N field[N]](a average) (means []N) {
	var mean N
	for i, x := range a.xs {
		mean = mean.Add(mean.Of(x).Sub(mean).Quo(mean.Of(float64(i + 1))))
		means = append(means, mean)
	}
	return means
}

// recursion is (1 − 1/T)·X̄ + x/T, the end of the derivation below (50).
func recursion[N field[N]](a average) (means []N) {
	var mean N
	one := mean.Of(1)
	for i, x := range a.xs {
		T := mean.Of(float64(i + 1))
		mean = one.Sub(one.Quo(T)).Mul(mean).Add(mean.Of(x).Quo(T))
		means = append(means, mean)
	}
	return means
}

// ewmaFormula is y = βy + (1 − β)x.
func ewmaFormula[N field[N]](a average) (ys []N) {
	var y N
	for _, x := range a.xs {
		y = y.Of(a.β).Mul(y).Add(y.Of(1 - a.β).Mul(y.Of(x)))
		ys = append(ys, y)
	}
	return ys
}

// correctedFormula is y/(1 − βᵗ), where the code has 1 − βᵗ to 2 ulp.
func correctedFormula[N field[N]](a average, denominator func(β float64, t int) N) []N {
	ys := ewmaFormula[N](a)
	for i := range ys {
		ys[i] = ys[i].Quo(denominator(a.β, i+1))
	}
	return ys
}

// denominator is 1 − βᵗ of adam.BiasCorrection: within 2 ulp, that is 4u,
// which its own tests show.
func denominator(β float64, t int) precise {
	exact := remaining[big](β, t)
	d := exact.Float64()
	return precise{Big: exact, Running: gradcheck.RunningError{Value: d, Scale: d, Roundings: 4}}
}

// varianceFormula is (53), E(X²) − μ².
func varianceFormula[N field[N]](a average) []N {
	return prefixes(a.xs, func(xs []float64) N {
		var sum, squares N
		for _, x := range xs {
			sum, squares = sum.Add(sum.Of(x)), squares.Add(sum.Of(x).Mul(sum.Of(x)))
		}
		T := sum.Of(float64(len(xs)))
		μ := sum.Quo(T)
		return squares.Quo(T).Sub(μ.Mul(μ))
	})
}

// means are the sequences without a decay, and averages with each.
func (p *Points) means() (all []average) {
	for i, xs := range p.sequences {
		all = append(all, average{name: fmt.Sprintf("sequence %d", i), xs: xs})
	}
	return all
}

func (p *Points) averages() (all []average) {
	for _, xs := range p.sequences {
		for _, β := range p.decays {
			all = append(all, average{fmt.Sprintf("β = %.4g, from x = %.3g", β, xs[0]), β, xs})
		}
	}
	return all
}

// ofAverages returns the probes of a claim on the average of each prefix.
func ofAverages(all []average, block string, answer func(average) claim, truth func(average) []rat, crossCheck func(average) []big) (qs []*probe) {
	for _, a := range all {
		q := fraction(a.name, answer(a), truth(a), crossCheck(a), vector(block, len(a.xs)))
		q.average = &a
		qs = append(qs, q)
	}
	return qs
}

// byCode is the claim of a method of package adam that is called with each number, and of its formula.
func byCode(a average, add func(x float64) float64, formula []precise) claim {
	return claim{values: matrix.Map(a.xs, add), formula: formula}
}

func probeMean(p *Points) []*probe {
	answer := func(a average) claim { return byCode(a, new(adam.Average).Add, meanFormula[precise](a)) }
	return ofAverages(p.means(), "X̄", answer, closedMean[rat], closedMean[big])
}

// probeByFormula probes a formula for an average without a decay.
func probeByFormula(block string, formula func(average) []precise, crossCheck func(average) []big, truth func(average) []rat) probes {
	return func(p *Points) []*probe {
		return ofAverages(p.means(), block, func(a average) claim { return byFormula(formula(a)) }, truth, crossCheck)
	}
}

func probeEWMA(block string) probes {
	return func(p *Points) []*probe {
		answer := func(a average) claim { return byCode(a, must(adam.NewEWMA(a.β)).Add, ewmaFormula[precise](a)) }
		return ofAverages(p.averages(), block, answer, closedEWMA[rat], closedEWMA[big])
	}
}

func probeCorrected(p *Points) []*probe {
	return ofAverages(p.averages(), "ŷ", func(a average) claim {
		code := must(adam.NewEWMA(a.β))
		add := func(x float64) float64 {
			code.Add(x)
			return code.Corrected()
		}
		return byCode(a, add, correctedFormula(a, denominator))
	}, closedCorrected[rat], closedCorrected[big])
}

// printedCorrection probes y(t)/(1 − βᵗ) with the power as printed.
func printedCorrection(p *Points) []*probe {
	answer := func(a average) claim { return byFormula(correctedFormula(a, remaining[precise])) }
	return ofAverages(p.averages(), "ŷ", answer, closedCorrected[rat], closedCorrected[big])
}

// printed51 probes X̄_T = βX_{T−1} + (1 − β)X̄_T, which, solved for X̄_T, is X_{T−1}.
func printed51(p *Points) []*probe {
	answer := func(a average) claim { return exactly(append(a.xs[:1:1], a.xs[:len(a.xs)-1]...)) }
	return ofAverages(p.averages(), "X̄", answer, closedEWMA[rat], closedEWMA[big])
}

// must returns the rule; the settings of the trials are usable.
func must[R any](r R, err error) R {
	if err != nil {
		panic(err)
	}
	return r
}
