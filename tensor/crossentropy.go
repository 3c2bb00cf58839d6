package tensor

// CrossEntropy sets dst[i] ← −Σⱼ t[i,j]·log softmax(A)[i,j], the cross entropy of row
// i of the logits A under the targets T, of the same shape.
//
// The logarithm is (a − m) − log Σ e^(a−m) with m the maximum of the row, as in
// [LogSoftmax], never that of a probability, which may have underflowed. A term
// with t = 0 is 0 even where the logarithm is −∞. The terms enter stripes in the
// order of [Sum], each by a fused multiply-add. dst has an element for each row and
// must not overlap A or T.
func CrossEntropy[F Float](dst []F, A, T Matrix[F]) {
	checkPerRow("CrossEntropy", dst, A)
	if A.Shape() != T.Shape() {
		panicShapes("CrossEntropy", "%d ← %v, %v", len(dst), A.Shape(), T.Shape())
	}
	refuseOverlap("CrossEntropy", "T", vector(dst), T)
	for i := range dst {
		dst[i] = crossEntropy(A.row(i), T.row(i))
	}
}

func crossEntropy[F Float](a, t []F) F {
	if len(a) == 0 {
		return 0
	}
	m := rowMax(a)
	l := logSumShifted(a, m)
	var total F
	for lo := 0; lo < len(a); lo += blockSize {
		var s stripes[F]
		n := s.count()
		for j := lo; j < min(lo+blockSize, len(a)); j++ {
			if t[j] != 0 {
				s[j&(n-1)] = fma(-t[j], (a[j]-m)-l, s[j&(n-1)])
			}
		}
		total += s.fold()
	}
	return total
}

// CrossEntropyGradient sets D ← s⊙Y − T with sᵢ = Σⱼ t[i,j], the gradient of
// [CrossEntropy] in the logits of which Y is the softmax. Shapes must agree; D may
// be Y or T.
//
// In a row that is one-hot at j, y[j] − 1 cancels as y[j] approaches 1 (in float64
// it is exactly 0 from a logit gap of 37 on); minus the sum of the other elements
// of the row of Y is the same number with all its digits, since the row sums to 1.
func CrossEntropyGradient[F Float](D, Y, T Matrix[F]) {
	check2("CrossEntropyGradient", "−", D, Y, T)
	for i := range D.rows {
		d, y, t := rows3(i, D, Y, T)
		if j := oneHot(t); j >= 0 {
			copy(d, y)
			d[j] = 0
			d[j] = -Sum(d)
			continue
		}
		s := Sum(t)
		for j := range d {
			d[j] = F(s*y[j]) - t[j]
		}
	}
}

// oneHot returns the index of the 1 in a row of otherwise zeros, or −1 if the row
// is none.
func oneHot[F Float](t []F) int {
	one := -1
	for j, tj := range t {
		switch {
		case tj == 0:
		case tj == 1 && one < 0:
			one = j
		default:
			return -1
		}
	}
	return one
}
