//go:build !purego

package tensor

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

// available returns the kernels that this machine can run, the fastest first.
func available() []isa {
	fast := []isa{}
	x := &cpu.X86
	if x.HasAVX512F && x.HasAVX512BW && x.HasAVX512DQ && x.HasAVX512VL && x.HasBMI2 {
		fast = append(fast, avx512)
	}
	if x.HasAVX2 && x.HasFMA && x.HasBMI2 {
		fast = append(fast, avx2)
	}
	return append(fast, portable)
}

// run does the work of the block.
func (w *block) run(size int) {
	switch {
	case kernel == avx512 && size == 8:
		blockAVX512float64(w)
	case kernel == avx512:
		blockAVX512float32(w)
	case size == 8:
		blockAVX2float64(w)
	default:
		blockAVX2float32(w)
	}
}

// panel does the work of a task whose B is in place and one panel wide.
func (w *task) panel(size int) {
	switch {
	case kernel == avx512 && size == 8:
		panelAVX512float64(w)
	case kernel == avx512:
		panelAVX512float32(w)
	case size == 8:
		panelAVX2float64(w)
	default:
		panelAVX2float32(w)
	}
}

// row does the work of a task of one row, whose C and rows of B are contiguous.
func (w *task) row(size int) {
	switch {
	case kernel == avx512 && size == 8:
		rowAVX512float64(w)
	case kernel == avx512:
		rowAVX512float32(w)
	case size == 8:
		rowAVX2float64(w)
	default:
		rowAVX2float32(w)
	}
}

// rowInCache does the same for a B that lies in the cache.
func (w *task) rowInCache(size int) {
	switch {
	case kernel != avx512:
		w.row(size)
	case size == 8:
		stripAVX512float64(w)
	default:
		stripAVX512float32(w)
	}
}

// run does the work of the groups.
func (w *skinny) run(size int) {
	if size == 8 {
		skinnyAVX512float64(w)
	} else {
		skinnyAVX512float32(w)
	}
}

// copyRows copies k rows of vectors: vector v of row p goes from src + p·ld + V·v to
// dst + p·step + vec·v. The last vector has tail bytes, and the rest of it becomes 0.
func copyRows(dst unsafe.Pointer, step, vec int, src unsafe.Pointer, ld, k, vectors, tail int) {
	switch kernel {
	case avx512:
		copyAVX512(dst, step, vec, src, ld, k, vectors, tail)
	default:
		copyAVX2(dst, step, vec, src, ld, k, vectors, tail)
	}
}

// transpose sets dst[p,j] ← src[j,p] for p < k and j < rows, where rows is at most the
// lanes of a vector. Of a vector of dst the lanes in mask are written; lanes from
// rows on repeat the one before.
func transpose(dst unsafe.Pointer, ldd int, src unsafe.Pointer, lds, rows, k, mask, size int) {
	switch {
	case kernel == avx512 && size == 8:
		transposeAVX512float64(dst, ldd, src, lds, rows, k, mask)
	case kernel == avx512:
		transposeAVX512float32(dst, ldd, src, lds, rows, k, mask)
	case size == 8:
		transposeAVX2float64(dst, ldd, src, lds, rows, k, mask)
	default:
		transposeAVX2float32(dst, ldd, src, lds, rows, k, mask)
	}
}

//go:noescape
func blockAVX512float64(w *block)

//go:noescape
func blockAVX512float32(w *block)

//go:noescape
func panelAVX512float64(w *task)

//go:noescape
func panelAVX512float32(w *task)

//go:noescape
func copyAVX512(dst unsafe.Pointer, step, vec int, src unsafe.Pointer, ld, k, vectors, tail int)

//go:noescape
func transposeAVX512float64(dst unsafe.Pointer, ldd int, src unsafe.Pointer, lds, rows, k, mask int)

//go:noescape
func transposeAVX512float32(dst unsafe.Pointer, ldd int, src unsafe.Pointer, lds, rows, k, mask int)

//go:noescape
func rowAVX512float64(w *task)

//go:noescape
func rowAVX512float32(w *task)

//go:noescape
func skinnyAVX512float64(w *skinny)

//go:noescape
func skinnyAVX512float32(w *skinny)

//go:noescape
func stripAVX512float64(w *task)

//go:noescape
func stripAVX512float32(w *task)

//go:noescape
func blockAVX2float64(w *block)

//go:noescape
func blockAVX2float32(w *block)

//go:noescape
func panelAVX2float64(w *task)

//go:noescape
func panelAVX2float32(w *task)

//go:noescape
func copyAVX2(dst unsafe.Pointer, step, vec int, src unsafe.Pointer, ld, k, vectors, tail int)

//go:noescape
func transposeAVX2float64(dst unsafe.Pointer, ldd int, src unsafe.Pointer, lds, rows, k, mask int)

//go:noescape
func transposeAVX2float32(dst unsafe.Pointer, ldd int, src unsafe.Pointer, lds, rows, k, mask int)

//go:noescape
func rowAVX2float64(w *task)

//go:noescape
func rowAVX2float32(w *task)
