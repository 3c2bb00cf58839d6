package main

import "fmt"

// The sum of the exponentials of a row less one 1: terms other than 1 have stripes of
// their own, and R15 counts the ones, down from the length of the row.

// others sums the e^(a−m) that are not 1, and counts the others.
func (b *builder) others(t *tables, size int) {
	m, stripes := b.pin(), b.accumulators()
	b.scalarSpread(m, "(R8)")
	b.startOthers(stripes)
	b.exponentialsOf(t, size, m, func(e vec, last bool) { b.addOther(stripes, size, e, last) })
	others := b.fold(stripes, b.add).as('X')
	b.storeOthers("rowExpSums", others, func() { b.storeLess(others) })
}

// storeOthers stores the count at m and the sum of the others at s, in the kernel of the name; in another
// store runs instead.
func (b *builder) storeOthers(name string, others vec, store func()) {
	b.ifKernel(name, "counts")
	store()
	b.raw("JMP next")
	b.raw("counts:")
	b.scalarStore("(R8)", b.ones(others))
	b.scalarStore("(R9)", others)
	b.flush()
}

// storeLess stores at s the sum of others and of the ones but one.
func (b *builder) storeLess(others vec) {
	b.raw("DECQ R15")
	b.scalarStore("(R9)", b.doTo('X', "VADD"+b.p, b.ones(others), others))
}

// startOthers clears the stripes and the count.
func (b *builder) startOthers(stripes unit) {
	b.raw("MOVQ w+0(FP), R15")
	b.raw("MOVQ rowTask_cols(R15), R15")
	b.set(stripes, b.c(0))
}

// addOther adds e to the stripes where it is not 1, and takes the number of these
// elements from the count.
func (b *builder) addOther(stripes unit, size int, e vec, last bool) {
	var other vec
	if b.wide == 'Y' {
		other = b.compare(unequal, e, b.c(1))
		if last {
			other = b.and(other, b.tail)
		}
		b.turn(stripes, b.add(b.and(e, other), stripes[0]))
	} else {
		other = b.otherLanes(e, b.mask(last))
		b.code = append(b.code, instr{op: "VADD" + b.p, in: []vec{e, stripes[0]}, mask: other, out: stripes[0]})
	}
	b.countOthers(other, size)
}

// otherLanes returns the mask of elements that are not 1, in AVX-512.
func (b *builder) otherLanes(e vec, valid *vec) vec {
	compare := instr{op: "VCMP" + b.p, imm: fmt.Sprintf("$%d, ", unequal), in: []vec{b.c(1), e}, out: b.fresh('K')}
	if valid != nil {
		compare.mask = *valid
	}
	b.code = append(b.code, compare)
	return compare.out
}

// countOthers takes the number of lanes in the mask from the count.
func (b *builder) countOthers(k vec, size int) {
	bits := b.bitsOf(k, size, "R13")
	bits.then = []string{"POPCNTL R13, R13", "SUBQ R13, R15"}
	b.code = append(b.code, bits)
}

// ones returns the count as a number, in lane 0.
func (b *builder) ones(others vec) vec {
	op := map[string]string{"PD": "VCVTSI2SDQ", "PS": "VCVTSI2SSQ"}[b.p]
	return b.get('X', op, "", vec{mem: "R15", whole: true}, others)
}
