package classifier_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"chainrule/nn/classifier"
	"chainrule/nn/dataset"
	"chainrule/tensor"
)

// A table is read, a classifier fitted to it and saved; another program loads the file and classifies a
// row.
func Example() {
	table, err := dataset.ReadCSVFile("testdata/fruit.csv")
	if err != nil {
		log.Fatal(err)
	}
	c, err := classifier.Fit[float64](context.Background(), table, 1)
	if err != nil {
		log.Fatal(err)
	}
	name := filepath.Join(os.TempDir(), "fruit.safetensors")
	if err := c.Save(name); err != nil {
		log.Fatal(err)
	}
	defer os.Remove(name)

	c, err = classifier.Load[float64](name) // in another program
	if err != nil {
		log.Fatal(err)
	}
	X := tensor.FromRows([]float64{155, 0.95}, []float64{180, 0.7})
	labels, err := c.Predict(X)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(labels)
	// Output: [apple pear]
}

func ExampleFit() {
	table, _ := dataset.ReadCSVFile("testdata/fruit.csv")
	c, err := classifier.Fit[float64](context.Background(), table, 1)
	fmt.Println(c.Features, c.Label, c.Classes, err)
	// Output: [weight roundness] kind [apple pear] <nil>
}

func ExampleClassifier_Predict() {
	table, _ := dataset.ReadCSVFile("testdata/fruit.csv")
	c, _ := classifier.Fit[float64](context.Background(), table, 1)
	labels, err := c.Predict(tensor.FromRows([]float64{155, 0.95}))
	fmt.Println(labels, err)
	// Output: [apple] <nil>
}

func ExampleClassifier_PredictProba() {
	table, _ := dataset.ReadCSVFile("testdata/fruit.csv")
	c, _ := classifier.Fit[float64](context.Background(), table, 1)
	Y, err := c.PredictProba(tensor.FromRows([]float64{155, 0.95}, []float64{180, 0.7}))
	fmt.Printf("%.3f %.3f %v\n", Y.Row(0), Y.Row(1), err)
	// Output: [0.934 0.066] [0.085 0.915] <nil>
}

func ExampleLoad() {
	c, err := classifier.Load[float64]("testdata/fruit.safetensors")
	if err != nil {
		log.Fatal(err)
	}
	Y, _ := c.PredictProba(tensor.FromRows([]float64{165, 0.83}))
	fmt.Printf("%v %x\n", c.Classes, Y.Row(0)) // the same bits on every machine
	// Output: [apple pear] [0x1.315b60254547bp-01 0x1.9d493fb57570bp-02]
}
