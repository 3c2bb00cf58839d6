//go:build !cgo || windows

package openblas

import "time"

// Load returns [ErrNoCgo]: without cgo nothing can be loaded, and nothing else of this
// package may be called.
func Load(library, coreType string, threads int) error { return ErrNoCgo }

// never panics: without cgo there's nothing to call.
func never() { panic("openblas: " + ErrNoCgo.Error()) }

// CoreType panics.
func CoreType() string { never(); return "" }

// Config panics.
func Config() string { never(); return "" }

// SetThreads panics.
func SetThreads(int) { never() }

// Product64 panics.
func Product64(p Product, c, a, b []float64) { never() }

// Time64 panics.
func Time64(p Product, c, a, b []float64, count int) time.Duration { never(); return 0 }

// Product32 panics.
func Product32(p Product, c, a, b []float32) { never() }

// Time32 panics.
func Time32(p Product, c, a, b []float32, count int) time.Duration { never(); return 0 }
