package dataset

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"chainrule/tensor"
)

// A Table is the content of a CSV file: D columns of numbers and one of labels.
type Table struct {
	Name   string                 // of the file, for messages
	Header []string               // the names of the D+1 columns, the label's last
	X      tensor.Matrix[float64] // N×D, finite
	Labels []string               // N, none empty
}

// ReadCSV reads a table: a header, then one line per row. The last field of a line is
// the label and every other a decimal number, with or without an exponent. It
// tolerates a byte order mark, lines that end in CR LF, empty lines, and spaces
// around fields, which it removes. A first line of numbers is a missing header,
// unless they count the columns from 0 or from 1. The name is for messages.
//
// The error is the first mistake in the file, in the form name:line:column: fault,
// where column is the number of the field in its line, counting from 1 (a column of
// the table, not of the text): a field that is no number, NaN or infinite, an empty
// label, a line break in a field. Where a whole line is at fault, by its number of
// fields or its quotation marks, the form is name:line: fault. An empty file, one
// without rows and one of fewer than two columns are errors too. An error of r is
// returned wrapped.
func ReadCSV(r io.Reader, name string) (*Table, error) {
	d := newDecoder(r, name)
	if err := d.header(); err != nil {
		return nil, err
	}
	for {
		err := d.row()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	if len(d.table.Labels) == 0 {
		return nil, fmt.Errorf("%s: no rows after the header", name)
	}
	d.table.X = tensor.FromSlice(len(d.table.Labels), len(d.table.Header)-1, d.elements)
	return d.table, nil
}

// A decoder reads a table line by line.
type decoder struct {
	csv      *csv.Reader
	table    *Table
	elements []float64 // of X, so far
}

// newDecoder returns a decoder that skips the byte order mark, if there is one.
func newDecoder(r io.Reader, name string) *decoder {
	b := bufio.NewReader(r)
	if mark, err := b.Peek(3); err == nil && bytes.Equal(mark, []byte("\ufeff")) {
		b.Discard(len(mark))
	}
	c := csv.NewReader(b)
	c.FieldsPerRecord = -1 // counted here, for the message
	c.TrimLeadingSpace = true
	c.ReuseRecord = true
	return &decoder{csv: c, table: &Table{Name: name}}
}

// header reads the first line.
func (d *decoder) header() error {
	fields, err := d.record()
	if err == io.EOF {
		return fmt.Errorf("%s: the file is empty", d.table.Name)
	}
	if err != nil {
		return err
	}
	if len(fields) < 2 {
		return d.lineError("want at least a column of numbers and one of labels, separated by commas")
	}
	if looksLikeData(fields[:len(fields)-1]) {
		return d.lineError("want a header, but the fields before the last are numbers")
	}
	d.table.Header = slices.Clone(fields)
	return nil
}

// looksLikeData reports whether the names of the columns are numbers other than the
// consecutive ones with which some programs name columns.
func looksLikeData(names []string) bool {
	first, _ := strconv.Atoi(names[0])
	numbered := first == 0 || first == 1
	for j, name := range names {
		if _, err := finite(name); err != nil {
			return false
		}
		n, err := strconv.Atoi(name)
		numbered = numbered && err == nil && n == first+j
	}
	return !numbered
}

// row reads one further line, or returns io.EOF.
func (d *decoder) row() error {
	fields, err := d.record()
	if err != nil {
		return err
	}
	if len(fields) != len(d.table.Header) {
		return d.lineError("%d fields, but the header has %d", len(fields), len(d.table.Header))
	}
	last := len(fields) - 1
	for j, field := range fields[:last] {
		x, err := finite(field)
		if err != nil {
			return d.fieldError(j, err)
		}
		d.elements = append(d.elements, x)
	}
	if fields[last] == "" {
		return d.fieldError(last, errors.New("the label is empty"))
	}
	// Cloned, for the field is a part of the line, which would stay in memory with it.
	d.table.Labels = append(d.table.Labels, strings.Clone(fields[last]))
	return nil
}

// record reads one line's fields, without spaces around them. A line break within
// a field, which quotation marks make possible, is an error: far more often a mark
// is missing than a name or label has two lines.
func (d *decoder) record() ([]string, error) {
	fields, err := d.csv.Read()
	var bad *csv.ParseError
	switch {
	case errors.As(err, &bad):
		return nil, fmt.Errorf("%s:%d: %w (byte %d of the line)", d.table.Name, bad.Line, bad.Err, bad.Column)
	case err == io.EOF:
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("%s: %w", d.table.Name, err)
	}
	for j, field := range fields {
		fields[j] = trim(field)
		if strings.ContainsAny(fields[j], "\r\n") {
			return nil, d.fieldError(j, errors.New("line break within a field"))
		}
	}
	return fields, nil
}

// lineError returns an error about the line read last.
func (d *decoder) lineError(format string, arguments ...any) error {
	line, _ := d.csv.FieldPos(0)
	return fmt.Errorf("%s:%d: %s", d.table.Name, line, fmt.Sprintf(format, arguments...))
}

// fieldError returns an error about field j, counted from 0, of the line read last.
func (d *decoder) fieldError(j int, err error) error {
	line, _ := d.csv.FieldPos(j)
	return fmt.Errorf("%s:%d:%d: %w", d.table.Name, line, j+1, err)
}

// trim removes spaces, and byte order marks that files glued together leave, from
// both ends.
func trim(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' })
}

// finite returns the number that a field holds.
func finite(field string) (float64, error) {
	x, err := strconv.ParseFloat(field, 64)
	if strings.ContainsAny(field, "_xX") { // Go's notations, foreign to data files
		err = strconv.ErrSyntax
	}
	switch {
	case errors.Is(err, strconv.ErrRange):
		return 0, fmt.Errorf("%q is out of the range of float64", field)
	case err != nil:
		return 0, fmt.Errorf("%q is not a number", field)
	case math.IsNaN(x) || math.IsInf(x, 0):
		return 0, fmt.Errorf("%v is not allowed", x)
	}
	return x, nil
}

// WriteCSV writes a table so that [ReadCSV] gives it back, in every bit: the numbers
// with 17 significant digits, as C's %.17g. It returns an error, before it writes
// anything, if the table is not one that ReadCSV gives: with too many or too few
// names or labels, without rows, with a number that is not finite, or with a text
// that ReadCSV would refuse or change. An error of w is returned wrapped.
func WriteCSV(w io.Writer, t *Table) error {
	if err := t.check(); err != nil {
		return fmt.Errorf("dataset: WriteCSV %q: %w", t.Name, err)
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
		return fmt.Errorf("dataset: WriteCSV %q: %w", t.Name, err)
	}
	return nil
}

// check returns an error if a table is not one that ReadCSV gives.
func (t *Table) check() error {
	N, D := t.X.Rows(), t.X.Cols()
	if N == 0 || D == 0 || len(t.Header) != D+1 || len(t.Labels) != N {
		return fmt.Errorf("%d names and %d labels for X of %v", len(t.Header), len(t.Labels), t.X.Shape())
	}
	if looksLikeData(t.Header[:D]) {
		return fmt.Errorf("the names %q are numbers, which do not make a header", t.Header[:D])
	}
	for j, name := range t.Header {
		if strings.ContainsAny(name, "\r\n") || name != trim(name) {
			return fmt.Errorf("the name %q of column %d has a line break or spaces around it", name, j+1)
		}
	}
	for i, label := range t.Labels {
		if label == "" || strings.ContainsAny(label, "\r\n") || label != trim(label) {
			return fmt.Errorf("labels[%d] is %q: empty, or with a line break or spaces around it", i, label)
		}
		for j, x := range t.X.Row(i) {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				return fmt.Errorf("X[%d,%d] is %v", i, j, x) //lint:ignore ST1005 X is the paper's letter
			}
		}
	}
	return nil
}
