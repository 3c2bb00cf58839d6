package main

import "fmt"

// gradient counts the elements of b that differ from 0 in R14 and the ones in R15, and
// notes the place of the last 1 in R13. In a one-hot row y·(1 − t) is y or 0·y.
func (b *builder) gradient(size int) {
	stripes, s := b.accumulators(), b.pin()
	b.shortGradient(size)
	b.line("XORL R14, R14")
	b.line("XORL R15, R15")
	b.set(stripes, b.c(0))
	b.pass("count", size, func(last bool) {
		t := b.loadUnit("BX", size, last)
		b.addTo(stripes, t, last)
		b.maskBits(b.compare(unequal, t, b.c(0)), size)
		b.raw("POPCNTL R11, R11")
		b.raw("ADDQ R11, R14")
		b.maskBits(b.compare(equal, t, b.c(1)), size)
		b.raw("POPCNTL R11, R12")
		b.raw("ADDQ R12, R15")
		b.raw("TZCNTL R11, R12")
		b.raw("LEAQ (DX)(R12*%d), R12", size)
		b.raw("TESTL R11, R11")
		b.raw("CMOVQNE R12, R13")
	})
	b.line("CMPQ R14, $1")
	b.line("JNE general")
	b.line("CMPQ R15, $1")
	b.line("JNE general")
	b.set(stripes, b.c(0))
	b.pass("oneHot", size, func(last bool) {
		d := b.mul(b.loadUnit("SI", size, last), b.sub(b.c(1), b.loadUnit("BX", size, last)))
		b.storeUnit("DI", size, last, d)
		b.addTo(stripes, d, last)
	})
	b.scalarStore("(DI)(R13*1)", b.neg(b.spreadOf(b.fold(stripes, b.add))))
	b.flush()
	b.line("JMP next")
	b.at("general")
	b.spread(s, b.fold(stripes, b.add))
	b.pass("plain", size, func(last bool) {
		y, t := b.loadUnit("SI", size, last), b.loadUnit("BX", size, last)
		b.storeUnit("DI", size, last, b.sub(b.mul(s, y), t))
	})
}

// shortGradient is gradient for a one-hot row of one incomplete unit, in AVX-512: the
// mask of elements ≠ 0 equals the mask of elements = 1, and has one bit. Other rows go on at long.
func (b *builder) shortGradient(size int) {
	if b.wide != 'Z' {
		return
	}
	one, d := vec{fixed: "6", width: 'K'}, b.pin()
	b.line("TESTQ R10, R10")
	b.line("JNE long")
	t := b.load("(BX)", size, &b.tail)
	b.maskBits(b.compare(unequal, t, b.c(0)), size)
	compare := instr{op: "VCMP" + b.p, imm: fmt.Sprintf("$%d, ", equal), in: []vec{b.c(1), t}, out: one}
	b.code = append(b.code, compare)
	b.flush()
	b.line("KMOVW K6, R12")
	b.line("CMPL R11, R12")
	b.line("JNE long")
	b.line("BLSRL R11, R12")
	b.line("JNE long")
	b.line("TESTL R11, R11")
	b.line("JEQ long")
	b.code = append(b.code, b.keep(d, b.mul(b.load("(SI)", size, &b.tail), b.sub(b.c(1), b.load("(BX)", size, &b.tail)))))
	sum := b.spreadOf(b.fold(unit{d}, b.add))
	b.store("(DI)", size, &b.tail, b.choose(one, b.neg(sum), d))
	b.flush()
	b.line("JMP next")
	b.at("long")
}

// maskBits moves a mask to R11, a bit for each lane.
func (b *builder) maskBits(k vec, size int) { b.code = append(b.code, b.bitsOf(k, size, "R11")) }

// bitsOf is the instruction that moves a mask to a register, a bit for each lane.
func (b *builder) bitsOf(k vec, size int, register string) instr {
	op := "KMOVW"
	if b.wide == 'Y' {
		op = map[int]string{8: "VMOVMSKPD", 4: "VMOVMSKPS"}[size]
	}
	return instr{op: op, in: []vec{k}, out: vec{mem: register, width: 'R'}}
}

// spreadOf returns lane 0 in all lanes.
func (b *builder) spreadOf(v vec) vec {
	out := b.fresh(b.wide)
	b.spread(out, v)
	return out
}
