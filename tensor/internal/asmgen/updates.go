package main

import (
	"fmt"
	"slices"
)

// An updateKernel is the state available to the update of one vector of parameters.
type updateKernel struct {
	*builder
	size    int
	numbers map[string]vec // in registers
	θ, g    vec
}

// number returns a number in all lanes.
func (u *updateKernel) number(name string) vec {
	if v, ok := u.numbers[name]; ok {
		return v
	}
	v := u.fresh(u.wide)
	u.scalarSpread(v, u.numberPlace(u.size*updateNumbers[name]))
	return v
}

// numberPlace returns the place of a number, so many bytes from the address of b.
func (b *builder) numberPlace(offset int) string {
	if b.wide == 'V' {
		return fmt.Sprintf("$%d(R2)", offset)
	}
	return at("BX", "", offset)
}

// numbersInRegisters is the number of numbers that leave enough registers for the values.
var numbersInRegisters = map[byte]int{'Z': 16, 'Y': 6, 'V': 16}

// update writes a kernel that reads θ, g and the moments that it names, and writes θ and
// the moments that step returns.
func (b *builder) update(comment, name string, size int, numbers, moments []string, step func(u *updateKernel, m, v vec) (θ, newM, newV vec)) {
	b.must(func() { b.writeUpdate(comment, name, size, numbers, moments, step) })
}

func (b *builder) writeUpdate(comment, name string, size int, numbers, moments []string, step func(u *updateKernel, m, v vec) (θ, newM, newV vec)) {
	b.function(comment, name, size)
	u := &updateKernel{builder: b, size: size, numbers: map[string]vec{}}
	for _, n := range numbers[:min(len(numbers), numbersInRegisters[b.wide])] {
		u.numbers[n] = b.pin()
		b.scalarSpread(u.numbers[n], b.numberPlace(size*updateNumbers[n]))
	}
	b.flush()
	b.prepareTail(size)
	registers := map[string]string{"m": "R8", "v": "R9"}
	body := func(last bool) {
		old := map[string]vec{}
		for _, m := range moments {
			old[m] = b.loadUnit(registers[m], size, last)
		}
		u.g, u.θ = b.loadUnit("SI", size, last), b.loadUnit("DI", size, last)
		θ, m, v := step(u, old["m"], old["v"])
		b.storeUnit("DI", size, last, θ)
		for _, name := range moments {
			b.storeUnit(registers[name], size, last, map[string]vec{"m": m, "v": v}[name])
		}
	}
	if slices.Contains(moments, "v") {
		b.eachVector("loop", size, func() { body(true) })
	} else {
		b.pass("loop", size, body)
	}
	b.leave()
}

// updateNumbers are the places of the numbers in updateTask.
var updateNumbers = map[string]int{"η": 0, "β1": 1, "α1": 2, "β2": 3, "α2": 4, "inside": 5, "outside": 6, "c1": 7, "c2": 8, "ν": 9}

// normal is normal in update.go. It returns the lanes of 0 too.
func (u *updateKernel) normal(x vec) (y, zero vec) {
	smallest := u.c(map[string]float64{"PD": 0x1p-1022, "PS": 0x1p-126}[u.p])
	zero = u.compare(less, u.abs(x), smallest)
	return u.except(zero, x), zero
}

// settled is settled in update.go, for a numerator that is 0 in some lanes.
func (u *updateKernel) settled(v, zero vec) vec {
	tiny := u.compare(less, v, u.number("ν"))
	if u.wide != 'Z' {
		return u.except(u.and(tiny, zero), v)
	}
	both := u.fresh('K')
	u.code = append(u.code, instr{op: "KANDW", in: []vec{tiny, zero}, out: both})
	return u.except(both, v)
}

// first and second are the moving averages of g and of g²; the first with the lanes where it is 0.
func (u *updateKernel) first(m vec) (y, zero vec) {
	return u.normal(u.add(u.mul(u.number("β1"), m), u.mul(u.number("α1"), u.g)))
}

func (u *updateKernel) second(v, zero vec) vec {
	return u.settled(u.add(u.mul(u.number("β2"), v), u.mul(u.mul(u.number("α2"), u.g), u.g)), zero)
}

// root returns √(v + ε) + ε with the ε that stands inside and the one outside, of which one is 0.
func (u *updateKernel) root(v vec) vec {
	return u.add(u.sqrt(u.add(v, u.number("inside"))), u.number("outside"))
}

// updates writes the kernels of all rules.
func (b *builder) updates(size int) {
	b.update("θ ← θ − η·g", "descent", size, []string{"η"}, nil, func(u *updateKernel, _, _ vec) (θ, m, v vec) {
		return u.sub(u.θ, u.mul(u.number("η"), u.g)), m, v
	})
	b.update("m ← β1·m + α1·g, θ ← θ − η·m", "momentum", size, []string{"η", "β1", "α1"}, []string{"m"},
		func(u *updateKernel, m, _ vec) (_, _, v vec) {
			m, _ = u.first(m)
			return u.sub(u.θ, u.mul(u.number("η"), m)), m, v
		})
	b.update("m ← β1·m − η·g, θ ← θ + m", "classicalMomentum", size, []string{"η", "β1"}, []string{"m"},
		func(u *updateKernel, m, _ vec) (_, _, v vec) {
			m, _ = u.normal(u.sub(u.mul(u.number("β1"), m), u.mul(u.number("η"), u.g)))
			return u.add(u.θ, m), m, v
		})
	b.update("v ← β2·v + (α2·g)·g, θ ← θ − η·g/root", "rmsprop", size, []string{"η", "β2", "α2", "inside", "outside", "ν"}, []string{"v"},
		func(u *updateKernel, _, v vec) (_, m, _ vec) {
			v = u.second(v, u.compare(equal, u.g, u.c(0)))
			return u.sub(u.θ, u.div(u.mul(u.number("η"), u.g), u.root(v))), m, v
		})
	b.update("m ← β1·m + α1·g, v ← β2·v + (α2·g)·g, θ ← θ − η·(m·c1)/root", "adam", size,
		[]string{"η", "β1", "α1", "β2", "α2", "inside", "outside", "c1", "c2", "ν"}, []string{"m", "v"},
		func(u *updateKernel, m, v vec) (_, _, _ vec) {
			m, zero := u.first(m)
			v = u.second(v, zero)
			mHat, vHat := u.mul(m, u.number("c1")), u.mul(v, u.number("c2"))
			return u.sub(u.θ, u.div(u.mul(u.number("η"), mHat), u.root(vHat))), m, v
		})
}
