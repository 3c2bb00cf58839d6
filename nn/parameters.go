package nn

import (
	"fmt"
	"math"
	"strconv"

	"chainrule/tensor"
)

// Parameters are the parameters of a model, θ, or a gradient with respect to them, g: one block
// of memory, Theta, with the other fields as views of it, layer by layer, W before b, each
// row by row.
//
// W and b belong to the first layer, and V and c to the last, the output: with
// one hidden layer they are the paper's four. In a model without a hidden layer the first is
// the last; a [Logistic] model has no b and no c.
type Parameters[F tensor.Float] struct {
	Theta  []F
	Layers []Layer[F] // hidden layers in order, then the output
	W      tensor.Matrix[F]
	B      []F
	V      tensor.Matrix[F]
	C      []F
}

// Layer is a view of the parameters of one layer: of so many rows as it has inputs, and so many
// columns as it has units.
type Layer[F tensor.Float] struct {
	W tensor.Matrix[F]
	B []F // nil in a Logistic model
}

// Block is a view of Parameters together with its name; a vector becomes a matrix of
// one row.
type Block[F tensor.Float] struct {
	Name   string // "W", "b", "V" or "c"; with more hidden layers W1, b1, W2, b2, …
	Matrix tensor.Matrix[F]
}

// mostElements bounds the number of elements of a model or a workspace: 2⁴⁷ bytes are the
// address space of a process.
const mostElements = min(1<<44, math.MaxInt/8)

// newParameters returns a zeroed block for layers of these widths, the inputs' first. It
// panics with a [*ShapeError] if there are fewer than two widths, one is negative, the last
// is 0 or there are more than mostElements parameters.
func newParameters[F tensor.Float](op string, widths []int, biased bool) *Parameters[F] {
	valid, n := len(widths) > 1 && widths[0] >= 0 && widths[len(widths)-1] > 0, 0
	for l := 1; valid && l < len(widths); l++ {
		rows, cols := widths[l-1], widths[l]
		if valid = cols >= 0 && (cols == 0 || rows < (mostElements-n)/cols); valid {
			n += (rows + 1) * cols
		}
	}
	if !valid {
		mismatch(op, "widths %v", widths)
	}
	if !biased {
		n = widths[0] * widths[1]
	}
	return viewParameters(make([]F, n), widths, biased)
}

// viewParameters returns θ with its views.
func viewParameters[F tensor.Float](θ []F, widths []int, biased bool) *Parameters[F] {
	p := &Parameters[F]{Theta: θ}
	for l, cols := range widths[1:] {
		var layer Layer[F]
		n := widths[l] * cols
		layer.W, θ = tensor.FromSlice(widths[l], cols, θ[:n:n]), θ[n:]
		if biased {
			layer.B, θ = θ[:cols:cols], θ[cols:]
		}
		p.Layers = append(p.Layers, layer)
	}
	first, last := p.Layers[0], p.Layers[len(p.Layers)-1]
	p.W, p.B, p.V, p.C = first.W, first.B, last.W, last.B
	return p
}

// Blocks returns the views with their names, in the order of Theta.
func (p *Parameters[F]) Blocks() []Block[F] {
	var blocks []Block[F]
	for l, layer := range p.Layers {
		W, b := blockNames(l, len(p.Layers))
		blocks = append(blocks, Block[F]{W, layer.W})
		if layer.B != nil {
			blocks = append(blocks, Block[F]{b, row(layer.B)})
		}
	}
	return blocks
}

// blockNames returns the names of the weights and the biases of layer l, from 0.
func blockNames(l, layers int) (W, b string) {
	if l == 1 && layers == 2 {
		return "V", "c"
	}
	return numbered("W", l, layers > 2), numbered("b", l, layers > 2)
}

// numbered returns the letter and, if there are several, the number of layer l, from 1.
func numbered(letter string, l int, several bool) string {
	if several {
		letter += strconv.Itoa(l + 1)
	}
	return letter
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
