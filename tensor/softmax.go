package tensor

import (
	"math"
	"unsafe"
)

// Softmax sets C ← softmax(A) by rows:
//
//	c[i,j] = e^(a[i,j]−m) / Σₗ e^(a[i,l]−m),  m = maxⱼ a[i,j]
//
// m is the maximum of the row itself, so no exponential overflows and the sum
// is at least 1, whatever the size of the elements; the quotient is a
// division, since exp(a − log-sum-exp) would lose digits. In a row of n the relative
// error of an element is below (|a−m| + ln n + ⌈n/S⌉ + 8)·u with S as in [Sum]; where
// a subnormal number takes part, twice the smallest of them comes on top. A row
// with NaN, with +∞, or of −∞ only becomes NaN. C may be A.
func Softmax[F Float](C, A Matrix[F]) {
	check1("Softmax", C, A)
	softmax(C, A, nil, nil)
}

// SoftmaxSums is [Softmax] that also stores, for [CrossEntropyFromSums], the maximum of row
// i in m[i] and in s[i] the sum Σⱼ e^(a[i,j]−m) without the 1 that is the maximum's own term,
// which would hide the others. Where s[i] is NaN, so is m[i]; it is never −0; and without columns
// both are 0. m and s have an element for each row and must not overlap anything.
func SoftmaxSums[F Float](C, A Matrix[F], m, s []F) {
	check1("SoftmaxSums", C, A)
	if len(m) != A.rows || len(s) != A.rows {
		panicShapes("SoftmaxSums", "%d and %d sums ← %v", len(m), len(s), A.Shape())
	}
	if meet(m, A.data) || meet(s, A.data) || meet(m, C.data) || meet(s, C.data) || meet(m, s) {
		refuseOverlap("SoftmaxSums", "A", vector(m), A)
		refuseOverlap("SoftmaxSums", "A", vector(s), A)
		refuseOverlap("SoftmaxSums", "C", vector(m), C)
		refuseOverlap("SoftmaxSums", "C", vector(s), C)
		refuseOverlap("SoftmaxSums", "s", vector(m), vector(s))
	}
	softmax(C, A, m, s)
}

// softmax sets C ← softmax(A) by rows, and the numbers of SoftmaxSums unless m and s are nil.
func softmax[F Float](C, A Matrix[F], m, s []F) {
	if inOneBlock(A) {
		k, size := rowSoftmaxKernel, int(unsafe.Sizeof(F(0)))
		if A.cols*size <= 64 {
			k = rowShortSoftmaxKernel
		}
		w := rowsOf(A)
		w.dst, w.ldd, w.m, w.s = first(C), rowBytes(C), address(m), address(s)
		w.b = w.m
		w.do(k, size)
		return
	}
	for i := range C.rows {
		c, a := rows2(i, C, A)
		most, others := softmaxRow(c, a)
		if m != nil {
			m[i], s[i] = most, others
		}
	}
}

func softmaxRow[F Float](c, a []F) (m, others F) {
	if len(a) == 0 {
		return 0, 0
	}
	m = rowMax(a)
	var s F
	for lo := 0; lo < len(a); lo += blockSize {
		hi := min(lo+blockSize, len(a))
		sum := exponentials(c[lo:hi], a[lo:hi], m)
		if lo == 0 {
			s = sum
		} else {
			s += sum
		}
	}
	var o othersSum[F]
	for lo := 0; lo < len(c); lo += blockSize {
		o.add(divide(c[lo:min(lo+blockSize, len(c))], s))
	}
	return m + F(0*s), o.less(1)
}

// exponentials sets c ← e^(a−m) for a block and returns the sum, in the order of Sum.
func exponentials[F Float](c, a []F, m F) F {
	if vectorised() {
		return onRow(rowExponentialsKernel, c, a, nil, m, 0)
	}
	for j := range c {
		c[j] = a[j] - m
	}
	apply(expKernel, c, c)
	return sumBlock(c)
}

// divide sets c ← c/s for a block and returns what there was of ones and others.
func divide[F Float](c []F, s F) (ones, others F) {
	if vectorised() {
		return onRow2(rowQuotientsKernel, c, c, c, 0, s)
	}
	var o othersStripes[F]
	for j, e := range c {
		o.add(j, e)
		c[j] = e / s
	}
	return o.ones, o.fold()
}

