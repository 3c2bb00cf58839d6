package main

import "math"

// maximum finds the maximum of the row, NaN if the row has one, as rowMax does, in lane 0 of
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

// exponentialsOf computes e^(a−m) for the row and calls add with each part.
func (b *builder) exponentialsOf(t *tables, size int, label string, m vec, add func(i int, e vec, last bool)) {
	units := map[int]int{8: 4, 4: 2}[size]
	if b.wide == 'Y' {
		units = 1
	}
	b.widePass(label, units, func(last bool) {
		u := b.loadUnit("SI", size, last)
		for i := range u {
			add(i, b.exponentials(t, b.sub(u[i], m), size), last)
		}
	})
}

// exponentialsTo writes e^(a−m) to dst and returns the stripes of the sum.
func (b *builder) exponentialsTo(t *tables, size int, m vec) unit {
	stripes := b.accumulators()
	b.set(stripes, b.c(0))
	b.exponentialsOf(t, size, "exp", m, func(i int, e vec, last bool) {
		b.storePart("DI", i, size, last, e)
		b.addPart(stripes, i, e, last)
	})
	return stripes
}

// rowKernels writes all kernels that go along rows.
func (b *builder) rowKernels(size int) {
	exp := expTables(size)
	b.rowKernel("s ← maxⱼ a: see rowMax.", "rowMaxima", size, nil, func(*tables) {
		b.scalarStore("(R9)", b.maximum(size, "max", b.accumulators(), b.nanMask()))
		b.flush()
	})
	b.rowKernel("s ← maxⱼ a where no a is NaN, +0 for −0: see logSums.", "rowLargest", size, nil, func(*tables) {
		m := b.accumulators()
		b.plainMaximum(size, 1, m)
		b.scalarStore("(R9)", b.add(m[0], b.c(0)))
		b.flush()
	})
	b.rowKernel("s ← Σⱼ a of at most 1024: see sumBlock.", "rowSums", size, nil, func(*tables) {
		b.sums(size)
	})
	b.rowKernel("s ← Σⱼ a·b of at most 1024: see dotBlock.", "rowDots", size, nil, func(*tables) {
		b.dots(size)
	})
	b.rowKernel("dst ← e^(a−m), s ← Σⱼ dst of at most 1024.", "rowExponentials", size, exp, func(t *tables) {
		b.expSums(t, size)
	})
	b.rowKernel("m ← number of e^(a−m) that are 1, s ← sum of the others, of at most 1024: see othersOfBlock.", "rowExpSums", size, exp, func(t *tables) {
		others := b.others(t, size)
		b.scalarStore("(R8)", b.ones(others))
		b.scalarStore("(R9)", others)
		b.flush()
	})
	b.rowKernel("s ← Σⱼ e^(a−m) but for one that is 1, of at most 1024: see sumOfOthers.", "rowOthers", size, exp, func(t *tables) {
		others := b.others(t, size)
		b.raw("DECQ R15")
		b.scalarStore("(R9)", b.doTo('X', "VADD"+b.p, b.ones(others), others))
		b.flush()
	})
	b.rowKernel("dst ← a/s, m ← number of a that are 1, s ← sum of the others: see divide.", "rowQuotients", size, nil, func(*tables) { b.quotients(size) })
	b.rowKernel("dst ← softmax(a), m ← maxⱼ a, s ← Σⱼ e^(a−m) but for one that is 1, of at most 1024.", "rowSoftmax", size, exp, func(t *tables) { b.softmax(t, size) })
	b.shortSoftmaxes("dst ← softmax(a), of at most 64 bytes.", "rowShortSoftmax", size)
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
			b.fmaPart(stripes, i, x[i], y[i], last)
		}
	})
	b.scalarStore("(R9)", b.fold(stripes, b.add))
	b.flush()
}

func (b *builder) expSums(t *tables, size int) {
	m := b.pin()
	b.scalarSpread(m, "(R8)")
	b.scalarStore("(R9)", b.fold(b.exponentialsTo(t, size, m), b.add))
	b.flush()
}

// others returns the sum of the e^(a−m) that are not 1 and counts the others in R15.
func (b *builder) others(t *tables, size int) vec {
	m, stripes := b.pin(), b.accumulators()
	b.scalarSpread(m, "(R8)")
	b.startOthers(stripes)
	b.exponentialsOf(t, size, "exp", m, func(i int, e vec, last bool) { b.addOther(stripes, i, size, e, last) })
	return b.fold(stripes, b.add).as('X')
}

func (b *builder) quotients(size int) {
	s, stripes := b.pin(), b.accumulators()
	b.scalarSpread(s, "(R9)")
	others := b.quotientsBy(size, "SI", s, stripes)
	b.scalarStore("(R8)", b.ones(others))
	b.scalarStore("(R9)", others)
	b.flush()
}

// quotientsBy divides the row by s. It returns the sum of its elements that are not 1, and counts the
// others in R15, which takes no time beside division.
func (b *builder) quotientsBy(size int, from string, s vec, stripes unit) vec {
	b.startOthers(stripes)
	b.pass("quotient", func(last bool) {
		for i, x := range b.loadUnit(from, size, last) {
			b.storePart("DI", i, size, last, b.div(x, s))
			b.addOther(stripes, i, size, x, last)
		}
	})
	return b.fold(stripes, b.add).as('X')
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
