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
	"fmt"
	"os"
	"strings"
	"time"
	"unsafe"

	"chainrule/bench/peers/internal/turns"
)

// Load opens the library, a path or a name that the system's loader knows, and lets
// it choose the kernels of a core type such as SkylakeX or Haswell, or its own choice
// if that is empty. OpenBLAS reads its environment when it is opened: of its variables
// only the ones set here remain. It is an error if the library is missing
// ([turns.ErrNotThere] if its file is missing), or does not use the core type asked for.
func Load(library, coreType string, threads int) error {
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if strings.HasPrefix(name, "OPENBLAS_") || strings.HasPrefix(name, "GOTO_") || strings.HasPrefix(name, "OMP_") {
			os.Unsetenv(name)
		}
	}
	os.Setenv("OPENBLAS_NUM_THREADS", fmt.Sprint(threads))
	if coreType != "" {
		os.Setenv("OPENBLAS_CORETYPE", coreType)
	}
	path := C.CString(library)
	defer C.free(unsafe.Pointer(path))
	if message := C.load(path); message != nil {
		return failure(library, C.GoString(message))
	}
	return turns.CheckCoreType(coreType, CoreType())
}

// failure returns the error that the loader's message is. That of the library itself
// not being there is [turns.ErrNotThere].
func failure(library, message string) error {
	if strings.HasPrefix(message, library+": cannot open shared object file: No such file") {
		return turns.ErrNotThere
	}
	return errors.New(message)
}

// CoreType returns the name of the core whose kernels are in use.
func CoreType() string { return C.GoString(C.core_name()) }

// Config returns the library's version and build options.
func Config() string { return strings.TrimSpace(C.GoString(C.config())) }

// SetThreads sets the number of threads that a product may use. After a product on
// several, the idle ones go on spinning for a while.
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

// Product64 sets c ← op(a)·op(b) by one call through cgo.
func Product64(p Product, c, a, b []float64) {
	C.product64(p.what(), C.int(p.M), C.int(p.N), C.int(p.K), double(a), double(b), double(c))
}

// Time64 returns the time that count such calls take, in a loop in C and by C's clock.
func Time64(p Product, c, a, b []float64, count int) time.Duration {
	return time.Duration(C.time64(p.what(), C.int(p.M), C.int(p.N), C.int(p.K), double(a), double(b), double(c), C.int64_t(count)))
}

// Product32 is [Product64] in float32.
func Product32(p Product, c, a, b []float32) {
	C.product32(p.what(), C.int(p.M), C.int(p.N), C.int(p.K), float(a), float(b), float(c))
}

// Time32 is [Time64] in float32.
func Time32(p Product, c, a, b []float32, count int) time.Duration {
	return time.Duration(C.time32(p.what(), C.int(p.M), C.int(p.N), C.int(p.K), float(a), float(b), float(c), C.int64_t(count)))
}

func double(x []float64) *C.double { return (*C.double)(unsafe.Pointer(unsafe.SliceData(x))) }

func float(x []float32) *C.float { return (*C.float)(unsafe.Pointer(unsafe.SliceData(x))) }
