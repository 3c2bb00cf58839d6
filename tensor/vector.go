package tensor

import "unsafe"

// The definitions of the elementary functions, by the numbers of their kernels.
var (
	elementary64 = [...]func(float64) float64{
		exp64, log64, tanh64, sigmoid64, tanhDerivative64, sigmoidDerivative64, relu[float64], reluDerivative[float64],
		log1p64,
	}
	elementary32 = [...]func(float32) float32{
		exp32, log32, tanh32, sigmoid32, tanhDerivative32, sigmoidDerivative32, relu[float32], reluDerivative[float32],
		log1p32,
	}
)

// vectorised reports whether the kernel in use has vectors for operations along rows.
func vectorised() bool { return kernel == avx2 || kernel == avx512 }

// vectorisedElements reports whether it has vectors for operations that act on each element.
func vectorisedElements() bool { return kernel != portable }

// chunk is the largest number of elements in one call of a kernel: a call can't be
// preempted, and none should take longer than some 20 µs.
const chunk = 8192

// narrowRow is the bytes of a row that all fit in registers.
const narrowRow = 512

// each sets C ← f(A), elementwise.
func each[F Float](op string, f rowKernel, C, A Matrix[F]) {
	check1(op, C, A)
	if len(C.data) == 0 {
		return
	}
	rows, n := lines(C, A)
	if !vectorisedElements() {
		for i := range rows {
			define(f, C.data[i*C.stride:][:n], A.data[i*A.stride:][:n])
		}
		return
	}
	size := int(unsafe.Sizeof(C.data[0]))
	w := rowTask{dst: first(C), a: first(A), rows: rows, cols: n, ldd: rowBytes(C), lda: rowBytes(A)}
	if f == reluKernel && vectorised() && rows > 1 && n*size <= narrowRow {
		w.doColumns(narrowReLUKernel, size)
		return
	}
	w.doChunked(f, size)
}

// lines returns the number of runs of contiguous elements that C and A, of one shape,
// have in common (1 if both are contiguous, else the number of rows) and their length.
func lines[F Float](C, A Matrix[F]) (rows, n int) {
	switch {
	case C.rows == 0 || C.cols == 0:
		return 0, 0
	case C.rows == 1 || C.stride == C.cols && A.stride == A.cols:
		return 1, C.rows * C.cols
	}
	return C.rows, C.cols
}

// apply sets c ← f(a), elementwise, for slices of one length.
func apply[F Float](f rowKernel, c, a []F) {
	if !vectorisedElements() {
		define(f, c, a)
		return
	}
	if len(c) > 0 {
		w := rowTask{dst: address(c), a: address(a), rows: 1, cols: len(c)}
		w.doChunked(f, int(unsafe.Sizeof(c[0])))
	}
}

// define is apply by the definition of f.
func define[F Float](f rowKernel, c, a []F) {
	if unsafe.Sizeof(*new(F)) == 8 {
		one, c, a := elementary64[f], as[float64](c), as[float64](a)
		for j := range c {
			c[j] = one(a[j])
		}
		return
	}
	one, c32, a32 := elementary32[f], as[float32](c), as[float32](a)
	for j := range c32 {
		c32[j] = one(a32[j])
	}
}

// combine sets c ← f(a, b), elementwise, for slices of one length; a function with a
// number has that in b.
func combine[F Float](f rowKernel, c, a, b []F) {
	if !vectorisedElements() {
		binaryGeneric(f, c, a, b)
		return
	}
	if len(c) > 0 {
		w := rowTask{dst: address(c), a: address(a), b: address(b), rows: 1, cols: len(c)}
		w.doChunked(f, int(unsafe.Sizeof(c[0])))
	}
}

// combineRows is combine for rows of n elements of C and A; b has rows too, ldb elements apart.
func combineRows[F Float](f rowKernel, rows, n int, C, A Matrix[F], b []F, ldb int) {
	if rows == 0 || n == 0 {
		return
	}
	if !vectorisedElements() {
		for i := range rows {
			binaryGeneric(f, C.data[i*C.stride:][:n], A.data[i*A.stride:][:n], b[i*ldb:])
		}
		return
	}
	size := int(unsafe.Sizeof(b[0]))
	w := rowTask{dst: first(C), a: first(A), b: address(b), rows: rows, cols: n, ldd: rowBytes(C), lda: rowBytes(A), ldb: ldb * size}
	w.doChunked(f, size)
}

// binaryGeneric is combine by the definition of f.
func binaryGeneric[F Float](f rowKernel, c, a, b []F) {
	a = a[:len(c)]
	switch f {
	case addKernel:
		for j, x := range a {
			c[j] = x + b[j]
		}
	case subKernel:
		for j, x := range a {
			c[j] = x - b[j]
		}
	case mulKernel:
		for j, x := range a {
			c[j] = F(x * b[j])
		}
	case scaleKernel:
		for j, x := range a {
			c[j] = F(b[0] * x)
		}
	default:
		for j, x := range a {
			c[j] = fma(b[0], x, c[j])
		}
	}
}
