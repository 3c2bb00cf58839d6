package chapters

import (
	"fmt"
	"math"
	"regexp"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations"
	"chainrule/tensor"
)

// trialNumbers are those of docs/chapters/12-trials.md.
var trialNumbers = numericsTogether(numbers{
	"trials.planted":  func() string { return trialMutants(false) },
	"trials.harmless": func() string { return trialMutants(true) },

	"trials.step":        func() string { return fmt.Sprintf("%.0e", trialError320(0x1p-90)) },
	"trials.product":     func() string { return fmt.Sprintf("%.3g", trialGauge().Gauge) },
	"trials.roundings":   func() string { return fmt.Sprint(trialGauge().Count) },
	"trials.bound":       func() string { return fmt.Sprintf("%.3g", trialGauge().Bound(gradcheck.Unit64)) },
	"trials.error":       func() string { return fmt.Sprintf("%.3g", trialFormula(trialPoint[gradcheck.Big]()).Err(trialValue())) },
	"trials.flat.value":  func() string { return fmt.Sprintf("%.6g", trialFlat(18).Value) },
	"trials.flat.gauge":  func() string { return fmt.Sprintf("%.3g", trialFlat(18).Gauge) },
	"trials.flat.bound":  func() string { return fmt.Sprintf("%.2g", trialFlat(18).Bound(gradcheck.Unit64)) },
	"trials.steep.gauge": func() string { return fmt.Sprintf("%.3g", trialSteep(18).Gauge) },
	"trials.steep.bound": func() string { return fmt.Sprintf("%.2g", trialSteep(18).Bound(gradcheck.Unit64)) },
}, trialV(), trialRules())

// trialMutants counts the planted errors, or the harmless changes among them.
func trialMutants(harmless bool) string {
	return experimentCount(equations.Mutants(), func(m equations.Mutant) bool { return (m.Equivalent != "") == harmless })
}

// trialError320 is what the central difference of eˣ at 1 over h is off in 320 bits.
func trialError320(h float64) float64 {
	one, step := numericsBig(1), numericsBig(h)
	slope := one.Add(step).Exp().Sub(one.Sub(step).Exp()).Quo(step.Add(step))
	return math.Abs(slope.Sub(one.Exp()).Float64())
}

// trialError64 is the same in doubles, with the step as rounded.
func trialError64(h float64) float64 {
	above, below := 1+h, 1-h
	e := numericsRow(tensor.Exp[float64], above, below)
	return numericsBig(1).Exp().Err((e[0] - e[1]) / (above - below))
}

// trialForward64 is the error of the difference to one side.
func trialForward64(h float64) float64 {
	above := 1 + h
	e := numericsRow(tensor.Exp[float64], above, 1)
	return numericsBig(1).Exp().Err((e[0] - e[1]) / (above - 1))
}

// trialV is the table of these errors.
func trialV() numbers {
	n := numbers{}
	for digits := 1; digits <= 13; digits += 2 {
		h, name := 1/math.Pow10(digits), fmt.Sprintf("trials.h%d.", digits)
		n[name+"forward"] = func() string { return fmt.Sprintf("%.1e", trialForward64(h)) }
		n[name+"central"] = func() string { return fmt.Sprintf("%.1e", trialError64(h)) }
		n[name+"exact"] = func() string { return fmt.Sprintf("%.1e", trialError320(h)) }
	}
	return n
}

// trialFormula is x·y + x.
func trialFormula[N gradcheck.Number[N]](at []N) N { return at[0].Mul(at[1]).Add(at[0]) }

func trialPoint[N gradcheck.Number[N]]() []N { return gradcheck.FromFloats[N]([]float64{0.1, 0.7}) }

func trialGauge() gradcheck.Gauge { return trialFormula(trialPoint[gradcheck.Gauge]()) }
func trialValue() float64         { return trialFormula(trialPoint[gradcheck.Float64]()).Float64() }

// trialFlat is 1 − tanh²x, and trialSteep the same as 4e/(1 + e)², e = e⁻²ˣ.
func trialFlat(x float64) gradcheck.Gauge {
	z := gradcheck.Gauge{}.Of(x).Tanh()
	return z.Of(1).Sub(z.Mul(z))
}

func trialSteep(x float64) gradcheck.Gauge {
	e := gradcheck.Gauge{}.Of(-2 * x).Exp()
	d := e.Of(1).Add(e)
	return e.Of(4).Mul(e).Quo(d.Mul(d))
}

// trialDecision is the page on which a test pins what verify -mutants prints.
const trialDecision = "docs/decisions/07-trials.md"

// trialRuleNames are the rules of the table there, by a short name.
var trialRuleNames = map[string]string{
	"fast": "PyTorch, fast", "slow": "PyTorch, slow", "jax": "JAX, vjp", "autograd": "HIPS autograd", "scipy": "SciPy check_derivative",
	"cs4": "CS231n, 1e-4", "cs7": "CS231n, 1e-7", "chainrules": "ChainRulesTestUtils", "ceres": "Ceres", "ridders": "Ridders, own estimate",
	"ours": "320 bits, derived bound",
}

// trialRules are the numbers of that table.
func trialRules() numbers {
	n := numbers{}
	for short, name := range trialRuleNames {
		for column, what := range []string{"caught", "share", "alarms"} {
			n["trials."+short+"."+what] = func() string { return trialFind(regexp.QuoteMeta(name) + ` +(\S+) +(\S+) +(\S+)`)[1+column] }
		}
	}
	n["trials.controls"] = func() string { return trialFind(`(\d+) right answers as control`)[1] }
	n["trials.derivatives"] = func() string { return trialFind(`The (\d+) in derivatives`)[1] }
	n["trials.weakest"] = func() string { return trialFind(`Weakest: ([\d.]+) times its bound`)[1] }
	n["trials.heldout"] = func() string { return trialFind(`wrote (\d+) more errors`)[1] }
	n["trials.heldfirst"] = func() string { return trialFind(`ran them: (\d+) were caught`)[1] }
	n["trials.heldnow"] = func() string { return trialFind(`and (\d+) of\s+the \d+ are caught now`)[1] }
	n["trials.heldclose"] = func() string { return trialFind(`survivors (\d+) cannot be told`)[1] }
	n["trials.compared"] = func() string { return trialFind(`reports on (\d+) numbers`)[1] }
	n["trials.falsealarms"] = func() string { return trialFind(`false alarms: (\d+)`)[1] }
	n["trials.largest"] = func() string { return trialFind(`largest error/bound: ([\d.]+)`)[1] }
	return n
}

// trialFind returns what the page has, by the parts of the pattern.
func trialFind(pattern string) []string { return bookFind(trialDecision, pattern) }
