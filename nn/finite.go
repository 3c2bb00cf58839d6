package nn

import (
	"fmt"
	"slices"

	"chainrule/tensor"
)

// NotFiniteError is the place where training met the first value that is NaN or infinite.
type NotFiniteError struct {
	Step     int    // the update in which it arose, from 1
	Layer    string // "hidden" or "output"
	Name     string // the letter of the matrix: α, A, dW, b, …, with the layer's number as in Blocks
	Row, Col int    // its place in the matrix; a vector has one row
	Value    float64
}

// Error says, for instance, "nn: step 17, hidden layer: dW, row 2, column 31 is NaN".
func (e *NotFiniteError) Error() string {
	return fmt.Sprintf("nn: step %d, %s layer: %s, row %d, column %d is %v", e.Step, e.Layer, e.Name, e.Row, e.Col, e.Value)
}

// checkForward looks for the first value of α and A that is not finite. Z and Y
// are finite if α and A are.
func (t *trainer[F]) checkForward() error {
	for l := range t.s.Hidden {
		α := t.s.Hidden[l].Alpha
		if _, _, found := tensor.FirstNotFinite(α); found {
			return t.checkMatrix("hidden", numbered("α", l, len(t.s.Hidden) > 1), α)
		}
	}
	return t.checkMatrix("output", "A", t.s.A)
}

// checkUpdate looks for the first value that is not finite in the moments, which
// may overflow while θ stays as it is, and in θ.
func (t *trainer[F]) checkUpdate() error {
	if err := t.check(t.m, "m of "); err != nil {
		return err
	}
	if err := t.check(t.v, "v of "); err != nil {
		return err
	}
	return t.check(t.θ, "")
}

// like returns x, which may be nil, with the views that the parameters have.
func (t *trainer[F]) like(x []F) *Parameters[F] {
	if len(x) != len(t.θ.Theta) {
		return nil
	}
	widths := []int{t.θ.W.Rows()}
	for _, layer := range t.θ.Layers {
		widths = append(widths, layer.W.Cols())
	}
	return viewParameters(x, widths, t.θ.B != nil)
}

// check looks for the first value in p that is not finite, if p is not nil, from
// the output layer to the first, the order in which a gradient is
// computed. The common case takes one pass over the whole of p.
func (t *trainer[F]) check(p *Parameters[F], prefix string) error {
	if p == nil {
		return nil
	}
	if _, _, found := tensor.FirstNotFinite(row(p.Theta)); !found {
		return nil
	}
	for l, layer := range slices.Backward(p.Layers) {
		place := "hidden"
		if l == len(p.Layers)-1 {
			place = "output"
		}
		W, b := blockNames(l, len(p.Layers))
		if err := t.checkMatrix(place, prefix+W, layer.W); err != nil {
			return err
		}
		if err := t.checkMatrix(place, prefix+b, row(layer.B)); err != nil {
			return err
		}
	}
	return nil
}

func (t *trainer[F]) checkMatrix(layer, name string, A tensor.Matrix[F]) error {
	i, j, found := tensor.FirstNotFinite(A)
	if !found {
		return nil
	}
	return &NotFiniteError{t.step.Number, layer, name, i, j, float64(A.At(i, j))}
}
