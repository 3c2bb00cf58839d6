package main

// kernelsFile returns the kernels for an instruction set.
func kernelsFile(i isa) string {
	b := newBuilder(i, "pool")
	for _, size := range []int{8, 4} {
		b.entry(rowFamily, size)
		b.entry(updateFamily, size)
	}
	b.functions()
	for _, size := range []int{8, 4} {
		b.rectifiers(size)
		b.binaries(size)
		b.rowKernels(size)
		b.columnKernels(size)
		b.updates(size)
	}
	return b.text("The kernels of the elementary functions, of what goes along rows or down columns, and of the updates of\n" +
		"parameters, each with the sequence of operations of the Go function of its name or in its comment, on whole\n" +
		"vectors. In assembly since the compiler has no vectors.\n\n" + registers)
}

// functions writes the elementary functions that have tables.
func (b *builder) functions() {
	for _, f := range []struct {
		name       string
		in64, in32 func(*tables, vec) vec
		units64    int // in step, in AVX-512
		units32    int
	}{
		{"exp", b.exp64, b.exp32, 4, 2},
		{"tanh", b.tanh64, b.tanh32, 2, 1},
		{"sigmoid", b.sigmoid64, b.sigmoid32, 2, 1},
		{"tanhDerivative", b.tanhDerivative64, b.tanhDerivative32, 2, 2},
		{"sigmoidDerivative", b.sigmoidDerivative64, b.sigmoidDerivative32, 2, 1},
	} {
		units64, units32 := f.units64, f.units32
		if b.wide != 'Z' {
			units64, units32 = 1, 1
		}
		b.unary("dst ← f(a): see "+f.name+"64.", f.name, 8, units64, expTables(8), f.in64)
		b.unary32(f.name, units32, expTables(4), f.in32)
	}
	units := map[byte]int{'Z': 2, 'Y': 1, 'V': 1}[b.wide]
	b.logarithms(units)
	b.unary("dst ← f(a): see log1p64.", "log1p", 8, 1, []string{"logInverse", "logHi", "logLo"}, b.log1p64)
	b.unary32("log1p", 1, []string{"logInverse", "logHi", "logLo32"}, b.log1p32)
}

const registers = "\tDI SI BX  rows of dst, a and b, or θ and g   R8 R9  numbers of the row, m and s, or moments\n" +
	"\tCX rows left   DX place in the row   R10 end of its whole units, of a vector each   AX elements after it"
