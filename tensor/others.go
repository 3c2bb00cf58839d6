package tensor

// sumOfOthers returns Σⱼ e^(a[j]−m) less one of the terms that are 1. To take it from the sum would
// cancel; so the terms that are 1 are counted, and the others enter the stripes of Sum, block by
// block. The exponentials need no memory.
func sumOfOthers[F Float](a []F, m F) F {
	var o othersSum[F]
	for lo := 0; lo < len(a); lo += blockSize {
		o.add(othersOfBlock(a[lo:min(lo+blockSize, len(a))], m))
	}
	return o.less(1)
}

// othersOfBlock returns, of the e^(a[j]−m) of a block, the number of ones and the sum of the others.
func othersOfBlock[F Float](a []F, m F) (ones, others F) {
	if vectorised() {
		return onRow2(rowExpSumsKernel, nil, a, nil, m, 0)
	}
	var o othersStripes[F]
	var e [128]F
	for lo := 0; lo < len(a); lo += len(e) {
		hi := min(lo+len(e), len(a))
		for j, x := range a[lo:hi] {
			e[j] = x - m
		}
		apply(expKernel, e[:hi-lo], e[:hi-lo])
		for j, x := range e[:hi-lo] {
			o.add(lo+j, x)
		}
	}
	return o.ones, o.fold()
}

// othersStripes takes the terms of a block: it counts the ones and has stripes for the others.
type othersStripes[F Float] struct {
	stripes[F]
	ones F
}

// add takes term j.
func (o *othersStripes[F]) add(j int, e F) {
	if e == 1 {
		o.ones++
	} else {
		o.stripes[j&(o.count()-1)] += e
	}
}

// othersSum adds up the blocks of a row.
type othersSum[F Float] struct{ ones, others F }

// add takes the next block. The sum starts from 0, to which the first is added exactly.
func (o *othersSum[F]) add(ones, others F) {
	o.ones += ones
	o.others += others
}

// less returns the sum of all terms but n that are 1.
func (o *othersSum[F]) less(n F) F { return (o.ones - n) + o.others }
