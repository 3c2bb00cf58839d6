package dataset

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"chainrule/nn/file"
	"chainrule/tensor"
)

// An Encoder numbers the classes of a set of labels 0..K-1. It is fitted once, to
// the labels of the training rows, and then also serves the test rows: a
// column of the targets means the same class in both. It does not change after
// [FitLabels], so it can be used concurrently.
type Encoder struct {
	classes []string
	numeric bool           // the labels are numbers
	index   map[string]int // of a class, by its key and by the texts that it was fitted to
	merged  string         // the first text of a class that another names, if there is one
}

// FitLabels returns the encoder of the classes that occur in labels, at least one.
//
// If every label is a number, the classes are ordered by value, and labels of the
// same value are the same class ("1", "1.0" and "1e0"), which is named after the
// first of them. Otherwise the classes are the different texts, ordered by their
// bytes. A label is a number if [ReadCSV] reads it as one and its magnitude is
// less than 2⁵³, since from there on float64 does not tell whole numbers apart:
// identifiers of 64 bits are texts.
//
// Section 3.3, Code 8.
func FitLabels(labels []string) (*Encoder, error) {
	if len(labels) == 0 {
		return nil, fmt.Errorf("dataset: FitLabels: no labels, so no classes")
	}
	e := &Encoder{numeric: true, index: make(map[string]int)}
	var texts []string // that differ, in the order of their first places
	for _, label := range labels {
		if _, known := e.index[label]; !known {
			e.index[label] = 0
			texts = append(texts, label)
			_, isNumber := number(label)
			e.numeric = e.numeric && isNumber
		}
	}
	names := make(map[string]string) // of classes, by their keys
	for _, text := range texts {
		if _, known := names[e.key(text)]; !known {
			names[e.key(text)] = text
			e.classes = append(e.classes, text)
		} else if e.merged == "" {
			e.merged = text
		}
	}
	slices.SortFunc(e.classes, e.compare)
	for k, class := range e.classes {
		e.index[e.key(class)] = k
	}
	for _, text := range texts {
		e.index[text] = e.index[e.key(text)]
	}
	return e, nil
}

// compare orders classes.
func (e *Encoder) compare(a, b string) int {
	if e.numeric {
		x, _ := number(a)
		y, _ := number(b)
		return cmp.Compare(x, y)
	}
	return cmp.Compare(a, b)
}

// key returns the text that the labels of a class have in common.
func (e *Encoder) key(label string) string {
	x, ok := number(label)
	if !e.numeric || !ok {
		return label
	}
	if x == 0 {
		return "0" // of either sign
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}

// number returns the value of a label, and whether it is a number in the sense of
// [FitLabels].
func number(label string) (float64, bool) {
	x, err := finite(label, '.')
	return x, err == nil && math.Abs(x) < 1<<53
}

// Classes returns the names of the classes 0..K-1, as a copy.
func (e *Encoder) Classes() []string { return slices.Clone(e.classes) }

// find returns the index of a label's class, and whether there is one.
func (e *Encoder) find(label string) (k int, found bool) {
	if k, found = e.index[label]; !found {
		k, found = e.index[e.key(label)]
	}
	return k, found
}

// Indices returns the class index of each label. A label to which the encoder was
// not fitted is an error, which names it and its index.
func (e *Encoder) Indices(labels []string) ([]int, error) {
	indices := make([]int, len(labels))
	for i, label := range labels {
		k, ok := e.find(label)
		if !ok {
			return nil, fmt.Errorf("dataset: Indices: labels[%d] is %s, which is not among the %d classes fitted",
				i, file.Quote(label), len(e.classes))
		}
		indices[i] = k
	}
	return indices, nil
}

// known returns the class indices of chosen labels, which are among those fitted.
func (e *Encoder) known(labels []string, rows []int) []int {
	indices := make([]int, len(rows))
	for i, row := range rows {
		indices[i], _ = e.find(labels[row])
	}
	return indices
}

// OneHot returns the targets T (N×K) of class indices: T[n,k] = 1 if indices[n] = k
// and 0 otherwise. K is the number of classes fitted, whether or not all occur;
// two classes have two columns. It panics with an [*ArgumentError] if an index is
// not in 0..K-1.
//
// Sections 2.2.3 and 3.3, Code 8.
func (e *Encoder) OneHot(indices []int) tensor.Matrix[float64] {
	K := len(e.classes)
	T := tensor.New[float64](len(indices), K)
	for n, k := range indices {
		if k < 0 || k >= K {
			panicArgument("OneHot", "indices[%d] is %d, of %d classes", n, k, K)
		}
		T.Set(n, k, 1)
	}
	return T
}
