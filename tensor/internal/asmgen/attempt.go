package main

import (
	"maps"
	"slices"
)

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
	text := b.cut(b.begun)
	for _, k := range b.loads {
		if b.wide == 'V' {
			b.line("FMOVQ %s, F%s", b.inMemory(k).mem, b.held[k].fixed)
			continue
		}
		b.line("%s %s, %c%s", b.broadcast(k.size), b.inMemory(k).mem, b.wide, b.held[k].fixed)
	}
	b.out.WriteString(text)
	return true
}

// widest attempts a function with so many units in step, or as many as there are registers
// for.
func (b *builder) widest(units int, body func(units int)) {
	for !b.attempt(func() { body(units) }) {
		units--
	}
}

// must attempts a function for which there are registers.
func (b *builder) must(body func()) {
	if !b.attempt(body) {
		panic(outOfRegisters)
	}
}

// sizeOf returns the size of a pool.
func (b *builder) sizeOf(pool []constant, at map[constant]int) int {
	size := 0
	for _, k := range pool {
		room := k.size
		if b.wide != 'Z' {
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
