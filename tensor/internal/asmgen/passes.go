package main

import (
	"slices"
	"strings"
)

// unitMasks prepares the masks of the last AX elements of a row: tails for the parts of a
// unit, halves for pieces of half as many float32, which become vectors of doubles.
func (b *builder) unitMasks(size int) {
	b.tails, b.halves = nil, nil
	if b.wide == 'Z' {
		b.tails = []vec{b.tailMask(size)}
		b.line("KSHIFTRQ $8, K1, K2")
		b.halves = append(slices.Clone(b.tails), vec{fixed: "2", width: 'K'})
		return
	}
	b.masksUsed = true
	b.line("LEAQ %sMasks<>+64(SB), DX", b.name)
	b.line("NEGQ AX")
	for i := range b.parts() {
		m := b.pin()
		b.line("VMOVDQU %d(DX)(AX*%d), Y%s", 32*i, size, m.fixed)
		b.tails = append(b.tails, m)
	}
	if size == 4 { // the upper halves of the masks; the lower ones are there already
		for i := range b.parts() {
			m := b.pin()
			b.line("VEXTRACTF128 $1, Y%s, X%s", b.tails[i].fixed, m.fixed)
			b.halves = append(b.halves, b.tails[i], m)
		}
	}
	b.line("NEGQ AX")
}

// pass runs body for each unit of the row, with last set for the incomplete one.
func (b *builder) pass(name string, body func(last bool)) {
	b.flush()
	b.line("XORL DX, DX")
	b.passOn(name, body)
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

// widePass is pass with several units in step, as long as there are so many.
func (b *builder) widePass(name string, units int, body func(last bool)) {
	b.guardedPass(name, units, nil, func() { body(false) }, body)
}

// guardedPass is widePass with another body for the units in step, used as long as the mask that
// guard has put into K7 is all ones.
func (b *builder) guardedPass(name string, units int, guard, wide func(), body func(last bool)) {
	if units == 1 {
		b.pass(name, body)
		return
	}
	b.flush()
	b.line("XORL DX, DX")
	b.line("LEAQ %d(DX), R14", 64*units)
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
	b.together(units, func(i int) {
		b.shift = 64 * i
		wide()
		b.shift = 0
	})
	b.flush()
	b.line("ADDQ $%d, DX", 64*units)
	b.line("LEAQ %d(DX), R14", 64*units)
	b.line("CMPQ R14, R10")
	b.line("JLE %sWide", name)
	b.at(name + "Narrow")
	b.passOn(name, body)
}

// passOn is pass from DX on.
func (b *builder) passOn(name string, body func(last bool)) {
	b.line("CMPQ DX, R10")
	b.line("JGE %sLast", name)
	b.at(name)
	body(false)
	b.flush()
	b.line("ADDQ $64, DX")
	b.line("CMPQ DX, R10")
	b.line("JLT %s", name)
	b.at(name + "Last")
	b.line("TESTQ AX, AX")
	b.line("JEQ %sEnd", name)
	body(true)
	b.flush()
	b.at(name + "End")
}
