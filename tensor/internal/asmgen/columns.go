package main

// columnKernel writes a kernel that goes down the columns, 64 bytes of them at a time, and
// carries their sums along; see sums of columns in columns.go of the package. It is given
// a *rowTask. With a slope f it sets dst ← b ⊙ f(a) on the way.
//
//	DI SI BX  dst, a, b     R14 R15 R13  their present rows
//	R8 task   R9 sums       CX rows left   DX place in the rows   R10 end of their whole units
func (b *builder) columnKernel(comment, name string, size, side int, names []string, f func(t *tables, x vec) vec) {
	b.attempt(func() { b.writeColumnKernel(comment, name, size, side, names, f) })
}

func (b *builder) writeColumnKernel(comment, name string, size, side int, names []string, f func(t *tables, x vec) vec) {
	b.columnTask(comment, name, size)
	t := b.prepare(names...)
	b.unitMasks(size)
	var sums unit
	for range side {
		sums = append(sums, b.accumulators()...)
	}
	b.line("XORL DX, DX")
	if side > 1 { // sums side by side do not wait for each other
		b.at("wide")
		b.line("LEAQ %d(DX), CX", 64*side)
		b.line("CMPQ CX, R10")
		b.line("JGT narrow")
		b.down(t, size, "downWide", false, sums, f)
		b.line("ADDQ $%d, DX", 64*side)
		b.line("JMP wide")
		b.at("narrow")
	}
	b.passOn("columns", func(last bool) {
		b.down(t, size, map[bool]string{false: "down", true: "downLast"}[last], last, sums[:b.parts()], f)
	})
	b.line("VZEROUPPER")
	b.line("RET")
}

// columnTask begins a kernel that is given a *rowTask and goes down the columns.
func (b *builder) columnTask(comment, name string, size int) {
	b.function(comment, name, size, 8)
	b.p = native(size)
	b.line("MOVQ w+0(FP), R8")
	for _, f := range [][2]string{{"dst", "DI"}, {"a", "SI"}, {"b", "BX"}, {"s", "R9"}, {"cols", "AX"}} {
		b.line("MOVQ rowTask_%s(R8), %s", f[0], f[1])
	}
	b.line("MOVQ AX, R10")
	b.line("ANDQ $%d, AX", 64/size-1)
	b.line("SUBQ AX, R10")
	b.line("SHLQ $%d, R10", map[int]int{8: 3, 4: 2}[size])
}

// fill writes a kernel that sets the rows of dst to s.
func (b *builder) fill(size int) {
	b.attempt(func() { b.writeFill(size) })
}

func (b *builder) writeFill(size int) {
	b.columnTask("dst ← 1·sᵀ", "rowFill", size)
	b.unitMasks(size)
	s := b.accumulators()
	b.pass("columns", func(last bool) {
		label := map[bool]string{false: "down", true: "downLast"}[last]
		for i := range s {
			b.code = append(b.code, b.keep(s[i], b.loadAt("R9", "DX", size, i, last)))
		}
		b.flush()
		b.line("MOVQ rowTask_rows(R8), CX")
		b.line("LEAQ (DI)(DX*1), R14")
		b.at(label)
		for i := range s {
			b.store(at("R14", "", b.bytes*i), size, b.mask(i, last), s[i])
		}
		b.flush()
		b.line("ADDQ rowTask_ldd(R8), R14")
		b.line("DECQ CX")
		b.line("JNE %s", label)
	})
	b.line("VZEROUPPER")
	b.line("RET")
}

// down goes through the rows once.
func (b *builder) down(t *tables, size int, label string, last bool, sums unit, f func(t *tables, x vec) vec) {
	for i, s := range sums {
		b.code = append(b.code, b.keep(s, b.loadAt("R9", "DX", size, i, last)))
	}
	b.flush()
	b.line("MOVQ rowTask_rows(R8), CX")
	b.line("LEAQ (SI)(DX*1), R15")
	if f != nil {
		b.line("LEAQ (DI)(DX*1), R14")
		b.line("LEAQ (BX)(DX*1), R13")
	}
	b.line("PCALIGN $32")
	b.at(label)
	for i := range sums {
		x := b.loadAt("R15", "", size, i, last)
		if f != nil {
			x = b.mul(b.loadAt("R13", "", size, i, last), f(t, x))
			b.store(at("R14", "", b.bytes*i), size, b.mask(i, last), x)
		}
		b.code = append(b.code, instr{op: "VADD" + b.p, in: []vec{x, sums[i]}, out: sums[i]})
	}
	b.flush()
	b.line("ADDQ rowTask_lda(R8), R15")
	if f != nil {
		b.line("ADDQ rowTask_ldd(R8), R14")
		b.line("ADDQ rowTask_ldb(R8), R13")
	}
	b.line("DECQ CX")
	b.line("JNE %s", label)
	for i, s := range sums {
		b.store(at("R9", "DX", b.bytes*i), size, b.mask(i, last), s)
	}
	b.flush()
}

// loadAt returns part i of the unit at the register, plus an index if there is one.
func (b *builder) loadAt(register, index string, size, i int, last bool) vec {
	return b.load(at(register, index, b.bytes*i), size, b.mask(i, last))
}

// columnKernels writes all kernels that go down columns.
func (b *builder) columnKernels(size int) {
	b.fill(size)
	exp := []string{"expHi"}
	if size == 8 {
		exp = append(exp, "expLo")
	}
	b.columnKernel("s ← s + Σᵢ a.", "columnSums", size, 4, nil, nil)
	b.columnKernel("dst ← b ⊙ tanh′(a), s ← s + Σᵢ dst.", "tanhPullback", size, 1, exp, func(t *tables, x vec) vec {
		return b.inDouble(x, size, func(x vec) vec { return b.tanhDerivative64(t, x) }, func(x vec) vec { return b.tanhDerivative32(t, x) })
	})
	b.columnKernel("dst ← b ⊙ σ′(a), s ← s + Σᵢ dst.", "sigmoidPullback", size, 1, exp, func(t *tables, x vec) vec {
		return b.inDouble(x, size, func(x vec) vec { return b.sigmoidDerivative64(t, x) }, func(x vec) vec { return b.sigmoidDerivative32(t, x) })
	})
	b.columnKernel("dst ← b ⊙ u(a), s ← s + Σᵢ dst.", "reluPullback", size, 4, nil, func(_ *tables, x vec) vec { return b.reluDerivative(x) })
}
