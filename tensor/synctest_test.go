package tensor_test

import (
	"testing"
	"testing/synctest"

	"chainrule/tensor"
)

// In a bubble the clock stands still while a goroutine runs. A shared product ends there
// all the same, and its leftovers serve outside.
func TestSharedProductInABubble(t *testing.T) {
	useProcs(t, 4, 10_000)
	A, C := tensor.New[float64](64, 64), tensor.New[float64](64, 64)
	for range 3 {
		synctest.Test(t, func(*testing.T) { tensor.Product(C, A, A) })
		tensor.Product(C, A, A)
	}
}
