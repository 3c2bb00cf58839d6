package chapters

import (
	"fmt"
	"math"

	"chainrule/gradcheck"
	"chainrule/gradcheck/equations"
	"chainrule/tensor"
)

// trialNumbers computes the numbers of docs/chapters/12-trials.md.
func trialNumbers(show Show) {
	for _, halvings := range []int{3, 10, 17, 23, 30, 37, 44} {
		forward, central, exact := quotientErrors(math.Ldexp(1, -halvings))
		show(fmt.Sprintf("h%d.forward", halvings), "%.1e", forward/math.E)
		show(fmt.Sprintf("h%d.central", halvings), "%.1e", central/math.E)
		show(fmt.Sprintf("h%d.exact", halvings), "%.1e", math.Abs(exact.Float64())/math.E)
	}
	_, _, exact := quotientErrors(0x1p-90)
	show("step", "%.0e", math.Abs(exact.Float64())/math.E)

	point, x, y := gradcheck.FromFloats[gradcheck.RunningError]([]float64{0.1, 0.7}), 0.1, 0.7
	product := point[0].Mul(point[1]).Add(point[0]) // x·y + x
	big := gradcheck.BigOf(x)
	show("product", "%.3g", product.Scale)
	show("roundings", "%d", product.Roundings)
	show("bound", "%.3g", product.Bound(gradcheck.Unit64))
	show("error", "%.3g", big.Mul(big.Of(y)).Add(big).Err(float64(x*y)+x))

	z := gradcheck.RunningError{}.Of(18).Tanh()
	flat := z.Of(1).Sub(z.Mul(z))
	e := z.Of(-36).Exp()
	d := e.Of(1).Add(e)
	steep := e.Of(4).Mul(e).Quo(d.Mul(d))
	show("flat.value", "%.6g", flat.Value)
	show("flat.scale", "%.3g", flat.Scale)
	show("flat.bound", "%.2g", flat.Bound(gradcheck.Unit64))
	show("steep.scale", "%.3g", steep.Scale)
	show("steep.bound", "%.2g", steep.Bound(gradcheck.Unit64))

	harmless := counted(equations.Mutants(), func(m equations.Mutant) bool { return m.Equivalent != "" })
	show("planted", "%d", len(equations.Mutants())-harmless)
	show("harmless", "%d", harmless)
	show("deeper", "%d", counted(equations.AllBeyond()[0].Mutants(), func(m equations.Mutant) bool { return m.Equivalent == "" }))
	decisionNumbers(show)
}

// quotientErrors returns the errors of the difference quotients of eˣ at 1 over the step h:
// forward and central in doubles, with the step as rounded, and central in 320 bits.
func quotientErrors(h float64) (forward, central float64, exact gradcheck.Big) {
	one, step := gradcheck.BigOf(1), gradcheck.BigOf(h)
	e := one.Exp()
	above, below := 1+h, 1-h
	y := row(tensor.Exp[float64], below, 1, above)
	exact = one.Add(step).Exp().Sub(one.Sub(step).Exp()).Quo(step.Add(step)).Sub(e)
	return e.Err((y[2] - y[1]) / (above - 1)), e.Err((y[2] - y[0]) / (above - below)), exact
}

// decisionNumbers shows what the page of the decision has, on which a test pins what
// verify -mutants prints.
func decisionNumbers(show Show) {
	const page = "docs/decisions/07-trials.md"
	for name, pattern := range map[string]string{
		"controls": `(\d+) right answers as control`, "derivatives": `The (\d+) in derivatives`, "weakest": `Weakest: ([\d.]+) times its bound`,
		"heldout": `wrote (\d+) more errors`, "heldfirst": `ran them: (\d+) were caught`, "heldnow": `and (\d+) of\s+the \d+ are caught now`,
		"heldclose": `survivors (\d+) cannot be told`, "compared": `reports on (\d+) numbers`, "falsealarms": `false alarms: (\d+)`,
		"largest": `largest error/bound: ([\d.]+)`,
	} {
		show(name, "%s", found(page, pattern)[1])
	}
	for name, rule := range map[string]string{
		"fast": "PyTorch, fast", "slow": "PyTorch, slow", "jax": "JAX, vjp", "autograd": "HIPS autograd", "scipy": "SciPy check_derivative",
		"cs4": "CS231n, 1e-4", "cs7": "CS231n, 1e-7", "chainrules": "ChainRulesTestUtils", "ceres": "Ceres", "ridders": "Ridders, own estimate",
		"check": "Check, in doubles", "ours": "320 bits, derived bound",
	} {
		cells := found(page, `\n`+rule+` +(\S+) +(\S+) +(\S+)`)
		show(name+".caught", "%s", cells[1])
		show(name+".share", "%s", cells[2])
		show(name+".alarms", "%s", cells[3])
	}
}
