package file

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// longest is the number of characters of a text that a message has.
const longest = 60

// Quote returns text for a message: between quotation marks, at most 60 characters,
// with Go's escapes for what is not printable, and … for what is left out.
func Quote(text string) string { return `"` + escaped(text, `"\`) + `"` }

// Short returns the same without quotation marks, and without escapes for those and for \.
func Short(text string) string { return escaped(text, "") }

// escaped escapes, of printable characters, the marks.
func escaped(text, marks string) string {
	var b strings.Builder
	for n := 0; text != ""; {
		_, size := utf8.DecodeRuneInString(text)
		character := text[:size]
		if !strings.Contains(`"\`, character) || strings.Contains(marks, character) {
			character = strconv.Quote(character)
			character = character[1 : len(character)-1]
		}
		if n += utf8.RuneCountInString(character); n > longest {
			return b.String() + "…"
		}
		b.WriteString(character)
		text = text[size:]
	}
	return b.String()
}
