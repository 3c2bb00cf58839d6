package nn

import (
	"fmt"

	"chainrule/tensor"
)

// Parameters are the parameters of a model, θ, or a gradient with respect to them, g: one block
// of memory, Theta, with the other fields as views of it in the order W, b, V, c, each
// row by row. A [Logistic] model has W only.
type Parameters[F tensor.Float] struct {
	Theta []F
	W     tensor.Matrix[F] // D×M, or D×K in a Logistic model
	B     []F              // b, M
	V     tensor.Matrix[F] // M×K
	C     []F              // c, K
}

// Block is a view of Parameters together with its letter; a vector becomes a matrix of
// one row.
type Block[F tensor.Float] struct {
	Name   string // "W", "b", "V" or "c"
	Matrix tensor.Matrix[F]
}

// newParameters returns a zeroed block with W of rows×cols and, if K > 0, b, V and c.
func newParameters[F tensor.Float](rows, cols, K int) *Parameters[F] {
	n := rows * cols
	if K > 0 {
		n += cols + cols*K + K
	}
	return viewParameters(make([]F, n), rows, cols, K)
}

// viewParameters returns θ with its views.
func viewParameters[F tensor.Float](θ []F, rows, cols, K int) *Parameters[F] {
	w, b, v := rows*cols, cols, cols*K
	p := &Parameters[F]{Theta: θ}
	p.W, θ = tensor.FromSlice(rows, cols, θ[:w:w]), θ[w:]
	if K > 0 {
		p.B, θ = θ[:b:b], θ[b:]
		p.V, θ = tensor.FromSlice(cols, K, θ[:v:v]), θ[v:]
		p.C = θ[:K:K]
	}
	return p
}

// Blocks returns the views with their letters, in the order of Theta.
func (p *Parameters[F]) Blocks() []Block[F] {
	blocks := []Block[F]{{"W", p.W}}
	if p.C != nil {
		blocks = append(blocks, Block[F]{"b", row(p.B)}, Block[F]{"V", p.V}, Block[F]{"c", row(p.C)})
	}
	return blocks
}

// row returns x as a matrix of one row.
func row[F tensor.Float](x []F) tensor.Matrix[F] { return tensor.FromSlice(1, len(x), x) }

// ShapeError is the value that a function of this package panics with when the
// shapes of its arguments do not fit together.
type ShapeError struct {
	Op     string // the function, such as "MLP.Forward"
	Detail string // the shapes, such as "X is 50×4, W is 5×50"
}

// Error names the function and the shapes.
func (e *ShapeError) Error() string { return "nn: " + e.Op + ": " + e.Detail }

// mismatch panics with a [*ShapeError].
func mismatch(op, format string, shapes ...any) {
	panic(&ShapeError{Op: op, Detail: fmt.Sprintf(format, shapes...)})
}
