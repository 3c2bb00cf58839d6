package cli

import (
	"fmt"
	"io"
	"math"
	"os"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/term"
)

// The width where there is no terminal or it does not say, and the least that is used.
const (
	pipeWidth  = 80
	leastWidth = 20
)

// terminal returns the columns of a terminal, and whether w is one.
func terminal(w io.Writer) (columns int, is bool) {
	f, ok := w.(interface{ Fd() uintptr })
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return pipeWidth, false
	}
	if columns, _, err := term.GetSize(int(f.Fd())); err == nil && columns > 0 {
		return max(columns, leastWidth), true
	}
	return pipeWidth, true
}

// IsTerminal reports whether w is a terminal that can renew a line.
func IsTerminal(w io.Writer) bool {
	_, is := terminal(w)
	return is && os.Getenv("TERM") != "dumb"
}

// Colours of letters on a terminal.
const (
	Red    = "31"
	Green  = "32"
	Yellow = "33"
)

// Text is an output for people. On a terminal it has its width and its colours; elsewhere
// its width is 80, lines are written as they are, and there are no colours.
type Text struct {
	Width int

	w              io.Writer
	folds, colours bool
}

// NewText returns a text on w. It has no colours if NO_COLOR is set.
func NewText(w io.Writer) *Text {
	columns, is := terminal(w)
	return &Text{Width: columns, w: w, folds: is, colours: IsTerminal(w) && os.Getenv("NO_COLOR") == ""}
}

// Write writes whole lines, folded to the width.
func (t *Text) Write(lines []byte) (int, error) {
	if !t.folds {
		return t.w.Write(lines)
	}
	_, err := io.WriteString(t.w, Fold(string(lines), t.Width))
	return len(lines), err
}

// Printf writes whole lines, folded to the width.
func (t *Text) Printf(format string, arguments ...any) { fmt.Fprintf(t, format, arguments...) }

// Paint returns text in a colour, unless that is "" or there are no colours.
func (t *Text) Paint(colour, text string) string {
	if !t.colours || colour == "" {
		return text
	}
	return "\x1b[" + colour + "m" + text + "\x1b[0m"
}

// Row writes a line of a table, a name and its cells. Where there is less room than they
// have, the cells stand at the right, below the name if need be.
func (t *Text) Row(name, cells string) {
	if space := max(0, t.Width-Columns(cells)); Columns(name) > space {
		name = strings.TrimRight(name, " ")
		if Columns(name) > space {
			t.Printf("%s\n", name)
			name = ""
		}
		name += strings.Repeat(" ", space-Columns(name))
	}
	t.Printf("%s\n", strings.TrimRight(name+cells, " "))
}

// escape matches what changes the colour, at the beginning of a text.
var escape = regexp.MustCompile("^\x1b\\[[0-9]*m")

// fit returns the columns that the beginning of text takes, at most so many, and its length.
// What changes the colour and a combining mark, such as the bar of X̄, take none.
func fit(text string, most int) (columns, length int) {
	for length < len(text) {
		r, size := utf8.DecodeRuneInString(text[length:])
		width := 1
		if r == '\x1b' && escape.MatchString(text[length:]) {
			size, width = len(escape.FindString(text[length:])), 0
		} else if unicode.Is(unicode.Mn, r) {
			width = 0
		}
		if columns+width > most {
			break
		}
		columns, length = columns+width, length+size
	}
	return columns, length
}

// Columns returns the columns that text takes.
func Columns(text string) int {
	columns, _ := fit(text, math.MaxInt)
	return columns
}

// Cut returns the characters of text that take at most so many columns.
func Cut(text string, columns int) string {
	_, length := fit(text, columns)
	return text[:length]
}

// Cell returns text padded on the right to so many columns, or cut, with a … at the end.
func Cell(text string, columns int) string {
	if Columns(text) > columns {
		text = Cut(text, columns-1) + "…"
	}
	return text + strings.Repeat(" ", columns-Columns(text))
}

// Right returns printable text cut or padded on the left to so many columns.
func Right(text string, columns int) string {
	text = strings.TrimSpace(Cell(Printable(text), columns))
	return strings.Repeat(" ", columns-Columns(text)) + text
}

// Printable returns text with ? for what a terminal would not print but obey.
func Printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '?'
	}, text)
}

// Wrap breaks text between words into lines of at most so many columns, the first with one
// indentation and those below with another. A word that is longer than a line is broken.
func Wrap(first, below, text string, columns int) string {
	var b strings.Builder
	line, isEmpty := first, true
	for _, word := range strings.Fields(text) {
		if !isEmpty && Columns(line)+1+Columns(word) > columns {
			b.WriteString(line + "\n")
			line, isEmpty = below, true
		}
		if !isEmpty {
			line += " "
		}
		line, isEmpty = line+word, false
		for head := Cut(line, columns); len(head) < len(line); head = Cut(line, columns) {
			b.WriteString(head + "\n")
			line = below + line[len(head):]
		}
	}
	return b.String() + line
}

// Fold wraps the lines of text that are wider than so many columns. What goes below is
// indented by two columns more.
func Fold(text string, columns int) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if Columns(line) > columns {
			indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
			lines[i] = Wrap(indent, indent+"  ", line, columns)
		}
	}
	return strings.Join(lines, "\n")
}
