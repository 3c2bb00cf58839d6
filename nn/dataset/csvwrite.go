package dataset

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"chainrule/nn/file"
)

// WriteCSV writes a table so that [ReadCSV] gives it back, in every bit: the numbers
// with 17 significant digits, as C's %.17g. It returns an error, before it writes
// anything, if the table is not one that ReadCSV gives: with too many or too few
// names or labels, without rows, with a number that is not finite, or with a text
// that ReadCSV would refuse or change. An error of w is returned wrapped.
func WriteCSV(w io.Writer, t *Table) error {
	if err := t.check(); err != nil {
		return fmt.Errorf("dataset: WriteCSV %s: %w", file.Quote(t.Name), err)
	}
	c := csv.NewWriter(w)
	c.Write(t.Header) // an error stays until the end
	fields := make([]string, len(t.Header))
	for i, label := range t.Labels {
		for j, x := range t.X.Row(i) {
			fields[j] = strconv.FormatFloat(x, 'g', 17, 64)
		}
		fields[t.X.Cols()] = label
		c.Write(fields)
	}
	c.Flush()
	if err := c.Error(); err != nil {
		return fmt.Errorf("dataset: WriteCSV %s: %w", file.Quote(t.Name), err)
	}
	return nil
}

// check returns an error if a table is not one that ReadCSV gives.
func (t *Table) check() error {
	N, D := t.X.Rows(), t.X.Cols()
	if N == 0 || D == 0 || len(t.Header) != D+1 || len(t.Labels) != N {
		return fmt.Errorf("%d names and %d labels for X of %v", len(t.Header), len(t.Labels), t.X.Shape())
	}
	if looksLikeData(t.Header, D, '.') {
		return fmt.Errorf("the names %s are numbers, which do not make a header", file.Quote(strings.Join(t.Header, ",")))
	}
	for j, name := range t.Header {
		if strings.ContainsAny(name, "\r\n") || name != trim(name) {
			return fmt.Errorf("the name %s of column %d has a line break or spaces around it", file.Quote(name), j+1)
		}
	}
	for i, label := range t.Labels {
		if label == "" || strings.ContainsAny(label, "\r\n") || label != trim(label) {
			return fmt.Errorf("labels[%d] is %s: empty, or with a line break or spaces around it", i, file.Quote(label))
		}
		for j, x := range t.X.Row(i) {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				return fmt.Errorf("X[%d,%d] is %v", i, j, x) //lint:ignore ST1005 X is the paper's letter
			}
		}
	}
	return nil
}
