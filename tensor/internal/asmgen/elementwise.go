package main

import (
	"fmt"
	"math"
)

// A function begins with the comment, its name and its arguments.
func (b *builder) function(comment, name string, size, arguments int) {
	b.pinned, b.taken, b.p, b.loads, b.held = map[int]bool{}, map[int]bool{}, "PD", nil, map[constant]vec{}
	fmt.Fprintf(&b.out, "\n// %s\nTEXT ·%s%sfloat%d(SB), NOSPLIT, $0-%d\n", comment, name, b.isa.name, 8*size, arguments)
	b.begun = b.out.Len()
}

// tailMask prepares the mask of the first AX lanes of a vector of so many, with elements
// of the size, AX between 1 and lanes − 1: K1 in AVX-512, a pinned register in AVX2.
func (b *builder) tailMask(size int) vec {
	if b.wide == 'Z' {
		b.line("MOVQ $-1, DX")
		b.line("BZHIQ AX, DX, DX")
		b.line("KMOVQ DX, K1")
		return vec{fixed: "1", width: 'K'}
	}
	b.masksUsed = true
	m := b.pin()
	b.line("NEGQ AX")
	b.line("LEAQ %sMasks<>+64(SB), DX", b.name)
	b.line("VMOVDQU (DX)(AX*%d), Y%s", size, m.fixed)
	b.line("NEGQ AX")
	return m
}

// load returns the elements at the place. With a mask it loads only the selected
// elements; the others are 0. Elements of size 4 become doubles where the arithmetic is in
// double precision.
func (b *builder) load(place string, size int, mask *vec) vec {
	width, op := b.wide, "VMOVUPD"
	if size == 4 {
		op = "VMOVUPS"
		if b.p == "PD" {
			width = half(b.wide)
		}
	}
	var v vec
	switch {
	case mask == nil && width != b.wide:
		return b.do("VCVTPS2PD", vec{mem: place, whole: true})
	case mask == nil:
		return b.do(op, vec{mem: place, whole: true})
	case b.wide == 'Z':
		v = b.fresh(width)
		b.code = append(b.code, instr{op: op + ".Z", in: []vec{{mem: place, whole: true}}, mask: *mask, out: v})
	default:
		v = b.doTo(width, maskedMove(size), vec{mem: place, whole: true}, mask.as(width))
	}
	if width != b.wide {
		v = b.do("VCVTPS2PD", v)
	}
	return v
}

func maskedMove(size int) string {
	if size == 4 {
		return "VMASKMOVPS"
	}
	return "VMASKMOVPD"
}

func half(width byte) byte {
	if width == 'Z' {
		return 'Y'
	}
	return 'X'
}

// store is the inverse of load: it writes x to the place.
func (b *builder) store(place string, size int, mask *vec, x vec) {
	op := "VMOVUPD"
	if size == 4 {
		op = "VMOVUPS"
		if b.p == "PD" {
			x = b.narrow(x)
		}
	}
	out := vec{mem: place, width: 'M'}
	switch {
	case mask == nil:
		b.code = append(b.code, instr{op: op, in: []vec{x}, out: out})
	case b.wide == 'Z':
		b.code = append(b.code, instr{op: op, in: []vec{x}, mask: *mask, out: out})
	default:
		b.code = append(b.code, instr{op: maskedMove(size), in: []vec{x, mask.as(x.width)}, out: out})
	}
}

// narrow returns doubles as float32, in a register of half the width.
func (b *builder) narrow(x vec) vec {
	op := "VCVTPD2PS"
	if b.wide == 'Y' {
		op = "VCVTPD2PSY"
	}
	return b.doTo(half(b.wide), op, x)
}

// lanes returns the elements of a vector: as many as of doubles if the arithmetic is
// in double precision.
func (b *builder) lanes(size int) int {
	if b.p == "PD" {
		size = 8
	}
	return b.bytes / size
}

