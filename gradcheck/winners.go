package gradcheck

// winners is a record of the operand that each maximum of an evaluation took: two
// evaluations with equal records went through the same pieces of a piecewise
// smooth function, if maxima alone make its pieces. A nil record takes no notes.
type winners struct {
	outcomes []int8
}

// note enters an outcome: −1, 0 or +1, as the second operand won, both are equal,
// or the first won.
func (w *winners) note(outcome int) {
	if w != nil {
		w.outcomes = append(w.outcomes, int8(outcome))
	}
}

// changes returns the number of maxima with other winners in v. If the records differ in
// length, it counts the surplus maxima as well.
func (w *winners) changes(v *winners) (n int) {
	short, long := w.outcomes, v.outcomes
	if len(short) > len(long) {
		short, long = long, short
	}
	for i, outcome := range short {
		if outcome != long[i] {
			n++
		}
	}
	return n + len(long) - len(short)
}

// either returns the record that one of the operands belongs to.
func either(b, c Big) *winners {
	if b.via != nil {
		return b.via
	}
	return c.via
}

// recorded returns copies of the numbers whose maxima are noted, and the record.
func recorded(xs []Big) ([]Big, *winners) {
	w := &winners{}
	noted := make([]Big, len(xs))
	for i, x := range xs {
		x.via = w
		noted[i] = x
	}
	return noted, w
}

// forgetful returns copies of the numbers that belong to no record: the results
// of one evaluation may go into another.
func forgetful(xs []Big) []Big {
	free := make([]Big, len(xs))
	for i, x := range xs {
		x.via = nil
		free[i] = x
	}
	return free
}
