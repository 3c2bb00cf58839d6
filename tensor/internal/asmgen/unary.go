package main

// unary writes a kernel that applies f to the elements of a, with up to so many units in step.
func (b *builder) unary(comment, name string, size, units int, names []string, f func(*tables, vec) vec) {
	b.widest(units, func(units int) {
		b.writeRowKernel(comment, name, size, names, func(t *tables) {
			b.widePass("loop", size, units, func(last bool) { b.applied(t, size, last, f) })
		})
	})
}

// applied sets a unit of dst to f of a unit of a.
func (b *builder) applied(t *tables, size int, last bool, f func(*tables, vec) vec) {
	b.storeUnit("DI", size, last, f(t, b.loadUnit("SI", size, last)))
}

// unaryInDouble is unary for a function of float32 that is computed in double precision, of
// as many elements at a time as there are lanes for doubles.
func (b *builder) unaryInDouble(comment, name string, units int, names []string, f func(*tables, vec) vec) {
	b.widest(units, func(units int) {
		b.writeRowKernel(comment, name, 4, names, func(t *tables) {
			b.widePass("loop", 4, units, func(last bool) { b.appliedInDouble(t, last, f) })
		})
	})
}

func (b *builder) appliedInDouble(t *tables, last bool, f func(*tables, vec) vec) {
	b.p = "PD"
	if b.wide == 'V' {
		b.applied(t, 4, last, f)
		b.p = "PS"
		return
	}
	b.inStep(2, func(i int) {
		var mask *vec
		if last {
			mask = &b.halves[i]
		}
		place := func(register string) string { return at(register, "DX", b.shift+b.bytes/2*i) }
		b.store(place("DI"), 4, mask, f(t, b.load(place("SI"), 4, mask)))
	})
	b.p = "PS"
}

// rectifiers write the kernels of ReLU and its derivative, which are short.
func (b *builder) rectifiers(size int) {
	short := func(comment, name string, f func(x vec) vec) {
		b.rowKernel(comment, name, size, nil, func(*tables) {
			b.pass("loop", size, func(last bool) { b.storeUnit("DI", size, last, f(b.loadUnit("SI", size, last))) })
		})
	}
	short("dst ← 0 where a < 0, else a.", "relu", b.relu)
	short("dst ← 1 where a > 0, 0 where a ≤ 0, else a, which is NaN.", "reluDerivative", b.reluDerivative)
}

// logarithms writes the kernels of the logarithm. Units in step have positive numbers only,
// in float64 normal ones, and need no care.
func (b *builder) logarithms(units int) {
	b.widest(units, func(units int) {
		b.writeRowKernel("dst ← f(a): see log64.", "log", 8, []string{"logInverse", "logHi", "logLo"}, func(t *tables) {
			b.guardedPass("loop", 8, units, func() { b.ordinary(units, 8) },
				func() { b.applied(t, 8, false, plain(b.plainLog64)) }, func() { b.applied(t, 8, true, b.log64) })
		})
	})
	b.widest(units, func(units int) {
		b.writeRowKernel("dst ← f(a): see log32: in double precision, rounded once.", "log", 4, []string{"logInverse", "logHi", "logLo32"}, func(t *tables) {
			b.guardedPass("loop", 4, units, func() { b.ordinary(units, 4) },
				func() { b.appliedInDouble(t, false, plain(b.plainLog32)) }, func() { b.appliedInDouble(t, true, b.log32) })
		})
	})
}

// plain is f without a summand.
func plain(f func(*tables, vec, ...vec) vec) func(*tables, vec) vec {
	return func(t *tables, x vec) vec { return f(t, x) }
}

// ordinary lets K7 be the lanes that in all units have a positive finite number, and a
// normal one in float64: as unsigned integers, numbers between two bounds.
func (b *builder) ordinary(units, size int) {
	subtract, largest, compare, from, count := "VPSUBQ", "VPMAXUQ", "VPCMPUQ", b.q(1<<52), b.q(0x7fe<<52)
	if size == 4 {
		subtract, largest, compare, from, count = "VPSUBD", "VPMAXUD", "VPCMPUD", b.e(0, 1), b.e(0, 0x7f7fffff)
	}
	var most vec
	for i := range units {
		x := b.do(subtract, from, b.load(at("SI", "DX", 64*i), size, nil))
		if i > 0 {
			x = b.do(largest, x, most)
		}
		most = x
	}
	b.code = append(b.code, instr{op: compare, imm: "$1, ", in: []vec{count, most}, out: vec{fixed: "7", width: 'K'}})
	if size == 4 { // both bytes of the mask must be ones
		b.raw("KSHIFTRW $8, K7, K6")
		b.raw("KANDB K6, K7, K7")
	}
}
