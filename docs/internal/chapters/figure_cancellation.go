package chapters

import (
	"math"

	"chainrule/adam"
	"chainrule/bench/chart"
	"chainrule/gradcheck"
	"chainrule/tensor"
)

// A formula has two kinds of values in float64 for arguments, the textbook's and ours,
// and the truth.
type formula func(x []float64) (textbook, ours []float64, truth []gradcheck.Big)

// tanhSlope is 1 − tanh², from the hyperbolic tangent and from its argument.
func tanhSlope(x []float64) (textbook, ours []float64, truth []gradcheck.Big) {
	A, Y, D := tensor.FromSlice(1, len(x), x), tensor.New[float64](1, len(x)), tensor.New[float64](1, len(x))
	tensor.Tanh(Y, A)
	tensor.TanhDerivative(D, A)
	for i, y := range Y.Row(0) {
		textbook = append(textbook, 1-float64(y*y))
		t := gradcheck.BigOf(x[i]).Tanh()
		truth = append(truth, t.Of(1).Sub(t.Mul(t)))
	}
	return textbook, D.Row(0), truth
}

// sigmoidSlope is σ(1 − σ), from σ and from its argument.
func sigmoidSlope(x []float64) (textbook, ours []float64, truth []gradcheck.Big) {
	A, Y, D := tensor.FromSlice(1, len(x), x), tensor.New[float64](1, len(x)), tensor.New[float64](1, len(x))
	tensor.Sigmoid(Y, A)
	tensor.SigmoidDerivative(D, A)
	for i, y := range Y.Row(0) {
		textbook = append(textbook, y*(1-y))
		e := gradcheck.BigOf(-x[i]).Exp()
		sum := e.Add(e.Of(1))
		truth = append(truth, e.Quo(sum.Mul(sum)))
	}
	return textbook, D.Row(0), truth
}

// outputError is y − t for the right class, whose logit is larger by x than that of the
// one other class.
func outputError(x []float64) (textbook, ours []float64, truth []gradcheck.Big) {
	Y, T := tensor.New[float64](len(x), 2), tensor.New[float64](len(x), 2)
	for i := range x {
		Y.Set(i, 0, x[i])
		T.Set(i, 0, 1)
	}
	tensor.Softmax(Y, Y)
	for i := range x {
		textbook = append(textbook, Y.At(i, 0)-1)
		e := gradcheck.BigOf(x[i]).Exp()
		truth = append(truth, e.Of(-1).Quo(e.Add(e.Of(1))))
	}
	tensor.CrossEntropyGradient(Y, Y, T)
	for i := range x {
		ours = append(ours, Y.At(i, 0))
	}
	return textbook, ours, truth
}

// correction is 1 − β¹⁰ for a β that differs from 1 by about 2⁻ˣ.
func correction(x []float64) (textbook, ours []float64, truth []gradcheck.Big) {
	for i := range x {
		whole, share := math.Modf(x[i])
		β := 1 - math.Ldexp(1/(1+share), -int(whole))
		c, err := adam.NewBiasCorrection(β)
		if err != nil {
			panic(err)
		}
		power, exact := 1.0, gradcheck.BigOf(1)
		for range 10 {
			power *= β
			exact = exact.Mul(exact.Of(β))
			c.Advance()
		}
		textbook, ours, truth = append(textbook, 1-power), append(ours, c.Denominator()), append(truth, exact.Of(1).Sub(exact))
	}
	return textbook, ours, truth
}

// worst returns the largest relative errors of a formula in each of the windows between
// least and most.
func (f formula) worst(least, most float64, windows int) (x, textbook, ours []float64) {
	const each = 24
	width := (most - least) / float64(windows)
	for w := range windows {
		var arguments []float64
		for i := range each {
			arguments = append(arguments, least+float64(width*(float64(w)+(float64(i)+0.5)/each)))
		}
		t, o, truth := f(arguments)
		var worstT, worstO float64
		for i, exact := range truth {
			size := math.Abs(exact.Float64())
			worstT, worstO = max(worstT, exact.Err(t[i])/size), max(worstO, exact.Err(o[i])/size)
		}
		x, textbook, ours = append(x, least+float64(width*(float64(w)+0.5))), append(textbook, worstT), append(ours, worstO)
	}
	return x, textbook, ours
}

// A loss has a formula that loses digits, with the range of its arguments.
type loss struct {
	title, x    string
	least, most float64
	formula     formula
}

var losses = []loss{
	{"1 − tanh²α", "α", 0, 22, tanhSlope},
	{"σ(1 − σ)", "α", -44, 44, sigmoidSlope},
	{"y − t, for the right class", "lead of its logit", 0, 44, outputError},
	{"1 − β^{10}", "k, where 1 − β is about 2^{−k}", 1, 53, correction},
}

// cancellation draws the errors of textbook formulas and of ours.
func cancellation() ([]byte, error) {
	f := chart.Figure{
		Name: "cancellation", Title: "Digits lost in a difference, and kept",
		Description: "The relative errors of three textbook forms grow exponentially until no digit is left, that of a fourth until half of them are; those of the forms used here stay at the rounding of a few operations.",
		Height:      640, Columns: 2, Legend: true,
	}
	for _, l := range losses {
		x, textbook, ours := l.formula.worst(l.least, l.most, 88)
		f.Panels = append(f.Panels, chart.Panel{
			Title: l.title, X: chart.Axis{Title: l.x, Min: l.least, Max: l.most}, Y: chart.Axis{Title: "relative error", Scale: chart.Log10, Min: 1e-17, Max: 5},
			Layers: []chart.Layer{
				chart.Rule{Name: "u", At: math.Ldexp(1, -53), Colour: chart.Grey},
				chart.Line{Name: "textbook form", X: x, Y: textbook, Colour: chart.Vermillion},
				chart.Line{Name: "form of packages tensor and adam", X: x, Y: ours, Colour: chart.Blue},
			},
		})
	}
	return f.SVG()
}
