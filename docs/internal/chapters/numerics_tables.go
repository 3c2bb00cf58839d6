package chapters

import (
	"fmt"

	"chainrule/gradcheck"
	"chainrule/tensor"
)

// numericsTanhTable compares 1 − z² with tensor.TanhDerivative.
func numericsTanhTable() numbers {
	n := numbers{}
	for _, x := range []float64{1, 5, 10, 15, 18, 20} {
		textbook := func() float64 {
			z := numericsRow(tensor.Tanh[float64], x)[0]
			return 1 - float64(z*z)
		}
		careful := func() float64 { return numericsRow(tensor.TanhDerivative[float64], x)[0] }
		truth := func() gradcheck.Big {
			z := numericsBig(x).Tanh()
			return numericsBig(1).Sub(z.Mul(z))
		}
		numericsCompare(n, fmt.Sprintf("numerics.tanh.%v", x), textbook, careful, truth)
	}
	return n
}

// numericsCompare adds a row of a table: the textbook's value, the truth, and the errors
// of both forms.
func numericsCompare(n numbers, name string, textbook, careful func() float64, truth func() gradcheck.Big) {
	n[name+".value"] = func() string { return fmt.Sprintf("%.6g", textbook()) }
	n[name+".truth"] = func() string { return fmt.Sprintf("%.6g", truth().Float64()) }
	n[name+".textbook"] = func() string { return numericsUlps(textbook(), truth()) }
	n[name+".careful"] = func() string { return numericsUlps(careful(), truth()) }
}

// numericsSigmoidTable compares z(1 − z) with tensor.SigmoidDerivative.
func numericsSigmoidTable() numbers {
	n := numbers{}
	for _, x := range []float64{-30, 10, 30, 37} {
		textbook := func() float64 {
			z := numericsRow(tensor.Sigmoid[float64], x)[0]
			return float64(z * (1 - z))
		}
		careful := func() float64 { return numericsRow(tensor.SigmoidDerivative[float64], x)[0] }
		truth := func() gradcheck.Big {
			one := numericsBig(1)
			z := one.Quo(one.Add(numericsBig(-x).Exp()))
			return z.Mul(one.Sub(z))
		}
		numericsCompare(n, fmt.Sprintf("numerics.sigmoid.%v", x), textbook, careful, truth)
	}
	return n
}

// numericsResidualTable compares y − t with tensor.CrossEntropyGradient, for a sample of
// the first of two classes, whose logit is larger by a gap.
func numericsResidualTable() numbers {
	n := numbers{}
	for _, gap := range []float64{5, 10, 20, 30, 36, 40} {
		textbook := func() float64 { return numericsRow(tensor.Softmax[float64], gap, 0)[0] - 1 }
		careful := func() float64 { return numericsResidual[float64](gap) }
		truth := func() gradcheck.Big {
			one := numericsBig(1)
			return one.Quo(one.Add(numericsBig(gap).Exp())).Neg()
		}
		numericsCompare(n, fmt.Sprintf("numerics.gap.%v", gap), textbook, careful, truth)
	}
	for _, gap := range []float32{10, 15, 17} {
		relative := func(x float32) string {
			one := numericsBig(1)
			truth := one.Quo(one.Add(numericsBig(float64(gap)).Exp())).Neg()
			return fmt.Sprintf("%.1e", truth.Err(float64(x))/-truth.Float64())
		}
		n[fmt.Sprintf("numerics.gap32.%v.textbook", gap)] = func() string {
			return relative(numericsRow(tensor.Softmax[float32], gap, 0)[0] - 1)
		}
		n[fmt.Sprintf("numerics.gap32.%v.careful", gap)] = func() string { return relative(numericsResidual[float32](gap)) }
	}
	return n
}

// numericsResidual is the first element of that gradient.
func numericsResidual[F tensor.Float](gap F) F {
	Y := tensor.FromRows(numericsRow(tensor.Softmax[F], gap, 0))
	tensor.CrossEntropyGradient(Y, Y, tensor.FromRows([]F{1, 0}))
	return Y.At(0, 0)
}

// numericsCorrectionTable compares 1 − βᵗ with adam.BiasCorrection, for β = 0.999.
func numericsCorrectionTable() numbers {
	n := numbers{}
	for _, t := range []int{1, 2, 10, 100, 1000} {
		name := fmt.Sprintf("numerics.beta.%d", t)
		plain := func() float64 { x, _, _ := numericsBias(0.999, t); return x }
		careful := func() float64 { _, x, _ := numericsBias(0.999, t); return x }
		truth := func() gradcheck.Big { _, _, x := numericsBias(0.999, t); return x }
		numericsCompare(n, name, plain, careful, truth)
		delete(n, name+".value") // whose digits are those of the truth
	}
	return n
}
