package main

import "strings"

// A kernel goes along a row in units of one vector. DX is the place of a unit in the row, R10 the end of the
// whole units, and AX the number of elements after it, which a mask selects.

// prepareTail prepares the mask of the last unit, and the masks of its halves: K1 and K2 in AVX-512, where K3
// keeps the mask for once, pinned registers in AVX2.
func (b *builder) prepareTail(size int) {
	if b.wide == 'V' {
		return
	}
	if b.wide == 'Z' {
		b.tail = vec{fixed: "1", width: 'K'}
		b.halves = []vec{b.tail, {fixed: "2", width: 'K'}}
	} else {
		b.tail = b.pin()
		b.halves = []vec{b.tail}
		if size == 4 {
			b.halves = append(b.halves, b.pin())
		}
	}
	b.selectTail(size)
}

// selectTail lets the mask select the first AX elements, and leaves DX at the end of the whole units.
func (b *builder) selectTail(size int) {
	if b.wide == 'Z' {
		b.line("KMOVQ K3, K1")
		b.line("KSHIFTRQ $8, K3, K2")
		return
	}
	b.maskOf(size, 0, b.tail)
	b.line("MOVQ R10, DX")
	if size == 4 {
		b.line("VEXTRACTF128 $1, Y%s, X%s", b.tail.fixed, b.halves[1].fixed)
	}
}

// maskOf loads a part, so many bytes from its beginning, of the mask of the first AX elements.
func (b *builder) maskOf(size, offset int, mask vec) {
	b.masksUsed = true
	b.line("LEAQ %sMasks<>+64(SB), DX", b.name)
	b.line("NEGQ AX")
	b.line("VMOVDQU %s, Y%s", at("DX", "", offset)+fmtIndex("AX", size), mask.fixed)
	b.line("NEGQ AX")
}

// selectAll lets the mask select all elements.
func (b *builder) selectAll() {
	if b.wide == 'Z' {
		b.line("KXNORQ K1, K1, K1")
		b.line("KXNORQ K2, K2, K2")
		return
	}
	for _, m := range b.halves {
		b.line("VPCMPEQD Y%s, Y%[1]s, Y%[1]s", m.fixed)
	}
}

// leave returns from a kernel.
func (b *builder) leave() {
	if b.wide != 'V' {
		b.line("VZEROUPPER")
	}
	b.line("RET")
	for _, line := range b.behind {
		b.out.WriteString(line + "\n")
	}
}

// eachVector is once from the beginning of the row.
func (b *builder) eachVector(name string, size int, body func()) {
	if b.wide == 'V' {
		b.vectors(name, size, b.bytes/size, body)
		return
	}
	b.flush()
	b.line("XORL DX, DX")
	b.once(name, size, body)
}

// pass runs body for each unit of the row, with last set for the incomplete one.
func (b *builder) pass(name string, size int, body func(last bool)) {
	if b.wide == 'V' {
		b.vectors(name, size, b.bytes/size, func() { body(false) })
		return
	}
	b.flush()
	b.line("XORL DX, DX")
	b.passOn(name, body)
}

// passOn is pass from DX on.
func (b *builder) passOn(name string, body func(last bool)) {
	b.line("CMPQ DX, R10")
	b.line("JGE %sLast", name)
	b.line("PCALIGN $32")
	b.at(name)
	body(false)
	b.flush()
	b.line("ADDQ $%d, DX", b.bytes)
	b.line("CMPQ DX, R10")
	b.line("JLT %s", name)
	b.at(name + "Last")
	b.line("TESTQ AX, AX")
	b.line("JEQ %sEnd", name)
	body(true)
	b.flush()
	b.at(name + "End")
}

// once is passOn for a long body, of which there is one copy: masked, with a mask of ones until the last unit.
func (b *builder) once(name string, size int, body func()) {
	b.selectAll()
	b.line("CMPQ DX, R10")
	b.line("JLT %s", name)
	b.at(name + "Tail")
	b.line("TESTQ AX, AX")
	b.line("JEQ %sEnd", name)
	b.selectTail(size)
	b.at(name)
	b.either = true
	body()
	b.flush()
	b.either = false
	b.line("ADDQ $%d, DX", b.bytes)
	b.line("CMPQ DX, R10")
	b.line("JLT %s", name)
	b.line("JEQ %sTail", name)
	b.at(name + "End")
}

// together writes n copies of straight-line code in step, an instruction of each in turn. A
// copy has the same instructions as another, but for registers and addresses. A
// processor's scheduler has room for so many instructions that wait for their operands, two or
// three vectors' worth (docs/decisions/06-step.md); here it finds others in between that do not wait.
func (b *builder) together(n int, body func(i int)) {
	before := b.code
	var copies [][]instr
	for i := range n {
		b.code = nil
		body(i)
		copies = append(copies, b.code)
	}
	b.code = before
	for j := range copies[0] {
		for i := range copies {
			if in := copies[i][j]; i == 0 || !strings.HasPrefix(in.text, "//") {
				b.code = append(b.code, in)
			}
		}
	}
}

// inStep is together where there are registers enough, else one copy after the other.
func (b *builder) inStep(n int, body func(i int)) {
	if b.wide == 'Z' {
		b.together(n, body)
		return
	}
	for i := range n {
		body(i)
	}
}

// widePass is pass for a long body, with several units in step as long as there are so many.
func (b *builder) widePass(name string, size, units int, body func(last bool)) {
	b.guardedPass(name, size, units, nil, func() { body(false) }, func() { body(true) })
}

// guardedPass is widePass with another body for the units in step, used as long as the mask that
// guard has put into K7 is all ones.
func (b *builder) guardedPass(name string, size, units int, guard, wide, body func()) {
	if b.wide == 'V' { // with arithmetic on doubles
		b.vectors(name, size, b.bytes/8, body)
		return
	}
	b.flush()
	b.line("XORL DX, DX")
	if units > 1 {
		b.inUnits(name, units, guard, wide)
	}
	b.once(name, size, body)
}

// stripesPass is pass for a short body, with as many units at a time as there are vectors of stripes, each with its own.
func (b *builder) stripesPass(name string, size int, stripes unit, body func(stripes unit, last bool)) {
	b.flush()
	b.line("XORL DX, DX")
	if n := len(stripes); n > 1 {
		b.inUnits(name, n, nil, func() {
			i := b.shift / b.bytes
			body(stripes[i:i+1], false)
		})
	}
	b.passOn(name, func(last bool) { body(stripes, last) })
}

// inUnits writes the loop of widePass over several units.
func (b *builder) inUnits(name string, units int, guard, wide func()) {
	b.line("LEAQ %d(DX), R14", b.bytes*units)
	b.line("CMPQ R14, R10")
	b.line("JGT %sNarrow", name)
	b.line("PCALIGN $32")
	b.at(name + "Wide")
	if guard != nil {
		guard()
		b.flush()
		b.line("KORTESTB K7, K7")
		b.line("JCC %sNarrow", name)
	}
	b.inStep(units, func(i int) {
		b.shift = b.bytes * i
		wide()
		b.shift = 0
	})
	b.flush()
	b.line("ADDQ $%d, DX", b.bytes*units)
	b.line("LEAQ %d(DX), R14", b.bytes*units)
	b.line("CMPQ R14, R10")
	b.line("JLE %sWide", name)
	b.at(name + "Narrow")
}
