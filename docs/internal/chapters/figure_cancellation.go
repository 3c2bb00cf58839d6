package chapters

import (
	"math"

	"chainrule/bench/chart"
	"chainrule/gradcheck"
)

// tenthCorrection is 1 − β¹⁰ for a β that differs from 1 by about 2⁻ˣ.
func tenthCorrection(x float64) (textbook, ours float64, truth gradcheck.Big) {
	whole, share := math.Modf(x)
	return correctionForms(1-math.Ldexp(1/(1+share), -int(whole)), 10)
}

// worst returns the largest relative errors of a form in each of the windows between least and
// most.
func (f form) worst(least, most float64, windows int) (x, textbook, ours []float64) {
	const each = 24
	width := (most - least) / float64(windows)
	for w := range windows {
		var worstT, worstO float64
		for i := range each {
			t, o, truth := f(least + float64(width*(float64(w)+(float64(i)+0.5)/each)))
			size := math.Abs(truth.Float64())
			worstT, worstO = max(worstT, truth.Err(t)/size), max(worstO, truth.Err(o)/size)
		}
		x, textbook, ours = append(x, least+float64(width*(float64(w)+0.5))), append(textbook, worstT), append(ours, worstO)
	}
	return x, textbook, ours
}

// losses are forms that lose digits, with the range of their arguments.
var losses = []struct {
	title, x    string
	least, most float64
	form        form
}{
	{"1 − tanh²α", "α", 0, 22, tanhSlope},
	{"σ(1 − σ)", "α", -44, 44, sigmoidSlope},
	{"y − t, for the right class", "lead of its logit", 0, 44, outputError[float64]},
	{"1 − β^{10}", "k, where 1 − β is about 2^{−k}", 1, 53, tenthCorrection},
}

// cancellation draws the errors of textbook formulas and of ours.
func cancellation() ([]byte, error) {
	f := chart.Figure{
		Name: "cancellation", Title: "Digits lost in a difference, and kept",
		Description: "The relative errors of three textbook forms grow exponentially until no digit is left, that of a fourth until half of them are; those of the forms used here stay at the rounding of a few operations.",
		Height:      640, Columns: 2, Legend: true,
	}
	for _, l := range losses {
		x, textbook, ours := l.form.worst(l.least, l.most, 88)
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
