package ceiling

import "math"

// portable is the loop in plain Go, on scalars.
var portable = implementation{isa: "portable", accumulators: 12, float64: loop[float64], float32: loop[float32]}

// loop executes n rounds of c = fma(x, y, c) on 12 accumulators. In float32 the sum
// is rounded twice, to float64 and then to float32.
func loop[F Float](n int, x, y F, c []F) {
	X, Y := float64(x), float64(y)
	c0, c1, c2, c3, c4, c5 := c[0], c[1], c[2], c[3], c[4], c[5]
	c6, c7, c8, c9, c10, c11 := c[6], c[7], c[8], c[9], c[10], c[11]
	for range n {
		c0, c1, c2 = F(math.FMA(X, Y, float64(c0))), F(math.FMA(X, Y, float64(c1))), F(math.FMA(X, Y, float64(c2)))
		c3, c4, c5 = F(math.FMA(X, Y, float64(c3))), F(math.FMA(X, Y, float64(c4))), F(math.FMA(X, Y, float64(c5)))
		c6, c7, c8 = F(math.FMA(X, Y, float64(c6))), F(math.FMA(X, Y, float64(c7))), F(math.FMA(X, Y, float64(c8)))
		c9, c10, c11 = F(math.FMA(X, Y, float64(c9))), F(math.FMA(X, Y, float64(c10))), F(math.FMA(X, Y, float64(c11)))
	}
	copy(c, []F{c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11})
}
