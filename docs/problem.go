package main

import (
	"fmt"
	"os"

	"chainrule/nn/dataset"
	"chainrule/tensor"
)

// problem is what a network is trained and tested on.
type problem struct {
	name               string
	X, T               tensor.Matrix[float64] // training rows
	testX, testT       tensor.Matrix[float64]
	labels, testLabels []int // as classes 0 … K−1
	classes            []string
	allRows            int
}

// loadProblem reads or generates the data, splits it and codes the labels.
func loadProblem(c *settings) (problem, error) {
	t, err := loadTable(c.data)
	if err != nil {
		return problem{}, unusable("train: %w", err)
	}
	p, err := splitTable(t, c.test, c.splitSeed)
	if err != nil {
		return problem{}, unusable("train: %s: %w", t.Name, err)
	}
	return p, nil
}

// loadTable reads the file, or generates the paper's data if there is no name.
func loadTable(name string) (*dataset.Table, error) {
	if name == "" {
		X, y, err := dataset.Paper().Generate()
		t := table(X, y)
		t.Name = "the paper's data"
		return t, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return dataset.ReadCSV(f, name)
}

func splitTable(t *dataset.Table, test float64, seed uint32) (problem, error) {
	train, testing, err := dataset.Split(t.X.Rows(), test, seed)
	if err != nil {
		return problem{}, err
	}
	encoder, err := dataset.FitLabels(choose(t.Labels, train))
	if err != nil {
		return problem{}, err
	}
	p := problem{name: t.Name, allRows: t.X.Rows(), classes: encoder.Classes(),
		X: dataset.Gather(t.X, train), testX: dataset.Gather(t.X, testing)}
	switch K := len(p.classes); {
	case K == 1:
		return problem{}, fmt.Errorf("all training rows have the label %q: want at least two classes", p.classes[0])
	case K == len(train):
		return problem{}, fmt.Errorf("%d classes in %d training rows: is the last column the label?", K, len(train))
	}
	if p.labels, err = encoder.Indices(choose(t.Labels, train)); err != nil {
		return problem{}, err
	}
	for _, row := range testing {
		if _, err := encoder.Indices(t.Labels[row : row+1]); err != nil {
			return problem{}, fmt.Errorf("row %d, a test row: the label %q does not occur in the training rows", row+1, t.Labels[row])
		}
	}
	if p.testLabels, err = encoder.Indices(choose(t.Labels, testing)); err != nil {
		return problem{}, err
	}
	p.T, p.testT = encoder.OneHot(p.labels), encoder.OneHot(p.testLabels)
	return p, nil
}

// choose returns the elements with the given indices.
func choose(all []string, indices []int) []string {
	some := make([]string, len(indices))
	for i, index := range indices {
		some[i] = all[index]
	}
	return some
}
