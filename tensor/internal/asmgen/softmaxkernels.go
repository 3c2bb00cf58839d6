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

// fourRows is shortSoftmax for four rows of at most four float64, two in a vector, as long as
// there are as many. Its sums are those of the stripes, of which the upper four are 0.
func (b *builder) fourRows(t *tables, size int) {
	if b.wide != 'Z' || size != 8 {
		return
	}
	both := vec{fixed: "2", width: 'K'}
	b.line("CMPQ AX, $4")
	b.line("JGT row")
	b.line("KSHIFTLB $4, K1, K2")
	b.line("KORB K1, K2, K2")
	b.line("MOVQ w+0(FP), DX")
	b.line("MOVQ rowTask_lda(DX), R11")
	b.line("LEAQ (R11)(R11*2), R13")
	b.line("MOVQ rowTask_ldd(DX), R12")
	b.line("LEAQ (R12)(R12*2), R14")
	b.at("four")
	b.line("CMPQ CX, $4")
	b.line("JLT rest")
	b.together(2, func(pair int) {
		from := [][2]string{{"(SI)", "(SI)(R11*1)"}, {"(SI)(R11*2)", "(SI)(R13*1)"}}[pair]
		to := [][2]string{{"(DI)", "(DI)(R12*1)"}, {"(DI)(R12*2)", "(DI)(R14*1)"}}[pair]
		b.twoRows(t, both, from, to, 16*pair)
	})
	b.flush()
	b.line("LEAQ (SI)(R11*4), SI")
	b.line("LEAQ (DI)(R12*4), DI")
	b.line("ADDQ $32, R8")
	b.line("ADDQ $32, R9")
	b.line("SUBQ $4, CX")
	b.line("JMP four")
	b.at("rest")
	b.line("TESTQ CX, CX")
	b.line("JEQ end")
}

// twoRows is shortSoftmax for two rows in the halves of a vector.
func (b *builder) twoRows(t *tables, both vec, from, to [2]string, numbers int) {
	low := b.load256(from[0])
	x := b.imm("VINSERTF64X4", 1, b.load256(from[1]), low.as('Z'))
	x = b.choose(both, x, b.reg(b.c(math.Inf(-1))))
	m := b.acrossHalves(x, b.max)
	e := b.only(both, b.expOfNegative64(t, b.sub(x, m)))
	s := b.acrossHalves(e, b.add)
	q := b.div(e, s)
	b.code = append(b.code, instr{op: "VMOVUPD", in: []vec{q.as('Y')}, mask: b.tails[0], out: vec{mem: to[0], width: 'M'}})
	upper := b.fresh('Y')
	b.code = append(b.code, instr{op: "VEXTRACTF64X4", imm: "$1, ", in: []vec{q}, out: upper})
	b.code = append(b.code, instr{op: "VMOVUPD", in: []vec{upper}, mask: b.tails[0], out: vec{mem: to[1], width: 'M'}})
	b.storeHalves("R9", numbers, s)
	b.storeHalves("R8", numbers, b.add(m, b.mul(s, b.c(0))))
}

func (b *builder) load256(place string) vec {
	v := b.fresh('Y')
	b.code = append(b.code, instr{op: "VMOVUPD.Z", in: []vec{{mem: place, whole: true}}, mask: b.tails[0], out: v})
	return v
}

// acrossHalves combines the four lanes of each half, and leaves the result in all of them.
func (b *builder) acrossHalves(x vec, combine func(x, y vec) vec) vec {
	x = combine(b.imm("VPERMPD", 0x4e, x), x)
	return combine(b.imm("VPERMILPD", 0x55, x), x)
}

// storeHalves stores a lane of each half, next to each other.
func (b *builder) storeHalves(register string, offset int, x vec) {
	upper := b.fresh('Y')
	b.code = append(b.code,
		instr{op: "VMOVSD", in: []vec{x.as('X')}, out: vec{mem: at(register, "", offset), width: 'M'}},
		instr{op: "VEXTRACTF64X4", imm: "$1, ", in: []vec{x}, out: upper},
		instr{op: "VMOVSD", in: []vec{upper.as('X')}, out: vec{mem: at(register, "", offset+8), width: 'M'}})
}
