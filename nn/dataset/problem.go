package dataset

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"chainrule/nn/file"
	"chainrule/tensor"
)

// A Problem is a table made ready for a network: split into training and test rows,
// the labels coded by the classes of the training rows.
type Problem struct {
	Name    string   // of the table
	Label   string   // the name of the label's column
	Classes []string // K, in the order of the columns of T and TestT
	Rows    int      // of the table
	Remarks []string // on what in the table may not be meant so, a sentence each

	X, TestX           tensor.Matrix[float64] // inputs, one row each
	T, TestT           tensor.Matrix[float64] // targets, one-hot, K columns
	Labels, TestLabels []int                  // the same as indices of classes
}

// NewProblem splits a table as [Split] does and codes its labels as [Encoder]
// does. It returns an error, which begins with the table's name, if Split does, if
// the training rows are all of one class or each of its own, if a test row has
// a label that no training row has, or if there is no memory for the targets.
//
// Sections 3.2 and 3.3, Codes 7 and 8.
func NewProblem(t *Table, test float64, seed uint32) (*Problem, error) {
	train, testing, err := Split(t.X.Rows(), test, seed)
	return named(t, err, train, testing)
}

// NewStratifiedProblem is [NewProblem] with the rows divided as [StratifiedSplit] does.
func NewStratifiedProblem(t *Table, test float64, seed uint32) (*Problem, error) {
	encoder, err := FitLabels(t.Labels)
	if err != nil {
		return named(t, err, nil, nil)
	}
	classes, _ := encoder.Indices(t.Labels) // which are all known
	train, testing, err := StratifiedSplit(classes, test, seed)
	return named(t, err, train, testing)
}

// NewTestProblem returns the problem of training on a table and testing on another, whose columns have the same
// order. It returns the errors of [NewProblem].
func NewTestProblem(t, test *Table) (*Problem, error) {
	N, M := t.X.Rows(), test.X.Rows()
	joint := &Table{Name: t.Name, Header: t.Header, X: tensor.New[float64](N+M, t.X.Cols()), Labels: slices.Concat(t.Labels, test.Labels)}
	tensor.Copy(joint.X.RowSlice(0, N), t.X)
	tensor.Copy(joint.X.RowSlice(N, N+M), test.X)
	rows := make([]int, N+M)
	for i := range rows {
		rows[i] = i
	}
	return named(joint, nil, rows[:N], rows[N:])
}

// named returns the problem of these rows. An error begins with the table's name.
func named(t *Table, err error, train, testing []int) (p *Problem, _ error) {
	if err == nil {
		p, err = newProblem(t, train, testing)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", t.Name, err)
	}
	return p, nil
}

func newProblem(t *Table, train, testing []int) (*Problem, error) {
	encoder, err := FitLabels(choose(t.Labels, train))
	if err != nil {
		return nil, err
	}
	p := &Problem{Name: t.Name, Label: t.Header[t.X.Cols()], Classes: encoder.Classes(), Rows: t.X.Rows()}
	p.Remarks = remarks(t, encoder)
	many := func() string {
		return fmt.Sprintf("%d classes in %d training rows: is %s the column of the label (-label)?", len(p.Classes), len(train), file.Quote(p.Label))
	}
	K := len(p.Classes)
	switch K {
	case 1:
		as := ""
		if encoder.merged != "" {
			as = fmt.Sprintf(" (%s is the same number)", file.Quote(encoder.merged))
		}
		return nil, fmt.Errorf("all training rows have the label %s%s: want at least two classes", file.Quote(p.Classes[0]), as)
	case len(train):
		return nil, errors.New(many())
	}
	for _, row := range testing {
		if _, known := encoder.find(t.Labels[row]); !known {
			advice := "another seed of the split may do"
			if 4*K > len(train) {
				advice = many()
			}
			return nil, fmt.Errorf("row %d after the header has the label %s and fell to the test rows, "+
				"but no training row has it; %s", row+1, file.Quote(t.Labels[row]), advice)
		}
	}
	if err := file.Room(8, [2]int{p.Rows, t.X.Cols() + K + 1}, [2]int{K, K}); err != nil {
		return nil, fmt.Errorf("%s It %w", many(), err)
	}
	p.X, p.TestX = Gather(t.X, train), Gather(t.X, testing)
	p.Labels, p.TestLabels = encoder.known(t.Labels, train), encoder.known(t.Labels, testing)
	p.T, p.TestT = encoder.OneHot(p.Labels), encoder.OneHot(p.TestLabels)
	return p, nil
}

// mostNumbers is the number of classes above which numbers are perhaps no labels.
const mostNumbers = 100

// remarks returns a sentence on each oddity of a table.
func remarks(t *Table, e *Encoder) (list []string) {
	if e.merged != "" {
		k, _ := e.find(e.merged)
		list = append(list, fmt.Sprintf("The labels %s and %s are equal as numbers, so they are one class.", file.Quote(e.classes[k]), file.Quote(e.merged)))
	}
	if K := len(e.classes); e.numeric && K > mostNumbers {
		list = append(list, fmt.Sprintf("All %d labels are numbers: is %s the column of the label (-label)?", K, file.Quote(t.Header[len(t.Header)-1])))
	}
	if name := t.Header[0]; (name == "" || strings.HasPrefix(name, "Unnamed")) && counts(t.X) {
		list = append(list, fmt.Sprintf("Column 1, %s, counts the rows: as an input it tells nothing.", file.Quote(name)))
	}
	return list
}

// counts reports whether the first column is x, x+1, x+2, …
func counts(X tensor.Matrix[float64]) bool {
	for i := range X.Rows() {
		if X.At(i, 0) != X.At(0, 0)+float64(i) {
			return false
		}
	}
	return true
}

// ScaleRatio returns the ratio of the largest standard deviation of a column of X to the smallest, without columns
// that are constant; 1 if all are. Where it is more than about 100, standardise.
func (p *Problem) ScaleRatio() float64 {
	lowest, highest := math.Inf(1), 0.0
	for j := range p.X.Cols() {
		most, mean, squares := 0.0, 0.0, 0.0 // Welford's recurrence, of x/most: no overflow
		for i := range p.X.Rows() {
			most = max(most, math.Abs(p.X.At(i, j)))
		}
		for i := range p.X.Rows() {
			x := p.X.At(i, j) / cmp.Or(most, 1)
			δ := x - mean
			mean += δ / float64(i+1)
			squares += float64(δ * (x - mean))
		}
		if squares > 0 {
			σ := float64(most * math.Sqrt(squares))
			lowest, highest = min(lowest, σ), max(highest, σ)
		}
	}
	return max(1, highest/lowest)
}

// choose returns the elements with the given indices.
func choose[E any](all []E, indices []int) []E {
	some := make([]E, len(indices))
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
