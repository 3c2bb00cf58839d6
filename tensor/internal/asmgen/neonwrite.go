package main

import (
	"fmt"
	"strings"
)

// Encodings of the instructions that the assembler does not know, by the operation's name on amd64: of doubles,
// and of float32. Register d is bits 0 to 4, n bits 5 to 9, m bits 16 to 20.
var neonWords = map[string]struct {
	name     string
	operands int
	code     [2]uint32
}{
	"VADD":  {"FADD", 2, [2]uint32{0x4e60d400, 0x4e20d400}},
	"VSUB":  {"FSUB", 2, [2]uint32{0x4ee0d400, 0x4ea0d400}},
	"VMUL":  {"FMUL", 2, [2]uint32{0x6e60dc00, 0x6e20dc00}},
	"VDIV":  {"FDIV", 2, [2]uint32{0x6e60fc00, 0x6e20fc00}},
	"VMAX":  {"FMAX", 2, [2]uint32{0x4e60f400, 0x4e20f400}},
	"VMIN":  {"FMIN", 2, [2]uint32{0x4ee0f400, 0x4ea0f400}},
	"VSQRT": {"FSQRT", 1, [2]uint32{0x6ee1f800, 0x6ea1f800}},
	"VANDN": {"BIC", 2, [2]uint32{0x4e601c00, 0x4e601c00}},
	"FCMEQ": {"FCMEQ", 2, [2]uint32{0x4e60e400, 0x4e20e400}},
	"FCMGE": {"FCMGE", 2, [2]uint32{0x6e60e400, 0x6e20e400}},
	"FCMGT": {"FCMGT", 2, [2]uint32{0x6ee0e400, 0x6ea0e400}},
	"FNEG":  {"FNEG", 1, [2]uint32{0x6ee0f800, 0x6ea0f800}},
	"NOT":   {"NOT", 1, [2]uint32{0x6e205800, 0x6e205800}},
	"SSHR":  {"SSHR", 1, [2]uint32{0x4f000400, 0x4f000400}},
	"FCVTL": {"FCVTL", 1, [2]uint32{0x0e617800, 0x0e617800}},
	"FCVTN": {"FCVTN", 1, [2]uint32{0x0e616800, 0x0e616800}},
}

// neonNames has the instructions that the assembler knows, with the arrangement of their registers.
var neonNames = map[string][2]string{
	"VAND": {"VAND", "B16"}, "VOR": {"VORR", "B16"}, "VXOR": {"VEOR", "B16"},
	"VPADDQ": {"VADD", "D2"}, "VPADDD": {"VADD", "S4"}, "VPSUBD": {"VSUB", "S4"},
	"VPSLLQ": {"VSHL", "D2"}, "VPSRLQ": {"VUSHR", "D2"},
}

// writeNEON writes instruction i, given in terms of amd64, for NEON. Constants in memory are loaded first.
func (a *allocation) writeNEON(i int, in instr) {
	if strings.HasPrefix(in.op, "VMOVU") {
		a.settle(i, in)
		a.line("FMOVQ %s, %s", in.in[0].mem, a.scalar(in.out))
		return
	}
	var loaded []vec
	operands := append([]vec{}, in.in...)
	for j, v := range operands {
		if v.mem != "" && !v.whole {
			operands[j] = a.fresh('V')
			a.take(operands[j])
			a.line("FMOVQ %s, %s", v.mem, a.scalar(operands[j]))
			loaded = append(loaded, operands[j])
		}
	}
	switch {
	case in.fma != "":
		a.neonFused(i, in, operands)
	case strings.HasPrefix(in.op, "VBLENDV"):
		mask := a.ownCopy(i, operands[0])
		a.line("VBSL V%d.B16, V%d.B16, V%d.B16", a.number(operands[2]), a.number(operands[1]), a.number(mask))
		a.replace(i, in, operands, mask)
	case strings.HasPrefix(in.op, "VGATHER"):
		a.neonLookup(i, in)
	default:
		a.release(i, in.in)
		a.settle(i, in)
		a.neonPlain(in, operands)
	}
	for _, v := range loaded {
		if v.id == in.out.id {
			continue
		}
		if n := a.place[v.id]; !in.out.virtual() || a.place[in.out.id] != n {
			delete(a.busy['V'], n)
		}
	}
}

// number returns the number of a register.
func (a *allocation) number(v vec) int {
	var n int
	if v.fixed != "" {
		fmt.Sscan(v.fixed, &n)
		return n
	}
	return a.place[v.id]
}

// scalar returns the name of a register in instructions that move.
func (a *allocation) scalar(v vec) string { return fmt.Sprintf("F%d", a.number(v)) }

