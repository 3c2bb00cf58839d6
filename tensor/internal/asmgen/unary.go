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
	b.inHalves = true
	defer func() { b.inHalves = false }()
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

// unary32 writes the kernel of a function of float32: in AVX-512 the fast one of narrow.go if there is one, else in double
// precision.
func (b *builder) unary32(name string, units int, definition []string, f func(*tables, vec) vec) {
	n, ok := b.narrowFunctions()[name]
	if ok && b.wide == 'Z' {
		b.narrowUnary("dst ← f(a), with the bits of "+name+"32: see narrow.go.", name, n.tables, definition, n.f, f)
		return
	}
	b.unaryInDouble("dst ← f(a): see "+name+"32: in double precision, rounded once.", name, units, definition, f)
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

// logarithms writes the kernels of the logarithm. In float64, units in step have positive normal numbers only, and need no care.
func (b *builder) logarithms(units int) {
	b.widest(units, func(units int) {
		b.writeRowKernel("dst ← f(a): see log64.", "log", 8, []string{"logInverse", "logHi", "logLo"}, func(t *tables) {
			wide := wideLoop{units: units, guard: func() { b.ordinary(units) }, body: func() { b.applied(t, 8, false, plain(b.plainLog64)) }}
			b.loopPass("loop", 8, wide, func() { b.applied(t, 8, true, b.log64) })
		})
	})
	b.unary32("log", 1, []string{"logInverse", "logHi", "logLo32"}, b.log32)
}

// plain is f without a summand.
func plain(f func(*tables, vec, ...vec) vec) func(*tables, vec) vec {
	return func(t *tables, x vec) vec { return f(t, x) }
}

// ordinary lets K7 be the lanes that in all units have a positive normal number: as unsigned integers, numbers
// between two bounds.
func (b *builder) ordinary(units int) {
	var most vec
	for i := range units {
		x := b.do("VPSUBQ", b.q(1<<52), b.load(at("SI", "DX", 64*i), 8, nil))
		if i > 0 {
			x = b.do("VPMAXUQ", x, most)
		}
		most = x
	}
	b.code = append(b.code, instr{op: "VPCMPUQ", imm: "$1, ", in: []vec{b.q(0x7fe << 52), most}, out: vec{fixed: "7", width: 'K'}})
}
