package main

import (
	"fmt"
	"math"
)

// storeSums stores, of lane 0, at s the sum of others and of the ones that R15 counts but one,
// and at m the value m + 0·sum: the maximum, NaN if the sum is, and never −0.
func (b *builder) storeSums(m, sum, others vec) {
	b.storeLess(others)
	wide := b.wide
	b.wide = 'X'
	zero := b.mul(sum.as('X'), b.do("VXOR"+b.p, sum.as('X'), sum.as('X')))
	b.scalarStore("(R8)", b.add(m.as('X'), zero))
	b.wide = wide
}

// softmax finds an address in BX if m and s are wanted. It needs no care for NaN, which reaches the
// sum by itself, nor for the sign of a maximum that is 0. Two other kernels are parts of it.
func (b *builder) softmax(t *tables, size int) {
	m, stripes := b.pin(), b.accumulators()
	s := stripes[0]
	b.ifKernel("rowQuotients", "quotients")
	b.ifKernel("rowExponentials", "given")
	b.rowMaximum(size, m)
	b.raw("JMP exponentials")
	b.raw("given:")
	b.scalarSpread(m, "(R8)")
	b.raw("exponentials:")
	b.exponentialsTo(t, size, m, stripes)
	b.spread(s, b.fold(stripes, b.add))
	b.raw("CMPB k+8(FP), $const_rowExponentialsKernel")
	b.raw("JNE division")
	b.scalarStore("(R9)", s)
	b.raw("JMP next")
	b.raw("quotients:")
	b.scalarSpread(s, "(R9)")
	b.raw("division:")
	b.raw("TESTQ BX, BX")
	b.raw("JEQ plain")
	others := b.quotients(size, s)
	b.storeOthers("rowQuotients", others, func() { b.storeSums(m, s, others) })
	b.line("JMP next")
	b.at("plain")
	b.pass("plainQuotient", size, func(last bool) {
		b.storeUnit("DI", size, last, b.div(b.loadUnit("DI", size, last), s))
	})
}

// quotients divides the row of dst by s. It returns the sum of its elements that are not 1, and counts the
// others in R15, which takes little time beside division.
func (b *builder) quotients(size int, s vec) vec {
	stripes := b.accumulators()
	b.startOthers(stripes)
	b.pass("quotient", size, func(last bool) {
		x := b.loadUnit("DI", size, last)
		b.storeUnit("DI", size, last, b.div(x, s))
		b.countOthers(b.addOther(stripes, x, last), size)
	})
	return b.fold(stripes, b.add).as('X')
}

// maxima is the number of units with maxima of their own, which do not wait for each other.
const maxima = 4

// rowMaximum lets m be the maximum of a row in all lanes.
func (b *builder) rowMaximum(size int, m vec) {
	all := append(unit{m}, b.pins(maxima-1)...)
	b.plainMaximum(size, all)
	b.spread(m, m)
	b.flush()
	b.unpin(all[1:]...)
}

// plainMaximum finds the maximum of a row without NaN, in lane 0 of the first register, by as many units in step as
// there are registers.
func (b *builder) plainMaximum(size int, m unit) {
	larger := func(own, x vec) { b.code = append(b.code, instr{op: "VMAX" + b.p, in: []vec{x, own}, out: own}) }
	b.set(m[:1], b.c(math.Inf(-1)))
	b.flush()
	b.line("XORL DX, DX")
	b.inUnits("max", wideLoop{units: len(m), before: func() { b.set(m[1:], b.c(math.Inf(-1))) },
		body: func() { larger(m[b.shift/b.bytes], vec{mem: b.place("SI"), whole: true}) },
		after: func() {
			for _, other := range m[1:] {
				larger(m[0], other)
			}
		}})
	b.passOn("max", func(last bool) {
		x := b.loadUnit("SI", size, last)
		if last {
			x = b.choose(b.tail, x, b.reg(b.c(math.Inf(-1))))
		}
		larger(m[0], x)
	})
	b.code = append(b.code, b.keep(m[0], b.fold(m[:1], b.max)))
}

// shortSoftmaxes writes the kernel of softmax for rows of one unit at most, of AX elements. It
// takes several rows in step if they have few.
func (b *builder) shortSoftmaxes(comment, name string, size int) {
	b.widest(2, func(step int) {
		b.function(comment, name, size)
		b.line("MOVQ w+0(FP), R10")
		b.line("MOVQ rowTask_cols(R10), AX")
		t := b.prepare(expTables(size)...)
		b.fewColumns(t, size, step)
		b.shortMasks(size)
		b.eachRow(size, func() {
			if b.wide == 'Y' && size == 4 {
				b.line("CMPQ AX, $8") // the other part would be empty
				b.line("JGT both")
				b.shortSoftmax(t, size, 1)
				b.line("JMP next")
				b.at("both")
			}
			b.shortSoftmax(t, size, 64/b.bytes)
		})
	})
}

