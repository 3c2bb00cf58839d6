package nn

import "chainrule/tensor"

// Workspace holds the results of one pass through a model: Forward fills α, Z, A
// and Y, with as many rows as X; Loss and Backward read them. A Logistic model
// leaves α and Z empty. The fields are views of its memory, unchanged until the next Forward.
type Workspace[F tensor.Float] struct {
	Alpha tensor.Matrix[F] // α, N×M
	Z     tensor.Matrix[F] // σ(α), N×M
	A     tensor.Matrix[F] // logits, N×K
	Y     tensor.Matrix[F] // softmax(A) by rows, N×K

	rows       int              // of the last pass, −1 before the first
	dAlpha, dA tensor.Matrix[F] // the gradients in α and A

	hidden [3]tensor.Matrix[F] // the memory for the most rows: α Z dα
	output [3]tensor.Matrix[F] // A Y dA
	perRow []F                 // loss of each row
	max    []F                 // of each row of A
	sum    []F                 // Σₖ e^(A−max) of each row
}

func newWorkspace[F tensor.Float](rows, M, K int) *Workspace[F] {
	if rows < 0 {
		mismatch("Workspace", "%d rows", rows)
	}
	s := &Workspace[F]{rows: -1, perRow: make([]F, rows), max: make([]F, rows), sum: make([]F, rows)}
	for i := range s.hidden {
		s.hidden[i] = tensor.NewAligned[F](rows, M)
	}
	for i := range s.output {
		s.output[i] = tensor.NewAligned[F](rows, K)
	}
	return s
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
	s.Alpha, s.Z, s.dAlpha = s.hidden[0].RowSlice(0, N), s.hidden[1].RowSlice(0, N), s.hidden[2].RowSlice(0, N)
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
func (s *Workspace[F]) point(σ Activation) tensor.Matrix[F] {
	if σ == ReLU {
		return s.Z
	}
	return s.Alpha
}
