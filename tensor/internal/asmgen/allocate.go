package main

import (
	"fmt"
	"strings"
)

// flush assigns registers to the straight-line code collected so far and writes it.
// A virtual register lives from the instruction that sets it to the last that reads
// it. It panics with outOfRegisters if there are not enough; see attempt.
func (b *builder) flush() {
	code := b.code
	b.code = nil
	a := &allocation{builder: b, place: map[int]int{}, last: map[int]int{}, busy: map[byte]map[int]bool{'V': {}, 'K': {0: true, 1: true, 2: true, 3: true}}}
	for n := range b.pinned {
		a.busy['V'][n] = true
	}
	for i, in := range code {
		for _, v := range append([]vec{in.mask}, in.in...) {
			if v.virtual() {
				a.last[v.id] = i
			}
		}
	}
	for i, in := range code {
		a.write(i, in)
	}
}

// An allocation is the state of flush: which register a virtual one has, and where
// it is read for the last time.
type allocation struct {
	*builder
	place map[int]int
	last  map[int]int
	busy  map[byte]map[int]bool
}

func class(v vec) byte {
	if v.width == 'K' {
		return 'K'
	}
	return 'V'
}

// take gives v the first free register. K0 to K3 are never free: see prepareTail.
func (a *allocation) take(v vec) {
	free, limit := a.busy[class(v)], a.regs
	if class(v) == 'K' {
		limit = 8
	}
	for n := range limit {
		if !free[n] {
			free[n] = true
			a.place[v.id] = n
			return
		}
	}
	panic(outOfRegisters)
}

// dies reports whether v is read for the last time in instruction i.
func (a *allocation) dies(v vec, i int) bool { return v.virtual() && a.last[v.id] == i }

// release frees the registers that instruction i read for the last time.
func (a *allocation) release(i int, in []vec) {
	for _, v := range in {
		if a.dies(v, i) {
			delete(a.busy[class(v)], a.place[v.id])
		}
	}
}

// settle gives the destination its register; a register that is never read is free again.
func (a *allocation) settle(i int, in instr) {
	if !in.out.virtual() {
		return
	}
	a.take(in.out)
	if _, read := a.last[in.out.id]; !read {
		delete(a.busy[class(in.out)], a.place[in.out.id])
	}
}

func (a *allocation) text(v vec) string {
	switch {
	case v.mem != "":
		return v.mem
	case v.fixed != "":
		return string(v.width) + v.fixed
	}
	n, ok := a.place[v.id]
	if !ok {
		panic("read before it is set")
	}
	return fmt.Sprintf("%c%d", v.width, n)
}

// write assigns the registers of instruction i and writes it.
func (a *allocation) write(i int, in instr) {
	switch {
	case strings.HasSuffix(in.text, ":"):
		a.at(strings.TrimSuffix(in.text, ":"))
		return
	case in.text != "":
		a.line("%s", in.text)
		return
	case a.wide == 'V':
		a.writeNEON(i, in)
		return
	case in.fma != "":
		a.writeFused(i, in)
		return
	case in.tied:
		a.writeTied(i, in)
		return
	case in.tmp.virtual():
		a.writeGather(i, in)
		return
	}
	var operands []string
	op := in.op
	for _, v := range in.in {
		operands = append(operands, a.text(v))
		op += a.suffix(v, op)
	}
	if in.mask.width != 0 {
		operands = append(operands, a.text(in.mask))
	}
	a.release(i, append([]vec{in.mask}, in.in...))
	a.settle(i, in)
	if in.out.width != 0 {
		operands = append(operands, a.text(in.out))
	}
	if in.whole != "" {
		a.writeEither(in, operands)
		return
	}
	a.line("%s %s%s", op, in.imm, strings.Join(operands, ", "))
	for _, text := range in.then {
		a.line("%s", text)
	}
}

// writeTied writes an instruction whose destination has to be the register of its first
// operand: that one, if it dies here, else a copy.
func (a *allocation) writeTied(i int, in instr) {
	first := in.in[0]
	if !a.dies(first, i) {
		first = a.copyOf(first)
	}
	op := in.op + a.suffix(in.in[1], in.op)
	a.line("%s %s%s, %s, %s", op, in.imm, a.text(in.in[1]), a.text(in.in[2]), a.text(first))
	a.release(i, in.in[1:])
	a.place[in.out.id] = a.place[first.id]
	a.busy['V'][a.place[first.id]] = true
}

// writeGather writes a gather, which needs a mask of ones and clears it; the three registers differ. It would wait for
// what its result was before, a register of the vector before this one, if that were not cleared.
func (a *allocation) writeGather(i int, in instr) {
	a.take(in.tmp)
	a.settle(i, in)
	mask := a.text(in.tmp)
	a.line("VPCMPEQD %s, %s, %s", mask, mask, mask)
	a.line("VXORPD %s, %[1]s, %[1]s", a.text(in.out))
	a.line("%s %s, %s, %s", in.op, mask, fmt.Sprintf(in.in[0].mem, a.text(in.in[1])), a.text(in.out))
	delete(a.busy['V'], a.place[in.tmp.id])
	a.release(i, in.in)
}

// suffix tells AVX-512 to fill all lanes from a constant.
func (a *allocation) suffix(v vec, op string) string {
	if v.mem == "" || v.whole || a.wide != 'Z' || strings.HasPrefix(op, "VBROADCAST") || strings.HasPrefix(op, "VMOV") {
		return ""
	}
	return ".BCST"
}

// writeFused writes a·b + c with an operand as its destination: one that dies
// here, if any does, else a copy.
func (a *allocation) writeFused(i int, in instr) {
	x, y, z := in.in[0], in.in[1], in.in[2]
	free := func(v vec) bool { return a.dies(v, i) }
	switch {
	case y.mem != "" && free(z):
		a.tie(i, in, "231", z, y, x)
	case y.mem != "" && free(x):
		a.tie(i, in, "132", x, y, z)
	case y.mem != "":
		a.tie(i, in, "231", a.copyOf(z), y, x)
	case free(z):
		a.tie(i, in, "231", z, y, x)
	case free(x):
		a.tie(i, in, "213", x, z, y)
	case free(y):
		a.tie(i, in, "213", y, z, x)
	case z.mem != "":
		copied := a.fresh(a.wide)
		a.take(copied)
		p := a.p
		a.p = in.fma
		load := a.loadInto(copied, z)
		a.p = p
		a.line("%s %s, %s", load.op, a.text(z), a.text(copied))
		a.tie(i, in, "231", copied, y, x)
	default:
		a.tie(i, in, "231", a.copyOf(z), y, x)
	}
}

// tie writes the form of the family whose destination is the register of same.
func (a *allocation) tie(i int, in instr, form string, same, first, second vec) {
	op := in.op + form + in.fma
	op += a.suffix(first, op)
	a.line("%s %s, %s, %s", op, a.text(first), a.text(second), a.text(same))
	place := a.place[same.id]
	for _, v := range in.in {
		if v.id != same.id {
			a.release(i, []vec{v})
		}
	}
	a.place[in.out.id] = place
	a.busy['V'][place] = true
}

func (a *allocation) copyOf(v vec) vec {
	copied := a.fresh(a.wide)
	a.take(copied)
	a.line("VMOVAPD %s, %s", a.text(v), a.text(copied))
	return copied
}
