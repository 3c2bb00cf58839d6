package chapters

import (
	"math"

	"chainrule/bench/chart"
	"chainrule/gradcheck"
)

// differences returns the relative errors of the difference quotients of eˣ at 1 for the
// steps 2⁰, 2⁻¹, … 2⁻⁵²: forward and central in doubles, central in 320 bits.
func differences() (h, forward, central, exact []float64) {
	e := gradcheck.BigOf(1).Exp()
	for k := range 53 {
		step := math.Ldexp(1, -k)
		f, c, x := quotientErrors(step)
		h, forward, central = append(h, step), append(forward, f/e.Float64()), append(central, c/e.Float64())
		exact = append(exact, x.Quo(e).Float64())
	}
	return h, forward, central, exact
}

// gradientErrorV draws the error of difference quotients against their step.
func gradientErrorV() ([]byte, error) {
	h, forward, central, exact := differences()
	u := math.Ldexp(1, -53)
	f := chart.Figure{
		Name: "gradient-error-v", Title: "The error of a difference quotient of eˣ at 1 against its step",
		Description: "From right to left the error of the forward difference falls with the step and that of the central one with its square, " +
			"until in doubles rounding lets both rise again; in 320 bits it goes on falling.",
		Height: 480, Legend: true,
		Panels: []chart.Panel{{
			X: chart.Axis{Title: "step h", Scale: chart.Log10, Min: 1e-16, Max: 2}, Y: chart.Axis{Title: "relative error", Scale: chart.Log10, Min: 1e-33, Max: 10},
			Layers: []chart.Layer{
				chart.Line{X: []float64{1e-16, 1e-5}, Y: []float64{u / 1e-16, u / 1e-5}, Colour: chart.Grey, Dashed: true, Width: 1.2},
				chart.Line{Name: "central, 320 bits", X: h, Y: exact, Colour: chart.Green},
				chart.Points{Name: "forward: (f(x+h) − f(x))/h", X: h, Y: forward, Colour: chart.Vermillion, Shape: chart.Square, Size: 3},
				chart.Points{Name: "central: (f(x+h) − f(x−h))/2h", X: h, Y: central, Colour: chart.Blue, Size: 3},
				chart.Rule{Name: "h = u^{1/2}", At: math.Sqrt(u), Vertical: true, Colour: chart.Vermillion},
				chart.Rule{Name: "h = u^{1/3}", At: math.Cbrt(u), Vertical: true, Colour: chart.Blue},
				chart.Text{X: 1e-3, Y: 1e-1, Text: "∝ h", Anchor: chart.End, Colour: chart.Vermillion},
				chart.Text{X: 1e-12, Y: 1e-20, Text: "∝ h²", Anchor: chart.End, Colour: chart.Green},
				chart.Text{X: 1e-11, Y: 1e-2, Text: "rounding: u/h", Anchor: chart.Start, Colour: chart.Grey},
			},
		}},
	}
	return f.SVG()
}
