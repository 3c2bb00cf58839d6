package tensor

import "unsafe"

// The functions of this file act on each element. Shapes of C and A must agree; C
// may be A, any other overlap panics. In float32 each is the float64 function of
// the element, rounded to float32.

// Exp sets C ← eᴬ, elementwise, with an error below 0.6 ulp (below 0.8 ulp where
// the result is subnormal). It is 0 for −∞, +∞ for +∞ and beyond the largest
// finite result, NaN for NaN.
func Exp[F Float](C, A Matrix[F]) { each("Exp", exp64, exp32, C, A) }

// Log sets C ← log A, elementwise: the natural logarithm, with an error below 1
// ulp. It is −∞ for ±0, NaN for negative elements and NaN.
func Log[F Float](C, A Matrix[F]) { each("Log", log64, log32, C, A) }

// Tanh sets C ← tanh A, elementwise, with an error below 2.3 ulp, odd in every bit.
func Tanh[F Float](C, A Matrix[F]) { each("Tanh", tanh64, tanh32, C, A) }

// Sigmoid sets C ← 1/(1 + e⁻ᴬ), elementwise, with an error below 1.7 ulp also
// where the result is tiny.
func Sigmoid[F Float](C, A Matrix[F]) { each("Sigmoid", sigmoid64, sigmoid32, C, A) }

// TanhDerivative sets C ← tanh′(A) = 1 − tanh²A, elementwise, from the
// pre-activation, with an error below 3 ulp also where tanh is nearly ±1.
func TanhDerivative[F Float](C, A Matrix[F]) {
	each("TanhDerivative", tanhDerivative64, tanhDerivative32, C, A)
}

// SigmoidDerivative sets C ← σ′(A) = σ(A)(1 − σ(A)), elementwise, from the
// pre-activation, with an error below 1.7 ulp also where σ is nearly 0 or 1.
func SigmoidDerivative[F Float](C, A Matrix[F]) {
	each("SigmoidDerivative", sigmoidDerivative64, sigmoidDerivative32, C, A)
}

// ReLU sets C ← 0 where A < 0 and C ← A elsewhere; NaN stays NaN.
func ReLU[F Float](C, A Matrix[F]) {
	check1("ReLU", C, A)
	for i := range C.rows {
		c, a := rows2(i, C, A)
		for j := range c {
			c[j] = relu(a[j])
		}
	}
}

// ReLUDerivative sets C ← u(A), the step: 1 where A > 0, 0 where A ≤ 0; NaN stays
// NaN.
func ReLUDerivative[F Float](C, A Matrix[F]) {
	check1("ReLUDerivative", C, A)
	for i := range C.rows {
		c, a := rows2(i, C, A)
		for j := range c {
			c[j] = reluDerivative(a[j])
		}
	}
}

// each sets C ← f(A), elementwise.
func each[F Float](op string, f func(float64) float64, g func(float32) float32, C, A Matrix[F]) {
	check1(op, C, A)
	for i := range C.rows {
		c, a := rows2(i, C, A)
		for j := range c {
			if unsafe.Sizeof(a[j]) == 8 {
				c[j] = F(f(float64(a[j])))
			} else {
				c[j] = F(g(float32(a[j])))
			}
		}
	}
}