// neonPlain writes an instruction whose destination is no operand by nature.
func (a *allocation) neonPlain(in instr, operands []vec) {
	var n []int
	for _, v := range operands {
		n = append(n, a.number(v))
	}
	d := a.number(in.out)
	op, p := strings.TrimSuffix(strings.TrimSuffix(in.op, "PD"), "PS"), in.op[max(0, len(in.op)-2):]
	switch known, ok := neonNames[op]; {
	case ok && in.imm != "":
		a.line("%[1]s %[2]sV%[3]d.%[4]s, V%[5]d.%[4]s", known[0], in.imm, n[0], known[1], d)
	case ok:
		a.line("%[1]s V%[2]d.%[5]s, V%[3]d.%[5]s, V%[4]d.%[5]s", known[0], n[0], n[1], d, known[1])
	case (op == "FMOVQ" || op == "FMOVD") && in.out.width == 'M':
		a.line("%s %s, (%s)", op, a.scalar(operands[0]), in.out.mem)
	case op == "FMOVQ" || op == "FMOVD":
		a.line("%s (%s), %s", op, operands[0].mem, a.scalar(in.out))
	case op == "VLD1R":
		a.line("VLD1R (%s), [V%d.%s]", operands[0].mem, d, map[string]string{"PD": "D2", "PS": "S4"}[p])
	case in.op == "VMOVAPD":
		a.line("VMOV V%d.B16, V%d.B16", n[0], d)
	case in.op == "VCVTPS2PD":
		a.word("FCVTL", "PD", 0, d, n[0])
	case in.op == "VCVTPD2PS":
		a.word("FCVTN", "PD", 0, d, n[0])
	case op == "VPSRAD":
		var shift uint32
		fmt.Sscanf(in.imm, "$%d", &shift)
		a.word("SSHR", "PS", (64-shift)<<16, d, n[0])
	case op == "VANDN":
		a.word(op, p, 0, d, n[1], n[0])
	case op == "VCMP":
		a.neonCompare(in, p, d, n[0], n[1])
	default:
		a.word(op, p, 0, d, n...)
	}
}

// neonCompare writes a comparison of x and y.
func (a *allocation) neonCompare(in instr, p string, d, y, x int) {
	var predicate int
	fmt.Sscanf(in.imm, "$%d", &predicate)
	switch predicate {
	case less:
		a.word("FCMGT", p, 0, d, x, y)
	case atMost:
		a.word("FCMGE", p, 0, d, x, y)
	case greater:
		a.word("FCMGT", p, 0, d, y, x)
	case equal:
		a.word("FCMEQ", p, 0, d, y, x)
	case unequal, unordered: // of a number with itself, unordered is unequal
		a.word("FCMEQ", p, 0, d, y, x)
		a.word("NOT", p, 0, d, d)
	default:
		panic("no such comparison in NEON")
	}
}

// word writes an instruction by its code: d ← n op m, where Go's order has m first.
func (a *allocation) word(op, p string, bits uint32, d int, operands ...int) {
	w, ok := neonWords[op]
	if !ok || len(operands) != w.operands {
		panic("no instruction in NEON for " + op)
	}
	code := w.code[0]
	if p == "PS" {
		code = w.code[1]
	}
	text := fmt.Sprintf("%s %s V%d", w.name, map[string]string{"PD": "D2", "PS": "S4"}[p], d)
	n := operands[len(operands)-1]
	code |= bits | uint32(n)<<5 | uint32(d)
	text += fmt.Sprintf(" ← V%d", n)
	if len(operands) == 2 {
		code |= uint32(operands[0]) << 16
		text += fmt.Sprintf(", V%d", operands[0])
	}
	if bits != 0 {
		text += fmt.Sprintf(" by %d", 64-bits>>16)
	}
	a.line("WORD $0x%08x // %s", code, text)
}

// ownCopy returns v if it dies here, else a copy of it.
func (a *allocation) ownCopy(i int, v vec) vec {
	if v.virtual() && (a.dies(v, i) || a.last[v.id] == 0) {
		return v
	}
	copied := a.fresh('V')
	a.take(copied)
	a.line("VMOV V%d.B16, V%d.B16", a.number(v), a.number(copied))
	return copied
}

// replace gives the destination the register of an operand.
func (a *allocation) replace(i int, in instr, operands []vec, same vec) {
	place := a.place[same.id]
	a.release(i, in.in)
	a.place[in.out.id] = place
	a.busy['V'][place] = true
}

// neonFused writes x·y + z, z − x·y or x·y − z.
func (a *allocation) neonFused(i int, in instr, operands []vec) {
	z := a.ownCopy(i, operands[2])
	d := a.number(z)
	op, arrangement := "VFMLA", map[string]string{"PD": "D2", "PS": "S4"}[in.fma]
	switch in.op {
	case "VFNMADD":
		op = "VFMLS"
	case "VFMSUB":
		a.word("FNEG", in.fma, 0, d, d)
	}
	a.line("%[1]s V%[2]d.%[5]s, V%[3]d.%[5]s, V%[4]d.%[5]s", op, a.number(operands[1]), a.number(operands[0]), d, arrangement)
	a.replace(i, in, operands, z)
}

// neonLookup writes a gather of two doubles by the indices in two lanes.
func (a *allocation) neonLookup(i int, in instr) {
	index, table := a.number(in.in[1]), strings.TrimSuffix(strings.TrimPrefix(in.in[0].mem, "("), ")(%s*8)")
	a.release(i, in.in)
	a.settle(i, in)
	d := a.number(in.out)
	a.line("VMOV V%d.D[0], R16", index)
	a.line("VMOV V%d.D[1], R17", index)
	a.line("FMOVD (%s)(R16<<3), F%d", table, d)
	a.line("ADD R17<<3, %s, R17", table)
	a.line("VLD1 (R17), V%d.D[1]", d)
}
