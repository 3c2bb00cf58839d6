package main

import "fmt"

// The kernels of this file go through the rows of matrices in units of 64 bytes, which are
// the 8 stripes of float64 or the 16 of float32 in a reduction. Their argument is
// a *rowTask; see rows.go of the package.
//
//	DI SI BX  rows of dst, a and b      R8 R9  per-row numbers m and s
//	CX rows left   DX place in the row  R10 end of its whole units   AX elements of the last
//
// and R11 to R13 have tables in AVX2.

// A unit is the one vector or two that hold a 64-byte piece of a row.
type unit []vec

// rowKernel writes a kernel that runs body for each row.
func (b *builder) rowKernel(comment, name string, size int, names []string, body func(t *tables)) {
	b.must(func() { b.writeRowKernel(comment, name, size, names, body) })
}

func (b *builder) writeRowKernel(comment, name string, size int, names []string, body func(t *tables)) {
	b.rowTask(comment, name, size)
	b.wholeUnits(size)
	t := b.prepare(names...)
	b.unitMasks(size)
	b.eachRow(size, func() { body(t) })
}

func (b *builder) rowTask(comment, name string, size int) {
	b.function(comment, name, size, 8)
	b.p = native(size)
	b.line("MOVQ w+0(FP), R10")
	for _, f := range [][2]string{{"dst", "DI"}, {"a", "SI"}, {"b", "BX"}, {"m", "R8"}, {"s", "R9"}, {"rows", "CX"}, {"cols", "AX"}} {
		b.line("MOVQ rowTask_%s(R10), %s", f[0], f[1])
	}
}

func (b *builder) eachRow(size int, body func()) {
	b.at("row")
	body()
	b.at("next")
	b.line("MOVQ w+0(FP), DX")
	b.line("ADDQ rowTask_ldd(DX), DI")
	b.line("ADDQ rowTask_lda(DX), SI")
	b.line("ADDQ rowTask_ldb(DX), BX")
	b.line("ADDQ $%d, R8", size)
	b.line("ADDQ $%d, R9", size)
	b.line("DECQ CX")
	b.line("JNE row")
	b.at("end")
	b.line("VZEROUPPER")
	b.line("RET")
}

// wholeUnits splits the AX elements of a row: R10 bytes in whole units, and AX elements after
// them.
func (b *builder) wholeUnits(size int) {
	b.line("MOVQ AX, R10")
	b.line("ANDQ $%d, AX", 64/size-1)
	b.line("SUBQ AX, R10")
	b.line("SHLQ $%d, R10", map[int]int{8: 3, 4: 2}[size])
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

// mask returns the mask of a part of the last unit, or nil.
func (b *builder) mask(part int, last bool) *vec {
	if !last {
		return nil
	}
	return &b.tails[part]
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

// loadUnit returns the unit at DX of the row in the register.
func (b *builder) loadUnit(register string, size int, last bool) unit {
	var u unit
	for i := range b.parts() {
		u = append(u, b.load(at(register, "DX", b.shift+b.bytes*i), size, b.mask(i, last)))
	}
	return u
}

// accumulators pins a unit for values carried along a row.
func (b *builder) accumulators() unit {
	var u unit
	for range b.parts() {
		u = append(u, b.pin())
	}
	return u
}

// set lets all lanes of a pinned unit be x.
func (b *builder) set(u unit, x vec) {
	for _, v := range u {
		b.code = append(b.code, b.loadInto(v, x))
	}
}

// addPart adds v to a part of the stripes; of the last unit only its valid lanes.
func (b *builder) addPart(stripes unit, i int, v vec, last bool) {
	in := instr{op: "VADD" + b.p, in: []vec{v, stripes[i]}, out: stripes[i]}
	switch {
	case last && b.wide == 'Z':
		in.mask = b.tails[i]
	case last:
		in.in[0] = b.and(v, b.tails[i])
	}
	b.code = append(b.code, in)
}

// fmaPart adds x·y to a part of the stripes; of the last unit only its valid lanes: a
// product that underflows makes a stripe −0, to which 0·0 would add +0.
func (b *builder) fmaPart(stripes unit, i int, x, y vec, last bool) {
	switch {
	case !last:
		b.code = append(b.code, b.keep(stripes[i], b.fma(x, y, stripes[i])))
	case b.wide == 'Z':
		b.code = append(b.code, instr{op: "VFMADD231" + b.p, in: []vec{y, x}, mask: b.tails[i], out: stripes[i]})
	default:
		b.code = append(b.code, b.keep(stripes[i], b.choose(b.tails[i], b.fma(x, y, stripes[i]), stripes[i])))
	}
}

// fold combines the upper half of the lanes with the lower until one is left, in lane 0.
func (b *builder) fold(u unit, combine func(x, y vec) vec) vec {
	v := u[0]
	wide := b.wide
	defer func() { b.wide = wide }()
	if wide == 'Z' {
		upper := b.fresh('Y')
		b.code = append(b.code, instr{op: "VEXTRACTF64X4", imm: "$1, ", in: []vec{v}, out: upper})
		b.wide = 'Y'
		v = combine(upper, v.as('Y'))
	} else if len(u) > 1 { // else the other part is nothing to combine with
		v = combine(u[1], v)
	}
	b.wide = 'X'
	upper := b.imm("VEXTRACTF128", 1, v)
	v = combine(upper, v.as('X'))
	v = combine(b.imm("VPERMILPD", 1, v), v)
	if b.p == "PS" {
		v = combine(b.do("VMOVSHDUP", v), v)
	}
	return v
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
