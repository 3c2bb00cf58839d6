package main

import (
	"fmt"
	"maps"
	"math"
	"slices"
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

	loads  []constant // pinned in the function, in this order
	held   map[constant]vec
	begun  int // place in out where their loads belong
	budget int // of pinned registers

	tablesUsed map[string]bool
	masksUsed  bool
	tails      []vec // masks of the last unit of a row
	halves     []vec // and of its halves
	shift      int   // bytes from DX to the unit at work
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

// attempt writes a function with as many constants in registers as leave enough for the
// values that body computes, and reports whether they are ever enough.
func (b *builder) attempt(body func()) bool {
	start, pool, at := b.out.String(), slices.Clone(b.pool), maps.Clone(b.poolAt)
	for b.budget = b.regs - 4; !b.fits(body); b.budget-- {
		b.out.Reset()
		b.out.WriteString(start)
		b.pool, b.poolAt, b.size, b.code = slices.Clone(pool), maps.Clone(at), b.sizeOf(pool, at), nil
		if b.budget == 0 {
			return false
		}
	}
	text := b.out.String()
	b.out.Reset()
	b.out.WriteString(text[:b.begun])
	for _, k := range b.loads {
		b.line("%s %s, %c%s", b.broadcast(k.size), b.inMemory(k).mem, b.wide, b.held[k].fixed)
	}
	b.out.WriteString(text[b.begun:])
	return true
}

// widest attempts a function with so many units in step, or as many as there are registers
// for.
func (b *builder) widest(units int, body func(units int)) {
	for !b.attempt(func() { body(units) }) {
		units--
	}
}

// sizeOf returns the size of a pool.
func (b *builder) sizeOf(pool []constant, at map[constant]int) int {
	size := 0
	for _, k := range pool {
		room := k.size
		if b.wide == 'Y' {
			room = b.bytes
		}
		size = max(size, at[k]+room)
	}
	return size
}

// fits reports whether body finds registers enough.
func (b *builder) fits(body func()) (ok bool) {
	defer func() {
		if r := recover(); r != nil {
			if r != outOfRegisters {
				panic(r)
			}
			ok = false
		}
	}()
	body()
	return true
}

const outOfRegisters = "out of registers"

// broadcast returns the instruction that fills a register from a constant of the pool.
func (b *builder) broadcast(size int) string {
	switch {
	case b.wide == 'Y':
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
	if n < 0 {
		panic(outOfRegisters)
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

// loadInto fills a register from a constant or with another.
func (b *builder) loadInto(v, x vec) instr {
	if x.mem == "" {
		return instr{op: "VMOVAPD", in: []vec{x}, out: v}
	}
	return instr{op: b.broadcast(b.elem()), in: []vec{x}, out: v}
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

// polynomial is polynomial in exp.go.
func (b *builder) polynomial(x, square vec, c []float64) vec {
	pair := func(i int) vec {
		if i+1 == len(c) {
			return b.c(c[i])
		}
		return b.fma(x, b.c(c[i+1]), b.c(c[i]))
	}
	last := (len(c) - 1) &^ 1
	p := pair(last)
	for i := last - 2; i >= 0; i -= 2 {
		p = b.fma(p, square, pair(i))
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
