package nn

import (
	"fmt"

	"chainrule/nn/file"
	"chainrule/tensor"
)

// Activation is the function σ of the hidden layer.
type Activation int

// The paper's three activations.
const (
	Sigmoid Activation = iota // σ(x) = 1/(1 + e⁻ˣ)
	Tanh                      // σ(x) = tanh x
	ReLU                      // σ(x) = max(0, x)
)

// Activations lists them all.
var Activations = []Activation{Sigmoid, Tanh, ReLU}

// String returns "sigmoid", "tanh" or "relu", and "unknown" for anything else.
func (σ Activation) String() string {
	switch σ {
	case Sigmoid:
		return "sigmoid"
	case Tanh:
		return "tanh"
	case ReLU:
		return "relu"
	}
	return unknown
}

// unknown is the name of any value that is not an activation.
const unknown = "unknown"

// ParseActivation returns the activation with that name, or an error that lists
// the names there are.
func ParseActivation(name string) (Activation, error) {
	for _, σ := range Activations {
		if name == σ.String() {
			return σ, nil
		}
	}
	return 0, fmt.Errorf("unknown activation %s: want relu, tanh or sigmoid", file.Quote(name))
}

// Apply sets Z ← σ(α), elementwise. Shapes must agree; Z may be α. It panics with a
// [*ShapeError] if σ is not one of the three.
//
// Equation (32).
func Apply[F tensor.Float](σ Activation, Z, α tensor.Matrix[F]) {
	switch σ {
	case Sigmoid:
		tensor.Sigmoid(Z, α)
	case Tanh:
		tensor.Tanh(Z, α)
	case ReLU:
		tensor.ReLU(Z, α)
	default:
		mismatch("Apply", "unknown activation %d", int(σ))
	}
}

// Derivative sets D ← σ′(α), elementwise. Shapes must agree; D may be α. It panics
// with a [*ShapeError] if σ is not one of the three.
//
// The paper writes σ′ in terms of Z = σ(α): z(1−z) for the sigmoid, 1−z² for tanh,
// u(z) for ReLU. The first two cancel where z is nearly 1 (at α = 19, 1−z² has no
// correct digit left), so σ′ is computed from α in the equal forms e/(1+e)² with
// e = e^(−|α|), and 4e/(1+e)² with e = e^(−2|α|). The third needs u(0) = 0, which the
// paper does not say; u(α) is 0 for α ≤ 0 and 1 for α > 0.
//
// Equations (41), (42), (43).
func Derivative[F tensor.Float](σ Activation, D, α tensor.Matrix[F]) {
	switch σ {
	case Sigmoid:
		tensor.SigmoidDerivative(D, α)
	case Tanh:
		tensor.TanhDerivative(D, α)
	case ReLU:
		tensor.ReLUDerivative(D, α)
	default:
		mismatch("Derivative", "unknown activation %d", int(σ))
	}
}

// Pullback sets C ← B ⊙ σ′(α), elementwise, with σ′ as in [Derivative], and sums[j] to the
// sum of column j of C: one pass in place of three by Derivative, a product and
// a sum. Shapes must agree; C may be B or α, and sums may be nil but must not overlap the
// matrices. It panics with a [*ShapeError] if σ is not one of the three.
//
// Equations (41), (42), (43), (45).
func Pullback[F tensor.Float](σ Activation, C, B, α tensor.Matrix[F], sums []F) {
	switch σ {
	case Sigmoid:
		tensor.SigmoidPullback(C, B, α, sums)
	case Tanh:
		tensor.TanhPullback(C, B, α, sums)
	case ReLU:
		tensor.ReLUPullback(C, B, α, sums)
	default:
		mismatch("Pullback", "unknown activation %d", int(σ))
	}
}
