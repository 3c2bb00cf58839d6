package main

import "fmt"

// The columns of four rows, or twice four, in vectors of their own. They go from and to memory
// in pairs: each half of a vector holds a pair of elements of one row, so that nothing outside
// the rows is touched.

// rowPlace returns the address of element j of row i of a group of four, to read.
func rowPlace(group, i, j, size int) vec {
	return memory([]string{"SI", "R11"}[group], []string{"", "(R10*1)", "(R13*1)", "(BX*1)"}[i], j*size)
}

// resultPlace is rowPlace, to write.
func resultPlace(group, i, j, size int) vec {
	return memory([]string{"DI", "R12"}[group], []string{"", "(R14*1)", "(R15*1)", "(DX*1)"}[i], j*size)
}

func memory(base, index string, offset int) vec {
	return vec{mem: at(base, "", offset) + index, whole: true, width: 'M'}
}

// put appends op imm, x → the place.
func (b *builder) put(op, imm string, x, to vec) {
	b.code = append(b.code, instr{op: op, imm: imm, in: []vec{x}, out: to})
}

// get appends op imm, in… → a register of the width.
func (b *builder) get(width byte, op, imm string, in ...vec) vec {
	v := b.fresh(width)
	b.code = append(b.code, instr{op: op, imm: imm, in: in, out: v})
	return v
}

// loadColumns returns the columns of rows of n elements.
func (b *builder) loadColumns(size, n int) []vec {
	x := b.loadFour(size, n, 0)
	if b.wide == 'Z' {
		for j, upper := range b.loadFour(size, n, 1) {
			op := map[int]string{8: "VINSERTF64X4", 4: "VINSERTF128"}[size]
			x[j] = b.get(b.columnWidth(size), op, "$1, ", upper, x[j].as(b.columnWidth(size)))
		}
	}
	return x
}

// storeColumns is the inverse of loadColumns: it writes the columns to memory.
func (b *builder) storeColumns(size int, x []vec) {
	if b.wide != 'Z' {
		b.storeFour(size, 0, x)
		return
	}
	var lower, upper []vec
	for _, v := range x {
		op := map[int]string{8: "VEXTRACTF64X4", 4: "VEXTRACTF128"}[size]
		lower = append(lower, v.as(half(v.width)))
		upper = append(upper, b.get(half(v.width), op, "$1, ", v))
	}
	b.storeFour(size, 0, lower)
	b.storeFour(size, 1, upper)
}

func (b *builder) loadFour(size, n, group int) (x []vec) {
	pair, one := b.loadPair64, b.loadOne64
	if size == 4 {
		pair, one = b.loadPair32, b.loadOne32
	}
	for j := 0; j+1 < n; j += 2 {
		x = append(x, pair(group, j)...)
	}
	if n%2 == 1 {
		x = append(x, one(group, n-1))
	}
	return x
}

func (b *builder) storeFour(size, group int, x []vec) {
	pair, one := b.storePair64, b.storeOne64
	if size == 4 {
		pair, one = b.storePair32, b.storeOne32
	}
	for j := 0; j+1 < len(x); j += 2 {
		pair(group, j, x[j], x[j+1])
	}
	if last := len(x) - 1; last%2 == 0 {
		one(group, last, x[last])
	}
}

// loadPair64 takes rows 0 and 2 together, and 1 and 3.
func (b *builder) loadPair64(group, j int) []vec {
	var rows [2]vec
	for i := range rows {
		low := b.get('X', "VMOVUPD", "", rowPlace(group, i, j, 8))
		rows[i] = b.get('Y', "VINSERTF128", "$1, ", rowPlace(group, i+2, j, 8), low.as('Y'))
	}
	return []vec{b.get('Y', "VUNPCKLPD", "", rows[1], rows[0]), b.get('Y', "VUNPCKHPD", "", rows[1], rows[0])}
}

func (b *builder) storePair64(group, j int, x, y vec) {
	for i, op := range []string{"VUNPCKLPD", "VUNPCKHPD"} {
		rows := b.get('Y', op, "", y, x)
		b.put("VMOVUPD", "", rows.as('X'), resultPlace(group, i, j, 8))
		b.put("VEXTRACTF128", "$1, ", rows, resultPlace(group, i+2, j, 8))
	}
}

func (b *builder) loadOne64(group, j int) vec {
	var rows [2]vec
	for i := range rows {
		low := b.get('X', "VMOVSD", "", rowPlace(group, 2*i, j, 8))
		rows[i] = b.get('X', "VMOVHPD", "", rowPlace(group, 2*i+1, j, 8), low)
	}
	return b.get('Y', "VINSERTF128", "$1, ", rows[1], rows[0].as('Y'))
}

func (b *builder) storeOne64(group, j int, x vec) {
	for i, rows := range []vec{x.as('X'), b.get('X', "VEXTRACTF128", "$1, ", x)} {
		b.put("VMOVSD", "", rows, resultPlace(group, 2*i, j, 8))
		b.put("VMOVHPD", "", rows, resultPlace(group, 2*i+1, j, 8))
	}
}

// loadPair32 takes rows 0 and 1 together, and 2 and 3.
func (b *builder) loadPair32(group, j int) []vec {
	var rows [2]vec
	for i := range rows {
		low := b.get('X', "VMOVSD", "", rowPlace(group, 2*i, j, 4))
		rows[i] = b.get('X', "VMOVHPD", "", rowPlace(group, 2*i+1, j, 4), low)
	}
	return []vec{b.get('X', "VSHUFPS", "$0x88, ", rows[1], rows[0]), b.get('X', "VSHUFPS", "$0xdd, ", rows[1], rows[0])}
}

func (b *builder) storePair32(group, j int, x, y vec) {
	for i, op := range []string{"VUNPCKLPS", "VUNPCKHPS"} {
		rows := b.get('X', op, "", y, x)
		b.put("VMOVSD", "", rows, resultPlace(group, 2*i, j, 4))
		b.put("VMOVHPD", "", rows, resultPlace(group, 2*i+1, j, 4))
	}
}

func (b *builder) loadOne32(group, j int) vec {
	x := b.get('X', "VMOVSS", "", rowPlace(group, 0, j, 4))
	for i := 1; i < 4; i++ {
		x = b.get('X', "VINSERTPS", fmt.Sprintf("$%d, ", 16*i), rowPlace(group, i, j, 4), x)
	}
	return x
}

func (b *builder) storeOne32(group, j int, x vec) {
	b.put("VMOVSS", "", x, resultPlace(group, 0, j, 4))
	for i := 1; i < 4; i++ {
		b.put("VEXTRACTPS", fmt.Sprintf("$%d, ", i), x, resultPlace(group, i, j, 4))
	}
}

// columnWidth returns the width of registers that hold an element of each row.
func (b *builder) columnWidth(size int) byte {
	if size == 4 {
		return half(b.wide)
	}
	return b.wide
}
