//go:build !purego && amd64

package tensor

import "unsafe"

func multiply(w *block, size int) {
	if size == 8 {
		blockAVX512float64(w)
	} else {
		blockAVX512float32(w)
	}
}

func copyRows(dst unsafe.Pointer, step, vec int, src unsafe.Pointer, ld, k, vectors, tail int) {
	copyAVX512(dst, step, vec, src, ld, k, vectors, tail)
}

func transpose(dst unsafe.Pointer, ldd int, src unsafe.Pointer, lds, rows, k, mask, size int) {
	if size == 8 {
		transposeAVX512float64(dst, ldd, src, lds, rows, k, mask)
	} else {
		transposeAVX512float32(dst, ldd, src, lds, rows, k, mask)
	}
}
