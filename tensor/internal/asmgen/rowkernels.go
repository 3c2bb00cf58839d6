package main

import "math"

// maximum finds the maximum of the row, NaN if there is one, as rowMax does, in lane 0 of
// the pinned register returned. It leaves the other registers of the row alone.
func (b *builder) maximum(size int, label string, m unit, nan vec) vec {
	b.set(m, b.c(math.Inf(-1)))
	b.clearMask(nan)
	b.pass(label, func(last bool) {
		for i, x := range b.loadUnit("SI", size, last) {
			if last {
				x = b.choose(b.tails[i], x, b.reg(b.c(math.Inf(-1))))
			}
			b.code = append(b.code, b.keep(m[i], b.larger(x, m[i])))
			b.orMask(nan, b.compare(unordered, x, x))
		}
	})
	b.code = append(b.code, b.keep(m[0], b.fold(m, b.larger)))
	b.flush()
	b.testMask(nan)
	b.line("JEQ %sNumbers", label)
	b.code = append(b.code, b.loadInto(m[0], b.c(math.NaN())))
	b.flush()
	b.at(label + "Numbers")
	return m[0]
}

// keep copies a register to a pinned one.
func (b *builder) keep(to, v vec) instr {
	width := v.width
	if v.fixed != "" {
		width = to.width
	}
	return instr{op: "VMOVAPD", in: []vec{v}, out: to.as(width)}
}

// nanMask reserves a place to collect the lanes with NaN: K7, or a pinned register.
func (b *builder) nanMask() vec {
	if b.wide == 'Z' {
		return vec{fixed: "7", width: 'K'}
	}
	return b.pin()
}

func (b *builder) clearMask(k vec) {
	if b.wide == 'Z' {
		b.raw("KXORW K7, K7, K7")
		return
	}
	b.code = append(b.code, instr{op: "VXORPD", in: []vec{k, k}, out: k})
}

func (b *builder) orMask(k, more vec) {
	op := "VORPD"
	if b.wide == 'Z' {
		op = "KORW"
	}
	b.code = append(b.code, instr{op: op, in: []vec{more, k}, out: k})
}

// testMask sets the zero flag if the mask is empty.
func (b *builder) testMask(k vec) {
	if b.wide == 'Z' {
		b.line("KORTESTW K7, K7")
		return
	}
	b.line("VPTEST Y%s, Y%s", k.fixed, k.fixed)
}

// exponentialsOf writes dst ← e^(a−m) for the row, if it is to be stored, and their
// stripes.
func (b *builder) exponentialsOf(t *tables, size int, label string, m vec, stripes unit, store bool) {
	b.set(stripes, b.c(0))
	units := map[int]int{8: 4, 4: 2}[size]
	if b.wide == 'Y' {
		units = 1
	}
	b.widePass(label, units, func(last bool) {
		u := b.loadUnit("SI", size, last)
		for i := range u {
			u[i] = b.exponentials(t, b.sub(u[i], m), size)
			if store {
				b.storePart("DI", i, size, last, u[i])
			}
			b.addPart(stripes, i, u[i], last)
		}
	})
}

