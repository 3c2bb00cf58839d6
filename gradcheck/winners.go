package gradcheck

// winners is a record of which operand each maximum of an evaluation took: two
// evaluations with equal records went through the same pieces of a piecewise
// smooth function. A nil record takes no notes.
type winners struct {
	hash uint64 // of the sequence of outcomes, by FNV-1a
}

// note enters an outcome: −1, 0 or +1, as the second operand won, both are equal,
// or the first won.
func (w *winners) note(outcome int) {
	if w != nil {
		w.hash = (w.hash ^ uint64(outcome+2)) * 1099511628211
	}
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
	w := &winners{hash: 14695981039346656037}
	noted := make([]Big, len(xs))
	for i, x := range xs {
		x.via = w
		noted[i] = x
	}
	return noted, w
}
