package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// What chapter 0 says of this program.
func Example() {
	main()
	// Output:
	// epochs    0: loss 13.183, 8 of 12 wrong; of the test rows  5.493, 3 of 5 wrong
	// epochs    1: loss 12.558, 8 of 12 wrong; of the test rows  5.408, 4 of 5 wrong
	// epochs   10: loss  9.501, 0 of 12 wrong; of the test rows  4.169, 1 of 5 wrong
	// epochs  100: loss  4.539, 0 of 12 wrong; of the test rows  2.340, 1 of 5 wrong
	// epochs 1000: loss  1.050, 0 of 12 wrong; of the test rows  1.452, 1 of 5 wrong
}

// The function learn goes down the slopes of the loss: differences agree.
func TestSlopesAreThoseOfTheLoss(t *testing.T) {
	const h = 1e-6
	loss := func(W [3][3]float64) float64 {
		loss, _ := judge(W, training)
		return loss
	}
	first := learn(1, 1) // from 0, one step of rate 1: minus the slopes there
	for i := range first {
		for k := range first[i] {
			var above, below [3][3]float64
			above[i][k], below[i][k] = h, -h
			require.InDelta(t, -(loss(above)-loss(below))/(2*h), first[i][k], 1e-8)
		}
	}
	once, _ := judge(learn(1, 0.5), training)
	tenTimes, _ := judge(learn(10, 0.5), training)
	require.Greater(t, tenTimes, once, "too long a step climbs")
}
