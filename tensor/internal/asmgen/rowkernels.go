package main

import "math"

// maximum finds the maximum of the row, NaN if the row has one, as rowMax does, in lane 0 of
// the pinned register returned. It leaves the other registers of the row alone.
func (b *builder) maximum(size int, label string, m unit, nan vec) vec {
	b.set(m, b.c(math.Inf(-1)))
	b.clearMask(nan)
	b.pass(label, size, func(last bool) {
		x := b.loadUnit("SI", size, last)
		if last {
			x = b.choose(b.tail, x, b.reg(b.c(math.Inf(-1))))
		}
		b.turn(m, b.larger(x, m[0]))
		b.orMask(nan, b.compare(unordered, x, x))
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

// exponentialsOf calls add with a unit of the row's e^(a−m). In AVX2, where wide may say what is done with several units
// in step, the lanes behind the row have what fill says in place of a.
func (b *builder) exponentialsOf(t *tables, size int, m, fill vec, wide wideLoop, add func(e vec, last bool)) {
	body := func(last bool) {
		x := b.loadUnit("SI", size, last)
		b.code[len(b.code)-1].fill = fill
		add(b.exponentials(t, b.sub(x, m), size), last)
	}
	if b.wide == 'Z' {
		wide = wideLoop{units: map[int]int{8: 4, 4: 2}[size]}
	}
	wide.body = func() { body(false) }
	b.loopPass("exp", size, wide, func() { body(true) })
}

// exponentialsTo writes e^(a−m) to dst and its sum to the stripes.
func (b *builder) exponentialsTo(t *tables, size int, m vec, stripes unit) {
	b.set(stripes, b.c(0))
	b.exponentialsOf(t, size, m, vec{}, wideLoop{units: 1}, func(e vec, last bool) {
		b.storeUnit("DI", size, last, e)
		b.code[len(b.code)-1].clear = true
		b.addTo(stripes, e, last && b.wide == 'Z')
	})
}

// rowKernels writes all kernels that go along rows.
func (b *builder) rowKernels(size int) {
	exp := expTables(size)
	b.rowKernel("s ← maxⱼ a: see rowMax.", "rowMaxima", size, nil, func(*tables) {
		b.scalarStore("(R9)", b.maximum(size, "max", b.accumulators(), b.nanMask()))
		b.flush()
	})
	b.rowKernel("s ← maxⱼ a where no a is NaN, +0 for −0: see logSums.", "rowLargest", size, nil, func(*tables) {
		m := b.pins(maxima)
		b.plainMaximum(size, m)
		b.scalarStore("(R9)", b.add(m[0], b.c(0)))
		b.flush()
	})
	b.rowKernel("s ← Σⱼ a of at most 1024: see sumBlock.", "rowSums", size, nil, func(*tables) {
		b.sums(size)
	})
	b.rowKernel("s ← Σⱼ a·b of at most 1024: see dotBlock.", "rowDots", size, nil, func(*tables) {
		b.dots(size)
	})
	b.rowKernel("m ← number of e^(a−m) that are 1, s ← sum of the others, of at most 1024: see othersOfBlock;\n"+
		"// or s ← the sum of all but for one that is 1: see sumOfOthers.", "rowExpSums", size, exp, func(t *tables) { b.others(t, size) })
	b.rowKernel("dst ← softmax(a), and if b is not nil m ← maxⱼ a, s ← Σⱼ e^(a−m) but for one that is 1, of at most 1024;\n"+
		"// or by parts: dst ← e^(a−m), s ← Σⱼ dst; and dst ← dst/s, m ← number of dst that were 1, s ← sum of the others.",
		"rowSoftmax", size, exp, func(t *tables) { b.softmax(t, size) })
	b.shortSoftmaxes("dst ← softmax(a), of at most 64 bytes.", "rowShortSoftmax", size)
	b.rowKernel("s ← 0 if all a are finite, else NaN.", "rowFinite", size, nil, func(*tables) { b.finite(size) })
	b.rowKernel("dst ← (a − m) − s.", "rowShifted", size, nil, func(*tables) { b.shifted(size) })
	b.rowKernel("s ← Σⱼ −b·((a − m) − s) where b ≠ 0, of at most 1024: see crossEntropy.", "rowCrossEntropy", size, nil,
		func(*tables) { b.crossEntropy(size) })
	b.rowKernel("dst ← a·Σb − b, or with the careful form at the one of b, of at most 1024: see CrossEntropyGradient.",
		"rowGradient", size, nil, func(*tables) { b.gradient(size) })
}

func (b *builder) sums(size int) {
	stripes := b.accumulators()
	b.set(stripes, b.c(0))
	b.stripesPass("sum", size, stripes, func(stripes unit, last bool) { b.addTo(stripes, b.loadUnit("SI", size, last), last) })
	b.scalarStore("(R9)", b.fold(stripes, b.add))
	b.flush()
}

func (b *builder) dots(size int) {
	stripes := b.accumulators()
	b.set(stripes, b.c(0))
	b.stripesPass("dot", size, stripes, func(stripes unit, last bool) {
		b.fmaTo(stripes, b.loadUnit("SI", size, last), b.loadUnit("BX", size, last), last)
	})
	b.scalarStore("(R9)", b.fold(stripes, b.add))
	b.flush()
}

// finite leaves NaN in s if |x| is not at most the largest number for some x, else 0.
func (b *builder) finite(size int) {
	bad, largest := b.nanMask(), map[int]float64{8: math.MaxFloat64, 4: math.MaxFloat32}[size]
	b.clearMask(bad)
	b.pass("finite", size, func(last bool) {
		b.orMask(bad, b.compare(notAtMost, b.abs(b.loadUnit("SI", size, last)), b.c(largest)))
	})
	b.scalarStore("(R9)", b.reg(b.c(0)))
	b.flush()
	b.testMask(bad)
	b.line("JEQ next")
	b.scalarStore("(R9)", b.reg(b.c(math.NaN())))
	b.flush()
}

func (b *builder) shifted(size int) {
	m, l := b.pin(), b.pin()
	b.scalarSpread(m, "(R8)")
	b.scalarSpread(l, "(R9)")
	b.pass("shift", size, func(last bool) {
		b.storeUnit("DI", size, last, b.sub(b.sub(b.loadUnit("SI", size, last), m), l))
	})
}

func (b *builder) crossEntropy(size int) {
	stripes, m, l := b.accumulators(), b.pin(), b.pin()
	b.scalarSpread(m, "(R8)")
	b.scalarSpread(l, "(R9)")
	b.set(stripes, b.c(0))
	b.pass("term", size, func(last bool) {
		x, t := b.loadUnit("SI", size, last), b.loadUnit("BX", size, last)
		counts := b.compare(unequal, t, b.c(0))
		sum := b.fnma(t, b.sub(b.sub(x, m), l), stripes[0])
		b.turn(stripes, b.choose(counts, sum, stripes[0]))
	})
	b.scalarStore("(R9)", b.fold(stripes, b.add))
	b.flush()
}
