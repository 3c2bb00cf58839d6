package main

// An updateKernel is the state available to the update of one vector of parameters.
type updateKernel struct {
	*builder
	numbers map[string]vec
	θ, g    vec
}

// update writes a kernel that reads θ, g and the moments that it names, and writes θ and
// the moments that step returns.
func (b *builder) update(comment, name string, size int, numbers, moments []string, step func(u *updateKernel, m, v vec) (θ, newM, newV vec)) {
	b.must(func() { b.writeUpdate(comment, name, size, numbers, moments, step) })
}

func (b *builder) writeUpdate(comment, name string, size int, numbers, moments []string, step func(u *updateKernel, m, v vec) (θ, newM, newV vec)) {
	b.function(comment, name, size, 8)
	b.p = native(size)
	b.line("MOVQ w+0(FP), AX")
	for _, f := range [][2]string{{"theta", "DI"}, {"g", "SI"}, {"m", "R8"}, {"v", "R9"}, {"numbers", "DX"}, {"n", "AX"}} {
		b.line("MOVQ updateTask_%s(AX), %s", f[0], f[1])
	}
	u := &updateKernel{builder: b, numbers: map[string]vec{}}
	for _, n := range numbers {
		u.numbers[n] = b.pin()
		b.scalarSpread(u.numbers[n], at("DX", "", size*updateNumbers[n]))
	}
	b.flush()
	pointers := map[string]string{"m": "R8", "v": "R9"}
	moving := []string{"DI", "SI"}
	for _, m := range moments {
		moving = append(moving, pointers[m])
	}
	b.along(size, moving, func(mask *vec) {
		old := map[string]vec{}
		for _, m := range moments {
			old[m] = b.load("("+pointers[m]+")", size, mask)
		}
		u.g, u.θ = b.load("(SI)", size, mask), b.load("(DI)", size, mask)
		θ, m, v := step(u, old["m"], old["v"])
		b.store("(DI)", size, mask, θ)
		for _, name := range moments {
			b.store("("+pointers[name]+")", size, mask, map[string]vec{"m": m, "v": v}[name])
		}
	})
}

// updateNumbers are the places of the numbers in updateTask.
var updateNumbers = map[string]int{"η": 0, "β1": 1, "α1": 2, "β2": 3, "α2": 4, "ε": 5, "c1": 6, "c2": 7, "ν": 8}

// normal is normal in update.go. It returns the lanes of 0 too.
func (u *updateKernel) normal(x vec) (y, zero vec) {
	smallest := u.c(map[string]float64{"PD": 0x1p-1022, "PS": 0x1p-126}[u.p])
	zero = u.compare(less, u.abs(x), smallest)
	return u.except(zero, x), zero
}

// settled is settled in update.go, for a numerator that is 0 in some lanes.
func (u *updateKernel) settled(v, zero vec) vec {
	tiny := u.compare(less, v, u.numbers["ν"])
	if u.wide == 'Y' {
		return u.except(u.and(tiny, zero), v)
	}
	both := u.fresh('K')
	u.code = append(u.code, instr{op: "KANDW", in: []vec{tiny, zero}, out: both})
	return u.except(both, v)
}

// first and second are the moving averages of g and of g²; the first with the lanes where it is 0.
func (u *updateKernel) first(m vec) (y, zero vec) {
	return u.normal(u.add(u.mul(u.numbers["β1"], m), u.mul(u.numbers["α1"], u.g)))
}

func (u *updateKernel) second(v, zero vec) vec {
	return u.settled(u.add(u.mul(u.numbers["β2"], v), u.mul(u.mul(u.numbers["α2"], u.g), u.g)), zero)
}

// root returns √v + ε or √(v + ε).
func (u *updateKernel) root(v vec, inside bool) vec {
	if inside {
		return u.sqrt(u.add(v, u.numbers["ε"]))
	}
	return u.add(u.sqrt(v), u.numbers["ε"])
}

// updates writes the kernels of all rules.
func (b *builder) updates(size int) {
	b.update("θ ← θ − η·g", "descent", size, []string{"η"}, nil, func(u *updateKernel, _, _ vec) (θ, m, v vec) {
		return u.sub(u.θ, u.mul(u.numbers["η"], u.g)), m, v
	})
	b.update("m ← β1·m + α1·g, θ ← θ − η·m", "momentum", size, []string{"η", "β1", "α1"}, []string{"m"},
		func(u *updateKernel, m, _ vec) (_, _, v vec) {
			m, _ = u.first(m)
			return u.sub(u.θ, u.mul(u.numbers["η"], m)), m, v
		})
	b.update("m ← β1·m − η·g, θ ← θ + m", "classicalMomentum", size, []string{"η", "β1"}, []string{"m"},
		func(u *updateKernel, m, _ vec) (_, _, v vec) {
			m, _ = u.normal(u.sub(u.mul(u.numbers["β1"], m), u.mul(u.numbers["η"], u.g)))
			return u.add(u.θ, m), m, v
		})
	for _, inside := range []bool{true, false} {
		place := map[bool]string{true: "Inside", false: "Outside"}[inside]
		b.update("v ← β2·v + (α2·g)·g, θ ← θ − η·g/root", "rmsprop"+place, size, []string{"η", "β2", "α2", "ε", "ν"}, []string{"v"},
			func(u *updateKernel, _, v vec) (_, m, _ vec) {
				v = u.second(v, u.compare(equal, u.g, u.c(0)))
				return u.sub(u.θ, u.div(u.mul(u.numbers["η"], u.g), u.root(v, inside))), m, v
			})
		b.update("m ← β1·m + α1·g, v ← β2·v + (α2·g)·g, θ ← θ − η·(m·c1)/root", "adam"+place, size,
			[]string{"η", "β1", "α1", "β2", "α2", "ε", "c1", "c2", "ν"}, []string{"m", "v"},
			func(u *updateKernel, m, v vec) (_, _, _ vec) {
				m, zero := u.first(m)
				v = u.second(v, zero)
				mHat, vHat := u.mul(m, u.numbers["c1"]), u.mul(v, u.numbers["c2"])
				return u.sub(u.θ, u.div(u.mul(u.numbers["η"], mHat), u.root(vHat, inside))), m, v
			})
	}
}
