package adam_test

import (
	"fmt"
	"log"
	"math"

	"chainrule/adam"
)

// A long valley, f(x, y) = x²/2 + 25y²/2, from (−9, 2). Whatever the slope, the first step of
// Adam is η in each direction. What follows is for a program of one's own: any function whose
// gradient it can compute.
func ExampleAdam() {
	θ := []float64{-9, 2}
	rule, err := adam.For(θ, adam.Default(0.3))
	if err != nil {
		log.Fatal(err)
	}
	for t := 0; t <= 200; t++ {
		if t <= 1 || t == 20 {
			fmt.Printf("after %3d steps: x = %7.4f, y = %7.4f\n", t, θ[0], θ[1])
		}
		g := []float64{θ[0], 25 * θ[1]}
		rule.Update(θ, g)
	}
	fmt.Println("within 0.01 of the minimum after 200:", math.Hypot(θ[0], θ[1]) < 0.01)
	// Output:
	// after   0 steps: x = -9.0000, y =  2.0000
	// after   1 steps: x = -8.7000, y =  1.7000
	// after  20 steps: x = -3.3581, y = -0.2789
	// within 0.01 of the minimum after 200: true
}
