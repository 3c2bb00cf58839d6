package main

import (
	"fmt"
	"math"
)

// Softmax of rows of at most four elements: as many rows at a time as a vector has lanes
// for doubles, a column to a vector, a row to a lane. Maximum, sum and quotient then act
// lane by lane: they need no shuffles, no lane is idle, and nothing is masked.
//
//	SI DI    the first four rows of a and dst     R10 R13 BX  bytes to rows 1 to 3 of a
//	R11 R12  another four, in AVX-512             R14 R15 DX  of dst

// fewColumns deals with all rows, if they have at most four elements. Where there are fewer
// rows than lanes, some take several: all are read before any is written.
func (b *builder) fewColumns(t *tables, size, step int) {
	m, s := b.pin(), b.pin()
	var x []vec
	for range 4 {
		x = append(x, b.pin().as(b.columnWidth(size)))
	}
	b.line("CMPQ AX, $4")
	b.line("JGT long")
	b.rowOffsets()
	b.at("rows")
	b.nextRows()
	b.byColumns("load", func(n int) { b.loadKept(size, n, x, m) })
	b.columnExponentials(t, size, step, x, m)
	wide := b.wide
	b.wide = b.columnWidth(size)
	b.code = append(b.code, b.keep(s.as(b.wide), b.foldColumns(x, b.add)))
	b.wide = wide
	b.byColumns("store", func(n int) {
		var quotients []vec
		b.wide = b.columnWidth(size)
		for _, e := range x[:n] {
			quotients = append(quotients, b.div(e, s.as(b.wide)))
		}
		b.wide = wide
		b.storeColumns(size, quotients)
	})
	b.unless("R8", "unwanted", func() { b.columnNumbers(size, x, m, s) })
	b.flush()
	b.storeNumbers(size, m, s)
	b.at("long")
	b.unpin(append(x, m, s)...)
}

// byColumns chooses the code for the number of columns.
func (b *builder) byColumns(name string, code func(n int)) {
	for n := 4; n > 0; n-- {
		b.raw("%s%d:", name, n)
		if n > 1 {
			b.raw("CMPQ AX, $%d", n)
			b.raw("JLT %s%d", name, n-1)
		}
		code(n)
		if n > 1 {
			b.raw("JMP %sed", name)
		}
	}
	b.raw("%sed:", name)
	b.flush()
}

// loadKept loads n columns and finds the maxima of the rows. A missing column is −∞ if its exponential will be
// taken, else 0.
func (b *builder) loadKept(size, n int, x []vec, m vec) {
	columns := b.loadColumns(size, n)
	lowest := x[1]
	if n == 1 {
		lowest = b.reg(b.c(math.Inf(-1)))
	}
	wide := b.wide
	b.wide = b.columnWidth(size)
	for i := range x {
		switch {
		case i < n:
			b.code = append(b.code, b.keep(x[i], columns[i]))
		case i == 1:
			b.code = append(b.code, b.keep(x[i], lowest.as(b.wide)))
		default:
			b.code = append(b.code, instr{op: "VXOR" + b.p, in: []vec{x[i], x[i]}, out: x[i]})
		}
	}
	b.code = append(b.code, b.keep(m.as(b.wide), b.foldColumns(x[:n], b.max)))
	b.wide = wide
}

// columnExponentials replaces the columns by their exponentials, up to so many in step.
func (b *builder) columnExponentials(t *tables, size, step int, x []vec, m vec) {
	exponentials := func(x []vec) {
		for ; len(x) > 0; x = x[min(step, len(x)):] {
			b.together(min(step, len(x)), func(i int) {
				b.code = append(b.code, b.keep(x[i], b.columnExponential(t, size, x[i], m.as(x[i].width))))
			})
		}
	}
	b.raw("CMPQ AX, $3")
	b.raw("JLT twoColumns")
	b.raw("JEQ threeColumns")
	exponentials(x[2:])
	b.raw("JMP twoColumns")
	b.raw("threeColumns:")
	exponentials(x[2:3])
	b.raw("twoColumns:")
	exponentials(x[:2])
	b.flush()
}

// columnNumbers lets m be the maxima, or NaN where the sum s is, and s the sums but for one term of each row that is 1.
func (b *builder) columnNumbers(size int, x []vec, m, s vec) {
	wide := b.wide
	b.wide = b.columnWidth(size)
	m, s = m.as(b.wide), s.as(b.wide)
	zero := b.mul(s, b.do("VXOR"+b.p, s, s))
	b.code = append(b.code, b.keep(m, b.add(m, zero)))
	b.wide = wide
	b.code = append(b.code, b.keep(s, b.otherColumns(size, x, s)))
}

