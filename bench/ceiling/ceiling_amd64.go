//go:build !purego

package ceiling

import "golang.org/x/sys/cpu"

// implementations lists the loops that this machine can run, fastest first.
var implementations = available(
	cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VL,
	cpu.X86.HasAVX2 && cpu.X86.HasFMA)

func available(avx512, avx2 bool) (found []implementation) {
	if avx512 {
		found = append(found, implementation{"avx512", 24, 64, avx512Float64, avx512Float32})
	}
	if avx2 {
		found = append(found, implementation{"avx2", 12, 32, avx2Float64, avx2Float32})
	}
	return append(found, portable)
}

//go:noescape
func avx512Float64(n int, x, y float64, c []float64)

//go:noescape
func avx512Float32(n int, x, y float32, c []float32)

//go:noescape
func avx2Float64(n int, x, y float64, c []float64)

//go:noescape
func avx2Float32(n int, x, y float32, c []float32)
