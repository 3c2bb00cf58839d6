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
	for lo := 0; lo < A.rows; lo += someRows {
		hi := min(lo+someRows, A.rows)
		var m, s [someRows]F
		softmax(C.RowSlice(lo, hi), A.RowSlice(lo, hi), m[:hi-lo], s[:hi-lo])
	}
}

// SoftmaxSums is [Softmax] that also stores its intermediate results: the maximum of row
// i in m[i] and Σⱼ e^(a[i,j]−m) in s[i], for [CrossEntropyFromSums]. Where s[i] is NaN, so is
// m[i]; it is never −0; and without columns both are 0. m and s have an element for each
// row and must not overlap anything.
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

func softmax[F Float](C, A Matrix[F], m, s []F) {
	if inOneBlock(A) {
		k, size := rowSoftmaxKernel, int(unsafe.Sizeof(m[0]))
		if A.cols*size <= 64 {
			k = rowShortSoftmaxKernel
		}
		w := rowsOf(A)
		w.dst, w.ldd, w.m, w.s = first(C), rowBytes(C), address(m), address(s)
		w.do(k, size)
		return
	}
	for i := range C.rows {
		c, a := rows2(i, C, A)
		m[i], s[i] = softmaxRow(c, a)
	}
}

func softmaxRow[F Float](c, a []F) (m, s F) {
	if len(a) == 0 {
		return 0, 0
	}
	m = rowMax(a)
	for lo := 0; lo < len(a); lo += blockSize {
		hi := min(lo+blockSize, len(a))
		sum := exponentials(c[lo:hi], a[lo:hi], m)
		if lo == 0 {
			s = sum
		} else {
			s += sum
		}
	}
	for lo := 0; lo < len(c); lo += blockSize {
		divide(c[lo:min(lo+blockSize, len(c))], s)
	}
	return m + F(0*s), s
}

// exponentials sets c ← e^(a−m) for a block and returns the sum, in the order of Sum.
func exponentials[F Float](c, a []F, m F) F {
	if vectorised() {
		return onRow(rowExponentialsKernel, c, a, nil, m, 0)
	}
	for j := range c {
		c[j] = expOf(a[j] - m)
	}
	return sumBlock(c)
}

// divide sets c ← c/s for a block.
func divide[F Float](c []F, s F) {
	if vectorised() {
		onRow(rowQuotientsKernel, c, c, nil, 0, s)
		return
	}
	for j := range c {
		c[j] /= s
	}
}

// LogSoftmax sets C ← log softmax(A) by rows:
//
//	c[i,j] = (a[i,j] − m) − log Σₗ e^(a[i,l]−m),  m = maxⱼ a[i,j]
//
// in this order: a − (m + log Σ) would lose the logarithm to rounding where m is
// large. Nothing underflows to log 0; a difference of 800 gives −800. The absolute
// error is below (2·|a−m| + 4·ln n + ⌈n/S⌉ + 8)·u. A row with NaN, with +∞, or of −∞
// only becomes NaN. C may be A.
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
// the maximum of the row. In a row of n the absolute error is below
// (|dst[i]| + 3·ln n + ⌈n/S⌉ + 8)·u with S as in [Sum]. A row of −∞ only (or no
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
			dst[lo+i] = m[i]
			if !math.IsInf(float64(m[i]), 0) {
				dst[lo+i] = m[i] + l[i]
			}
		}
	}
}

// logSums sets m ← maxⱼ a[i,j] and l ← log Σⱼ e^(a[i,j]−m) for each row of A, which has
// columns.
func logSums[F Float](m, l []F, A Matrix[F]) {
	rowMaxima(m, A)
	if inOneBlock(A) {
		w := rowsOf(A)
		w.m, w.s = address(m), address(l)
		w.do(rowExpSumsKernel, int(unsafe.Sizeof(m[0])))
	} else {
		for i := range m {
			l[i] = sumShifted(A.row(i), m[i])
		}
	}
	apply(logKernel, l, l)
}

// sumShifted returns Σⱼ e^(a[j]−m). The exponentials need no memory: they enter the
// stripes of Sum as they come, block by block.
func sumShifted[F Float](a []F, m F) F {
	var total F
	for lo := 0; lo < len(a); lo += blockSize {
		sum := expSum(a[lo:min(lo+blockSize, len(a))], m)
		if lo == 0 {
			total = sum
		} else {
			total += sum
		}
	}
	return total
}

// expSum returns Σⱼ e^(a[j]−m) for a block.
func expSum[F Float](a []F, m F) F {
	if vectorised() {
		return onRow(rowExpSumsKernel, nil, a, nil, m, 0)
	}
	var s stripes[F]
	n := s.count()
	for j, x := range a {
		s[j&(n-1)] += expOf(x - m)
	}
	return s.fold()
}
