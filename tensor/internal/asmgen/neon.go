package main

import "strings"

// NEON has 32 registers of 16 bytes and neither masks nor operands in memory. Its kernels take whole vectors of one
// row; for the elements after them, Go calls with a copy of them (functions_arm64.go of the package).
//
//	R0 R1 R2  dst, a and b, or θ, g and the numbers of an update   R8 R9  moments
//	R5 vectors left   R6 constants   R11 R12 R13 tables   R4 R7 R16 R17 at work

var neon = isa{name: "NEON", file: "neon", bytes: 16, regs: 32, wide: 'V'}

// neonRegisters has a register for each of amd64 with the same task.
var neonRegisters = map[string]string{"DI": "R0", "SI": "R1", "BX": "R2", "R8": "R8", "R9": "R9", "AX": "R5"}

// vectors runs body for each of the vectors, of so many elements of the size.
func (b *builder) vectors(name string, size, elements int, body func()) {
	b.flush()
	b.line("LSR $%d, R5", map[int]int{2: 1, 4: 2}[elements])
	b.at(name)
	from := b.out.Len()
	body()
	b.flush()
	for _, p := range []string{"R0", "R1", "R2", "R8", "R9"} {
		if strings.Contains(b.out.String()[from:], "("+p+")") {
			b.line("ADD $%d, %s", elements*size, p)
		}
	}
	b.line("SUBS $1, R5")
	b.line("BNE %s", name)
}

// neonLoad is load for NEON: a vector of elements, or of half as many float32 to become doubles.
func (b *builder) neonLoad(register string, size int) vec {
	if size == 4 && b.p == "PD" {
		return b.do("VCVTPS2PD", b.do("FMOVD", vec{mem: register, whole: true}))
	}
	return b.do("FMOVQ", vec{mem: register, whole: true})
}

func (b *builder) neonStore(register string, size int, x vec) {
	op := "FMOVQ"
	if size == 4 && b.p == "PD" {
		op, x = "FMOVD", b.do("VCVTPD2PS", x)
	}
	b.code = append(b.code, instr{op: op, in: []vec{x}, out: vec{mem: register, width: 'M'}})
}

// elementwiseKernels is the number of kernels that act on each element, the first of their family.
const elementwiseKernels = 14

// neonFile returns the kernels for NEON.
func neonFile() string {
	b := newBuilder(neon, "pool")
	for _, size := range []int{8, 4} {
		b.neonEntry(rowFamily, size)
		b.neonEntry(updateFamily, size)
	}
	b.functions()
	for _, size := range []int{8, 4} {
		b.rectifiers(size)
		b.binaries(size)
		b.updates(size)
	}
	return b.text("The kernels of the elementary functions, of sums and products of elements, and of the updates of parameters,\n" +
		"each with the sequence of operations of the Go function of its name or in its comment, on whole vectors.\n" +
		"In assembly since the compiler has no vectors, and by words since the assembler does not know most of these instructions.\n\n" +
		"\tR0 R1 R2  dst, a and b, or θ, g and the numbers of an update   R8 R9  moments\n" +
		"\tR5 vectors left   R6 constants   R11 R12 R13  tables")
}

// neonEntry is entry for NEON.
func (b *builder) neonEntry(f family, size int) {
	table := b.beginEntry(f, size)
	b.line("MOVD w+0(FP), R3")
	for _, field := range f.fields {
		if register, ok := neonRegisters[field[1]]; ok {
			b.line("MOVD %s_%s(R3), %s", f.task, field[0], register)
		}
	}
	b.line("MOVD $%s<>(SB), R6", b.name)
	b.line("MOVBU k+8(FP), R4")
	b.line("MOVD $%s(SB), R7", table)
	b.line("MOVD (R7)(R4<<3), R7")
	b.line("JMP (R7)")
	b.endEntry(f, size, table, f.names[:min(len(f.names), elementwiseKernels)])
}
