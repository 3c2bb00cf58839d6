//go:build !linux

package turns

// Pin does nothing: this system has no call for it that is simple.
func Pin() (apart, release func(), err error) { return func() {}, func() {}, nil }
