package dataset

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"chainrule/nn/file"
	"chainrule/tensor"
)

// A Table is the content of a CSV file: D columns of numbers and one of labels.
type Table struct {
	Name   string                 // of the file, for messages
	Header []string               // the names of the D+1 columns, the label's last
	X      tensor.Matrix[float64] // N×D, finite
	Labels []string               // N, none empty
}

// Limits of a table: a longer line, or one of more columns, is not that of a table.
const (
	maxLine    = 1 << 24
	maxColumns = 1 << 20
)

// ReadCSV reads a table: a header, then one line per row, in UTF-8. The last field of a
// line is the label and every other a decimal number, with or without an exponent. It
// tolerates a byte order mark, lines that end in CR LF, empty lines, and spaces
// around fields, which it removes. A first line of numbers is a missing header,
// unless they count the columns from 0 or from 1. The name is for messages.
//
// The error is the first mistake in the file, in the form name:line:column: fault,
// where column is the number of the field in its line, counting from 1 (a column of
// the table, not of the text): a field that is no number, NaN or infinite, an empty
// label, a quotation mark that is not closed in its line. Where a whole line is at
// fault, by its number of fields, its quotation marks or its encoding, the form is
// name:line: fault. An empty file, one without rows and one of fewer than two columns
// are errors too. An error of r is returned wrapped. Besides the table, memory for a
// line is taken; a table for which there is no memory is an error.
func ReadCSV(r io.Reader, name string) (*Table, error) {
	d, err := newDecoder(r, name)
	if err != nil {
		return nil, err
	}
	for d.next() {
		if err := d.take(); err != nil {
			return nil, err
		}
	}
	switch err := d.lines.Err(); {
	case err == bufio.ErrTooLong:
		d.line++
		return nil, d.lineError("a line of more than %s", file.Size(maxLine))
	case err != nil:
		return nil, fmt.Errorf("%s: %w", name, err)
	case d.table.Header == nil:
		return nil, fmt.Errorf("%s: the file is empty", name)
	case len(d.table.Labels) == 0:
		return nil, fmt.Errorf("%s: no rows after the header", name)
	}
	d.table.X = tensor.FromSlice(len(d.table.Labels), len(d.table.Header)-1, d.elements)
	return d.table, nil
}

// A decoder reads a table line by line.
type decoder struct {
	lines    *bufio.Scanner
	line     int // the number of the line read last
	table    *Table
	elements []float64         // of X, so far
	fields   []string          // of the line read last
	labels   map[string]string // the first different ones, each kept once
}

// newDecoder returns a decoder that skips the byte order mark, if there is one.
func newDecoder(r io.Reader, name string) (*decoder, error) {
	b := bufio.NewReader(r)
	begin, _ := b.Peek(4)
	if what := foreign(string(begin)); what != "" {
		return nil, fmt.Errorf("%s: the file is %s: want text in UTF-8", name, what)
	}
	if strings.HasPrefix(string(begin), "\ufeff") {
		b.Discard(3)
	}
	lines := bufio.NewScanner(b)
	lines.Buffer(nil, maxLine)
	return &decoder{lines: lines, table: &Table{Name: name}, labels: map[string]string{}}, nil
}

// foreign names the format of a file that begins so, if it is no text in UTF-8.
func foreign(begin string) string {
	var at [4]byte
	copy(at[:], begin)
	switch {
	case strings.HasPrefix(begin, "\xff\xfe"), strings.HasPrefix(begin, "\xfe\xff"), at[0] != 0 && at[1] == 0 && at[2] != 0 && at[3] == 0,
		len(begin) == 4 && at[0] == 0 && at[1] != 0 && at[2] == 0 && at[3] != 0:
		return "in UTF-16"
	case at[0] == 0x1f && at[1] == 0x8b:
		return "packed by gzip"
	case begin == "PK\x03\x04":
		return "a zip archive or a workbook"
	}
	return ""
}

// next goes to the next line that is not empty, if there is one.
func (d *decoder) next() bool {
	for d.lines.Scan() {
		if d.line++; len(d.lines.Bytes()) > 0 {
			return true
		}
	}
	return false
}

// take takes the line in, as the header or as a row.
func (d *decoder) take() error {
	if err := d.split(d.lines.Text()); err != nil {
		return err
	}
	if d.table.Header == nil {
		return d.header()
	}
	return d.row()
}

// header takes the fields for the header.
func (d *decoder) header() error {
	last := len(d.fields) - 1
	switch {
	case last < 1:
		return d.lineError("want at least a column of numbers and one of labels, separated by commas")
	case looksLikeData(d.fields):
		return d.lineError("want a header, but the fields before the last are numbers (if they are names, let each begin with a letter)")
	}
	d.table.Header = slices.Clone(d.fields)
	return nil
}

// looksLikeData reports whether the names of the columns are numbers other than the
// consecutive ones with which some programs name columns. The last may be a text.
func looksLikeData(names []string) bool {
	first, _ := strconv.Atoi(names[0])
	numbered := first == 0 || first == 1
	for j, name := range names {
		if _, err := finite(name); err != nil {
			return j == len(names)-1 && !numbered
		}
		n, err := strconv.Atoi(name)
		numbered = numbered && err == nil && n == first+j
	}
	return !numbered
}

// row takes the fields for a row.
func (d *decoder) row() error {
	last := len(d.fields) - 1
	if len(d.fields) != len(d.table.Header) {
		return d.lineError("%d fields, but the header has %d", len(d.fields), len(d.table.Header))
	}
	if d.fields[last] == "" && d.table.Header[last] == "" {
		return d.fieldError(last, "the last column has no name and no label: do the lines end with a comma?")
	}
	for j, field := range d.fields[:last] {
		x, err := finite(field)
		if err != nil {
			return d.fieldError(j, "%w", err)
		}
		d.elements = append(d.elements, x)
	}
	if d.fields[last] == "" {
		return d.fieldError(last, "the label is empty")
	}
	d.table.Labels = append(d.table.Labels, d.label(d.fields[last]))
	if n := len(d.table.Labels); n&(n-1) == 0 && n*last >= 1<<24 { // before the next doubling
		if err := file.Room(8, [2]int{2, len(d.elements)}); err != nil {
			return d.lineError("a table of more lines %w", err)
		}
	}
	return nil
}

// label returns a label that is no part of its line, which would stay in memory with it.
func (d *decoder) label(field string) string {
	label, known := d.labels[field]
	if !known {
		if label = strings.Clone(field); len(d.labels) < 1000 {
			d.labels[label] = label
		}
	}
	return label
}

// lineError returns an error about the line read last.
func (d *decoder) lineError(format string, arguments ...any) error {
	return fmt.Errorf("%s:%d: %w", d.table.Name, d.line, fmt.Errorf(format, arguments...))
}

// fieldError returns an error about field j, counted from 0, of the line read last.
func (d *decoder) fieldError(j int, format string, arguments ...any) error {
	return fmt.Errorf("%s:%d:%d: %w", d.table.Name, d.line, j+1, fmt.Errorf(format, arguments...))
}
