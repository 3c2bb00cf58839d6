//go:build purego || !(amd64 || arm64)

package tensor

import "unsafe"

// available returns the one kernel of a build without assembly.
func available() []isa { return []isa{portable} }

// Without assembly none of the methods that make up the other kernels is ever called.

func (w *block) run(size int) { panic("tensor: no kernel in assembly") }

func (w *task) panel(size int) { panic("tensor: no kernel in assembly") }

func (w *task) row(size int) { panic("tensor: no kernel in assembly") }

func (w *task) rowInCache(size int) { panic("tensor: no kernel in assembly") }

func (w *skinny) run(size int) { panic("tensor: no kernel in assembly") }

func copyRows(dst unsafe.Pointer, step, vec int, src unsafe.Pointer, ld, k, vectors, tail int) {
	panic("tensor: no kernel in assembly")
}

func transpose(dst unsafe.Pointer, ldd int, src unsafe.Pointer, lds, rows, k, mask, size int) {
	panic("tensor: no kernel in assembly")
}