// rowOffsets fills the registers of the bytes from row to row.
func (b *builder) rowOffsets() {
	b.line("MOVQ rowTask_ldd(R10), R14")
	b.line("MOVQ rowTask_lda(R10), R10")
	b.line("LEAQ (R10)(R10*1), R13")
	b.line("LEAQ (R10)(R10*2), BX")
	b.line("LEAQ (R14)(R14*1), R15")
	b.line("LEAQ (R14)(R14*2), DX")
}

// nextRows points the registers at the next rows: if less than eight of the CX are left,
// the second four are the first four, and if less than four, the last row stands for the missing
// ones.
func (b *builder) nextRows() {
	if b.wide == 'Z' {
		b.line("LEAQ (SI)(R10*4), R11")
		b.line("LEAQ (DI)(R14*4), R12")
		b.line("CMPQ CX, $8")
		b.line("JGE enough")
		b.line("MOVQ SI, R11")
		b.line("MOVQ DI, R12")
	}
	b.line("CMPQ CX, $4")
	b.line("JGE enough")
	b.line("CMPQ CX, $2")
	b.line("JEQ two")
	b.line("JGT three")
	b.line("XORL R10, R10")
	b.line("XORL R14, R14")
	b.at("two")
	b.line("MOVQ R10, R13")
	b.line("MOVQ R14, R15")
	b.at("three")
	b.line("MOVQ R13, BX")
	b.line("MOVQ R15, DX")
	b.at("enough")
}

// storeNumbers stores m and s of the rows, if they are wanted, and goes on to the next.
func (b *builder) storeNumbers(size int, m, s vec) {
	for n := b.bytes / 8; n >= 4; n /= 2 {
		width := map[int]byte{64: 'Z', 32: 'Y', 16: 'X'}[n*size]
		b.line("CMPQ CX, $%d", n)
		b.line("JLT less%d", n)
		b.line("TESTQ R8, R8")
		b.line("JEQ unwanted%d", n)
		b.line("VMOVU%s %c%s, (R8)", b.p, width, m.fixed)
		b.line("VMOVU%s %c%s, (R9)", b.p, width, s.fixed)
		b.line("ADDQ $%d, R8", n*size)
		b.line("ADDQ $%d, R9", n*size)
		b.at(fmt.Sprint("unwanted", n))
		b.line("SUBQ $%d, CX", n)
		b.line("JEQ end")
		b.line("LEAQ (SI)(R10*%d), SI", n)
		b.line("LEAQ (DI)(R14*%d), DI", n)
		b.line("JMP rows")
		b.at(fmt.Sprint("less", n))
	}
	b.line("TESTQ R8, R8")
	b.line("JEQ end")
	b.line("MOVQ CX, AX")
	mask := b.tailMask(size)
	for _, to := range []struct {
		register string
		v        vec
	}{{"(R8)", m}, {"(R9)", s}} {
		b.store(to.register, size, &mask, to.v)
	}
	b.flush()
	b.line("JMP end")
}

// otherColumns returns the sum of the columns but for one term of each row that is 1. Masks have the lanes of
// whole registers, with 0 in the upper half if columns need half of them.
func (b *builder) otherColumns(size int, x []vec, sum vec) vec {
	var others []vec
	for _, e := range x {
		e = e.as(b.wide)
		others = append(others, b.only(b.compare(unequal, e, b.c(1)), e).as(sum.width))
	}
	wide := b.wide
	b.wide = sum.width
	rest := b.foldColumns(others, b.add)
	b.wide = wide
	return b.lessOne(sum.as(wide), rest.as(wide)).as(sum.width)
}

// lessOne returns others and the ones but one, whose number, at most four, is the difference of the
// sums to the nearest integer.
func (b *builder) lessOne(sum, others vec) vec {
	round := b.c(map[string]float64{"PD": magic, "PS": 0x1.8p23}[b.p])
	ones := b.sub(b.add(b.sub(sum, others), round), round)
	return b.add(b.sub(ones, b.c(1)), others)
}

// foldColumns combines the upper half of four stripes with the lower, and then two.
func (b *builder) foldColumns(x []vec, combine func(x, y vec) vec) vec {
	if len(x) == 1 {
		return x[0]
	}
	low, high := x[0], x[1]
	if len(x) > 2 {
		low = combine(x[2], low)
	}
	if len(x) > 3 {
		high = combine(x[3], high)
	}
	return combine(high, low)
}

// columnExponential returns e^(x−m) of a column.
func (b *builder) columnExponential(t *tables, size int, x, m vec) vec {
	if size == 8 {
		return b.expOfNegative64(t, b.sub(x, m))
	}
	difference := b.doTo(half(b.wide), "VSUBPS", m, x)
	b.p = "PD"
	e := b.shortExponential(t, b.max(b.c(-exp32Reach), b.do("VCVTPS2PD", difference)))
	e = b.narrow(e)
	b.p = "PS"
	return e
}
