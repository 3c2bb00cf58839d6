package nn

import "chainrule/tensor"

// loss returns the categorical cross entropy −J = −Σₙ Σₖ tₙₖ log yₙₖ of the logits
// in s, summed over the rows: see [tensor.CrossEntropyFromSums] for a row, which never takes
// the logarithm of an underflowed probability, and [tensor.Sum] for the sum of all rows.
//
// Equations (4), (5), (7), (23), (35); the last three are J, the loss negated.
func (s *Workspace[F]) loss(op string, T tensor.Matrix[F]) F {
	if T.Shape() != s.A.Shape() {
		mismatch(op, "T is %v, A is %v", T.Shape(), s.A.Shape())
	}
	N := T.Rows()
	perRow := s.perRow[:N]
	tensor.CrossEntropyFromSums(perRow, s.A, T, s.max[:N], s.sum[:N])
	return tensor.Sum(perRow)
}
