package dataset

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"chainrule/nn/file"
)

// split sets the fields of a line, without spaces around them. A field between quotation
// marks ends in its line, for far more often a mark is missing than a name or label has
// two lines.
func (d *decoder) split(line string) error {
	switch {
	case !utf8.ValidString(line):
		return d.lineError("%s is not in UTF-8: save the file in that encoding", file.Quote(line))
	case strings.Contains(strings.Trim(line, "\r"), "\r"):
		return d.lineError("a carriage return within the line: want lines that end in LF or CR LF, not in CR alone")
	}
	separator := string(d.Separator)
	marks := `"` + separator
	line = strings.TrimRightFunc(line, d.isSpace)
	d.fields = d.fields[:0]
	for rest, more := line, true; more; {
		if len(d.fields) == maxColumns {
			return d.lineError("more than %d fields", maxColumns)
		}
		rest = strings.TrimFunc(rest, d.isSpace)
		place := func(rest string) int { return len(line) - len(rest) + 1 }
		var field string
		if strings.HasPrefix(rest, `"`) {
			end := closing(rest)
			if end < 0 {
				return d.fieldError(len(d.fields), "line break within a field, or a quotation mark that is not closed")
			}
			field, rest = strings.ReplaceAll(rest[1:end], `""`, `"`), rest[end+1:]
			if d.Separator != ' ' {
				rest = strings.TrimFunc(rest, d.isSpace)
			}
			if more = rest != ""; more && !strings.HasPrefix(rest, separator) {
				return d.lineError(`extraneous or missing " in quoted-field (byte %d of the line)`, place(rest))
			}
			rest = strings.TrimPrefix(rest, separator)
		} else {
			if i := strings.IndexAny(rest, marks); i >= 0 && rest[i] == '"' {
				return d.lineError(`bare " in non-quoted-field (byte %d of the line)`, place(rest[i:]))
			}
			field, rest, more = strings.Cut(rest, separator)
		}
		d.fields = append(d.fields, trim(field))
	}
	return nil
}

// closing returns the index of the quotation mark that closes the first, or −1. Two in a
// row stand for one within.
func closing(text string) int {
	for i := 1; i < len(text); i++ {
		if text[i] == '"' {
			if !strings.HasPrefix(text[i+1:], `"`) {
				return i
			}
			i++
		}
	}
	return -1
}

// trim removes spaces, and byte order marks that files glued together leave, from
// both ends.
func trim(s string) string { return strings.TrimFunc(s, isSpace) }

func isSpace(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' }

// isSpace reports whether a character is a space that separates no fields one by one.
func (d *decoder) isSpace(r rune) bool { return isSpace(r) && (r == ' ' || r != d.Separator) }

// finite returns the number that a field holds, with decimals after a point or a comma.
func finite(field string, decimal rune) (float64, error) {
	text := field
	if decimal == ',' {
		text = exchange.Replace(field)
	}
	x, err := strconv.ParseFloat(text, 64)
	if strings.ContainsAny(field, "_xX") { // Go's notations, foreign to data files
		err = strconv.ErrSyntax
	}
	switch {
	case errors.Is(err, strconv.ErrRange):
		return 0, fmt.Errorf("%s is out of the range of float64", file.Quote(field))
	case err != nil:
		return 0, fmt.Errorf("%s is not a number", file.Quote(field))
	case math.IsNaN(x) || math.IsInf(x, 0):
		return 0, fmt.Errorf("%v is not allowed", x)
	}
	return x, nil
}

var exchange = strings.NewReplacer(".", ",", ",", ".")
