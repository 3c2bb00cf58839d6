package main

import (
	"fmt"
	"strings"
)

// The kernels of this file go through the rows of matrices. Their argument is
// a *rowTask; see rows.go of the package.
//
//	DI SI BX  rows of dst, a and b      R8 R9  per-row numbers m and s
//	CX rows left   DX place in the row  R10 end of its whole units   AX elements of the last
//
// and R11 to R13 have tables in AVX2.

// rowKernel writes a kernel that runs body for each row.
func (b *builder) rowKernel(comment, name string, size int, names []string, body func(t *tables)) {
	b.must(func() { b.writeRowKernel(comment, name, size, names, body) })
}

func (b *builder) writeRowKernel(comment, name string, size int, names []string, body func(t *tables)) {
	b.function(comment, name, size)
	t := b.prepare(names...)
	b.prepareTail(size)
	b.eachRow(size, func() { body(t) })
}

func (b *builder) eachRow(size int, body func()) {
	if b.wide == 'V' { // of one row
		body()
		b.leave()
		return
	}
	b.at("row")
	from := b.out.Len()
	body()
	used := func(register string) bool { return strings.Contains(b.out.String()[from:], register+")") }
	b.at("next")
	b.line("MOVQ w+0(FP), DX")
	for _, p := range [][2]string{{"DI", "ldd"}, {"SI", "lda"}, {"BX", "ldb"}} {
		if used(p[0]) {
			b.line("ADDQ rowTask_%s(DX), %s", p[1], p[0])
		}
	}
	for _, p := range []string{"R8", "R9"} {
		if used(p) {
			b.line("ADDQ $%d, %s", size, p)
		}
	}
	b.line("DECQ CX")
	b.line("JNE row")
	b.at("end")
	b.leave()
}

// expTables returns the tables that an exponential needs.
func expTables(size int) []string {
	if size == 8 {
		return []string{"expHi", "expLo"}
	}
	return []string{"expBits"}
}

// native returns the type of the arithmetic on elements of the size.
func native(size int) string {
	if size == 4 {
		return "PS"
	}
	return "PD"
}

// mask returns the mask of the last unit, or nil.
func (b *builder) mask(last bool) *vec {
	if !last {
		return nil
	}
	return &b.tail
}

// at returns the address in a register, with an index and an offset.
func at(register, index string, offset int) string {
	if index != "" {
		index = "(" + index + "*1)"
	}
	if offset == 0 {
		return fmt.Sprintf("(%s)%s", register, index)
	}
	return fmt.Sprintf("%d(%s)%s", offset, register, index)
}

// place returns the address of the unit at work in the row.
func (b *builder) place(register string) string {
	if b.wide == 'V' {
		return neonRegisters[register]
	}
	return at(register, "DX", b.shift)
}

// loadUnit returns the unit at work of the row.
func (b *builder) loadUnit(register string, size int, last bool) vec {
	return b.load(b.place(register), size, b.mask(last))
}

// storeUnit is the inverse of loadUnit.
func (b *builder) storeUnit(register string, size int, last bool, v vec) {
	b.store(b.place(register), size, b.mask(last), v)
}

// spread fills a pinned register with lane 0.
func (b *builder) spread(to, v vec) {
	op := "VBROADCASTSD"
	if b.p == "PS" {
		op = "VBROADCASTSS"
	}
	b.code = append(b.code, instr{op: op, in: []vec{v.as('X')}, out: to})
}

// scalarStore stores lane 0.
func (b *builder) scalarStore(place string, v vec) {
	b.code = append(b.code, instr{op: map[string]string{"PD": "VMOVSD", "PS": "VMOVSS"}[b.p], in: []vec{v.as('X')}, out: vec{mem: place, width: 'M'}})
}

// scalarSpread fills a pinned register with the number at the place.
func (b *builder) scalarSpread(to vec, place string) {
	if b.wide == 'V' {
		b.raw("MOVD %s, R16", place)
		b.code = append(b.code, instr{op: "VLD1R" + b.p, in: []vec{{mem: "R16", whole: true}}, out: to})
		return
	}
	op := map[string]string{"PD": "VBROADCASTSD", "PS": "VBROADCASTSS"}[b.p]
	b.code = append(b.code, instr{op: op, in: []vec{{mem: place, whole: true}}, out: to})
}

// larger is Go's max of numbers, for which +0 exceeds −0: the instruction returns its
// second operand if both are 0.
func (b *builder) larger(x, y vec) vec {
	return b.and(b.max(x, y), b.max(y, x))
}

// exponentials returns eˣ of a vector of either type whose elements are at most 0.
func (b *builder) exponentials(t *tables, x vec, size int) vec {
	if size == 4 { // within reach before there are two vectors of it
		x = b.max(b.c(-exp32Reach), x)
	}
	return b.inDouble(x, size, func(x vec) vec { return b.expOfNegative64(t, x) }, func(x vec) vec { return b.shortExponential(t, x) })
}

// inDouble returns f of a vector of float64. It takes a vector of float32 in halves as
// doubles, applies g to each, and rounds the results.
func (b *builder) inDouble(x vec, size int, f, g func(vec) vec) vec {
	if size == 8 {
		return f(x)
	}
	b.p = "PD"
	extract, insert := "VEXTRACTF64X4", "VINSERTF64X4"
	if b.wide == 'Y' {
		extract, insert = "VEXTRACTF128", "VINSERTF128"
	}
	narrow := half(b.wide)
	upper := b.fresh(narrow)
	b.code = append(b.code, instr{op: extract, imm: "$1, ", in: []vec{x}, out: upper})
	halves := []vec{b.do("VCVTPS2PD", x.as(narrow)), b.do("VCVTPS2PD", upper)}
	b.inStep(2, func(i int) { halves[i] = b.narrow(g(halves[i])) })
	out := b.imm(insert, 1, halves[1], halves[0].as(b.wide))
	b.p = "PS"
	return out
}
