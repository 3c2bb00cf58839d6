package main

import "strings"

// A kernel goes along a row in units of one vector. DX is the place of a unit in the row, R10 the end of the
// whole units, and AX the number of elements after it, which a mask selects.

// prepareTail prepares the mask of the last unit, and the masks of its halves: K1 and K2 in AVX-512, where K3
// keeps the mask for once, pinned registers in AVX2, where only inHalves asks for the masks of the halves.
func (b *builder) prepareTail(size int) {
	switch b.wide {
	case 'Z':
		b.tail = vec{fixed: "1", width: 'K'}
		b.halves = []vec{b.tail, {fixed: "2", width: 'K'}}
		b.selectTail()
	case 'Y':
		b.tail = b.pin()
		b.halves = []vec{b.tail}
		b.maskOf(size, 0, b.tail)
		if b.inHalves {
			b.halves = append(b.halves, b.pin())
			b.line("VEXTRACTF128 $1, Y%s, X%s", b.tail.fixed, b.halves[1].fixed)
		}
	}
}

// selectTail lets the mask of AVX-512 select the first AX elements.
func (b *builder) selectTail() {
	b.line("KMOVQ K3, K1")
	b.line("KSHIFTRQ $8, K3, K2")
}

// selectAll lets it select all elements.
func (b *builder) selectAll() {
	b.line("KXNORQ K1, K1, K1")
	b.line("KXNORQ K2, K2, K2")
}

// maskOf loads a part, so many bytes from its beginning, of the mask of the first AX elements.
func (b *builder) maskOf(size, offset int, mask vec) {
	b.masksUsed = true
	b.line("LEAQ %sMasks<>+64(SB), DX", b.name)
	b.line("NEGQ AX")
	b.line("VMOVDQU %s, Y%s", at("DX", "", offset)+fmtIndex("AX", size), mask.fixed)
	b.line("NEGQ AX")
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
	b.once(name, body)
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

// once is passOn for a long body, of which there is one copy. In AVX-512 it is masked, with a mask of ones until the
// last unit. In AVX2 it tests where it loads and stores, but for a load that comes first: the last unit enters behind it.
func (b *builder) once(name string, body func()) {
	if b.wide == 'Z' {
		b.selectAll()
	}
	b.line("CMPQ DX, R10")
	b.line("JLT %s", name)
	b.at(name + "Tail")
	b.line("TESTQ AX, AX")
	b.line("JEQ %sEnd", name)
	if b.wide == 'Z' {
		b.selectTail()
	}
	begun := b.out.Len()
	b.either = true
	body()
	b.either = false
	text := b.cut(begun)
	if text == "" && b.code[0].whole != "" {
		b.code[0].first = true
		b.line("JMP part%d", b.code[0].label)
	}
	b.at(name)
	b.out.WriteString(text)
	b.flush()
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

// A wideLoop goes over several units in step, as long as there are so many.
type wideLoop struct {
	units         int
	before, after func() // what only rows with such units need, or nil
	guard         func() // puts into K7 whether to go on, unless it is nil
	body          func()
}

// widePass is pass for a long body, with several units in step as long as there are so many.
func (b *builder) widePass(name string, size, units int, body func(last bool)) {
	b.loopPass(name, size, wideLoop{units: units, body: func() { body(false) }}, func() { body(true) })
}

// loopPass is widePass with another body for the units in step.
func (b *builder) loopPass(name string, size int, wide wideLoop, body func()) {
	if b.wide == 'V' { // with arithmetic on doubles
		b.vectors(name, size, b.bytes/8, body)
		return
	}
	b.flush()
	b.line("XORL DX, DX")
	b.inUnits(name, wide)
	b.once(name, body)
}

// stripesPass is pass for a short body, with as many units at a time as there are vectors of stripes, each with its own.
func (b *builder) stripesPass(name string, size int, stripes unit, body func(stripes unit, last bool)) {
	b.flush()
	b.line("XORL DX, DX")
	b.inUnits(name, wideLoop{units: len(stripes), body: func() {
		i := b.shift / b.bytes
		body(stripes[i:i+1], false)
	}})
	b.passOn(name, func(last bool) { body(stripes, last) })
}

// inUnits writes a loop over several units.
func (b *builder) inUnits(name string, w wideLoop) {
	if w.units == 1 {
		return
	}
	b.line("LEAQ %d(DX), R14", b.bytes*w.units)
	b.line("CMPQ R14, R10")
	b.line("JGT %sNarrow", name)
	if w.before != nil {
		w.before()
		b.flush()
	}
	b.line("PCALIGN $32")
	b.at(name + "Wide")
	if w.guard != nil {
		w.guard()
		b.flush()
		b.line("KORTESTB K7, K7")
		b.line("JCC %sNarrow", name)
	}
	b.inStep(w.units, func(i int) {
		b.shift = b.bytes * i
		w.body()
		b.shift = 0
	})
	b.flush()
	b.line("ADDQ $%d, DX", b.bytes*w.units)
	b.line("LEAQ %d(DX), R14", b.bytes*w.units)
	b.line("CMPQ R14, R10")
	b.line("JLE %sWide", name)
	if w.after != nil {
		w.after()
		b.flush()
	}
	b.at(name + "Narrow")
}
