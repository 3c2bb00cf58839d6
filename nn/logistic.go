package nn

import (
	"math"

	"chainrule/tensor"
)

// Logistic is softmax regression, section 2.2: Y = softmax(X·W) by rows. It has no
// bias, as in the paper; a column of ones in X serves as one.
type Logistic[F tensor.Float] struct {
	θ      *Parameters[F]
	widths []int // D, K
}

// NewLogistic returns the model with D inputs, K classes and W = 0. It panics with
// a [*ShapeError] if D is negative, K < 1 or W is too large for any memory.
func NewLogistic[F tensor.Float](D, K int) *Logistic[F] {
	widths := []int{D, K}
	return &Logistic[F]{newParameters[F]("NewLogistic", widths, false), widths}
}

// Parameters returns the live parameters; to change them is to change the model.
func (p *Logistic[F]) Parameters() *Parameters[F] { return p.θ }

// Gradient returns a zeroed block of the parameters' shape, to receive a gradient.
func (p *Logistic[F]) Gradient() *Parameters[F] {
	return newParameters[F]("Logistic.Gradient", p.widths, false)
}

// Workspace returns a workspace for batches of at most so many rows. It panics
// with a [*ShapeError] if rows is negative or too large for any memory.
func (p *Logistic[F]) Workspace(rows int) *Workspace[F] { return newWorkspace[F](rows, p.widths[1:]) }

// Initialize sets W to independent values of normal, row by row, divided by √D.
func (p *Logistic[F]) Initialize(normal func() float64) {
	fillNormal(p.θ.W, normal)
}

// Forward computes A = X·W and Y = softmax(A) by rows, for X of N×D. It panics with
// a [*ShapeError] if X does not fit W or has more rows than s was made for.
//
// Equations (6), (8).
func (p *Logistic[F]) Forward(s *Workspace[F], X tensor.Matrix[F]) {
	if X.Cols() != p.widths[0] {
		mismatch("Logistic.Forward", "X is %v, W is %v", X.Shape(), p.θ.W.Shape())
	}
	s.begin("Logistic.Forward", X.Rows())
	tensor.Product(s.A, X, p.θ.W)
	s.softmax()
}

// Loss returns −J = −ΣΣ t log y for the last Forward on s and targets T of N×K. It
// panics with a [*ShapeError] if T does not fit.
//
// Equations (4), (7); the latter is J, the loss negated.
func (p *Logistic[F]) Loss(s *Workspace[F], T tensor.Matrix[F]) F {
	return s.loss("Logistic.Loss", T)
}

// Backward sets g to the gradient of the loss for the last Forward on s, the same
// X and targets T of N×K, not negative:
//
//	dW = Xᵀ(s⊙Y − T),  sₙ = Σₖ tₙₖ
//
// which is the paper's Xᵀ(Y − T) where each row of T sums to 1. It panics with a
// [*ShapeError] if the shapes do not fit.
//
// Equations (19), (20), negated: gradient of the loss.
func (p *Logistic[F]) Backward(g *Parameters[F], s *Workspace[F], X, T tensor.Matrix[F]) {
	if T.Shape() != s.Y.Shape() || X.Rows() != T.Rows() {
		mismatch("Logistic.Backward",
			"X is %v, T is %v, Y is %v", X.Shape(), T.Shape(), s.Y.Shape())
	}
	dA := s.dA
	tensor.CrossEntropyGradient(dA, s.Y, T)
	tensor.ProductTN(g.W, X, dA)
}

// fillNormal sets W to independent values of normal, row by row, divided by the
// root of its number of rows.
func fillNormal[F tensor.Float](W tensor.Matrix[F], normal func() float64) {
	root := math.Sqrt(float64(W.Rows()))
	for i := range W.Rows() {
		for j := range W.Cols() {
			W.Set(i, j, F(normal()/root))
		}
	}
}
