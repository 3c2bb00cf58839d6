package main

import "fmt"

// The sum of the exponentials of a row less one 1: terms other than 1 have stripes of
// their own, and R15 counts the ones, down from the length of the row.

// others sums the e^(a−m) that are not 1, and counts the others. Units in step in AVX2 have a stripe each, and a register
// that counts in each lane.
func (b *builder) others(t *tables, size int) {
	m, stripes, count := b.pin(), b.accumulators(), unit(nil)
	b.scalarSpread(m, "(R8)")
	b.startOthers(stripes)
	wide := wideLoop{units: len(stripes)}
	if b.wide == 'Y' {
		count = b.pins(1)
		wide.before = func() { b.set(count, b.c(0)) }
		wide.after = func() { b.takeLanes(count) }
	}
	b.exponentialsOf(t, size, m, m, wide, func(e vec, last bool) { // e^(m−m) is 1
		if b.wide == 'Y' && !last {
			other := b.addOther(stripes[b.shift/b.bytes:][:1], e, false)
			b.code = append(b.code, instr{op: "VPSUB" + b.integers(), in: []vec{other, count[0]}, out: count[0]}) // −1 in each lane
			return
		}
		b.countOthers(b.addOther(stripes, e, last && b.wide == 'Z'), size)
	})
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

// addOther adds e to the stripes where it is not 1, and returns the mask of these lanes.
func (b *builder) addOther(stripes unit, e vec, last bool) (other vec) {
	if b.wide == 'Z' {
		other = b.otherLanes(e, b.mask(last))
		b.code = append(b.code, instr{op: "VADD" + b.p, in: []vec{e, stripes[0]}, mask: other, out: stripes[0]})
		return other
	}
	other = b.compare(unequal, e, b.c(1))
	if last {
		other = b.and(other, b.tail)
	}
	b.addTo(stripes, b.and(e, other), false)
	return other
}

// takeLanes takes a number in each lane from the count.
func (b *builder) takeLanes(count unit) {
	n := b.fold(count, func(x, y vec) vec { return b.do("VPADD"+b.integers(), x, y) })
	b.code = append(b.code, instr{op: "VMOV" + b.integers(), in: []vec{n}, out: vec{mem: "R13", width: 'R'}, then: []string{"SUBQ R13, R15"}})
}

// integers returns the letter of integers as large as the elements.
func (b *builder) integers() string { return map[string]string{"PD": "Q", "PS": "D"}[b.p] }

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
