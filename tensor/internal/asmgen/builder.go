package main

import (
	"fmt"
	"math"
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

// parts returns the number of vectors in the 64 bytes that are the unit of a row.
func (i isa) parts() int { return 64 / i.bytes }

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
// Go's assembler, of which out is the last.
type instr struct {
	op   string
	imm  string
	in   []vec
	mask vec
	out  vec
	tied bool   // out must be the register of in[0], which is not written twice
	tmp  vec    // a gather's mask
	fma  string // PD or PS: op is the family, in is a, b, c of a·b + c
	text string // in place of all that: a line as it stands
}

// A builder collects the code of a file. A function's straight-line pieces (from
// begin to end) use virtual registers; what lasts longer is pinned.
type builder struct {
	isa
	out    strings.Builder
	pool   []constant
	poolAt map[constant]int
	size   int
	name   string // of the pool

	p      string // PD or PS: what the arithmetic works on
	code   []instr
	next   int
	pinned map[int]bool // numbers of vector registers

	tablesUsed map[string]bool
	masksUsed  bool
	tails      []vec // masks of the last unit of a row
}

// A constant lies in the pool of its file, once for AVX-512, which broadcasts it, and
// as often as fits a vector for AVX2.
type constant struct {
	bits uint64
	size int
}

func newBuilder(i isa, pool string) *builder {
	return &builder{isa: i, poolAt: map[constant]int{}, tablesUsed: map[string]bool{}, name: pool, p: "PD"}
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

func (b *builder) bits(bits uint64, size int) vec {
	k := constant{bits, size}
	at, ok := b.poolAt[k]
	if !ok {
		room := size
		if b.wide == 'Y' {
			room = b.bytes
		}
		b.size = (b.size + room - 1) / room * room
		at = b.size
		b.poolAt[k] = at
		b.pool = append(b.pool, k)
		b.size += room
	}
	return vec{mem: fmt.Sprintf("%s<>+%d(SB)", b.name, at), width: b.wide}
}

// line writes a line of code as it stands.
func (b *builder) line(format string, args ...any) {
	fmt.Fprintf(&b.out, "\t"+format+"\n", args...)
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

func (b *builder) fresh(width byte) vec { b.next++; return vec{id: b.next, width: width} }

// pin reserves a vector register for the rest of the function.
func (b *builder) pin() vec {
	if b.pinned == nil {
		b.pinned = map[int]bool{}
	}
	n := b.regs - 1
	for b.pinned[n] {
		n--
	}
	b.pinned[n] = true
	return vec{fixed: fmt.Sprint(n), width: b.wide}
}

// pinTo pins a register and lets all its lanes be x.
func (b *builder) pinTo(x vec) vec {
	v := b.pin()
	b.code = append(b.code, b.loadInto(v, x))
	return v
}

func (b *builder) loadInto(v, x vec) instr {
	switch {
	case b.wide == 'Y':
		return instr{op: "VMOVUPS", in: []vec{x}, out: v}
	case b.elem() == 4:
		return instr{op: "VBROADCASTSS", in: []vec{x}, out: v}
	}
	return instr{op: "VBROADCASTSD", in: []vec{x}, out: v}
}

// do appends op in… → a new register of the full width.
func (b *builder) do(op string, in ...vec) vec { return b.doTo(b.wide, op, in...) }

func (b *builder) doTo(width byte, op string, in ...vec) vec {
	out := b.fresh(width)
	b.code = append(b.code, instr{op: op, in: in, out: out})
	return out
}

func (b *builder) imm(op string, imm int, in ...vec) vec {
	out := b.fresh(b.wide)
	b.code = append(b.code, instr{op: op, imm: fmt.Sprintf("$%d, ", imm), in: in, out: out})
	return out
}

// reg returns x in a register.
func (b *builder) reg(x vec) vec {
	if x.mem == "" {
		return x
	}
	v := b.fresh(b.wide)
	b.code = append(b.code, b.loadInto(v, x))
	return v
}

// The arithmetic: two operands, of which a constant must come first in the order of
// Go's assembler.
func (b *builder) commutative(op string, x, y vec) vec {
	if x.mem != "" {
		x, y = y, x
	}
	return b.do(op, y, b.reg(x))
}

func (b *builder) add(x, y vec) vec { return b.commutative("VADD"+b.p, x, y) }
func (b *builder) mul(x, y vec) vec { return b.commutative("VMUL"+b.p, x, y) }
func (b *builder) sub(x, y vec) vec { return b.do("VSUB"+b.p, y, b.reg(x)) }
func (b *builder) div(x, y vec) vec { return b.do("VDIV"+b.p, y, b.reg(x)) }
func (b *builder) sqrt(x vec) vec   { return b.do("VSQRT"+b.p, x) }

// min and max return y where x or y is NaN or both are 0.
func (b *builder) min(x, y vec) vec { return b.do("VMIN"+b.p, y, b.reg(x)) }
func (b *builder) max(x, y vec) vec { return b.do("VMAX"+b.p, y, b.reg(x)) }

func (b *builder) and(x, y vec) vec { return b.commutative("VAND"+b.p, x, y) }
func (b *builder) or(x, y vec) vec  { return b.commutative("VOR"+b.p, x, y) }
func (b *builder) xor(x, y vec) vec { return b.commutative("VXOR"+b.p, x, y) }

func (b *builder) addQ(x, y vec) vec    { return b.commutative("VPADDQ", x, y) }
func (b *builder) shl(x vec, n int) vec { return b.imm("VPSLLQ", n, x) }
func (b *builder) shr(x vec, n int) vec { return b.imm("VPSRLQ", n, x) }

// fma returns x·y + z, rounded once.
func (b *builder) fma(x, y, z vec) vec { return b.fused("VFMADD", x, y, z) }

// fnma returns z − x·y, rounded once.
func (b *builder) fnma(x, y, z vec) vec { return b.fused("VFNMADD", x, y, z) }

// fms returns x·y − z, rounded once.
func (b *builder) fms(x, y, z vec) vec { return b.fused("VFMSUB", x, y, z) }

func (b *builder) fused(op string, x, y, z vec) vec {
	if x.mem != "" {
		x, y = y, x
	}
	if y.mem != "" && z.mem != "" {
		y = b.reg(y)
	}
	out := b.fresh(b.wide)
	b.code = append(b.code, instr{op: op, in: []vec{x, y, z}, out: out, fma: b.p})
	return out
}

// horner returns the polynomial in x with the coefficients, that of the highest
// power last.
func (b *builder) horner(x vec, coefficients []float64) vec {
	last := len(coefficients) - 1
	p := b.fma(x, b.c(coefficients[last]), b.c(coefficients[last-1]))
	for i := last - 2; i >= 0; i-- {
		p = b.fma(p, x, b.c(coefficients[i]))
	}
	return p
}

// abs returns |x|.
func (b *builder) abs(x vec) vec { return b.and(x, b.e(1<<63-1, 1<<31-1)) }

// neg returns −x.
func (b *builder) neg(x vec) vec { return b.xor(x, b.e(1<<63, 1<<31)) }

// Predicates of a comparison.
const (
	less      = 1  // x < y
	atMost    = 2  // x ≤ y
	unordered = 3  // x or y is NaN
	unequal   = 4  // x ≠ y, or one is NaN
	equal     = 0  // x = y
	notAtMost = 6  // x > y, or one is NaN
	greater   = 14 // x > y
)

// compare returns the lanes in which the predicate holds: a mask register in
// AVX-512, all bits of the lane in AVX2.
func (b *builder) compare(predicate int, x, y vec) vec {
	x = b.reg(x)
	out := b.fresh(b.wide)
	if b.wide == 'Z' {
		out = b.fresh('K')
	}
	b.code = append(b.code, instr{op: "VCMP" + b.p, imm: fmt.Sprintf("$%d, ", predicate), in: []vec{y, x}, out: out})
	return out
}

// choose returns x in the lanes of the mask and y in the others.
func (b *builder) choose(mask, x, y vec) vec {
	y = b.reg(y)
	out := b.fresh(b.wide)
	if b.wide == 'Z' {
		b.code = append(b.code, instr{op: "VBLENDM" + b.p, in: []vec{x, y}, mask: mask, out: out})
	} else {
		b.code = append(b.code, instr{op: "VBLENDV" + b.p, in: []vec{mask, x, y}, out: out})
	}
	return out
}

// only returns x in the lanes of the mask and +0 in the others.
func (b *builder) only(mask, x vec) vec {
	if b.wide == 'Y' {
		return b.and(x, mask)
	}
	out := b.fresh('Z')
	op := "VMOVAPD.Z"
	if b.elem() == 4 {
		op = "VMOVAPS.Z"
	}
	b.code = append(b.code, instr{op: op, in: []vec{b.reg(x)}, mask: mask, out: out})
	return out
}

// except returns x but +0 in the lanes of the mask.
func (b *builder) except(mask, x vec) vec {
	if b.wide == 'Y' {
		return b.do("VANDN"+b.p, x, mask) // ¬mask ∧ x
	}
	return b.choose(mask, b.reg(b.c(0)), x)
}
