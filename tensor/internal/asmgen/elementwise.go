package main

import "fmt"

// A function begins with the comment and its name.
func (b *builder) function(comment, name string, size int) {
	b.pinned, b.taken, b.p, b.loads, b.held = map[int]bool{}, map[int]bool{}, native(size), nil, map[constant]vec{}
	b.labels, b.behind, b.either = 0, nil, false
	fmt.Fprintf(&b.out, "\n// %s\nTEXT %s(SB), NOSPLIT|NOFRAME, $0-9\n", comment, kernelName(name, size))
	b.begun = b.out.Len()
}

// kernelName returns the name of a kernel, which the file keeps to itself.
func kernelName(name string, size int) string { return fmt.Sprintf("%s%d<>", name, 8*size) }

// tailMask prepares the mask of the first AX lanes of a vector of so many, with elements
// of the size, AX between 1 and lanes − 1: K1 in AVX-512, a pinned register in AVX2.
func (b *builder) tailMask(size int) vec {
	if b.wide == 'Z' {
		b.line("MOVQ $-1, DX")
		b.line("BZHIQ AX, DX, DX")
		b.line("KMOVQ DX, K1")
		return vec{fixed: "1", width: 'K'}
	}
	m := b.pin()
	b.maskOf(size, 0, m)
	return m
}

// load returns the elements at the place. With a mask it loads only the selected
// elements; the others are 0. Elements of size 4 become doubles where the arithmetic is in
// double precision.
func (b *builder) load(place string, size int, mask *vec) vec {
	if b.wide == 'V' {
		return b.neonLoad(place, size)
	}
	width, op := b.wide, "VMOVUPD"
	if size == 4 {
		op = "VMOVUPS"
		if b.p == "PD" {
			width = half(b.wide)
		}
	}
	var v vec
	switch {
	case b.either && mask != nil && b.wide == 'Y':
		return b.eitherLoad(place, size, width, op, mask)
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

// eitherLoad loads a whole unit without the mask, and the last by it.
func (b *builder) eitherLoad(place string, size int, width byte, op string, mask *vec) vec {
	if width != b.wide {
		op = "VCVTPS2PD"
	}
	b.labels++
	out := b.fresh(b.wide)
	b.code = append(b.code, instr{op: maskedMove(size), whole: op, in: []vec{{mem: place, whole: true}, mask.as(width)}, out: out, label: b.labels})
	return out
}

// writeEither writes an access to whole units, and to the last by a mask. That is out of the way, behind the kernel.
func (a *allocation) writeEither(in instr, operands []string) {
	out, mask := operands[len(operands)-1], operands[1]
	if !in.first {
		a.line("CMPQ DX, R10")
		a.line("JGE part%d", in.label)
	}
	a.line("%s %s, %s", in.whole, operands[0], out)
	a.at(fmt.Sprint("done", in.label))
	a.behind = append(a.behind, fmt.Sprintf("part%d:", in.label))
	if in.out.width == 'M' {
		a.behind = append(a.behind, fmt.Sprintf("\t%s %s, %s, %s", in.op, operands[0], mask, out))
		if in.clear {
			a.behind = append(a.behind, fmt.Sprintf("\tVAND%s %s, %s, %[3]s", a.p, mask, operands[0]))
		}
	} else {
		a.behind = append(a.behind, fmt.Sprintf("\t%s %s, %s, %s", in.op, operands[0], mask, a.text(in.out.as(in.in[1].width))))
	}
	if in.fill.width != 0 {
		a.behind = append(a.behind, fmt.Sprintf("\tVBLENDV%s %s, %s, %s, %[3]s", a.p, mask, out, a.text(in.fill)))
	}
	if in.whole == "VCVTPS2PD" {
		a.behind = append(a.behind, fmt.Sprintf("\tVCVTPS2PD X%s, %s", out[1:], out))
	}
	a.behind = append(a.behind, fmt.Sprintf("\tJMP done%d", in.label))
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
	if b.wide == 'V' {
		b.neonStore(place, size, x)
		return
	}
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
	case b.either && mask != nil:
		b.labels++
		b.code = append(b.code, instr{op: maskedMove(size), whole: op, in: []vec{x, mask.as(x.width)}, out: out, label: b.labels})
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

// fmtIndex returns the index of an address.
func fmtIndex(register string, scale int) string { return fmt.Sprintf("(%s*%d)", register, scale) }

// binaries writes the kernels of a and b, or of a and the number at b.
func (b *builder) binaries(size int) {
	b.binary("dst ← a + b", "add", size, func(_ func() vec, x, y vec) vec { return b.add(x, y) })
	b.binary("dst ← a − b", "sub", size, func(_ func() vec, x, y vec) vec { return b.sub(x, y) })
	b.binary("dst ← a ⊙ b", "mul", size, func(_ func() vec, x, y vec) vec { return b.mul(x, y) })
	b.scaled("dst ← b·a, b a number.", "scale", size, func(_ func() vec, x, s vec) vec { return b.mul(s, x) })
	b.scaled("dst ← dst + b·a, b a number, fused.", "addScaled", size, func(dst func() vec, x, s vec) vec { return b.fma(s, x, dst()) })
}

func (b *builder) binary(comment, name string, size int, f func(dst func() vec, x, y vec) vec) {
	b.rowKernel(comment, name, size, nil, func(*tables) {
		b.pass("loop", size, func(last bool) {
			x, y := b.loadUnit("SI", size, last), b.loadUnit("BX", size, last)
			b.storeUnit("DI", size, last, f(func() vec { return b.loadUnit("DI", size, last) }, x, y))
		})
	})
}

func (b *builder) scaled(comment, name string, size int, f func(dst func() vec, x, s vec) vec) {
	b.rowKernel(comment, name, size, nil, func(*tables) {
		s := b.pin()
		b.scalarSpread(s, b.numberPlace(0))
		b.pass("loop", size, func(last bool) {
			x := b.loadUnit("SI", size, last)
			b.storeUnit("DI", size, last, f(func() vec { return b.loadUnit("DI", size, last) }, x, s))
		})
	})
}
