package tensor

import "math"

// Softmax sets C ← softmax(A) by rows:
//
//	c[i,j] = e^(a[i,j]−m) / Σₗ e^(a[i,l]−m),  m = maxⱼ a[i,j]
//
// The maximum is that of the row itself, so no exponential overflows and the sum
// is at least 1, whatever the size of the elements; and the quotient is a
// division, since exp(a − log-sum-exp) would lose digits. In a row of n the relative
// error of an element is below (|a−m| + ln n + ⌈n/S⌉ + 8)·u with S as in [Sum]; where
// a subnormal number takes part, twice the smallest of them comes on top. A row
// with NaN, with +∞, or of −∞ only becomes NaN. C may be A.
func Softmax[F Float](C, A Matrix[F]) {
	check1("Softmax", C, A)
	for i := range C.rows {
		c, a := rows2(i, C, A)
		softmaxRow(c, a)
	}
}

func softmaxRow[F Float](c, a []F) {
	if len(a) == 0 {
		return
	}
	m := rowMax(a)
	for j := range c {
		c[j] = expOf(a[j] - m)
	}
	s := Sum(c)
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
	for i := range C.rows {
		c, a := rows2(i, C, A)
		if len(a) == 0 {
			continue
		}
		m := rowMax(a)
		l := logSumShifted(a, m)
		for j := range c {
			c[j] = (a[j] - m) - l
		}
	}
}

// LogSumExp sets dst[i] ← log Σⱼ e^a[i,j] = m + log Σⱼ e^(a[i,j]−m) by rows, with m
// the maximum of the row. In a row of n the absolute error is below
// (|dst[i]| + 3·ln n + ⌈n/S⌉ + 8)·u with S as in [Sum]. A row of −∞ only (or no
// columns at all, the empty sum) gives −∞, a row with NaN gives NaN, any other row
// with +∞ gives +∞. dst has an element for each row of A and must not overlap it.
func LogSumExp[F Float](dst []F, A Matrix[F]) {
	checkPerRow("LogSumExp", dst, A)
	for i := range dst {
		dst[i] = logSumExp(A.row(i))
	}
}

func logSumExp[F Float](a []F) F {
	if len(a) == 0 {
		return F(math.Inf(-1))
	}
	m := rowMax(a)
	if math.IsInf(float64(m), 0) {
		return m
	}
	return m + logSumShifted(a, m)
}

// logSumShifted returns log Σⱼ e^(a[j]−m). The exponentials need no memory: they
// enter the stripes of Sum as they come, block by block.
func logSumShifted[F Float](a []F, m F) F {
	var total F
	for lo := 0; lo < len(a); lo += blockSize {
		var s stripes[F]
		n := s.count()
		for j, x := range a[lo:min(lo+blockSize, len(a))] {
			s[j&(n-1)] += expOf(x - m)
		}
		if sum := s.fold(); lo == 0 {
			total = sum
		} else {
			total += sum
		}
	}
	return logOf(total)
}
