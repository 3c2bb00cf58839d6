//go:build !linux

package main

// pin does nothing: this system has no call for it that is simple.
func pin() (release func(), err error) { return func() {}, nil }
