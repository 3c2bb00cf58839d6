package main

import "fmt"

// columnKernel writes a kernel that goes down the columns, a unit of them at a time or several
// units side by side, and may carry their sums along. It is given a *rowTask.
//
//	DI SI BX  dst, a, b     R14 R15 R13  their present rows
//	R8 task   R9 sums       CX rows left   DX place in the rows   R10 end of their whole units
func (b *builder) columnKernel(c columns) {
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
	b.function(c.comment, c.name, c.size)
	t := b.prepare(c.names...)
	b.prepareTail(c.size)
	var sums unit
	for range c.side {
		if c.sum || c.fill {
			sums = append(sums, b.pin())
		}
	}
	b.line("MOVQ w+0(FP), R8")
	b.line("XORL DX, DX")
	if b.wide == 'Y' && (c.store || c.fill) { // masked stores would take longer
		if c.side > 1 {
			b.inBlocks(t, c, sums)
		}
		b.once("columns", func() { b.down(t, c, 1, true, sums) })
	} else {
		if b.wide == 'Y' {
			b.inBlocks(t, c, sums)
		}
		b.sideBySide(t, c, sums)
	}
	b.at("end")
	b.leave()
}

// inBlocks goes down c.side whole units at a time, as long as there are so many.
func (b *builder) inBlocks(t *tables, c columns, sums unit) {
	b.at("block")
	b.line("LEAQ %d(DX), CX", b.bytes*c.side)
	b.line("CMPQ CX, R10")
	b.line("JGT single")
	b.down(t, c, c.side, false, sums)
	b.line("ADDQ $%d, DX", b.bytes*c.side)
	b.line("JMP block")
	b.at("single")
}

// sideBySide goes down as many units as there are, c.side of them at a time, then fewer, the last of them by a mask. R12 is the end of the row in units of which the last may be incomplete.
func (b *builder) sideBySide(t *tables, c columns, sums unit) {
	row := b.tail
	if b.wide == 'Y' {
		b.tail = b.pin()
	}
	b.line("MOVQ R10, R12")
	b.line("TESTQ AX, AX")
	b.line("JEQ side%d", c.side)
	b.line("ADDQ $%d, R12", b.bytes)
	for n := c.side; n > 0; {
		next := n - 1
		switch {
		case n == 8:
			next = 4
		case n == 3 && c.f != nil && len(c.names) > 0: // the time of one alone is mostly its own
			next = 1
		}
		b.at(fmt.Sprintf("side%d", n))
		if n > 1 {
			b.line("LEAQ %d(DX), CX", b.bytes*n)
			b.line("CMPQ CX, R12")
			b.line("JGT side%d", next)
		}
		b.selectUpTo(n, row)
		b.down(t, c, n, true, sums)
		b.line("ADDQ $%d, DX", b.bytes*n)
		b.line("CMPQ DX, R12")
		b.line("JLT side%d", n)
		b.line("JMP end")
		n = next
	}
}

// selectUpTo lets the mask select all elements of unit n from here, or those in the row if it is incomplete.
func (b *builder) selectUpTo(n int, row vec) {
	all, tail := "KXNORQ K1, K1, K1", "KMOVQ K3, K1"
	if b.wide == 'Y' {
		all, tail = fmt.Sprintf("VPCMPEQD Y%s, Y%[1]s, Y%[1]s", b.tail.fixed), fmt.Sprintf("VMOVAPD Y%s, Y%s", row.fixed, b.tail.fixed)
	}
	b.line(all)
	b.line("LEAQ %d(DX), CX", b.bytes*n)
	b.line("CMPQ CX, R10")
	b.line("JLE whole%d", n)
	b.line(tail)
	b.at(fmt.Sprint("whole", n))
}

// down goes through the rows of so many units once, the last of them by the mask if it is masked.
func (b *builder) down(t *tables, c columns, units int, masked bool, sums unit) {
	label := fmt.Sprintf("down%d", units)
	if !masked {
		label = "downBlock"
	}
	mask := func(i int) *vec { return b.mask(masked && i == units-1) }
	if c.sum || c.fill {
		for i := range units {
			b.code = append(b.code, b.keep(sums[i], b.load(at("R9", "DX", b.bytes*i), c.size, mask(i))))
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
	b.inStep(units, func(i int) { b.downUnit(t, c, i, mask(i), sums) })
	b.flush()
	for _, p := range moving {
		b.line("ADDQ rowTask_%s(R8), %s", p.step, p.register)
	}
	b.line("DECQ CX")
	b.line("JNE %s", label)
	if c.sum {
		for i := range units {
			b.store(at("R9", "DX", b.bytes*i), c.size, mask(i), sums[i])
		}
		b.flush()
	}
}

// downUnit is the work on one unit.
func (b *builder) downUnit(t *tables, c columns, i int, mask *vec, sums unit) {
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
	many, few, some := 8, 4, 3
	if b.wide == 'Y' {
		many, few, some = 2, 2, 1
	}
	for _, c := range []columns{
		{comment: "dst ← 1·sᵀ", name: "rowFill", side: few, fill: true},
		{comment: "dst ← 0 where a < 0, else a.", name: "narrowReLU", side: few, f: relu, store: true},
		{comment: "s ← s + Σᵢ a.", name: "columnSums", side: many, sum: true},
		{comment: "dst ← b ⊙ tanh′(a), s ← s + Σᵢ dst.", name: "tanhPullback", side: some, names: exp, f: tanh, times: true, store: true, sum: true},
		{comment: "dst ← b ⊙ σ′(a), s ← s + Σᵢ dst.", name: "sigmoidPullback", side: some, names: exp, f: sigmoid, times: true, store: true, sum: true},
		{comment: "dst ← b ⊙ u(a), s ← s + Σᵢ dst.", name: "reluPullback", side: few, f: step, times: true, store: true, sum: true},
	} {
		c.size = size
		b.columnKernel(c)
	}
}
