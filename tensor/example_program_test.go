package tensor_test

import (
	"fmt"

	"chainrule/tensor"
)

// Least squares for a line through four points, by products alone: the normal equations
// XᵀX w = Xᵀy, which for two unknowns are solved by hand. The products are exact here, since
// all numbers are small integers.
func ExampleProductTN() {
	X := tensor.FromRows([]float64{1, 0}, []float64{1, 1}, []float64{1, 2}, []float64{1, 3}) // 1, x
	y := tensor.FromRows([]float64{1}, []float64{3}, []float64{4}, []float64{8})

	G, h := tensor.New[float64](2, 2), tensor.New[float64](2, 1)
	tensor.ProductTN(G, X, X)
	tensor.ProductTN(h, X, y)
	fmt.Printf("XᵀX =\n%g\n", G)

	determinant := G.At(0, 0)*G.At(1, 1) - G.At(0, 1)*G.At(1, 0)
	intercept := (G.At(1, 1)*h.At(0, 0) - G.At(0, 1)*h.At(1, 0)) / determinant
	slope := (G.At(0, 0)*h.At(1, 0) - G.At(1, 0)*h.At(0, 0)) / determinant
	fmt.Printf("y = %g + %g·x\n", intercept, slope)

	w, fitted := tensor.FromRows([]float64{intercept}, []float64{slope}), tensor.New[float64](4, 1)
	tensor.Product(fitted, X, w)
	tensor.Sub(fitted, fitted, y)
	fmt.Printf("residuals\n%.1f\n", fitted)
	// Output:
	// XᵀX =
	// ⎡4  6⎤
	// ⎣6 14⎦
	// y = 0.7 + 2.2·x
	// residuals
	// ⎡-0.3⎤
	// ⎢-0.1⎥
	// ⎢ 1.1⎥
	// ⎣-0.7⎦
}
