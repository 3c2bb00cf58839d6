//go:build purego || !amd64

package tensor

import "unsafe"

// Without assembly no kernel has vectors, so none of these methods is ever called: see vectorised.

func (w *rowTask) run(k rowKernel, size int) { panic("tensor: no kernel in assembly") }

func (w *updateTask) run(k updateRule, size int) { panic("tensor: no kernel in assembly") }

func (f binary) run(dst, a, b unsafe.Pointer, n, size int) { panic("tensor: no kernel in assembly") }

func finite(src unsafe.Pointer, n, size int) bool { panic("tensor: no kernel in assembly") }
