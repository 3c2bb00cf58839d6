package tensor

import "unsafe"

// CrossEntropy sets dst[i] ← −Σⱼ t[i,j]·log softmax(A)[i,j], the cross entropy of row
// i of the logits A under the targets T, of the same shape.
//
// The logarithm comes as in [LogSoftmax], never from a probability, which may have
// underflowed: so the cost of a class that leads by λ, some e^−λ, has a relative error below
// (λ + ln n + ⌈n/S⌉ + 9)·u as well, and with several t > 0 ⌈n/S⌉ + 4 roundings more. A term
// with t = 0 is 0 even where the logarithm is −∞. The terms enter stripes in the
// order of [Sum], each by a fused multiply-add. dst has an element for each row and
// must not overlap A or T.
func CrossEntropy[F Float](dst []F, A, T Matrix[F]) {
	checkPerRow("CrossEntropy", dst, A)
	if A.Shape() != T.Shape() {
		panicShapes("CrossEntropy", "%d ← %v, %v", len(dst), A.Shape(), T.Shape())
	}
	refuseOverlap("CrossEntropy", "T", vector(dst), T)
	if A.cols == 0 {
		clear(dst)
		return
	}
	for lo := 0; lo < A.rows; lo += someRows {
		hi := min(lo+someRows, A.rows)
		var m [someRows]F
		A, T, l := A.RowSlice(lo, hi), T.RowSlice(lo, hi), dst[lo:hi]
		logSums(m[:hi-lo], l, A)
		crossEntropies(l, A, T, m[:hi-lo])
	}
}

// CrossEntropyFromSums is [CrossEntropy] for logits whose m and s come from [SoftmaxSums]:
// the same result without an exponential. dst, m and s have an
// element for each row. dst may be s; any other overlap of dst panics.
func CrossEntropyFromSums[F Float](dst []F, A, T Matrix[F], m, s []F) {
	checkPerRow("CrossEntropyFromSums", dst, A)
	if A.Shape() != T.Shape() || len(m) != A.rows || len(s) != A.rows {
		panicShapes("CrossEntropyFromSums", "%d ← %v, %v, %d and %d sums", len(dst), A.Shape(), T.Shape(), len(m), len(s))
	}
	refuseOverlap("CrossEntropyFromSums", "T", vector(dst), T)
	refuseOverlap("CrossEntropyFromSums", "m", vector(dst), vector(m))
	refusePartial("CrossEntropyFromSums", "s", vector(dst), vector(s))
	if A.cols == 0 {
		clear(dst)
		return
	}
	apply(log1pKernel, dst, s)
	crossEntropies(dst, A, T, m)
}

// crossEntropies sets l, given log Σⱼ e^(a−m), to the cross entropy of each row.
func crossEntropies[F Float](l []F, A, T Matrix[F], m []F) {
	if inOneBlock(A) {
		w := rowsOf(A)
		w.b, w.ldb, w.m, w.s = first(T), rowBytes(T), address(m), address(l)
		w.do(rowCrossEntropyKernel, int(unsafe.Sizeof(m[0])))
		return
	}
	for i := range l {
		l[i] = crossEntropy(A.row(i), T.row(i), m[i], l[i])
	}
}

func crossEntropy[F Float](a, t []F, m, l F) F {
	var total F
	for lo := 0; lo < len(a); lo += blockSize {
		hi := min(lo+blockSize, len(a))
		if sum := crossEntropyBlock(a[lo:hi], t[lo:hi], m, l); lo == 0 {
			total = sum
		} else {
			total += sum
		}
	}
	return total
}

func crossEntropyBlock[F Float](a, t []F, m, l F) F {
	if vectorised() {
		return onRow(rowCrossEntropyKernel, nil, a, t, m, l)
	}
	var s stripes[F]
	n := s.count()
	for j := range a {
		if t[j] != 0 {
			s[j&(n-1)] = fma(-t[j], (a[j]-m)-l, s[j&(n-1)])
		}
	}
	return s.fold()
}

// CrossEntropyGradient sets D ← s⊙Y − T with sᵢ = Σⱼ t[i,j], the gradient of [CrossEntropy]
// with respect to the logits whose softmax is Y. Shapes must agree; D may
// be Y or T.
//
// In a row that is one-hot at j, y[j] − 1 cancels as y[j] approaches 1 (in float64
// it is exactly 0 from a logit gap of 37 on); minus the sum of the other elements
// of the row of Y is the same number with all its digits, since the row sums to 1. Of y[j] itself 0·y[j]
// enters the sum, so that NaN and ∞ are not lost.
func CrossEntropyGradient[F Float](D, Y, T Matrix[F]) {
	check2("CrossEntropyGradient", "−", D, Y, T)
	if inOneBlock(Y) {
		w := rowsOf(Y)
		w.dst, w.ldd, w.b, w.ldb = first(D), rowBytes(D), first(T), rowBytes(T)
		w.do(rowGradientKernel, int(unsafe.Sizeof(Y.data[0])))
		return
	}
	for i := range D.rows {
		d, y, t := rows3(i, D, Y, T)
		if j := oneHot(t); j >= 0 {
			hot := F(0 * y[j])
			copy(d, y)
			d[j] = hot
			d[j] = -Sum(d)
			continue
		}
		s := Sum(t)
		for j := range d {
			d[j] = F(s*y[j]) - t[j]
		}
	}
}

// oneHot returns the index of the 1 in a row of otherwise zeros, or −1 for any other
// row.
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
