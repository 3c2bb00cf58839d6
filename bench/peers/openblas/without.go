//go:build !cgo || windows

package openblas

// Load returns [ErrNoCgo]: without cgo nothing can be loaded, and nothing else of this
// package may be called.
func Load(string) error { return ErrNoCgo }

// never panics: without cgo there's nothing to call.
func never() { panic("openblas: " + ErrNoCgo.Error()) }

// CoreType panics.
func CoreType() string { never(); return "" }

// Version panics.
func Version() string { never(); return "" }

// SetThreads panics.
func SetThreads(int) { never() }

// Product64 panics.
func Product64(p Product, c, a, b []float64, count int) { never() }

// Product32 panics.
func Product32(p Product, c, a, b []float32, count int) { never() }
