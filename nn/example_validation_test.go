package nn_test

import (
	"context"
	"fmt"
	"log"

	"chainrule/adam"
	"chainrule/nn"
	"chainrule/nn/dataset"
)

// Training that stops early: a fifth of the training rows is held back, each class in proportion; ten epochs
// without a lower cost on them end the training, and the best parameters are restored. The rate is
// warmed up over the first 20 steps and falls to a tenth by the last.
func ExampleValidation() {
	table, err := dataset.Paper().Table()
	if err != nil {
		log.Fatal(err)
	}
	problem, err := dataset.NewProblem(table, 0.2, 7)
	if err != nil {
		log.Fatal(err)
	}
	rest, held, err := dataset.StratifiedSplit(problem.Labels, 0.2, 7)
	if err != nil {
		log.Fatal(err)
	}
	net := nn.NewMLP[float64]([]int{5, 50, 3}, nn.ReLU)
	net.Initialize(dataset.NewRandom(7).Normal)
	rule, err := adam.For(net.Parameters().Theta, adam.Default(1e-2))
	if err != nil {
		log.Fatal(err)
	}
	validation := nn.NewValidation(net, dataset.Gather(problem.X, held), dataset.Gather(problem.T, held), 10)
	o := nn.Options{Epochs: 100, Batch: 32, Rate: nn.Cosine(1e-2, 1e-3, 1000).WarmUp(20)}
	for step, err := range nn.Train(context.Background(), net, rule, dataset.Gather(problem.X, rest), dataset.Gather(problem.T, rest), o) {
		if err != nil {
			log.Fatal(err)
		}
		if step.LastOfEpoch && validation.Measure() {
			fmt.Println("stopped after", step.Epoch+1, "epochs")
			break
		}
	}
	validation.Restore()
	fmt.Printf("best after epoch %d, with a mean cost of %.3f\n", validation.Best+1, validation.Curve[validation.Best])
	// Output:
	// stopped after 28 epochs
	// best after epoch 18, with a mean cost of 0.458
}
