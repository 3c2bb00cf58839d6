package tensor_test

import (
	"fmt"

	"chainrule/tensor"
)

func ExampleProduct() {
	A := tensor.FromRows([]float64{1, 2}, []float64{3, 4})
	B := tensor.FromRows([]float64{5, 6, 7}, []float64{8, 9, 10})
	C := tensor.New[float64](2, 3)
	tensor.Product(C, A, B)
	fmt.Println(C)
	// Output:
	// ⎡21 24 27⎤
	// ⎣47 54 61⎦
}

// A bias is the start of the chain of the product.
func ExampleAddProduct() {
	X := tensor.FromRows([]float64{1, 2}, []float64{3, 4})
	W := tensor.FromRows([]float64{1, 0, 1}, []float64{0, 1, 1})
	α := tensor.New[float64](2, 3)
	tensor.SetRows(α, []float64{10, 20, 30})
	tensor.AddProduct(α, X, W)
	fmt.Println(α)
	// Output:
	// ⎡11 22 33⎤
	// ⎣13 24 37⎦
}

func ExampleSoftmax() {
	A := tensor.FromRows([]float64{1, 2, 3}, []float64{-20000, -20000, -20001})
	Y := tensor.New[float64](2, 3)
	tensor.Softmax(Y, A)
	fmt.Printf("%.4f\n", Y)
	// Output:
	// ⎡0.0900 0.2447 0.6652⎤
	// ⎣0.4223 0.4223 0.1554⎦
}

// Verb, width and precision apply to each element; large matrices are elided.
func ExampleMatrix_Format() {
	A := tensor.New[float64](400, 5)
	for i := range A.Rows() {
		for j := range A.Cols() {
			A.Set(i, j, float64(i)+float64(j)/10)
		}
	}
	fmt.Printf("%.1f\n", A)
	fmt.Printf("%v\n", A.Slice(0, 2, 0, 3))
	fmt.Printf("%#v\n", A.Slice(0, 2, 1, 3))
	// Output:
	// 400×5
	// ⎡  0.0   0.1   0.2   0.3   0.4⎤
	// ⎢  1.0   1.1   1.2   1.3   1.4⎥
	// ⎢  2.0   2.1   2.2   2.3   2.4⎥
	// ⎢  3.0   3.1   3.2   3.3   3.4⎥
	// ⎢    ⋮     ⋮     ⋮     ⋮     ⋮⎥
	// ⎢396.0 396.1 396.2 396.3 396.4⎥
	// ⎢397.0 397.1 397.2 397.3 397.4⎥
	// ⎢398.0 398.1 398.2 398.3 398.4⎥
	// ⎣399.0 399.1 399.2 399.3 399.4⎦
	// ⎡0 0.1 0.2⎤
	// ⎣1 1.1 1.2⎦
	// tensor.FromRows([]float64{0.1, 0.2}, []float64{1.1, 1.2})
}
