package nn

import (
	"slices"

	"chainrule/tensor"
)

// Workspace holds the results of one pass through a model: Forward fills α and Z of each hidden
// layer, A and Y, with as many rows as X; Loss and Backward read them. The fields are views of
// its memory, unchanged until the next Forward.
type Workspace[F tensor.Float] struct {
	Hidden []Hidden[F]      // in order, none in a Logistic model
	Alpha  tensor.Matrix[F] // α of the first hidden layer, N×M; empty if there is none
	Z      tensor.Matrix[F] // σ(α) of the same layer, N×M
	A      tensor.Matrix[F] // logits, N×K
	Y      tensor.Matrix[F] // softmax(A) by rows, N×K

	rows   int                 // of the last pass, −1 before the first
	dA     tensor.Matrix[F]    // the gradient in A
	output [3]tensor.Matrix[F] // the memory for the most rows: A Y dA
	perRow []F                 // loss of each row
	max    []F                 // of each row of A
	sum    []F                 // Σₖ e^(A−max) of each row
}

// Hidden holds the results of a pass in one hidden layer of M units.
type Hidden[F tensor.Float] struct {
	Alpha tensor.Matrix[F] // α, N×M
	Z     tensor.Matrix[F] // σ(α), N×M

	dAlpha tensor.Matrix[F]    // the gradient in α
	memory [3]tensor.Matrix[F] // for the most rows: α Z dα
}

// newWorkspace returns the workspace for layers of these widths, the output's last.
func newWorkspace[F tensor.Float](rows int, widths []int) *Workspace[F] {
	if rows < 0 || rows > mostElements/max(1, slices.Max(widths)) {
		mismatch("Workspace", "%d rows", rows)
	}
	hidden := len(widths) - 1
	s := &Workspace[F]{rows: -1, Hidden: make([]Hidden[F], hidden), output: newThree[F](rows, widths[hidden]),
		perRow: make([]F, rows), max: make([]F, rows), sum: make([]F, rows)}
	for l := range s.Hidden {
		s.Hidden[l].memory = newThree[F](rows, widths[l])
	}
	return s
}

// newThree returns three aligned matrices of zeros.
func newThree[F tensor.Float](rows, cols int) (three [3]tensor.Matrix[F]) {
	for i := range three {
		three[i] = tensor.NewAligned[F](rows, cols)
	}
	return three
}

// begin makes the fields views of N rows.
func (s *Workspace[F]) begin(op string, N int) {
	if N > len(s.perRow) {
		mismatch(op, "%d rows in a workspace for %d", N, len(s.perRow))
	}
	if N == s.rows {
		return
	}
	s.rows = N
	for l := range s.Hidden {
		h := &s.Hidden[l]
		h.Alpha, h.Z, h.dAlpha = h.memory[0].RowSlice(0, N), h.memory[1].RowSlice(0, N), h.memory[2].RowSlice(0, N)
	}
	if len(s.Hidden) > 0 {
		s.Alpha, s.Z = s.Hidden[0].Alpha, s.Hidden[0].Z
	}
	s.A, s.Y, s.dA = s.output[0].RowSlice(0, N), s.output[1].RowSlice(0, N), s.output[2].RowSlice(0, N)
}

// softmax sets Y ← softmax(A) by rows, and keeps the maxima and sums for the loss.
//
// Equations (6), (34).
func (s *Workspace[F]) softmax() {
	N := s.A.Rows()
	tensor.SoftmaxSums(s.Y, s.A, s.max[:N], s.sum[:N])
}

// point returns the matrix at which σ′ is evaluated: α, or for ReLU Z, since u(Z) = u(α) and the
// product before has just read Z, so that it lies in the cache.
func (h *Hidden[F]) point(σ Activation) tensor.Matrix[F] {
	if σ == ReLU {
		return h.Z
	}
	return h.Alpha
}
