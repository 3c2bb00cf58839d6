package nn_test

import (
	"context"
	"fmt"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

// The exclusive or, which no linear classifier learns.
func ExampleTrain() {
	X := tensor.FromRows([]float64{0, 0}, []float64{0, 1}, []float64{1, 0}, []float64{1, 1})
	T := tensor.FromRows([]float64{1, 0}, []float64{0, 1}, []float64{0, 1}, []float64{1, 0}) // one-hot

	net := nn.NewMLP[float64]([]int{2, 8, 2}, nn.Tanh)
	net.Initialize(dataset.NewRandom(7).Normal)
	rule, err := adam.For(net.Parameters().Theta, adam.Default(0.01))
	if err != nil {
		fmt.Println(err)
		return
	}
	s := net.Workspace(4)
	for step, err := range nn.Train(context.Background(), net, rule, X, T, nn.Options{Epochs: 300, Batch: 4}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if step.Number%100 == 0 {
			net.Forward(s, X)
			fmt.Printf("loss %.2f after %d steps\n", net.Loss(s, T), step.Number)
		}
	}
	fmt.Printf("%.2f\n", s.Y)
	// Output:
	// loss 0.38 after 100 steps
	// loss 0.03 after 200 steps
	// loss 0.01 after 300 steps
	// ⎡1.00 0.00⎤
	// ⎢0.00 1.00⎥
	// ⎢0.00 1.00⎥
	// ⎣1.00 0.00⎦
}

// The gradient of the loss by hand: forward, then backward on the same workspace.
func ExampleMLP_Backward() {
	net := nn.NewMLP[float64]([]int{2, 2, 3}, nn.ReLU)
	copy(net.Parameters().Theta, []float64{
		0.5, -1, -1, 1, // W
		0, 1, // b
		0.1, -0.2, 0.5, 0.3, 0.4, -0.6, // V
		0, 0, 0.1, // c
	})
	X := tensor.FromRows([]float64{2, -1})
	T := tensor.FromRows([]float64{1, 0, 0})

	s, g := net.Workspace(1), net.Gradient()
	net.Forward(s, X)
	net.Backward(g, s, X, T)
	fmt.Printf("Y  = %.3f\nloss %.3f\n", s.Y, net.Loss(s, T))
	for _, block := range g.Blocks() {
		fmt.Printf("d%s =\n%6.3f\n", block.Name, block.Matrix)
	}
	// Output:
	// Y  = [0.249 0.137 0.614]
	// loss 1.388
	// dW =
	// ⎡ 0.409  0.000⎤
	// ⎣-0.204  0.000⎦
	// db =
	// [ 0.204  0.000]
	// dV =
	// ⎡-1.501  0.274  1.227⎤
	// ⎣ 0.000  0.000  0.000⎦
	// dc =
	// [-0.751  0.137  0.614]
}

// Two hidden layers of one unit each: W1 b1 and W2 b2, and the output W3 b3. The gradient goes from the
// output down, and each step is easy to follow by hand.
func ExampleMLP_Backward_depth() {
	net := nn.NewMLP[float64]([]int{1, 1, 1, 2}, nn.ReLU)
	copy(net.Parameters().Theta, []float64{2, 0, 3, 0, 1, -1, -6, 6})
	X := tensor.FromRows([]float64{1})
	T := tensor.FromRows([]float64{0, 1})

	s, g := net.Workspace(1), net.Gradient()
	net.Forward(s, X)
	net.Backward(g, s, X, T)
	fmt.Printf("Z1 = %v, Z2 = %v, A = %v, Y = %v\n", s.Hidden[0].Z, s.Hidden[1].Z, s.A, s.Y)
	for _, block := range g.Blocks() {
		fmt.Printf("d%s = %v\n", block.Name, block.Matrix)
	}
	// Output:
	// Z1 = [2], Z2 = [6], A = [0 0], Y = [0.5 0.5]
	// dW1 = [3]
	// db1 = [3]
	// dW2 = [2]
	// db2 = [1]
	// dW3 = [3 -3]
	// db3 = [0.5 -0.5]
}
