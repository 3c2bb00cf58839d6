package nn_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/nn/dataset"
)

// Twelve apples and pears: weight in units of 100 g, roundness, kind. In a program of one's
// own this is an os.File.
const fruit = `weight,roundness,kind
1.50,0.95,apple
1.72,0.97,apple
1.61,0.92,apple
1.80,0.96,apple
1.40,0.94,apple
1.55,0.98,apple
1.70,0.70,pear
1.90,0.66,pear
1.60,0.72,pear
2.05,0.64,pear
1.75,0.69,pear
1.85,0.73,pear
`

// A table of one's own is read, split and coded; a network learns the training rows, and is
// judged by the others.
func ExampleTrain_csv() {
	table, err := dataset.ReadCSV(strings.NewReader(fruit), "fruit.csv")
	if err != nil {
		log.Fatal(err)
	}
	problem, err := dataset.NewProblem(table, 0.25, 1) // a quarter is held back, by seed 1
	if err != nil {
		log.Fatal(err)
	}
	net := nn.NewMLP[float64]([]int{problem.X.Cols(), 6, len(problem.Classes)}, nn.Tanh)
	net.Initialize(dataset.NewRandom(1).Normal)
	rule, err := adam.For(net.Parameters().Theta, adam.Default(0.02))
	if err != nil {
		log.Fatal(err)
	}
	for _, err := range nn.Train(context.Background(), net, rule, problem.X, problem.T, nn.Options{Epochs: 200, Batch: 3}) {
		if err != nil {
			log.Fatal(err)
		}
	}

	s := net.Workspace(problem.TestX.Rows())
	net.Forward(s, problem.TestX)
	predicted := make([]int, problem.TestX.Rows())
	nn.Predict(predicted, s.Y)
	for n, k := range predicted {
		fmt.Printf("%.2f is of kind %s with probability %.2f\n", problem.TestX.Row(n), problem.Classes[k], s.Y.At(n, k))
	}
	fmt.Println("error rate", nn.ErrorRate(predicted, problem.TestLabels))
	// Output:
	// [1.61 0.92] is of kind apple with probability 0.99
	// [1.80 0.96] is of kind apple with probability 0.95
	// [1.40 0.94] is of kind apple with probability 1.00
	// error rate 0
}
