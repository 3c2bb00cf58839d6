package main

import "slices"

// A unit is a vector for each of the stripes of a reduction, 64 bytes in all.
type unit []vec

// accumulators pins a unit for values carried along a row.
func (b *builder) accumulators() unit { return b.pins(64 / b.bytes) }

// pins pins so many registers.
func (b *builder) pins(n int) (u unit) {
	for range n {
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

// turn replaces the first vector of a unit and puts it behind the others, so that each vector of a row
// meets its stripes. Where they begin in the end makes no difference to fold.
func (b *builder) turn(u unit, v vec) {
	for i := range u[1:] {
		b.code = append(b.code, b.keep(u[i], u[i+1]))
	}
	b.code = append(b.code, b.keep(u[len(u)-1], v))
}

// addTo adds v to the stripes; of the last unit only its valid lanes.
func (b *builder) addTo(stripes unit, v vec, last bool) {
	if len(stripes) == 1 {
		in := instr{op: "VADD" + b.p, in: []vec{v, stripes[0]}, out: stripes[0]}
		if last {
			in.mask = b.tail
		}
		b.code = append(b.code, in)
		return
	}
	if last {
		v = b.and(v, b.tail)
	}
	b.turn(stripes, b.add(v, stripes[0]))
}

// fmaTo adds x·y to the stripes; of the last unit only its valid lanes: a
// product that underflows makes a stripe −0, to which 0·0 would add +0.
func (b *builder) fmaTo(stripes unit, x, y vec, last bool) {
	if len(stripes) == 1 && !last {
		b.code = append(b.code, instr{op: "VFMADD231" + b.p, in: []vec{y, x}, out: stripes[0]})
		return
	}
	sum := b.fma(x, y, stripes[0])
	if last {
		sum = b.choose(b.tail, sum, stripes[0])
	}
	b.turn(stripes, sum)
}

// fold combines the upper half of the lanes with the lower until one is left, in lane 0.
func (b *builder) fold(u unit, combine func(x, y vec) vec) vec {
	wide := b.wide
	defer func() { b.wide = wide }()
	for ; len(u) > 1; u = u[:len(u)/2] {
		u = slices.Clone(u)
		for i := range len(u) / 2 {
			u[i] = combine(u[i+len(u)/2], u[i])
		}
	}
	v := u[0]
	if wide == 'Z' {
		upper := b.fresh('Y')
		b.code = append(b.code, instr{op: "VEXTRACTF64X4", imm: "$1, ", in: []vec{v}, out: upper})
		b.wide = 'Y'
		v = combine(upper, v.as('Y'))
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
