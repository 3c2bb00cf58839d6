package tensor

// The functions of this file act on each element. Shapes of C and A must agree; C
// may be A, any other overlap panics. In float64 errors are in units of the last place (ulp) of
// the exact result; in float32 every result is the number nearest to the exact one.

// Exp sets C ← eᴬ, elementwise, with an error below 0.545 ulp (below 1.05 where
// the result is subnormal). It is 0 for −∞, +∞ for +∞ and beyond the largest
// finite result, NaN for NaN.
func Exp[F Float](C, A Matrix[F]) { each("Exp", expKernel, C, A) }

// Log sets C ← log A, elementwise: the natural logarithm, with an error below
// 0.568 ulp. It is −∞ for ±0, NaN for negative elements and NaN.
func Log[F Float](C, A Matrix[F]) { each("Log", logKernel, C, A) }

// Tanh sets C ← tanh A, elementwise, with an error below 0.54 ulp, odd in every bit.
func Tanh[F Float](C, A Matrix[F]) { each("Tanh", tanhKernel, C, A) }

// Sigmoid sets C ← 1/(1 + e⁻ᴬ), elementwise, with an error below 0.6 ulp also
// where the result is tiny (1.1 where it is subnormal).
func Sigmoid[F Float](C, A Matrix[F]) { each("Sigmoid", sigmoidKernel, C, A) }

// TanhDerivative sets C ← tanh′(A) = 1 − tanh²A, elementwise, from the
// pre-activation, with an error below 0.6 ulp also where tanh is nearly ±1 (1.1 where
// the result is subnormal).
func TanhDerivative[F Float](C, A Matrix[F]) {
	each("TanhDerivative", tanhDerivativeKernel, C, A)
}

// SigmoidDerivative sets C ← σ′(A) = σ(A)(1 − σ(A)), elementwise, from the
// pre-activation, with an error below 0.6 ulp also where σ is nearly 0 or 1 (1.1 where
// the result is subnormal).
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