// rowKernels writes all kernels that go along rows.
func (b *builder) rowKernels(size int) {
	exp := []string{"expHi"}
	if size == 8 {
		exp = append(exp, "expLo")
	}
	b.rowKernel("s ← maxⱼ a: see rowMax.", "rowMaxima", size, nil, func(*tables) {
		b.scalarStore("(R9)", b.maximum(size, "max", b.accumulators(), b.nanMask()))
		b.flush()
	})
	b.rowKernel("s ← Σⱼ a of at most 1024: see sumBlock.", "rowSums", size, nil, func(*tables) {
		b.sums(size)
	})
	b.rowKernel("s ← Σⱼ a·b of at most 1024: see dotBlock.", "rowDots", size, nil, func(*tables) {
		b.dots(size)
	})
	b.rowKernel("dst ← e^(a−m), s ← Σⱼ dst of at most 1024.", "rowExponentials", size, exp, func(t *tables) {
		b.expSums(t, size, true)
	})
	b.rowKernel("s ← Σⱼ e^(a−m) of at most 1024.", "rowExpSums", size, exp, func(t *tables) {
		b.expSums(t, size, false)
	})
	b.rowKernel("dst ← a/s.", "rowQuotients", size, nil, func(*tables) { b.quotients(size) })
	b.rowKernel("dst ← softmax(a), m ← maxⱼ a, s ← Σⱼ e^(a−m), of at most 1024.", "rowSoftmax", size, exp, func(t *tables) { b.softmax(t, size) })
	b.shortRowKernel("dst ← softmax(a), of at most 64 bytes.", "rowShortSoftmax", size, exp, func(t *tables) { b.fourRows(t, size) },
		func(t *tables) { b.shortSoftmax(t, size) })
	b.rowKernel("dst ← (a − m) − s.", "rowShifted", size, nil, func(*tables) { b.shifted(size) })
	b.rowKernel("s ← Σⱼ −b·((a − m) − s) where b ≠ 0, of at most 1024: see crossEntropy.", "rowCrossEntropy", size, nil,
		func(*tables) { b.crossEntropy(size) })
	b.rowKernel("dst ← a·Σb − b, or with the careful form at the one of b, of at most 1024: see CrossEntropyGradient.",
		"rowGradient", size, nil, func(*tables) { b.gradient(size) })
}

func (b *builder) storePart(register string, i, size int, last bool, v vec) {
	b.store(at(register, "DX", b.shift+b.bytes*i), size, b.mask(i, last), v)
}

func (b *builder) sums(size int) {
	stripes := b.accumulators()
	b.set(stripes, b.c(0))
	b.pass("sum", func(last bool) {
		for i, x := range b.loadUnit("SI", size, last) {
			b.addPart(stripes, i, x, last)
		}
	})
	b.scalarStore("(R9)", b.fold(stripes, b.add))
	b.flush()
}

func (b *builder) dots(size int) {
	stripes := b.accumulators()
	b.set(stripes, b.c(0))
	b.pass("dot", func(last bool) {
		x, y := b.loadUnit("SI", size, last), b.loadUnit("BX", size, last)
		for i := range x {
			b.fmaPart(stripes, i, x[i], y[i])
		}
	})
	b.scalarStore("(R9)", b.fold(stripes, b.add))
	b.flush()
}

func (b *builder) expSums(t *tables, size int, store bool) {
	stripes, m := b.accumulators(), b.pin()
	b.scalarSpread(m, "(R8)")
	b.exponentialsOf(t, size, "exp", m, stripes, store)
	b.scalarStore("(R9)", b.fold(stripes, b.add))
	b.flush()
}

func (b *builder) quotients(size int) {
	s := b.pin()
	b.scalarSpread(s, "(R9)")
	b.quotientsBy(size, "SI", s)
}

func (b *builder) quotientsBy(size int, from string, s vec) {
	b.pass("quotient", func(last bool) {
		for i, x := range b.loadUnit(from, size, last) {
			b.storePart("DI", i, size, last, b.div(x, s))
		}
	})
}

// unary writes a kernel that applies f to the elements of a, with up to so many units in step.
func (b *builder) unary(comment, name string, size, units int, names []string, f func(*tables, vec) vec) {
	b.widest(units, func(units int) {
		b.writeRowKernel(comment, name, size, names, func(t *tables) {
			b.widePass("loop", units, func(last bool) { b.applied(t, size, last, f) })
		})
	})
}

// applied sets a unit of dst to f of a unit of a.
func (b *builder) applied(t *tables, size int, last bool, f func(*tables, vec) vec) {
	for i := range b.parts() {
		x := b.load(at("SI", "DX", b.shift+b.bytes*i), size, b.mask(i, last))
		b.storePart("DI", i, size, last, f(t, x))
	}
}