// along writes a loop over AX elements, a vector at a time, and over the remaining
// lanes: the body gets the mask of those lanes, or nil. DI, SI and so on in pointers
// move along.
func (b *builder) along(size int, pointers []string, body func(mask *vec)) {
	b.loop(size, pointers, body)
	b.line("VZEROUPPER")
	b.line("RET")
}

func (b *builder) loop(size int, pointers []string, body func(mask *vec)) {
	lanes := b.lanes(size)
	b.line("SUBQ $%d, AX", lanes)
	b.line("JLT tail")
	b.line("PCALIGN $32")
	b.at("loop")
	body(nil)
	b.flush()
	for _, p := range pointers {
		b.line("ADDQ $%d, %s", lanes*size, p)
	}
	b.line("SUBQ $%d, AX", lanes)
	b.line("JGE loop")
	b.at("tail")
	b.line("ADDQ $%d, AX", lanes)
	b.line("JEQ done")
	mask := b.tailMask(size)
	body(&mask)
	b.flush()
	b.at("done")
}

// binary writes a kernel that sets n elements at dst to f of the elements at dst, a and b. A
// kernel that takes a number finds it at b.
func (b *builder) binary(comment, name string, size int, number bool, f func(dst func() vec, x, y vec) vec) {
	b.must(func() { b.writeBinary(comment, name, size, number, f) })
}

func (b *builder) writeBinary(comment, name string, size int, number bool, f func(dst func() vec, x, y vec) vec) {
	b.function(comment, name, size, 32)
	b.p = native(size)
	b.line("MOVQ dst+0(FP), DI")
	b.line("MOVQ a+8(FP), SI")
	b.line("MOVQ b+16(FP), BX")
	b.line("MOVQ n+24(FP), AX")
	pointers := []string{"DI", "SI", "BX"}
	var s vec
	if number {
		pointers = pointers[:2]
		s = b.pin()
		b.scalarSpread(s, "(BX)")
		b.flush()
	}
	b.along(size, pointers, func(mask *vec) {
		x, y := b.load("(SI)", size, mask), s
		if !number {
			y = b.load("(BX)", size, mask)
		}
		dst := func() vec { return b.load("(DI)", size, mask) }
		b.store("(DI)", size, mask, f(dst, x, y))
	})
}

// binaries writes the kernels of two operands.
func (b *builder) binaries(size int) {
	b.binary("dst ← a + b", "add", size, false, func(_ func() vec, x, y vec) vec { return b.add(x, y) })
	b.binary("dst ← a − b", "sub", size, false, func(_ func() vec, x, y vec) vec { return b.sub(x, y) })
	b.binary("dst ← a ⊙ b", "mul", size, false, func(_ func() vec, x, y vec) vec { return b.mul(x, y) })
	b.binary("dst ← b·a, b a number.", "scale", size, true, func(_ func() vec, x, s vec) vec { return b.mul(s, x) })
	b.binary("dst ← dst + b·a, b a number, fused.", "addScaled", size, true, func(dst func() vec, x, s vec) vec {
		return b.fma(s, x, dst())
	})
}

// finite writes a kernel that reports whether n elements at src are all finite.
func (b *builder) finite(size int) {
	b.must(func() { b.writeFinite(size) })
}

func (b *builder) writeFinite(size int) {
	b.function("Whether |x| ≤ the largest number for all x.", "finite", size, 17)
	b.p = native(size)
	b.line("MOVQ src+0(FP), SI")
	b.line("MOVQ n+8(FP), AX")
	bad := b.nanMask()
	b.clearMask(bad)
	b.flush()
	b.loop(size, []string{"SI"}, func(mask *vec) {
		x := b.abs(b.load("(SI)", size, mask))
		largest := b.c(math.MaxFloat64)
		if size == 4 {
			largest = b.c(math.MaxFloat32)
		}
		b.orMask(bad, b.compare(notAtMost, x, largest))
	})
	b.testMask(bad)
	b.line("SETEQ ret+16(FP)")
	b.line("VZEROUPPER")
	b.line("RET")
}
