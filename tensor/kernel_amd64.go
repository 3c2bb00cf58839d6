//go:build !purego

package tensor

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

// available returns the kernels that this machine can run, the fastest first.
func available() []isa {
	fast := []isa{}
	if cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512VL && cpu.X86.HasBMI2 {
		fast = append(fast, avx512)
	}
	if cpu.X86.HasAVX2 && cpu.X86.HasFMA && cpu.X86.HasBMI2 {
		fast = append(fast, avx2)
	}
	return append(fast, portable)
}

//go:noescape
func blockAVX512float64(w *block)

//go:noescape
func blockAVX512float32(w *block)

//go:noescape
func copyAVX512(dst unsafe.Pointer, step, vec int, src unsafe.Pointer, ld, k, vectors, tail int)

//go:noescape
func transposeAVX512float64(dst unsafe.Pointer, ldd int, src unsafe.Pointer, lds, rows, k, mask int)

//go:noescape
func transposeAVX512float32(dst unsafe.Pointer, ldd int, src unsafe.Pointer, lds, rows, k, mask int)
