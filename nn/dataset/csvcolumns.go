package dataset

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"chainrule/nn/file"
)

// header finds the columns by the fields of the first line, which are names unless there is no header.
func (d *decoder) header() error {
	d.width = len(d.fields)
	names, extra := slices.Clone(d.fields), d.width-len(d.Features)
	for j := range names {
		if d.NoHeader {
			names[j] = "x" + strconv.Itoa(j+1)
		}
	}
	switch {
	case d.width == 1 && d.Features == nil:
		return d.lineError("want at least a column of numbers and one of labels, separated by %q%s", d.Separator, d.otherSeparator(d.fields[0]))
	case d.NoHeader && d.Features != nil && extra != 0 && extra != 1:
		return d.lineError("%d fields: want the %d features of the model, and perhaps a label%s", d.width, len(d.Features), d.otherSeparator(d.fields[0]))
	}
	named, err := d.findLabel(names, extra)
	switch {
	case err != nil:
		return err
	case d.Features != nil && !d.NoHeader:
		return d.match(names)
	case !d.NoHeader && !named && looksLikeData(names, d.label, d.Decimal):
		return d.lineError("want a header, but all fields beside the label are numbers (-no-header if there is none, -label NAME if they are names)")
	}
	for j, name := range names {
		if j != d.label {
			d.columns, d.table.Header = append(d.columns, j), append(d.table.Header, name)
		}
	}
	if d.table.Header = append(d.table.Header, d.Known); d.label >= 0 {
		d.table.Header[len(d.columns)] = names[d.label]
	}
	return nil
}

// findLabel finds the label's column, if there is one. It reports whether Label is a name and no column's
// number, so that the names are a header.
func (d *decoder) findLabel(names []string, extra int) (named bool, err error) {
	name := cmp.Or(d.Label, d.Known)
	n, err := strconv.Atoi(d.Label)
	isNumber := err == nil && n >= 1 && n <= len(names)
	d.label = -1
	switch j := slices.Index(names, name); {
	case d.Features != nil && d.NoHeader && extra == 0:
	case name != "" && j >= 0:
		d.label = j
	case isNumber:
		d.label = n - 1
	case d.Label != "":
		return false, d.lineError("-label %s: want one of the columns %s, or its number from 1 to %d%s",
			file.Quote(d.Label), file.Quote(strings.Join(names, ",")), len(names), d.otherSeparator(names[0]))
	case d.Features == nil || d.NoHeader:
		d.label = len(names) - 1
	}
	return d.Label != "" && !isNumber, nil
}

// match finds the columns of a model by their names. The second feature of a name is the
// second column of that name.
func (d *decoder) match(names []string) error {
	places := make(map[string][]int)
	for j, name := range names {
		places[name] = append(places[name], j)
	}
	var missing []string
	for _, feature := range d.Features {
		if at := places[feature]; len(at) > 0 {
			d.columns, places[feature] = append(d.columns, at[0]), at[1:]
		} else {
			missing = append(missing, feature)
		}
	}
	if missing != nil {
		return d.lineError("the header lacks %d of the model's %d columns: %s%s", len(missing), len(d.Features),
			file.Quote(strings.Join(missing, ",")), cmp.Or(d.otherSeparator(names[0]), " (-no-header if the line is a row)"))
	}
	for _, feature := range d.Features {
		if at := places[feature]; len(at) > 0 {
			return d.fieldError(at[0], "the header has the column %s more often than the model", file.Quote(feature))
		}
	}
	d.table.Header = append(slices.Clone(d.Features), d.Known)
	return nil
}

// looksLikeData reports whether the names of the columns are numbers other than the
// consecutive ones with which some programs name columns. The label's may be a text.
func looksLikeData(names []string, label int, decimal rune) bool {
	first, _ := strconv.Atoi(names[0])
	numbered := first == 0 || first == 1
	for j, name := range names {
		if _, err := finite(name, decimal); err == nil {
			n, err := strconv.Atoi(name)
			numbered = numbered && err == nil && n == first+j
		} else if j != label {
			return false
		}
	}
	return !numbered
}

// otherSeparator names the flag with which a text would be more than one field, if there is one.
func (d *decoder) otherSeparator(text string) string {
	for _, r := range ";\t|, " {
		if r != d.Separator && strings.ContainsRune(text, r) && (d.width == 1 || r != ' ' && r != ',') {
			return fmt.Sprintf(" (-separator %q if that is between fields)", r)
		}
	}
	return ""
}

// advice names the flag with which a field that is no number would perhaps be one.
func (d *decoder) advice(field string) string {
	if hint := d.otherSeparator(field); hint != "" {
		return hint
	}
	other := '.' + ',' - d.Decimal
	if _, err := finite(field, other); err == nil {
		return fmt.Sprintf(" (-decimal %q if that is before decimals)", other)
	}
	if _, err := finite(d.fields[d.width-1], d.Decimal); err == nil && d.rows == 0 && d.Label == "" && d.Features == nil {
		return " (-label names the label's column if it is not the last)"
	}
	return ""
}
