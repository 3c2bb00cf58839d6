//go:build purego || !(amd64 || arm64)

package tensor

// Without assembly no kernel has vectors, so none of these methods is ever called: see vectorised.

func (w *rowTask) run(k rowKernel, size int) { panic("tensor: no kernel in assembly") }

func (w *updateTask) run(k updateRule, size int) { panic("tensor: no kernel in assembly") }
