package nn

import (
	"slices"

	"chainrule/tensor"
)

// MLP is the multi-layer perceptron, of section 2.3 if it has one hidden layer:
//
//	α = X·W + 1·bᵀ   Z = σ(α)   A = Z·V + 1·cᵀ   Y = softmax(A) by rows
//
// With more of them the first line is repeated, with the Z of each layer in the place of X in
// the next. With none, A = X·W + 1·bᵀ: softmax regression with a bias.
type MLP[F tensor.Float] struct {
	θ      *Parameters[F]
	widths []int
	σ      []Activation // of each hidden layer
}

// NewMLP returns the model with all parameters 0 whose layers have these widths: the
// number of inputs, D, of the units of each hidden layer, and of classes, K. The paper's
// network is of the widths 5, 50, 3. Of σ there is one for all hidden layers or one
// for each. It panics with a [*ShapeError] if there are fewer than two widths, one is
// negative, K < 1, a σ is not one of the three or their number is another, or the
// parameters are too many for any memory.
func NewMLP[F tensor.Float](widths []int, σ ...Activation) *MLP[F] {
	p := &MLP[F]{newParameters[F]("NewMLP", widths, true), slices.Clone(widths), slices.Clone(σ)}
	hidden := len(widths) - 2
	if len(σ) == 1 {
		p.σ = slices.Repeat(σ, hidden)
	}
	if len(p.σ) != hidden || slices.ContainsFunc(σ, func(σ Activation) bool { return σ.String() == unknown }) {
		mismatch("NewMLP", "widths %v, σ %d", widths, σ)
	}
	return p
}

// Parameters returns the live parameters; to change them is to change the model.
func (p *MLP[F]) Parameters() *Parameters[F] { return p.θ }

// Gradient returns a zeroed block of the parameters' shape, to receive a gradient.
func (p *MLP[F]) Gradient() *Parameters[F] { return newParameters[F]("MLP.Gradient", p.widths, true) }

// Workspace returns a workspace for batches of at most so many rows. It panics
// with a [*ShapeError] if rows is negative or too large for any memory.
func (p *MLP[F]) Workspace(rows int) *Workspace[F] { return newWorkspace[F](rows, p.widths[1:]) }

// Widths returns the widths of all layers, the inputs' first.
func (p *MLP[F]) Widths() []int { return slices.Clone(p.widths) }

// Activations returns σ of each hidden layer.
func (p *MLP[F]) Activations() []Activation { return slices.Clone(p.σ) }

// Initialize sets the weights of each layer in order to independent values of normal, row
// by row, divided by the root of the number of its inputs, √D for W and √M for V, and all
// biases to 0, as Code 13 does.
func (p *MLP[F]) Initialize(normal func() float64) {
	for _, layer := range p.θ.Layers {
		fillNormal(layer.W, normal)
		clear(layer.B)
	}
}

// Forward computes α, Z, A and Y for X of N×D. It panics with a [*ShapeError] if X
// does not fit W or has more rows than s was made for. The biases are the starts of the
// products' chains. Equations (31) and (33) are misprinted: x and z stand in the
// subscripts of W and V, beside which they belong.
//
// Equations (21), (22), (31), (32), (33), (34).
func (p *MLP[F]) Forward(s *Workspace[F], X tensor.Matrix[F]) {
	if X.Cols() != p.widths[0] {
		mismatch("MLP.Forward", "X is %v, W is %v", X.Shape(), p.θ.W.Shape())
	}
	s.begin("MLP.Forward", X.Rows())

	Z := X // of the inputs
	for l := range s.Hidden {
		layer, W, b := &s.Hidden[l], p.θ.Layers[l].W, p.θ.Layers[l].B
		tensor.Affine(layer.Alpha, Z, W, b) // α = X·W + 1·bᵀ (31), from the second layer on with Z for X
		Apply(p.σ[l], layer.Z, layer.Alpha) // Z = σ(α) (32)
		Z = layer.Z
	}
	tensor.Affine(s.A, Z, p.θ.V, p.θ.C) // A = Z·V + 1·cᵀ (33)
	s.softmax()                         // Y = softmax(A) (34)
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
// With more hidden layers the third line is repeated from the last of them to the first, for
// the α of a layer is the A of the one below.
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
	dA := s.dA

	tensor.CrossEntropyGradient(dA, s.Y, T) // dA = s⊙Y − T
	tensor.ColumnSums(g.C, dA)              // dc = dAᵀ·1 (29)
	for l := len(s.Hidden) - 1; l >= 0; l-- {
		layer, σ, dα, db := &s.Hidden[l], p.σ[l], s.Hidden[l].dAlpha, g.Layers[l].B
		V, dV := p.θ.Layers[l+1].W, g.Layers[l+1].W
		tensor.ProductTN(dV, layer.Z, dA)       // dV = Zᵀ·dA (28), (30)
		tensor.ProductNT(dα, dA, V)             // dZ = dA·Vᵀ
		Pullback(σ, dα, dα, layer.point(σ), db) // dα = dZ ⊙ σ′(α) (41), (42), (43); db = dαᵀ·1 (45)
		dA = dα                                 // the α of this layer is the A of the one before
	}
	tensor.ProductTN(g.W, X, dA) // dW = Xᵀ·dα (44), (46), (47)
}
