package main

import "fmt"

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

// The arithmetic takes two operands; a constant must come first in the order of
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

// fnms returns −x·y − z, rounded once.
func (b *builder) fnms(x, y, z vec) vec { return b.fused("VFNMSUB", x, y, z) }

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
	notBelow  = 5  // x ≥ y, or one is NaN
	atLeast   = 13 // x ≥ y
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
	if b.wide != 'Z' {
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
	if b.wide != 'Z' {
		return b.do("VANDN"+b.p, x, mask) // ¬mask ∧ x
	}
	return b.choose(mask, b.reg(b.c(0)), x)
}
