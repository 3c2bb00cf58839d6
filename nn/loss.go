package nn

import "chainrule/tensor"

// loss returns the categorical cross entropy −J = −Σₙ Σₖ tₙₖ log yₙₖ of the logits
// in s, summed over the rows.
//
// log y is (a − m) − log Σ e^(a−m), never the logarithm of a probability, which
// may have underflowed; a term with t = 0 is 0 even where log y is −∞. The terms
// of a row are subtracted in the order of k, and the rows added by [tensor.Sum].
//
// Equations (4), (5), (7), (23), (35); the last three are J, the loss negated.
func (s *Workspace[F]) loss(op string, T tensor.Matrix[F]) F {
	if T.Shape() != s.A.Shape() {
		mismatch(op, "T is %v, A is %v", T.Shape(), s.A.Shape())
	}
	logY := s.dA()
	tensor.LogSoftmax(logY, s.A)
	perRow := s.perRow[:T.Rows()]
	for n := range perRow {
		perRow[n] = crossEntropy(T.Row(n), logY.Row(n))
	}
	return tensor.Sum(perRow)
}

// crossEntropy returns −Σₖ tₖ log yₖ, where 0·log 0 is 0.
func crossEntropy[F tensor.Float](t, logY []F) F {
	var l F
	for k, tk := range t {
		if tk != 0 {
			l -= F(tk * logY[k])
		}
	}
	return l
}

// residual sets dA ← s⊙Y − T with sₙ = Σₖ tₙₖ, the gradient of the loss in the
// logits. With targets that sum to 1 it is the paper's Y − T; the factor sₙ makes
// it right for counts and weights as well.
//
// In a row that is one-hot at j, yⱼ − 1 cancels as yⱼ approaches 1 (in float64 it is
// exactly 0 from a logit gap of 37 on); −Σₖ≠ⱼ yₖ is the same number with all its
// digits, since the row of Y sums to 1.
func residual[F tensor.Float](dA, Y, T tensor.Matrix[F]) {
	for n := range dA.Rows() {
		d, y, t := dA.Row(n), Y.Row(n), T.Row(n)
		if j := oneHot(t); j >= 0 {
			copy(d, y)
			d[j] = 0
			d[j] = -tensor.Sum(d)
			continue
		}
		s := tensor.Sum(t)
		for k := range d {
			d[k] = F(s*y[k]) - t[k]
		}
	}
}

// oneHot returns the index of the 1 in a row of otherwise zeros, or −1 if the row
// is none.
func oneHot[F tensor.Float](t []F) int {
	j := -1
	for k, tk := range t {
		switch {
		case tk == 0:
		case tk == 1 && j < 0:
			j = k
		default:
			return -1
		}
	}
	return j
}
