package tensor

// The functions of this file act on each element. Shapes of C and A must agree; C
// may be A, any other overlap panics. In float32 each is computed in double precision
// and rounded once.

// Exp sets C ← eᴬ, elementwise, with an error below 0.6 ulp (below 0.8 ulp where
// the result is subnormal). It is 0 for −∞, +∞ for +∞ and beyond the largest
// finite result, NaN for NaN.
func Exp[F Float](C, A Matrix[F]) { each("Exp", expKernel, C, A) }

// Log sets C ← log A, elementwise: the natural logarithm, with an error below 1
// ulp. It is −∞ for ±0, NaN for negative elements and NaN.
func Log[F Float](C, A Matrix[F]) { each("Log", logKernel, C, A) }

// Tanh sets C ← tanh A, elementwise, with an error below 2.3 ulp, odd in every bit.
func Tanh[F Float](C, A Matrix[F]) { each("Tanh", tanhKernel, C, A) }

// Sigmoid sets C ← 1/(1 + e⁻ᴬ), elementwise, with an error below 1.7 ulp also
// where the result is tiny.
func Sigmoid[F Float](C, A Matrix[F]) { each("Sigmoid", sigmoidKernel, C, A) }

// TanhDerivative sets C ← tanh′(A) = 1 − tanh²A, elementwise, from the
// pre-activation, with an error below 3 ulp also where tanh is nearly ±1.
func TanhDerivative[F Float](C, A Matrix[F]) {
	each("TanhDerivative", tanhDerivativeKernel, C, A)
}

// SigmoidDerivative sets C ← σ′(A) = σ(A)(1 − σ(A)), elementwise, from the
// pre-activation, with an error below 1.7 ulp also where σ is nearly 0 or 1.
func SigmoidDerivative[F Float](C, A Matrix[F]) {
	each("SigmoidDerivative", sigmoidDerivativeKernel, C, A)
}

// ReLU sets C ← 0 where A < 0 and C ← A elsewhere; NaN stays NaN.
func ReLU[F Float](C, A Matrix[F]) { each("ReLU", reluKernel, C, A) }

// ReLUDerivative sets C ← u(A), the step: 1 where A > 0, 0 where A ≤ 0; NaN stays
// NaN.
func ReLUDerivative[F Float](C, A Matrix[F]) {
	each("ReLUDerivative", reluDerivativeKernel, C, A)
}
