package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// An isa is an instruction set to write for.
type isa struct {
	name  string // as in the names of the functions
	file  string // as in the names of the files
	bytes int    // of a vector
	regs  int    // vector registers
	wide  byte   // letter of the full registers
}

var isas = []isa{
	{name: "AVX512", file: "avx512", bytes: 64, regs: 32, wide: 'Z'},
	{name: "AVX2", file: "avx2", bytes: 32, regs: 16, wide: 'Y'},
}

// A vec is an operand: a virtual register of some width, a fixed one, or a place in
// memory from which all lanes are filled.
type vec struct {
	id    int    // of the virtual register, from 1
	fixed string // number of the fixed register
	mem   string
	whole bool // mem has all lanes, not one for all
	width byte // 'Z', 'Y', 'X' or 'K'
}

func (v vec) virtual() bool { return v.id > 0 }

// as returns the register at another width.
func (v vec) as(width byte) vec { v.width = width; return v }

// An instr is an instruction of straight-line code, its operands in the order of
// Go's assembler, with out last.
type instr struct {
	op   string
	imm  string
	in   []vec
	mask vec
	out  vec
	tied bool     // out must be the register of in[0], which is not written twice
	tmp  vec      // a gather's mask
	fma  string   // PD or PS: op is the family, in is a, b, c of a·b + c
	text string   // in place of all that: a line as it stands
	then []string // lines that follow at once

	whole string // a store of whole units, in place of the masked one until the last, see once
	label int    // of that store
	first bool   // the last unit begins at the masked one
	fill  vec    // in the lanes that the masked load leaves out, or 0
	clear bool   // the masked store clears these lanes in the register
}

// A builder collects the code of a file. A function's straight-line pieces, from
// one flush to the next, use virtual registers; longer-lived values are pinned.
type builder struct {
	isa
	out    strings.Builder
	pool   []constant
	poolAt map[constant]int
	size   int
	name   string // of the pool

	p      string // PD or PS: the element type of the arithmetic
	code   []instr
	next   int
	pinned map[int]bool // numbers of vector registers
	taken  map[int]bool // numbers of all registers ever pinned in the function

	loads  []constant // pinned in the function, in this order
	held   map[constant]vec
	begun  int // place in out where their loads belong
	budget int // of pinned registers

	masksUsed bool
	tail      vec      // mask of the last unit of a row
	halves    []vec    // masks of its halves
	inHalves  bool     // a kernel of float32 moves halves of units
	masks     []vec    // of the parts of a short row
	either    bool     // the code is for whole units too, see once
	shift     int      // bytes from DX to the unit at work
	labels    int      // used up
	behind    []string // lines to follow the kernel
}

// A constant lies in the pool of its file, once for AVX-512, which broadcasts it, and
// as often as fits a vector for AVX2.
type constant struct {
	bits uint64
	size int
}

func newBuilder(i isa, pool string) *builder {
	return &builder{isa: i, poolAt: map[constant]int{}, name: pool, p: "PD"}
}

// elem returns the size of an element that the arithmetic works on.
func (b *builder) elem() int {
	if b.p == "PS" {
		return 4
	}
	return 8
}

// c returns a constant of the type that the arithmetic works on.
func (b *builder) c(x float64) vec {
	if b.p == "PS" {
		return b.bits(uint64(math.Float32bits(float32(x))), 4)
	}
	return b.bits(math.Float64bits(x), 8)
}

// q returns an integer constant of 64 bits.
func (b *builder) q(bits uint64) vec { return b.bits(bits, 8) }

// e returns the bits of an element: sign, all but the sign, and so on.
func (b *builder) e(bits64, bits32 uint64) vec {
	if b.p == "PS" {
		return b.bits(bits32, 4)
	}
	return b.bits(bits64, 8)
}

// bits returns a constant: in a register, as long as there are some to spare, which the
// function fills at its beginning, else in memory.
func (b *builder) bits(bits uint64, size int) vec {
	k := constant{bits, size}
	if v, ok := b.held[k]; ok {
		return v
	}
	if len(b.pinned) < b.budget {
		v := b.pin()
		b.held[k] = v
		b.loads = append(b.loads, k)
		return v
	}
	return b.inMemory(k)
}

// inMemory returns a constant of the pool.
func (b *builder) inMemory(k constant) vec {
	at, ok := b.poolAt[k]
	if !ok {
		room := k.size
		if b.wide != 'Z' {
			room = b.bytes
		}
		b.size = (b.size + room - 1) / room * room
		at = b.size
		b.poolAt[k] = at
		b.pool = append(b.pool, k)
		b.size += room
	}
	if b.wide == 'V' {
		return vec{mem: fmt.Sprintf("%d(R6)", at), width: b.wide}
	}
	return vec{mem: fmt.Sprintf("%s<>+%d(SB)", b.name, at), width: b.wide}
}

// broadcast returns the instruction that fills a register from a constant of the pool.
func (b *builder) broadcast(size int) string {
	switch {
	case b.wide != 'Z':
		return "VMOVUPS"
	case size == 4:
		return "VBROADCASTSS"
	}
	return "VBROADCASTSD"
}

// line writes a line of code as it stands.
func (b *builder) line(format string, args ...any) {
	fmt.Fprintf(&b.out, "\t"+format+"\n", args...)
}

// cut removes what was written since the output had so many bytes, and returns it.
func (b *builder) cut(begun int) string {
	text := b.out.String()
	b.out.Reset()
	b.out.WriteString(text[:begun])
	return text[begun:]
}

// at writes a label.
func (b *builder) at(label string) { fmt.Fprintf(&b.out, "%s:\n", label) }

// say writes a comment into the straight-line code.
func (b *builder) say(format string, args ...any) {
	b.code = append(b.code, instr{text: "// " + fmt.Sprintf(format, args...)})
}

// raw puts an instruction into the straight-line code that uses no virtual register.
func (b *builder) raw(format string, args ...any) {
	b.code = append(b.code, instr{text: fmt.Sprintf(format, args...)})
}

// ifKernel goes on at the label in the kernel of the name, where several kernels share their code.
func (b *builder) ifKernel(name, label string) {
	b.raw("CMPB k+8(FP), $const_%sKernel", name)
	b.raw("JEQ %s", label)
}

// unless runs body, or nothing if the register is 0. No value that body computes may be used after it.
func (b *builder) unless(register, label string, body func()) {
	b.raw("TESTQ %s, %s", register, register)
	b.raw("JEQ %s", label)
	body()
	b.raw("%s:", label)
}

func (b *builder) fresh(width byte) vec { b.next++; return vec{id: b.next, width: width} }

// pin reserves a vector register for the rest of the function.
func (b *builder) pin() vec {
	n := b.regs - 1
	for b.taken[n] {
		n--
	}
	if n < 0 {
		panic(outOfRegisters)
	}
	b.pinned[n], b.taken[n] = true, true
	return vec{fixed: fmt.Sprint(n), width: b.wide}
}

// unpin returns registers to the pool for values. They are not pinned again, since a pinned
// register may hold a constant, which is loaded at the function's beginning.
func (b *builder) unpin(registers ...vec) {
	for _, v := range registers {
		n, err := strconv.Atoi(v.fixed)
		if err != nil {
			panic(err)
		}
		delete(b.pinned, n)
	}
}

// loadInto fills a register from a constant or with another.
func (b *builder) loadInto(v, x vec) instr {
	if x.mem == "" {
		return instr{op: "VMOVAPD", in: []vec{x}, out: v}
	}
	return instr{op: b.broadcast(b.elem()), in: []vec{x}, out: v}
}
