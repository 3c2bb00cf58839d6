package main

import "math"

// storeSums stores lane 0 of a sum at s, and of m + 0·sum at m: the maximum, NaN if the sum
// is, and never −0.
func (b *builder) storeSums(m, sum vec) {
	b.scalarStore("(R9)", sum)
	wide := b.wide
	b.wide = 'X'
	zero := b.mul(sum.as('X'), b.do("VXOR"+b.p, sum.as('X'), sum.as('X')))
	b.scalarStore("(R8)", b.add(m.as('X'), zero))
	b.wide = wide
}

// softmax needs no care for NaN, which reaches the sum by itself, nor for the sign of a
// maximum that is 0.
func (b *builder) softmax(t *tables, size int) {
	m := b.plainMaximum(size)
	stripes := b.accumulators()
	b.exponentialsOf(t, size, "exp", m, stripes, true)
	sum := b.fold(stripes, b.add)
	b.storeSums(m, sum)
	b.spread(stripes[0], sum)
	b.quotientsBy(size, "DI", stripes[0])
}

// plainMaximum returns the maximum of a row in all lanes of a pinned register. In AVX-512 four
// units at a time have maxima of their own, which do not wait for each other.
func (b *builder) plainMaximum(size int) vec {
	units := map[byte]int{'Z': 4, 'Y': 1}[b.wide]
	var m unit
	for range units {
		m = append(m, b.accumulators()...)
	}
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
	b.spread(m[0], b.fold(m[:b.parts()], b.max))
	b.flush()
	b.unpin(m[1:]...)
	return m[0]
}

// shortSoftmaxes writes the kernel of softmax for rows of one unit at most, of AX elements. It
// takes several rows in step if they have few.
func (b *builder) shortSoftmaxes(comment, name string, size int) {
	b.widest(2, func(step int) {
		b.rowTask(comment, name, size)
		t := b.prepare(expTables(size)...)
		b.fewColumns(t, size, step)
		b.unitMasks(size)
		b.eachRow(size, func() { b.shortSoftmax(t, size) })
	})
}

// shortSoftmax is softmax for rows of one unit, all of it in registers.
func (b *builder) shortSoftmax(t *tables, size int) {
	var x unit
	for i := range b.parts() {
		v := b.load(at("SI", "", b.bytes*i), size, &b.tails[i])
		x = append(x, b.choose(b.tails[i], v, b.reg(b.c(math.Inf(-1)))))
	}
	m := b.spreadOf(b.fold(x, b.max))
	for i := range x {
		x[i] = b.only(b.tails[i], b.exponentials(t, b.sub(x[i], m), size))
	}
	sum := b.fold(x, b.add)
	b.storeSums(m, sum)
	s := b.spreadOf(sum)
	for i := range x {
		b.store(at("DI", "", b.bytes*i), size, &b.tails[i], b.div(x[i], s))
	}
	b.flush()
}
