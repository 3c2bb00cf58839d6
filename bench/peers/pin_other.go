//go:build !linux

package main

// pin does nothing: this system has no call for it that is simple.
func pin() (apart, release func(), err error) { return func() {}, func() {}, nil }
