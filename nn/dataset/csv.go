package dataset

import (
	"bufio"
	"cmp"
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

// CSV describes the form of a file. Its zero value is a header, then lines of numbers and a label, the
// label last, with commas between fields and a point before decimals.
type CSV struct {
	Label     string // name of the label's column, or its number from 1; "" for the last
	Separator rune   // between fields; 0 for a comma. A space stands for any number of them
	Decimal   rune   // before the decimals; 0 for a point
	NoHeader  bool   // the first line is a row: the columns are x1, x2, …
}

// ReadCSV reads a table in the form of the zero [CSV].
func ReadCSV(r io.Reader, name string) (*Table, error) { return CSV{}.Read(r, name) }

// Read reads a table: a header, then one line per row, in UTF-8. One field of a
// line is the label and every other a decimal number, with or without an exponent. It
// tolerates a byte order mark, lines that end in CR LF, empty lines, and spaces
// around fields, which it removes. A first line of numbers is a missing header,
// unless they count the columns from 0 or from 1, or the label is named and there. The name is
// for messages.
//
// The error is the first mistake in the file, in the form name:line:column: fault,
// where column is the number of the field in its line, counting from 1 (a column of
// the table, not of the text): a field that is no number, NaN or infinite, an empty
// label, a quotation mark that is not closed in its line. Where a whole line is at
// fault, by its number of fields, its quotation marks or its encoding, the form is
// name:line: fault. An empty file, one without rows and one of fewer than two columns
// are errors too. An error of r is returned wrapped. Besides the table, memory for a
// line is taken; a table for which there is no memory is an error.
func (c CSV) Read(r io.Reader, name string) (*Table, error) { return c.read(r, name, nil, "") }

// ReadRows reads rows for a model that knows features by their names: X with a column for each, and the labels if
// the file has a column of that name, else nil. Other columns may hold anything. Without a
// header the columns are the features in their order, and one more the label. Its errors
// are those of [CSV.Read], and one that names the features that the file does not have.
func (c CSV) ReadRows(r io.Reader, name string, features []string, label string) (X tensor.Matrix[float64], labels []string, err error) {
	t, err := c.read(r, name, features, label)
	if err != nil {
		return X, nil, err
	}
	return t.X, t.Labels, nil
}

// read reads a table, or, if there are features, the rows of a model.
func (c CSV) read(r io.Reader, name string, features []string, label string) (*Table, error) {
	c.Separator, c.Decimal = cmp.Or(c.Separator, ','), cmp.Or(c.Decimal, '.')
	d, err := newDecoder(r, name)
	if err != nil {
		return nil, err
	}
	d.CSV, d.features, d.known = c, features, label
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
	CSV
	features []string // to find by name; nil for all columns but the label
	known    string   // the name of the label, if there are features
	width    int      // fields of a line
	columns  []int    // fields that are features
	label    int      // field that is the label, −1 if there is none
	rows     int
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
		if err := d.header(); err != nil || !d.NoHeader {
			return err
		}
	}
	return d.row()
}

// header takes the fields for the header, or makes names if there is none.
func (d *decoder) header() error {
	last := len(d.fields) - 1
	names := slices.Clone(d.fields)
	if d.width = len(names); d.NoHeader {
		for j := range names {
			names[j] = "x" + strconv.Itoa(j+1)
		}
	}
	if d.features != nil {
		return d.match(names)
	}
	if last < 1 {
		return d.lineError("want at least a column of numbers and one of labels, separated by %s%s", strconv.QuoteRune(d.Separator), d.otherSeparator())
	}
	if d.label = last; d.Label != "" {
		n, err := strconv.Atoi(d.Label)
		if d.label = slices.Index(names, d.Label); d.label < 0 {
			if d.label = n - 1; err != nil || n < 1 || n > len(names) {
				return d.lineError("no column is named %s, and none of %d has that number, to be the label", file.Quote(d.Label), len(names))
			}
		}
	}
	isNamed := d.Label != "" && names[d.label] == d.Label
	switch {
	case d.NoHeader:
	case !isNamed && looksLikeData(d.fields):
		return d.lineError("want a header, but the fields before the last are numbers (if they are names, name the label, or let each begin with a letter)")
	case names[d.label] == "":
		return d.fieldError(d.label, "the last column, the label, has no name: do the lines end with a comma?")
	}
	for j, name := range names {
		if j != d.label {
			d.columns, d.table.Header = append(d.columns, j), append(d.table.Header, name)
		}
	}
	d.table.Header = append(d.table.Header, names[d.label])
	return nil
}

// match finds the columns of a model.
func (d *decoder) match(names []string) error {
	d.table.Header, d.label = append(slices.Clone(d.features), d.known), slices.Index(names, d.known)
	if n := len(d.features); d.NoHeader {
		if d.width != n && d.width != n+1 {
			return d.lineError("%d fields: want %d features, or with a label one more", d.width, n)
		}
		d.label = -1
		if d.width > n {
			d.label = n
		}
		names = d.features
	}
	var missing []string
	for _, feature := range d.features {
		j := slices.Index(names, feature)
		if d.columns = append(d.columns, j); j < 0 {
			missing = append(missing, file.Quote(feature))
		}
	}
	if n := len(missing); n > 0 {
		return d.lineError("the model wants %d columns that the header does not have: %s%s", n, strings.Join(missing[:min(n, 5)], ", "), d.otherSeparator())
	}
	return nil
}

// otherSeparator is a remark on a line that is not separated as it should be.
func (d *decoder) otherSeparator() string {
	for _, r := range ";,\t|" {
		if len(d.fields) == 1 && r != d.Separator && strings.ContainsRune(d.fields[0], r) {
			return fmt.Sprintf(" (is the separator %s?)", strconv.QuoteRune(r))
		}
	}
	return ""
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
	if len(d.fields) != d.width {
		return d.lineError("%d fields, but the header has %d", len(d.fields), d.width)
	}
	for _, j := range d.columns {
		x, err := d.number(d.fields[j])
		if err != nil {
			return d.fieldError(j, "%w", err)
		}
		d.elements = append(d.elements, x)
	}
	if d.rows++; d.label >= 0 {
		if d.fields[d.label] == "" {
			return d.fieldError(d.label, "the label is empty")
		}
		d.table.Labels = append(d.table.Labels, d.kept(d.fields[d.label]))
	}
	if n := d.rows; n&(n-1) == 0 && n*len(d.columns) >= 1<<24 { // before the next doubling
		if err := file.Room(8, [2]int{2, len(d.elements)}); err != nil {
			return d.lineError("a table of more lines %w", err)
		}
	}
	return nil
}

// number returns the number in a field, with the decimals after the right character.
func (d *decoder) number(field string) (float64, error) {
	if d.Decimal == '.' {
		x, err := finite(field)
		if err != nil && strings.Count(field, ",") == 1 {
			if _, isNumber := finite(strings.Replace(field, ",", ".", 1)); isNumber == nil {
				err = fmt.Errorf("%w (are decimals after a comma?)", err)
			}
		}
		return x, err
	}
	if strings.Contains(field, ".") {
		return 0, fmt.Errorf("%s is not a number with decimals after %s", file.Quote(field), strconv.QuoteRune(d.Decimal))
	}
	return finite(strings.Replace(field, string(d.Decimal), ".", 1))
}

// kept returns a label that is no part of its line, which would stay in memory with it.
func (d *decoder) kept(field string) string {
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
