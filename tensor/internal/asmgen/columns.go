package main

import "fmt"

// columnKernel writes a kernel that goes down the columns, 64 bytes of them at a time or several
// times that, and may carry their sums along. It is given a *rowTask.
//
//	DI SI BX  dst, a, b     R14 R15 R13  their present rows
//	R8 task   R9 sums       CX rows left   DX place in the rows   R10 end of their whole units
func (b *builder) columnKernel(c columns) {
	c.side = min(c.side, map[byte]int{'Z': 8, 'Y': 1}[b.wide])
	for !b.attempt(func() { b.writeColumnKernel(c) }) {
		c.side--
	}
}

// columns describes a kernel that goes down the columns of a matrix.
type columns struct {
	comment, name string
	size          int
	side          int // units side by side, at most: their sums do not wait for each other
	names         []string
	f             func(t *tables, x vec) vec // of a
	times         bool                       // b ⊙ f(a)
	store, sum    bool                       // to dst; the sums of it
	fill          bool                       // dst ← s, and nothing else
}

func (b *builder) writeColumnKernel(c columns) {
	b.columnTask(c.comment, c.name, c.size)
	t := b.prepare(c.names...)
	b.unitMasks(c.size)
	var sums unit
	for range c.side {
		if c.sum || c.fill {
			sums = append(sums, b.accumulators()...)
		}
	}
	b.line("XORL DX, DX")
	if b.wide == 'Y' {
		b.passOn("columns", func(last bool) { b.down(t, c, 1, last, sums) })
	} else {
		b.sideBySide(t, c, sums)
	}
	b.line("VZEROUPPER")
	b.line("RET")
}

// sideBySide goes down as many units as there are, up to c.side, the last of them by mask, and on
// to the next while there are more. R12 is the end of the row in whole units; the last
// unit may be incomplete.
func (b *builder) sideBySide(t *tables, c columns, sums unit) {
	b.line("MOVQ R10, R12")
	b.line("TESTQ AX, AX")
	b.line("JEQ whole")
	b.line("ADDQ $64, R12")
	b.line("JMP block")
	b.at("whole")
	b.line("KXNORQ K1, K1, K1")
	b.at("block")
	b.line("LEAQ %d(DX), CX", 64*c.side)
	b.line("CMPQ CX, R12")
	b.line("JGE side%d", c.side)
	b.down(t, c, c.side, false, sums)
	b.line("ADDQ $%d, DX", 64*c.side)
	b.line("JMP block")
	for n := c.side; n > 0; n-- {
		b.at(fmt.Sprintf("side%d", n))
		if n > 1 {
			b.line("LEAQ %d(DX), CX", 64*(n-1))
			b.line("CMPQ CX, R12")
			b.line("JGE side%d", n-1)
		}
		b.down(t, c, n, true, sums)
		if n > 1 {
			b.line("JMP end")
		}
	}
	b.at("end")
}

// columnTask begins a kernel that is given a *rowTask and goes down the columns.
func (b *builder) columnTask(comment, name string, size int) {
	b.function(comment, name, size, 8)
	b.p = native(size)
	b.line("MOVQ w+0(FP), R8")
	for _, f := range [][2]string{{"dst", "DI"}, {"a", "SI"}, {"b", "BX"}, {"s", "R9"}, {"cols", "AX"}} {
		b.line("MOVQ rowTask_%s(R8), %s", f[0], f[1])
	}
	b.wholeUnits(size)
}

// down goes through the rows of so many units once; last tells that the last is
// incomplete.
func (b *builder) down(t *tables, c columns, units int, last bool, sums unit) {
	label := fmt.Sprintf("down%d%v", units, last)
	parts := units * b.parts()
	masked := func(i int) *vec { return b.mask(i%b.parts(), last && i >= parts-b.parts()) }
	if c.sum || c.fill {
		for i := range parts {
			b.code = append(b.code, b.keep(sums[i], b.load(at("R9", "DX", b.bytes*i), c.size, masked(i))))
		}
		b.flush()
	}
	b.line("MOVQ rowTask_rows(R8), CX")
	moving := c.pointers()
	for _, p := range moving {
		b.line("LEAQ (%s)(DX*1), %s", p.start, p.register)
	}
	b.line("PCALIGN $32")
	b.at(label)
	b.inStep(parts, func(i int) { b.downPart(t, c, i, masked(i), sums) })
	b.flush()
	for _, p := range moving {
		b.line("ADDQ rowTask_%s(R8), %s", p.step, p.register)
	}
	b.line("DECQ CX")
	b.line("JNE %s", label)
	if c.sum {
		for i := range parts {
			b.store(at("R9", "DX", b.bytes*i), c.size, masked(i), sums[i])
		}
		b.flush()
	}
}

// downPart is the work on one vector.
func (b *builder) downPart(t *tables, c columns, i int, mask *vec, sums unit) {
	place := func(register string) string { return at(register, "", b.bytes*i) }
	if c.fill {
		b.store(place("R14"), c.size, mask, sums[i])
		return
	}
	x := b.load(place("R15"), c.size, mask)
	if c.f != nil {
		x = c.f(t, x)
	}
	if c.times {
		x = b.mul(b.load(place("R13"), c.size, mask), x)
	}
	if c.store {
		b.store(place("R14"), c.size, mask, x)
	}
	if c.sum {
		b.code = append(b.code, instr{op: "VADD" + b.p, in: []vec{x, sums[i]}, out: sums[i]})
	}
}

// A walk is a pointer that goes down the rows.
type walk struct{ start, register, step string }

func (c columns) pointers() (moving []walk) {
	if !c.fill {
		moving = append(moving, walk{"SI", "R15", "lda"})
	}
	if c.times {
		moving = append(moving, walk{"BX", "R13", "ldb"})
	}
	if c.store || c.fill {
		moving = append(moving, walk{"DI", "R14", "ldd"})
	}
	return moving
}

// columnKernels writes all kernels that go down columns.
func (b *builder) columnKernels(size int) {
	exp := expTables(size)
	relu := func(_ *tables, x vec) vec { return b.relu(x) }
	step := func(_ *tables, x vec) vec { return b.reluDerivative(x) }
	tanh := func(t *tables, x vec) vec {
		return b.inDouble(x, size, func(x vec) vec { return b.tanhDerivative64(t, x) }, func(x vec) vec { return b.tanhDerivative32(t, x) })
	}
	sigmoid := func(t *tables, x vec) vec {
		return b.inDouble(x, size, func(x vec) vec { return b.sigmoidDerivative64(t, x) }, func(x vec) vec { return b.sigmoidDerivative32(t, x) })
	}
	for _, c := range []columns{
		{comment: "dst ← 1·sᵀ", name: "rowFill", side: 8, fill: true},
		{comment: "dst ← 0 where a < 0, else a.", name: "narrowReLU", side: 8, f: relu, store: true},
		{comment: "s ← s + Σᵢ a.", name: "columnSums", side: 8, sum: true},
		{comment: "dst ← b ⊙ tanh′(a), s ← s + Σᵢ dst.", name: "tanhPullback", side: 3, names: exp, f: tanh, times: true, store: true, sum: true},
		{comment: "dst ← b ⊙ σ′(a), s ← s + Σᵢ dst.", name: "sigmoidPullback", side: 3, names: exp, f: sigmoid, times: true, store: true, sum: true},
		{comment: "dst ← b ⊙ u(a), s ← s + Σᵢ dst.", name: "reluPullback", side: 8, f: step, times: true, store: true, sum: true},
	} {
		c.size = size
		b.columnKernel(c)
	}
}
