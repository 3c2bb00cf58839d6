package dataset

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"chainrule/nn/file"
	"chainrule/tensor"
)

// A Table is the content of a CSV file: D columns of numbers and one of labels.
type Table struct {
	Name   string                 // of the file, for messages
	Header []string               // the names of the D+1 columns, the label's last
	X      tensor.Matrix[float64] // N×D, finite
	Labels []string               // N, none empty; nil in rows for a model, if there are none
}

// Limits of a table: a longer line, or one of more columns, is not that of a table.
const (
	maxLine    = 1 << 24
	maxColumns = 1 << 20
)

// A CSV describes a file of comma-separated values. The zero value is a header, then rows with the
// label last, commas between fields and points before decimals.
type CSV struct {
	Label     string // name of the label's column, or its number from 1; "" for the last
	Separator rune   // between fields, 0 for a comma; a space stands for any number of spaces
	Decimal   rune   // before decimals, '.' or ','; 0 for a point
	NoHeader  bool   // the first line is a row, and the columns are x1, x2, …, the label's among them

	// Features are the columns that a model knows, nil to read a table; Known is its name of the label. The columns
	// of X are then the features in their order, in whatever order the file has them; its other columns may hold
	// anything. The labels come from the column Label, by default Known, and are nil without one. Without
	// a header the columns are the features in their order, alone or with the label's among them, by default the last.
	Features []string
	Known    string
}

// ReadCSV reads a table as the zero [CSV] does.
func ReadCSV(r io.Reader, name string) (*Table, error) { return CSV{}.Read(r, name) }

// Read reads a table: a header, then one line per row, in UTF-8. One field of a line
// is the label and every other a decimal number, with or without an exponent. It
// tolerates a byte order mark, lines that end in CR LF, empty lines, and spaces
// around fields, which it removes. A first line of numbers is a missing header,
// unless they count the columns from 0 or from 1, or Label is the name of one and no
// column's number. The label's name goes to the end of the table's header. The name is for
// messages.
//
// The error is the first mistake in the file, in the form name:line:column: fault,
// where column is the number of the field in its line, counting from 1 (a column of
// the table, not of the text): a field that is no number, NaN or infinite, an empty
// label, a quotation mark that is not closed in its line. Where a whole line is at
// fault, by its number of fields, its quotation marks or its encoding, the form is
// name:line: fault. An empty file, one without rows and one of fewer than two columns
// are errors too, and one that lists the features not in the header. An error of r is
// returned wrapped. Besides the table, memory for a line is taken; a table for which there
// is no memory is an error.
func (c CSV) Read(r io.Reader, name string) (*Table, error) {
	d, err := newDecoder(c, r, name)
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
	case d.rows == 0:
		return nil, fmt.Errorf("%s: no rows after the header", name)
	}
	d.table.X = tensor.FromSlice(d.rows, len(d.columns), d.elements)
	return d.table, nil
}

// A decoder reads a table line by line.
type decoder struct {
	CSV            // with its defaults
	width    int   // the number of fields of a line
	columns  []int // the fields that are the columns of X
	label    int   // the field that is the label, −1 for none
	lines    *bufio.Scanner
	line     int // the number of the line read last
	rows     int // so far
	table    *Table
	elements []float64         // of X, so far
	fields   []string          // of the line read last
	labels   map[string]string // the first different ones, each kept once
}

// newDecoder returns a decoder that skips the byte order mark, if there is one.
func newDecoder(c CSV, r io.Reader, name string) (*decoder, error) {
	c.Separator, c.Decimal = cmp.Or(c.Separator, ','), cmp.Or(c.Decimal, '.')
	if r := c.Separator; unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("+-.\"\r\n\ufeff\ufffd", r) || !utf8.ValidRune(r) {
		return nil, fmt.Errorf("%s: -separator %q: want a character that is in no number, name or line break", name, r)
	}
	if c.Decimal != '.' && c.Decimal != ',' {
		return nil, fmt.Errorf("%s: -decimal %q: want '.' or ','", name, c.Decimal)
	}
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
	return &decoder{CSV: c, lines: lines, table: &Table{Name: name}, labels: map[string]string{}}, nil
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
		if err := d.header(); err != nil || !d.NoHeader {
			return err
		}
	}
	return d.row()
}

// row takes the fields for a row.
func (d *decoder) row() error {
	if len(d.fields) != d.width {
		return d.lineError("%d fields, but the header has %d%s", len(d.fields), d.width, d.otherSeparator(strings.Join(d.fields, ",")))
	}
	if j := d.width - 1; j == d.label && d.fields[j] == "" && d.table.Header[len(d.columns)] == "" {
		return d.fieldError(j, "the last column has no name and no label: do the lines end with a comma?")
	}
	for _, j := range d.columns {
		x, err := finite(d.fields[j], d.Decimal)
		if err != nil {
			return d.fieldError(j, "%w%s", err, d.advice(d.fields[j]))
		}
		d.elements = append(d.elements, x)
	}
	if d.rows++; d.label >= 0 {
		if d.fields[d.label] == "" {
			return d.fieldError(d.label, "the label is empty")
		}
		d.table.Labels = append(d.table.Labels, d.once(d.fields[d.label]))
	}
	if D := len(d.columns); d.rows&(d.rows-1) == 0 && d.rows*D >= 1<<24 { // before the next doubling
		if err := file.Room(8, [2]int{2, len(d.elements)}); err != nil {
			return d.lineError("a table of more lines %w", err)
		}
	}
	return nil
}

// once returns a label that is no part of its line, which would stay in memory with it.
func (d *decoder) once(field string) string {
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
