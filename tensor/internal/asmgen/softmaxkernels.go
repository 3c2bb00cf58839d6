package main

import (
	"fmt"
	"math"
)

// storeSums stores, of lane 0, at s the sum of others and of the ones that R15 counts but one,
// and at m the value m + 0·sum: the maximum, NaN if the sum is, and never −0.
func (b *builder) storeSums(m, sum, others vec) {
	b.raw("DECQ R15")
	b.scalarStore("(R9)", b.doTo('X', "VADD"+b.p, b.ones(others), others))
	wide := b.wide
	b.wide = 'X'
	zero := b.mul(sum.as('X'), b.do("VXOR"+b.p, sum.as('X'), sum.as('X')))
	b.scalarStore("(R8)", b.add(m.as('X'), zero))
	b.wide = wide
}

// softmax finds an address in BX if m and s are wanted. It needs no care for NaN, which reaches the sum by itself, nor for the sign of a
// maximum that is 0.
func (b *builder) softmax(t *tables, size int) {
	m := b.rowMaximum(size)
	stripes, others := b.exponentialsTo(t, size, m), b.accumulators()
	b.spread(stripes[0], b.fold(stripes, b.add))
	rest := b.quotientsBy(size, "DI", stripes[0], others)
	b.unless("BX", "noSums", func() { b.storeSums(m, stripes[0], rest) })
	b.flush()
}

// rowMaximum returns the maximum of a row in all lanes of a pinned register. In AVX-512 four
// units at a time have maxima of their own, which do not wait for each other.
func (b *builder) rowMaximum(size int) vec {
	units := map[byte]int{'Z': 4, 'Y': 1}[b.wide]
	var m unit
	for range units {
		m = append(m, b.accumulators()...)
	}
	b.plainMaximum(size, units, m)
	b.spread(m[0], m[0])
	b.flush()
	b.unpin(m[1:]...)
	return m[0]
}

// plainMaximum finds the maximum of a row without NaN, in lane 0 of the first of the registers
// for so many units.
func (b *builder) plainMaximum(size, units int, m unit) {
	b.set(m, b.c(math.Inf(-1)))
	b.widePass("max", units, func(last bool) {
		for i, x := range b.loadUnit("SI", size, last) {
			if last {
				x = b.choose(b.tails[i], x, b.reg(b.c(math.Inf(-1))))
			}
			own := m[b.shift/b.bytes+i]
			b.code = append(b.code, instr{op: "VMAX" + b.p, in: []vec{x, own}, out: own})
		}
	})
	for _, other := range m[b.parts():] {
		b.code = append(b.code, instr{op: "VMAX" + b.p, in: []vec{other, m[0]}, out: m[0]})
	}
	b.code = append(b.code, b.keep(m[0], b.fold(m[:b.parts()], b.max)))
}

// shortSoftmaxes writes the kernel of softmax for rows of one unit at most, of AX elements. It
// takes several rows in step if they have few.
func (b *builder) shortSoftmaxes(comment, name string, size int) {
	b.widest(2, func(step int) {
		b.rowTask(comment, name, size)
		t := b.prepare(expTables(size)...)
		b.fewColumns(t, size, step)
		b.unitMasks(size)
		b.eachRow(size, func() {
			if b.wide == 'Y' && size == 4 {
				b.line("CMPQ AX, $8") // the other part would be empty
				b.line("JGT both")
				b.shortSoftmax(t, size, 1)
				b.line("JMP next")
				b.at("both")
			}
			b.shortSoftmax(t, size, b.parts())
		})
	})
}

// shortSoftmax is softmax for rows of the given number of parts, the last perhaps incomplete,
// entirely in registers.
func (b *builder) shortSoftmax(t *tables, size, parts int) {
	last, end := parts-1, b.tails[parts-1]
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
	end := b.load(partPlace("SI", last, b.bytes), size, &b.tails[last])
	return append(x, b.choose(b.tails[last], end, b.reg(b.c(math.Inf(-1)))))
}

// storeEnd stores the last of so many parts of a row of AX elements. In AVX2 that is done in
// pieces, half a vector where the bit of AX says so, half of the rest, and so on: a masked store
// would take longer.
func (b *builder) storeEnd(place string, size, parts int, x vec) {
	if b.wide == 'Z' {
		b.store(place, size, &b.tails[parts-1], x)
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
