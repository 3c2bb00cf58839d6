package gradcheck

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// clip returns s, shortened to n characters, with spaces for the ends of lines and
// other control characters.
func clip(s string, n int) string {
	runes := []rune(s)
	for i, r := range runes {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			runes[i] = ' '
		}
	}
	if len(runes) > n {
		runes = append(runes[:n-1], '…')
	}
	return string(runes)
}

// wrap returns text as indented lines, with words beyond their width shortened.
func wrap(text string) string {
	var b strings.Builder
	column := 0
	for _, word := range strings.Fields(text) {
		word = clip(word, width-4)
		n := utf8.RuneCountInString(word)
		switch {
		case column == 0:
			column = 2
			b.WriteString("  ")
		case column+1+n > width:
			column = 4
			b.WriteString("\n    ")
		default:
			column++
			b.WriteString(" ")
		}
		b.WriteString(word)
		column += n
	}
	return b.String() + "\n"
}