// shortMasks prepares the masks of the parts of a row of AX elements.
func (b *builder) shortMasks(size int) {
	b.masks = nil
	if b.wide == 'Z' {
		b.masks = []vec{b.tailMask(size)}
		return
	}
	for i := range 64 / b.bytes {
		b.masks = append(b.masks, b.pin())
		b.maskOf(size, b.bytes*i, b.masks[i])
	}
}

// shortSoftmax is softmax for rows of the given number of parts, the last perhaps incomplete,
// entirely in registers.
func (b *builder) shortSoftmax(t *tables, size, parts int) {
	last, end := parts-1, b.masks[parts-1]
	x := b.loadParts(size, parts)
	m := b.spreadOf(b.fold(x, b.max))
	for i := range x {
		x[i] = b.sub(x[i], m)
		if i == last && size == 8 && b.wide == 'Y' { // where the products of scale underflow they take long
			x[i] = b.only(end, x[i])
		}
		x[i] = b.exponentials(t, x[i], size)
	}
	x[last] = b.only(end, x[last])
	sum := b.fold(x, b.add)
	b.unless("BX", fmt.Sprint("noSums", parts), func() { b.storeSums(m, sum, b.othersOf(x, size)) })
	s := b.spreadOf(sum)
	for i := range last {
		b.store(partPlace("DI", i, b.bytes), size, nil, b.div(x[i], s))
	}
	b.storeEnd(partPlace("DI", last, b.bytes), size, parts, b.div(x[last], s))
}

// othersOf returns the sum of the parts of a row, 0 after its end, where they are not 1, and counts the
// ones in R15.
func (b *builder) othersOf(x unit, size int) vec {
	var others unit
	b.raw("MOVL $%d, R15", len(x)*b.bytes/size)
	for _, e := range x {
		k := b.compare(unequal, e, b.c(1))
		others = append(others, b.only(k, e))
		b.countOthers(k, size)
	}
	return b.fold(others, b.add).as('X')
}

func partPlace(register string, i, bytes int) string { return at(register, "", bytes*i) }

// loadParts returns the parts of a row, with −∞ after its end.
func (b *builder) loadParts(size, parts int) (x unit) {
	last := parts - 1
	for i := range last {
		x = append(x, b.load(partPlace("SI", i, b.bytes), size, nil))
	}
	end := b.load(partPlace("SI", last, b.bytes), size, &b.masks[last])
	return append(x, b.choose(b.masks[last], end, b.reg(b.c(math.Inf(-1)))))
}

// storeEnd stores the last of so many parts of a row of AX elements. In AVX2 that is done in
// pieces, half a vector where the bit of AX says so, half of the rest, and so on: a masked store
// would take longer.
func (b *builder) storeEnd(place string, size, parts int, x vec) {
	if b.wide == 'Z' {
		b.store(place, size, &b.masks[parts-1], x)
		b.flush()
		return
	}
	v := b.pin()
	b.code = append(b.code, b.keep(v, x))
	b.flush()
	b.line("LEAQ %s, DX", place)
	b.line("CMPQ AX, $%d", parts*b.bytes/size)
	b.line("JLT incomplete%d", parts)
	b.line("VMOVUPD Y%s, (DX)", v.fixed)
	b.line("JMP next")
	b.at(fmt.Sprint("incomplete", parts))
	for n := b.bytes / size / 2; n > 0; n /= 2 {
		b.storePiece(fmt.Sprintf("no%dOf%d", n, parts), n, size, v)
	}
	b.unpin(v)
}

// storePiece stores the first n elements of v at DX, if AX has the bit n, and moves on.
func (b *builder) storePiece(label string, n, size int, v vec) {
	b.line("TESTQ $%d, AX", n)
	b.line("JEQ %s", label)
	switch n * size {
	case 16:
		b.line("VMOVUPD X%s, (DX)", v.fixed)
		b.line("VEXTRACTF128 $1, Y%s, X%[1]s", v.fixed)
	case 8:
		b.line("VMOVSD X%s, (DX)", v.fixed)
		b.line("VPSRLDQ $8, X%s, X%[1]s", v.fixed)
	case 4:
		b.line("VMOVSS X%s, (DX)", v.fixed)
	}
	b.line("ADDQ $%d, DX", n*size)
	b.at(label)
}
