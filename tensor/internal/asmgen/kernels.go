package main

// functionsFile returns the elementary functions for an instruction set.
func functionsFile(i isa) string {
	b := newBuilder(i, "functions"+i.name)
	for _, f := range []struct {
		name       string
		in64, in32 func(*tables, vec) vec
		units      int // of float64, in AVX-512
	}{
		{"exp", b.exp64, b.exp32, 4},
		{"tanh", b.tanh64, b.tanh32, 3},
		{"sigmoid", b.sigmoid64, b.sigmoid32, 3},
		{"tanhDerivative", b.tanhDerivative64, b.tanhDerivative32, 3},
		{"sigmoidDerivative", b.sigmoidDerivative64, b.sigmoidDerivative32, 3},
	} {
		units64, units32 := f.units, 2
		if i.wide == 'Y' {
			units64, units32 = 1, 1
		}
		b.unary("dst ← f(a): see "+f.name+"64.", f.name, 8, units64, expTables(8), f.in64)
		b.unaryInDouble("dst ← f(a): see "+f.name+"32: in double precision, rounded once.", f.name, units32, expTables(4), f.in32)
	}
	units := map[byte]int{'Z': 4, 'Y': 1}[i.wide]
	b.logarithms(units)
	b.unary("dst ← f(a): see log1p64.", "log1p", 8, units, []string{"logInverse", "logHi", "logLo"}, b.log1p64)
	b.unaryInDouble("dst ← f(a): see log1p32: in double precision, rounded once.", "log1p", max(1, units/2), []string{"logInverse", "logHi", "logLo32"}, b.log1p32)
	for _, size := range []int{8, 4} {
		b.unary("dst ← 0 where a < 0, else a.", "relu", size, 1, nil, func(_ *tables, x vec) vec { return b.relu(x) })
		b.unary("dst ← 1 where a > 0, 0 where a ≤ 0, else a, which is NaN.", "reluDerivative", size, 1, nil,
			func(_ *tables, x vec) vec { return b.reluDerivative(x) })
	}
	for _, size := range []int{8, 4} {
		b.binaries(size)
		b.finite(size)
	}
	return b.text("The elementary functions, each with the sequence of operations of the Go function of its name,\n" +
		"on whole vectors. In assembly since the compiler has no vectors.\n\n" +
		rowRegisters)
}

// rowsFile returns the kernels that go along rows.
func rowsFile(i isa) string {
	b := newBuilder(i, "rows"+i.name)
	b.rowKernels(8)
	b.rowKernels(4)
	b.columnKernels(8)
	b.columnKernels(4)
	return b.text("The kernels that go along the rows of matrices, each in the order of operations of the Go function\n" +
		"that its comment names.\n\n" + rowRegisters)
}

// updatesFile returns the updates of parameters.
func updatesFile(i isa) string {
	b := newBuilder(i, "updates"+i.name)
	b.updates(8)
	b.updates(4)
	return b.text("The updates of parameters, one pass over each: see update.go.\n\n" +
		"\tDI θ   SI g   R8 m   R9 v   DX numbers   AX elements left, less one vector")
}

const rowRegisters = "\tDI SI BX  rows of dst, a and b      R8 R9  numbers of the row, m and s\n" +
	"\tCX rows left   DX place in the row  R10 end of its whole units of 64 bytes   AX elements after it"
