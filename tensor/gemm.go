package tensor

// operand is op(A) or op(B) of a product as the loops see it: the element in row i
// and column j is data[i·rs + j·cs].
type operand[F Float] struct {
	data   []F
	rs, cs int
}