// LogSoftmax sets C ← log softmax(A) by rows:
//
//	c[i,j] = (a[i,j] − m) − l,  l = log Σₗ e^(a[i,l]−m) = log(1 + r),  m = maxⱼ a[i,j]
//
// in this order: a − (m + l) would lose l to rounding where m is large; and with r the sum of
// all terms but the maximum's own 1, from which a small r would lose its digits. Nothing underflows to
// log 0; a difference of 800 gives −800. A row with NaN, with +∞, or of −∞ only becomes NaN. C may be A.
//
// Error: below (2·|a−m| + (λ + ln n + ⌈n/S⌉ + 9)·l)·u in a row of n whose maximum leads by λ; so that
// of the maximum, −l, is relative. A term of r, at a distance of g, has an error of g·u from the rounding of
// a−m and 1.2·u of its own. The mean of g, weighted by the terms, is −log r plus the entropy of their
// shares, at most λ + ln n. The sum adds ⌈n/S⌉ + 4 roundings, log(1 + r) 2·u. Where a subnormal
// number takes part, 2n of the smallest come on top.
func LogSoftmax[F Float](C, A Matrix[F]) {
	check1("LogSoftmax", C, A)
	if A.cols == 0 {
		return
	}
	for lo := 0; lo < A.rows; lo += someRows {
		hi := min(lo+someRows, A.rows)
		var m, l [someRows]F
		logSums(m[:hi-lo], l[:hi-lo], A.RowSlice(lo, hi))
		shift(C.RowSlice(lo, hi), A.RowSlice(lo, hi), m[:hi-lo], l[:hi-lo])
	}
}

// shift sets C ← (A − m) − l by rows.
func shift[F Float](C, A Matrix[F], m, l []F) {
	if inOneBlock(A) {
		w := rowsOf(A)
		w.dst, w.ldd, w.m, w.s = first(C), rowBytes(C), address(m), address(l)
		w.do(rowShiftedKernel, int(unsafe.Sizeof(m[0])))
		return
	}
	for i := range C.rows {
		c, a := rows2(i, C, A)
		for j := range c {
			c[j] = (a[j] - m[i]) - l[i]
		}
	}
}

// someRows is the number of rows processed at a time, whose maxima and sums are kept.
const someRows = 64

// LogSumExp sets dst[i] ← log Σⱼ e^a[i,j] = m + log Σⱼ e^(a[i,j]−m) by rows, with m
// the maximum of the row. With l, λ and S as in [LogSoftmax] the error is below
// (|dst[i]| + (λ + ln n + ⌈n/S⌉ + 9)·l)·u. A row of −∞ only (or no
// columns at all, the empty sum) gives −∞, a row with NaN gives NaN, any other row
// with +∞ gives +∞. dst has an element for each row of A and must not overlap it.
func LogSumExp[F Float](dst []F, A Matrix[F]) {
	checkPerRow("LogSumExp", dst, A)
	if A.cols == 0 {
		Fill(vector(dst), F(math.Inf(-1)))
		return
	}
	for lo := 0; lo < A.rows; lo += someRows {
		hi := min(lo+someRows, A.rows)
		var m, l [someRows]F
		logSums(m[:hi-lo], l[:hi-lo], A.RowSlice(lo, hi))
		for i := range hi - lo {
			dst[lo+i] = m[i] + l[i]
			if l[i] != l[i] { // the row has NaN or +∞, or nothing but −∞
				dst[lo+i] = rowMax(A.row(lo + i))
			}
		}
	}
}

// logSums sets m ← maxⱼ a[i,j] and l ← log Σⱼ e^(a[i,j]−m) for each row of A, which has
// columns: by log(1 + r), with r the sum of the terms but one that is 1, as the maximum's is. m is
// never −0; of a row with NaN it is any number.
func logSums[F Float](m, l []F, A Matrix[F]) {
	if inOneBlock(A) {
		w := rowsOf(A)
		w.s = address(m)
		w.do(rowLargestKernel, int(unsafe.Sizeof(m[0])))
		w.m, w.s = address(m), address(l)
		w.do(rowOthersKernel, int(unsafe.Sizeof(m[0])))
	} else {
		for i := range m {
			m[i] = rowMaxBy(rowLargestKernel, A.row(i)) + 0
			l[i] = sumOfOthers(A.row(i), m[i])
		}
	}
	apply(log1pKernel, l, l)
}