// unaryInDouble is unary for a function of float32 that is computed in double precision, of
// as many elements at a time as there are lanes for doubles.
func (b *builder) unaryInDouble(comment, name string, units int, names []string, f func(*tables, vec) vec) {
	b.widest(units, func(units int) {
		b.writeRowKernel(comment, name, 4, names, func(t *tables) {
			b.widePass("loop", units, func(last bool) { b.appliedInDouble(t, last, f) })
		})
	})
}

func (b *builder) appliedInDouble(t *tables, last bool, f func(*tables, vec) vec) {
	b.p = "PD"
	b.inStep(2*b.parts(), func(i int) {
		var mask *vec
		if last {
			mask = &b.halves[i]
		}
		place := func(register string) string { return at(register, "DX", b.shift+b.bytes/2*i) }
		b.store(place("DI"), 4, mask, f(t, b.load(place("SI"), 4, mask)))
	})
	b.p = "PS"
}

// logarithms writes the kernels of the logarithm. Units in step have positive numbers only,
// in float64 normal ones, and need no care.
func (b *builder) logarithms(units int) {
	b.widest(units, func(units int) {
		b.writeRowKernel("dst ← f(a): see log64.", "log", 8, []string{"logInverse", "logHi", "logLo"}, func(t *tables) {
			b.guardedPass("loop", units, func() { b.ordinary(units, 8) },
				func() { b.applied(t, 8, false, b.plainLog64) }, func(last bool) { b.applied(t, 8, last, b.log64) })
		})
	})
	b.widest(max(1, units/2), func(units int) {
		b.writeRowKernel("dst ← f(a): see log32: in double precision, rounded once.", "log", 4, []string{"logInverse", "logHi", "logLo32"}, func(t *tables) {
			b.guardedPass("loop", units, func() { b.ordinary(units, 4) },
				func() { b.appliedInDouble(t, false, b.plainLog32) }, func(last bool) { b.appliedInDouble(t, last, b.log32) })
		})
	})
}

// ordinary lets K7 be the lanes that in all units have a positive finite number, and a
// normal one in float64: as unsigned integers, those between two bounds.
func (b *builder) ordinary(units, size int) {
	subtract, largest, compare, from, count := "VPSUBQ", "VPMAXUQ", "VPCMPUQ", b.q(1<<52), b.q(0x7fe<<52)
	if size == 4 {
		subtract, largest, compare, from, count = "VPSUBD", "VPMAXUD", "VPCMPUD", b.e(0, 1), b.e(0, 0x7f7fffff)
	}
	var most vec
	for i := range units {
		x := b.do(subtract, from, b.load(at("SI", "DX", 64*i), size, nil))
		if i > 0 {
			x = b.do(largest, x, most)
		}
		most = x
	}
	b.code = append(b.code, instr{op: compare, imm: "$1, ", in: []vec{count, most}, out: vec{fixed: "7", width: 'K'}})
	if size == 4 { // both bytes of the mask must be ones
		b.raw("KSHIFTRW $8, K7, K6")
		b.raw("KANDB K6, K7, K7")
	}
}

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
	m, stripes := b.accumulators(), b.accumulators()
	b.set(m, b.c(math.Inf(-1)))
	b.pass("max", func(last bool) {
		for i, x := range b.loadUnit("SI", size, last) {
			if last {
				x = b.choose(b.tails[i], x, b.reg(b.c(math.Inf(-1))))
			}
			b.code = append(b.code, instr{op: "VMAX" + b.p, in: []vec{x, m[i]}, out: m[i]})
		}
	})
	b.spread(m[0], b.fold(m, b.max))
	b.exponentialsOf(t, size, "exp", m[0], stripes, true)
	sum := b.fold(stripes, b.add)
	b.storeSums(m[0], sum)
	b.spread(stripes[0], sum)
	b.quotientsBy(size, "DI", stripes[0])
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

