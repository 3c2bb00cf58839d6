package tensor

import (
	"fmt"
	"os"
	"strings"
)

// isa is an instruction set that a kernel is written in.
type isa uint8

const (
	portable isa = iota // Go: the definition
	avx2                // amd64 with AVX2 and FMA
	avx512              // amd64 with AVX-512 F, BW, DQ and VL
	neon                // arm64
)

var isaNames = [...]string{portable: "portable", avx2: "avx2", avx512: "avx512", neon: "neon"}

func (k isa) String() string { return isaNames[k] }

// kernel is the implementation in use. It is set when the program starts and by
// SetKernel, and read by every operation.
var kernel = fromEnvironment(os.Getenv("TENSOR_KERNEL"))

// fromEnvironment returns the kernel of that name, or the fastest if it is empty. A
// name that can't be had ends the program: whoever set the variable wants no other.
func fromEnvironment(name string) isa {
	if name == "" {
		return available()[0]
	}
	k, err := named(name)
	if err != nil {
		fmt.Fprintln(os.Stderr, "tensor: TENSOR_KERNEL: "+err.Error())
		os.Exit(2)
	}
	return k
}

// named returns the kernel of that name, if this build and this machine have it.
func named(name string) (isa, error) {
	for _, k := range available() {
		if k.String() == name {
			return k, nil
		}
	}
	return 0, fmt.Errorf("kernel %q is not available here, only %s", name, strings.Join(Kernels(), ", "))
}

// Kernels returns the names of the implementations in this build that the machine can
// run, the fastest first: any of "avx512", "avx2" and "neon", and always
// "portable". All give the same results.
func Kernels() []string {
	var names []string
	for _, k := range available() {
		names = append(names, k.String())
	}
	return names
}

// Kernel returns the name of the implementation in use: the first of [Kernels], or
// the one that the environment variable TENSOR_KERNEL names. If the machine lacks
// that one, the program ends at its start with one line on standard error and exit
// status 2.
func Kernel() string { return kernel.String() }

// SetKernel chooses an implementation by name, until restore is called. It is for
// tests and benchmarks, and not for concurrent use with any operation. If the
// name is not one of [Kernels] it changes nothing and returns an error.
func SetKernel(name string) (restore func(), err error) {
	chosen, err := named(name)
	if err != nil {
		return func() {}, fmt.Errorf("tensor: SetKernel: %w", err)
	}
	previous := kernel
	kernel = chosen
	return func() { kernel = previous }, nil
}
