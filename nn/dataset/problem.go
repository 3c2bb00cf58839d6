package dataset

import (
	"fmt"
	"strconv"

	"chainrule/tensor"
)

// A Problem is a table made ready for a network: split into training and test rows,
// the labels coded by the classes of the training rows.
type Problem struct {
	Name    string   // of the table
	Classes []string // K, in the order of the columns of T and TestT
	Rows    int      // of the table

	X, TestX           tensor.Matrix[float64] // inputs, one row each
	T, TestT           tensor.Matrix[float64] // targets, one-hot, K columns
	Labels, TestLabels []int                  // the same as indices of classes
}

// NewProblem splits a table as [Split] does and codes its labels as [Encoder]
// does. It returns an error, which begins with the table's name, if Split does, if
// the training rows are all of one class or each of its own, or if a test row has
// a label that no training row has.
//
// Sections 3.2 and 3.3, Codes 7 and 8.
func NewProblem(t *Table, test float64, seed uint32) (*Problem, error) {
	p, err := newProblem(t, test, seed)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", t.Name, err)
	}
	return p, nil
}

func newProblem(t *Table, test float64, seed uint32) (*Problem, error) {
	train, testing, err := Split(t.X.Rows(), test, seed)
	if err != nil {
		return nil, err
	}
	encoder, err := FitLabels(choose(t.Labels, train))
	if err != nil {
		return nil, err
	}
	p := &Problem{Name: t.Name, Classes: encoder.Classes(), Rows: t.X.Rows()}
	switch K := len(p.Classes); {
	case K == 1:
		return nil, fmt.Errorf("all training rows have the label %q: want at least two classes", p.Classes[0])
	case K == len(train):
		return nil, fmt.Errorf("%d classes in %d training rows: is the last column the label?", K, len(train))
	}
	for _, row := range testing {
		if _, known := encoder.index[encoder.key(t.Labels[row])]; !known {
			return nil, fmt.Errorf("row %d after the header has the label %q and fell to the test rows, "+
				"but no training row has it; another split may do", row+1, t.Labels[row])
		}
	}
	p.X, p.TestX = Gather(t.X, train), Gather(t.X, testing)
	if p.Labels, err = encoder.Indices(choose(t.Labels, train)); err != nil {
		return nil, err
	}
	if p.TestLabels, err = encoder.Indices(choose(t.Labels, testing)); err != nil {
		return nil, err
	}
	p.T, p.TestT = encoder.OneHot(p.Labels), encoder.OneHot(p.TestLabels)
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

// Table returns the result of [Classification.Generate] as a table with the columns
// x0, x1, …, y.
func (c Classification) Table() (*Table, error) {
	X, y, err := c.Generate()
	if err != nil {
		return nil, err
	}
	t := &Table{Name: "generated data", X: X, Labels: make([]string, len(y))}
	for j := range X.Cols() {
		t.Header = append(t.Header, "x"+strconv.Itoa(j))
	}
	t.Header = append(t.Header, "y")
	for i, label := range y {
		t.Labels[i] = strconv.Itoa(label)
	}
	return t, nil
}