func (b *builder) shifted(size int) {
	m, l := b.pin(), b.pin()
	b.scalarSpread(m, "(R8)")
	b.scalarSpread(l, "(R9)")
	b.pass("shift", func(last bool) {
		for i, x := range b.loadUnit("SI", size, last) {
			b.storePart("DI", i, size, last, b.sub(b.sub(x, m), l))
		}
	})
}

func (b *builder) crossEntropy(size int) {
	stripes, m, l := b.accumulators(), b.pin(), b.pin()
	b.scalarSpread(m, "(R8)")
	b.scalarSpread(l, "(R9)")
	b.set(stripes, b.c(0))
	b.pass("term", func(last bool) {
		x, t := b.loadUnit("SI", size, last), b.loadUnit("BX", size, last)
		for i := range x {
			counts := b.compare(unequal, t[i], b.c(0))
			sum := b.fnma(t[i], b.sub(b.sub(x[i], m), l), stripes[i])
			b.code = append(b.code, b.keep(stripes[i], b.choose(counts, sum, stripes[i])))
		}
	})
	b.scalarStore("(R9)", b.fold(stripes, b.add))
	b.flush()
}

// gradient counts the elements of b that are not 0 in R14 and those that are 1 in R15, and
// notes the place of the last of these in R13.
func (b *builder) gradient(size int) {
	stripes, s := b.accumulators(), b.pin()
	b.line("XORL R14, R14")
	b.line("XORL R15, R15")
	b.set(stripes, b.c(0))
	b.pass("count", func(last bool) {
		for i, t := range b.loadUnit("BX", size, last) {
			b.addPart(stripes, i, t, last)
			b.maskBits(b.compare(unequal, t, b.c(0)), size)
			b.raw("POPCNTL R11, R11")
			b.raw("ADDQ R11, R14")
			b.maskBits(b.compare(equal, t, b.c(1)), size)
			b.raw("POPCNTL R11, R12")
			b.raw("ADDQ R12, R15")
			b.raw("TZCNTL R11, R12")
			b.raw("LEAQ %d(DX)(R12*%d), R12", b.bytes*i, size)
			b.raw("TESTL R11, R11")
			b.raw("CMOVQNE R12, R13")
		}
	})
	b.line("CMPQ R14, $1")
	b.line("JNE general")
	b.line("CMPQ R15, $1")
	b.line("JNE general")
	b.set(stripes, b.c(0))
	b.pass("oneHot", func(last bool) {
		y, t := b.loadUnit("SI", size, last), b.loadUnit("BX", size, last)
		for i := range y {
			d := b.except(b.compare(equal, t[i], b.c(1)), y[i])
			b.storePart("DI", i, size, last, d)
			b.addPart(stripes, i, d, last)
		}
	})
	b.scalarStore("(DI)(R13*1)", b.neg(b.spreadOf(b.fold(stripes, b.add))))
	b.flush()
	b.line("JMP next")
	b.at("general")
	b.spread(s, b.fold(stripes, b.add))
	b.pass("plain", func(last bool) {
		y, t := b.loadUnit("SI", size, last), b.loadUnit("BX", size, last)
		for i := range y {
			b.storePart("DI", i, size, last, b.sub(b.mul(s, y[i]), t[i]))
		}
	})
}

// maskBits moves a mask to R11, a bit for each lane.
func (b *builder) maskBits(k vec, size int) {
	op := "KMOVW"
	if b.wide == 'Y' {
		op = map[int]string{8: "VMOVMSKPD", 4: "VMOVMSKPS"}[size]
	}
	b.code = append(b.code, instr{op: op, in: []vec{k}, out: vec{mem: "R11", width: 'R'}})
}

// spreadOf returns lane 0 in all lanes.
func (b *builder) spreadOf(v vec) vec {
	out := b.fresh(b.wide)
	b.spread(out, v)
	return out
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
	e := b.only(both, b.exp64(t, b.sub(x, m)))
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
