package tensor_test

import (
	"fmt"
	"math"
	"os"
	"testing"
	"unsafe"

	"chainrule/tensor"
)

// both runs a test in either element type.
func both(t *testing.T, in64, in32 func(*testing.T)) {
	t.Helper()
	t.Run("float64", in64)
	t.Run("float32", in32)
}

// eachKernel runs a test with every implementation of the product that the machine
// has, or with the one that TENSOR_KERNEL names.
func eachKernel(t *testing.T, test func(*testing.T)) {
	t.Helper()
	names := tensor.Kernels()
	if os.Getenv("TENSOR_KERNEL") != "" {
		names = []string{tensor.Kernel()}
	}
	for _, name := range names {
		t.Run("kernel="+name, func(t *testing.T) {
			useKernel(t, name)
			test(t)
		})
	}
}

// useKernel chooses an implementation until the test ends.
func useKernel(t testing.TB, name string) {
	t.Helper()
	restore, err := tensor.SetKernel(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(restore)
}

// sweep returns the extent of a sweep: short with -short, part in go test, and with
// CHAINRULE_FULL=1 in the environment whole.
func sweep[T any](short, part, whole T) T {
	switch {
	case testing.Short():
		return short
	case os.Getenv("CHAINRULE_FULL") == "":
		return part
	}
	return whole
}

// eachKernelInBoth is eachKernel in either element type.
func eachKernelInBoth(t *testing.T, in64, in32 func(*testing.T)) {
	t.Helper()
	eachKernel(t, func(t *testing.T) { both(t, in64, in32) })
}

// precision returns the number of bits of the significand of F.
func precision[F tensor.Float]() int {
	if unsafe.Sizeof(F(0)) == 8 {
		return 53
	}
	return 24
}

// unit returns the unit roundoff of F.
func unit[F tensor.Float]() float64 { return math.Ldexp(1, -precision[F]()) }

// bitsOf returns the representation of x.
func bitsOf[F tensor.Float](x F) uint64 {
	if unsafe.Sizeof(x) == 8 {
		return *(*uint64)(unsafe.Pointer(&x))
	}
	return uint64(*(*uint32)(unsafe.Pointer(&x)))
}

// sameBits reports whether x and y are one value: the same bits, the sign of zero
// included, except that all NaNs count as one.
func sameBits[F tensor.Float](x, y F) bool {
	if x != x || y != y {
		return x != x && y != y
	}
	return bitsOf(x) == bitsOf(y)
}

// difference describes the first place where two slices differ in the
// sense of sameBits; it is empty if they agree everywhere.
func difference[F tensor.Float](got, want []F) string {
	if len(got) != len(want) {
		return fmt.Sprintf("length %d, want %d", len(got), len(want))
	}
	for i := range got {
		if !sameBits(got[i], want[i]) {
			return fmt.Sprintf("element %d is %x (%v), want %x (%v)", i, got[i], got[i], want[i], want[i])
		}
	}
	return ""
}

// matrixDifference describes the first place where two matrices are not one value.
func matrixDifference[F tensor.Float](got, want tensor.Matrix[F]) string {
	if got.Shape() != want.Shape() {
		return fmt.Sprintf("shape %v, want %v", got.Shape(), want.Shape())
	}
	for i := range got.Rows() {
		if d := difference(got.Row(i), want.Row(i)); d != "" {
			return fmt.Sprintf("row %d: %s", i, d)
		}
	}
	return ""
}

// requireSame fails the test unless got and want are one value.
func requireSame[F tensor.Float](t *testing.T, want, got tensor.Matrix[F], what ...any) {
	t.Helper()
	if d := matrixDifference(got, want); d != "" {
		t.Fatalf("%s %s", fmt.Sprint(what...), d)
	}
}

// requireSameSlice fails the test unless got and want are one value.
func requireSameSlice[F tensor.Float](t *testing.T, want, got []F, what ...any) {
	t.Helper()
	if d := difference(got, want); d != "" {
		t.Fatalf("%s %s", fmt.Sprint(what...), d)
	}
}

// A framed matrix is a view into a larger one whose other elements are guard
// words: NaNs with a payload of their own. To read one spoils the result, to write
// one is found out by touched.
type framed[F tensor.Float] struct {
	tensor.Matrix[F]
	whole []F
	first int // place of element (0,0) in whole
}

// frame returns a rows×cols matrix of zeros with so many guard words before each
// row, and as many after the last; before the first and after the last there are
// two more.
func frame[F tensor.Float](rows, cols, margin int) framed[F] {
	stride, first := cols+margin, margin+2
	whole := make([]F, first+rows*stride+2)
	for i := range whole {
		whole[i] = guard[F]()
	}
	M := tensor.FromStrided(rows, cols, stride, whole[first:])
	for i := range rows {
		clear(M.Row(i))
	}
	return framed[F]{M, whole, first}
}

// guard returns a NaN that arithmetic does not produce.
func guard[F tensor.Float]() F {
	if unsafe.Sizeof(F(0)) == 8 {
		x := math.Float64frombits(0x7ff8_dead_beef_0001)
		return *(*F)(unsafe.Pointer(&x))
	}
	x := math.Float32frombits(0x7fc0_dead)
	return *(*F)(unsafe.Pointer(&x))
}

// touched describes the first guard word that was written; it is empty if all are
// as they were.
func (f framed[F]) touched() string {
	for i, x := range f.whole {
		at := i - f.first
		inside := at >= 0 && f.Cols() > 0 && at/f.Stride() < f.Rows() && at%f.Stride() < f.Cols()
		if !inside && bitsOf(x) != bitsOf(guard[F]()) {
			return fmt.Sprintf("guard word %d of a %v matrix was overwritten by %v", at, f.Shape(), x)
		}
	}
	return ""
}

// requireUntouched fails the test if a guard word was written.
func requireUntouched[F tensor.Float](t *testing.T, what string, matrices ...framed[F]) {
	t.Helper()
	for _, f := range matrices {
		if d := f.touched(); d != "" {
			t.Fatalf("%s: %s", what, d)
		}
	}
}

// clone returns a copy of A that shares nothing with it.
func clone[F tensor.Float](A tensor.Matrix[F]) tensor.Matrix[F] {
	C := tensor.New[F](A.Rows(), A.Cols())
	for i := range A.Rows() {
		copy(C.Row(i), A.Row(i))
	}
	return C
}

// recovered returns the value of f's panic, or nil if f returns.
func recovered(f func()) (value any) {
	defer func() { value = recover() }()
	f()
	return nil
}

// message returns the text of the error that f panics with; it is empty if f does
// not panic with an error.
func message(f func()) string {
	if err, ok := recovered(f).(error); ok {
		return err.Error()
	}
	return ""
}
