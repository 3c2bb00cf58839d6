package dataset_test

import (
	"fmt"
	"log"
	"strings"

	"chainrule/nn/dataset"
)

// The data of the paper's experiment: Codes 6, 7 and 8.
func Example() {
	X, y, err := dataset.Paper().Generate()
	if err != nil {
		log.Fatal(err)
	}
	train, test, err := dataset.Split(X.Rows(), 0.2, 7)
	if err != nil {
		log.Fatal(err)
	}
	Xtrain := dataset.Gather(X, train)
	fmt.Println(Xtrain.Shape(), len(test), "for testing, first of them row", test[0])
	fmt.Println(Xtrain.Row(0), "is of class", y[train[0]])
	// Output:
	// 400×5 100 for testing, first of them row 308
	// [-3.2932374026944644 -2.4770295468732932 2.284899571970144 1.9390476127953784 -0.8366723482377485] is of class 0
}

// A table of one's own. The encoder is fitted to the training labels and then
// recognises the test labels.
func ExampleReadCSV() {
	const text = `length,width,species
5.1,3.5,setosa
6.7,3.1,virginica
5.9,3.0,virginica
`
	table, err := dataset.ReadCSV(strings.NewReader(text), "iris.csv")
	if err != nil {
		log.Fatal(err)
	}
	encoder, err := dataset.FitLabels(table.Labels)
	if err != nil {
		log.Fatal(err)
	}
	y, err := encoder.Indices(table.Labels)
	if err != nil {
		log.Fatal(err)
	}
	T := encoder.OneHot(y)
	fmt.Println(encoder.Classes(), y)
	fmt.Println(T.Row(0), T.Row(1), T.Row(2))

	_, err = dataset.ReadCSV(strings.NewReader("length,species\n5.1,setosa\n5.l,setosa\n"), "iris.csv")
	fmt.Println(err)
	// Output:
	// [setosa virginica] [0 1 1]
	// [1 0] [0 1] [0 1]
	// iris.csv:3:1: "5.l" is not a number
}
