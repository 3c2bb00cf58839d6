package nn_test

import (
	"bytes"
	"context"
	"fmt"
	"log"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/nn/dataset"
)

// Training is broken off, and goes on from the saved weights: in another program, or in
// NumPy, where np.load reads the file. What is not saved are the optimizer's averages; a new
// one begins as at the first step.
func ExampleReadNPZ() {
	table, err := dataset.Paper().Table()
	if err != nil {
		log.Fatal(err)
	}
	problem, err := dataset.NewProblem(table, 0.2, 7)
	if err != nil {
		log.Fatal(err)
	}
	train := func(net *nn.MLP[float64], epochs int) {
		rule, err := adam.For(net.Parameters().Theta, adam.Default(1e-3))
		if err != nil {
			log.Fatal(err)
		}
		for _, err := range nn.Train(context.Background(), net, rule, problem.X, problem.T, nn.Options{Epochs: epochs, Batch: 50}) {
			if err != nil {
				log.Fatal(err)
			}
		}
		s := net.Workspace(problem.TestX.Rows())
		net.Forward(s, problem.TestX)
		fmt.Printf("cost on the test rows after %d more epochs: %.6f\n", epochs, net.Loss(s, problem.TestT))
	}

	net := nn.NewMLP[float64]([]int{problem.X.Cols(), 50, len(problem.Classes)}, nn.ReLU)
	net.Initialize(dataset.NewRandom(7).Normal)
	train(net, 20)

	var file bytes.Buffer // an os.File in a program of one's own
	if err := nn.WriteNPZ(&file, net); err != nil {
		log.Fatal(err)
	}
	saved, err := nn.ReadNPZ(bytes.NewReader(file.Bytes()), int64(file.Len()), nn.ReLU)
	if err != nil {
		log.Fatal(err)
	}
	train(saved, 20)
	// Output:
	// cost on the test rows after 20 more epochs: 58.891736
	// cost on the test rows after 20 more epochs: 46.415767
}
