package chapters

import (
	"fmt"
	"math"

	"chainrule/adam"
	"chainrule/gradcheck"
	"chainrule/tensor"
)

// numericsNumbers computes the numbers of docs/chapters/10-numerics.md.
func numericsNumbers(show Show) {
	big := gradcheck.BigOf
	show("largest", "%.2f", big(math.MaxFloat64).Log().Float64())
	show("smallest", "%.2f", big(0x1p-1074).Quo(big(2)).Log().Float64())
	y := row(tensor.Softmax[float64], 710, 0)
	show("shifted", "%s", fmt.Sprintf("%.2g and %.2g", y[0], y[1]))
	_, cost, _ := leaderCost(800)
	show("rightcost", "%v", cost)
	show("logless", "%g", row(tensor.LogSoftmax[float64], 0, -800)[1])
	a, a32 := 1e8, float32(1e8)
	show("wrongorder", "%.16f", a-(a+row(tensor.Log, 2.0)[0]))
	show("rightorder", "%.16f", row(tensor.LogSoftmax, a, a)[0])
	show("wrong32", "%v", a32-(a32+row(tensor.Log[float32], 2)[0]))
	show("right32", "%v", row(tensor.LogSoftmax, a32, a32)[0])
	lossNumbers(show)
	e, truth := row(tensor.Exp[float64], 1e-8, -1e-8), big(1e-8).Tanh()
	show("tanhquotient", "%.1e", truth.Err((e[0]-e[1])/(e[0]+e[1]))/truth.Float64())
	show("tanhcareful", "%s", ulps(row(tensor.Tanh[float64], 1e-8)[0], truth))
	mean := a + 2
	show("variance", "%v", (float64((a+1)*(a+1))+float64(mean*mean)+float64((a+3)*(a+3)))/3-float64(mean*mean))
	tenths, chain := make([]float32, 1e6), float32(0)
	for i := range tenths {
		tenths[i] = 0.1
		chain += tenths[i]
	}
	exact, sum := float64(float32(0.1))*1e6, tensor.Sum(tenths)
	show("exact32", "%.2f", exact)
	show("chain32", "%.2f", chain)
	show("sum32", "%.2f", sum)
	show("chainoff", "%.1e", math.Abs(float64(chain)-exact)/exact)
	show("sumoff", "%.1e", math.Abs(float64(sum)-exact)/exact)
}

// lossNumbers shows the tables of forms that lose digits.
func lossNumbers(show Show) {
	table := func(name string, f form, xs ...float64) {
		for _, x := range xs {
			textbook, ours, truth := f(x)
			line := fmt.Sprintf("%s.%v.", name, x)
			show(line+"truth", "%.6g", truth.Float64())
			show(line+"textbook", "%s", ulps(textbook, truth))
			show(line+"careful", "%s", ulps(ours, truth))
			if name != "beta" { // which has the digits of the truth
				show(line+"value", "%.6g", textbook)
			}
		}
	}
	table("tanh", tanhSlope, 1, 5, 10, 15, 18, 20)
	table("sigmoid", sigmoidSlope, -30, 10, 30, 37)
	table("lead", leaderCost, 5, 15, 30, 37, 700)
	table("gap", outputError[float64], 5, 10, 20, 30, 36, 40)
	table("beta", func(t float64) (float64, float64, gradcheck.Big) { return correctionForms(0.999, int(t)) }, 1, 2, 10, 100, 1000)
	for _, gap := range []float64{10, 15, 17} {
		textbook, ours, truth := outputError[float32](gap)
		show(fmt.Sprintf("gap32.%v.textbook", gap), "%.1e", truth.Err(textbook)/-truth.Float64())
		show(fmt.Sprintf("gap32.%v.careful", gap), "%.1e", truth.Err(ours)/-truth.Float64())
	}
}

// form is a formula at x: as textbooks compute it, as ours is computed, and the truth.
type form func(x float64) (textbook, ours float64, truth gradcheck.Big)

// leaderCost is the cost of the first of two classes whose logit leads.
func leaderCost(lead float64) (textbook, ours float64, truth gradcheck.Big) {
	cost := []float64{0}
	tensor.CrossEntropy(cost, tensor.FromRows([]float64{0, -lead}), tensor.FromRows([]float64{1, 0}))
	return row(tensor.Log[float64], 1+row(tensor.Exp[float64], -lead)[0])[0], cost[0], gradcheck.BigOf(-lead).Exp().Log1p()
}

// tanhSlope is 1 − tanh², from the hyperbolic tangent and from its argument.
func tanhSlope(x float64) (textbook, ours float64, truth gradcheck.Big) {
	z, t := row(tensor.Tanh[float64], x)[0], gradcheck.BigOf(x).Tanh()
	return 1 - float64(z*z), row(tensor.TanhDerivative[float64], x)[0], t.Of(1).Sub(t.Mul(t))
}

// sigmoidSlope is σ(1 − σ), from σ and from its argument.
func sigmoidSlope(x float64) (textbook, ours float64, truth gradcheck.Big) {
	z, e := row(tensor.Sigmoid[float64], x)[0], gradcheck.BigOf(-x).Exp()
	sum := e.Add(e.Of(1))
	return z * (1 - z), row(tensor.SigmoidDerivative[float64], x)[0], e.Quo(sum.Mul(sum))
}

// outputError is y − t for the right class, whose logit is larger by a gap than that of the
// one other class.
func outputError[F tensor.Float](gap float64) (textbook, ours float64, truth gradcheck.Big) {
	y := row(tensor.Softmax[F], F(gap), 0)
	R, e := tensor.New[F](1, 2), gradcheck.BigOf(gap).Exp()
	tensor.CrossEntropyGradient(R, tensor.FromRows(y), tensor.FromRows([]F{1, 0}))
	return float64(y[0] - 1), float64(R.At(0, 0)), e.Of(-1).Quo(e.Add(e.Of(1)))
}

// correctionForms are 1 − βᵗ.
func correctionForms(β float64, t int) (textbook, ours float64, truth gradcheck.Big) {
	c, power, exact := sure(adam.NewBiasCorrection(β)), 1.0, gradcheck.BigOf(1)
	for range t {
		c.Advance()
		power = float64(power * β)
		exact = exact.Mul(exact.Of(β))
	}
	return 1 - power, c.Denominator(), exact.Of(1).Sub(exact)
}

// ulps is the distance of x from the truth, in units of the last place of that.
func ulps(x float64, truth gradcheck.Big) string {
	t := math.Abs(truth.Float64())
	u := truth.Err(x) / (math.Nextafter(t, math.Inf(1)) - t)
	if u < 1e4 {
		return fmt.Sprintf("%.*f", 2*countIf(u < 10), u)
	}
	return fmt.Sprintf("%.1e", u)
}
