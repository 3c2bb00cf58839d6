package nn

import "chainrule/tensor"

// MLP is the multi-layer perceptron with one hidden layer, section 2.3:
//
//	α = X·W + 1·bᵀ   Z = σ(α)   A = Z·V + 1·cᵀ   Y = softmax(A) by rows
type MLP[F tensor.Float] struct {
	θ       *Parameters[F]
	D, M, K int
	σ       Activation
}

// NewMLP returns the model with D inputs, M hidden units, K classes, activation σ
// and all parameters 0. It panics with a [*ShapeError] if D or M is negative, K < 1
// or σ is not one of the three.
func NewMLP[F tensor.Float](D, M, K int, σ Activation) *MLP[F] {
	if D < 0 || M < 0 || K < 1 || σ.String() == unknown {
		mismatch("NewMLP", "D = %d, M = %d, K = %d, σ = %d", D, M, K, int(σ))
	}
	return &MLP[F]{newParameters[F](D, M, K), D, M, K, σ}
}

// Parameters returns the live parameters; to change them is to change the model.
func (p *MLP[F]) Parameters() *Parameters[F] { return p.θ }

// Gradient returns a zeroed block of the parameters' shape, to receive a gradient.
func (p *MLP[F]) Gradient() *Parameters[F] { return newParameters[F](p.D, p.M, p.K) }

// Workspace returns a workspace for batches of at most so many rows. It panics
// with a [*ShapeError] if rows is negative.
func (p *MLP[F]) Workspace(rows int) *Workspace[F] { return newWorkspace[F](rows, p.M, p.K) }

// Activation returns σ.
func (p *MLP[F]) Activation() Activation { return p.σ }

// Initialize sets W to independent values of normal, row by row, divided by √D,
// then V likewise divided by √M, and b and c to 0, as Code 13 does.
func (p *MLP[F]) Initialize(normal func() float64) {
	fillNormal(p.θ.W, normal)
	fillNormal(p.θ.V, normal)
	clear(p.θ.B)
	clear(p.θ.C)
}

// Forward computes α, Z, A and Y for X of N×D. It panics with a [*ShapeError] if X
// does not fit W or has more rows than s was made for. The biases are the starts of the
// products' chains. Equations (31) and (33) are misprinted: x and z stand in the
// subscripts of W and V, beside which they belong.
//
// Equations (21), (22), (31), (32), (33), (34).
func (p *MLP[F]) Forward(s *Workspace[F], X tensor.Matrix[F]) {
	W, b, V, c := p.θ.W, p.θ.B, p.θ.V, p.θ.C
	if X.Cols() != p.D {
		mismatch("MLP.Forward", "X is %v, W is %v", X.Shape(), W.Shape())
	}
	s.begin("MLP.Forward", X.Rows())

	tensor.Affine(s.Alpha, X, W, b) // α = X·W + 1·bᵀ (31)
	Apply(p.σ, s.Z, s.Alpha)        // Z = σ(α) (32)
	tensor.Affine(s.A, s.Z, V, c)   // A = Z·V + 1·cᵀ (33)
	s.softmax()                     // Y = softmax(A) (34)
}

// Loss returns −J = −ΣΣ t log y for the last Forward on s and targets T of N×K. It
// panics with a [*ShapeError] if T does not fit.
//
// Equations (4), (23), (35); the last two are J, the loss negated.
func (p *MLP[F]) Loss(s *Workspace[F], T tensor.Matrix[F]) F {
	return s.loss("MLP.Loss", T)
}

// Backward sets g to the gradient of the loss for the last Forward on s, the same
// X and targets T of N×K, not negative:
//
//	dA = s⊙Y − T,  sₙ = Σₖ tₙₖ
//	dV = Zᵀ·dA               dc = dAᵀ·1
//	dα = (dA·Vᵀ) ⊙ σ′(α)
//	dW = Xᵀ·dα               db = dαᵀ·1
//
// It panics with a [*ShapeError] if the shapes do not fit. g must not be the
// parameters themselves.
//
// The paper has dA = Y − T, which is this where each row of T sums to 1. Its left
// sides of (28) and (29) should read ∂J/∂V and ∂J/∂c; (44) and (45) hold for the
// sigmoid only, and the index of b in (45) should be m; (46), captioned "Using
// ReLU", is the sigmoid's and (47), captioned "Generic form", is ReLU's, with
// parentheses missing around Z > 0. The generic form is dW above. Before (46) the
// gradient is printed with the subscript W,J for W.
//
// Equations (28), (29), (30), (44), (45), (46), (47), negated: gradient of the loss.
func (p *MLP[F]) Backward(g *Parameters[F], s *Workspace[F], X, T tensor.Matrix[F]) {
	if T.Shape() != s.Y.Shape() || X.Rows() != T.Rows() {
		mismatch("MLP.Backward",
			"X is %v, T is %v, Y is %v", X.Shape(), T.Shape(), s.Y.Shape())
	}
	dA, dα := s.dA, s.dAlpha

	tensor.CrossEntropyGradient(dA, s.Y, T)  // dA = s⊙Y − T
	tensor.ProductTN(g.V, s.Z, dA)           // dV = Zᵀ·dA (28), (30)
	tensor.ColumnSums(g.C, dA)               // dc = dAᵀ·1 (29)
	tensor.ProductNT(dα, dA, p.θ.V)          // dZ = dA·Vᵀ
	Pullback(p.σ, dα, dα, s.point(p.σ), g.B) // dα = dZ ⊙ σ′(α) (41), (42), (43); db = dαᵀ·1 (45)
	tensor.ProductTN(g.W, X, dα)             // dW = Xᵀ·dα (44), (46), (47)
}
