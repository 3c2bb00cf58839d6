//go:build cgo && !windows

package openblas

// #cgo CFLAGS: -O2
// #cgo LDFLAGS: -ldl
// #cgo noescape product64
// #cgo nocallback product64
// #cgo noescape product32
// #cgo nocallback product32
// #include <stdlib.h>
// #include "openblas.h"
import "C"

import (
	"errors"
	"strings"
	"unsafe"
)

// Load opens the library, a path or a name that the system's loader knows. OpenBLAS chooses its
// kernels by the CPU then, or by the core type that the environment's OPENBLAS_CORETYPE names. The error is [ErrNotThere] if its file is missing.
func Load(library string) error {
	path := C.CString(library)
	defer C.free(unsafe.Pointer(path))
	if message := C.load(path); message != nil {
		return failure(library, C.GoString(message))
	}
	return nil
}

// failure returns the error that the loader's message is. That of the library itself
// not being there is [ErrNotThere].
func failure(library, message string) error {
	if strings.HasPrefix(message, library+": cannot open shared object file: No such file") {
		return ErrNotThere
	}
	return errors.New(message)
}

// CoreType returns the name of the core whose kernels are in use.
func CoreType() string { return C.GoString(C.core_name()) }

// Version returns the library's version, such as 0.3.34.
func Version() string {
	words := strings.Fields(C.GoString(C.config()))
	return words[min(1, len(words)-1)]
}

// SetThreads sets the number of threads that a product may use.
func SetThreads(n int) { C.set_threads(C.int(n)) }

// what returns the flags of the product for the C side.
func (p Product) what() (sum C.int) {
	if p.TransposedA {
		sum |= C.TRANSPOSED_A
	}
	if p.TransposedB {
		sum |= C.TRANSPOSED_B
	}
	if p.Gemv {
		sum |= C.BY_GEMV
	}
	return sum
}

// Product64 sets c ← op(a)·op(b), count times.
func Product64(p Product, c, a, b []float64, count int) {
	C.product64(p.what(), C.int(p.M), C.int(p.N), C.int(p.K), double(a), double(b), double(c), C.int64_t(count))
}

// Product32 is [Product64] in float32.
func Product32(p Product, c, a, b []float32, count int) {
	C.product32(p.what(), C.int(p.M), C.int(p.N), C.int(p.K), float(a), float(b), float(c), C.int64_t(count))
}

func double(x []float64) *C.double { return (*C.double)(unsafe.Pointer(unsafe.SliceData(x))) }

func float(x []float32) *C.float { return (*C.float)(unsafe.Pointer(unsafe.SliceData(x))) }
