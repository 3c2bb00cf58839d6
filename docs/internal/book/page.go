package book

import (
	"regexp"
	"slices"
	"strings"

	"chainrule/docs/internal/markdown"
)

// page is a file of the book, read as Markdown and cut into pieces.
type page struct {
	*markdown.Page
	name   string // from the module's folder
	pieces []piece
}

// piece is a part of a page: text as it stands, or something generated, in the marks
// before and after it.
type piece struct {
	line        int      // the first
	kind        string   // "" for text as it stands; of a number "="
	args        []string // of a number its name and, if the mark has one, the verb
	open, close string   // the marks
	text        string
}

// joined returns the arguments of a block as they stand in its mark.
func joined(args []string) string { return strings.Join(args, " ") }

// isChapter reports whether the page is one of docs/chapters.
func (p *page) isChapter() bool { return strings.HasPrefix(p.name, "docs/chapters/") }

var (
	beginMark  = regexp.MustCompile(`^<!-- begin (.*) -->$`)
	someMark   = regexp.MustCompile(`<!--\s*(begin|end)\b|<!--=|<!--/-->`)
	numberMark = regexp.MustCompile(`^<!--=([a-zA-Z0-9.-]+)(?: (%[^ >]+))?-->$`)
	argument   = regexp.MustCompile(`/(?:[^/\\]|\\.)*/(?:\s|$)|\S+`)
)

// parse reads a page and cuts it at its marks into pieces. What is wrong with the marks is found.
func parse(name, text string, f *findings) *page {
	p, at := &page{name: name, Page: markdown.Parse(text)}, 0
	marks := slices.DeleteFunc(slices.Clone(p.Comments), func(c markdown.Comment) bool { return !someMark.MatchString(c.Text) })
	for len(marks) > 0 {
		mark := marks[0]
		c := p.opened(mark, f)
		marks = marks[1:]
		for c.kind != "" && c.kind != "=" && len(marks) > 0 && marks[0].Place == markdown.InCode {
			marks = marks[1:]
		}
		if c.kind != "" && c.closes(marks, f, name) {
			start := mark.Start + len(c.open)
			c.text, c.close = text[start:marks[0].Start], marks[0].Text
			p.pieces = append(p.pieces, piece{text: text[at:mark.Start]}, c)
			at, marks = marks[0].Stop, marks[1:]
		}
	}
	for _, t := range p.Prose {
		if someMark.MatchString(t.Text) {
			f.alone(name, t.Line, t.Text)
		}
	}
	p.pieces = append(p.pieces, piece{text: text[at:]})
	return p
}

// alone finds that a mark has no other.
func (f *findings) alone(name string, line int, mark string) {
	f.add(name, line, "a mark that stands alone or is not well formed: %s", someMark.FindString(mark))
}

// opened returns the piece that a mark opens, or finds that it opens none.
func (p *page) opened(mark markdown.Comment, f *findings) piece {
	begin, number := beginMark.FindStringSubmatch(mark.Text), numberMark.FindStringSubmatch(mark.Text)
	if begin != nil && mark.Place == markdown.Alone {
		var args []string
		for _, arg := range argument.FindAllString(begin[1], -1) {
			args = append(args, strings.TrimSpace(arg))
		}
		if len(args) == 0 || kinds[args[0]].write == nil {
			args = append(args, "")
			f.add(p.name, mark.Line, "no block of the kind %q", args[0])
		}
		return piece{line: mark.Line, kind: args[0], args: args[1:], open: mark.Text + "\n"}
	}
	switch {
	case number == nil && mark.Place != markdown.InCode:
		f.alone(p.name, mark.Line, mark.Text)
	case number != nil && mark.Place == markdown.InCode:
		f.add(p.name, mark.Line, "a comment within a code span or a formula is shown: %s", mark.Text)
	case mark.Place == markdown.Leading:
		f.add(p.name, mark.Line, "a line that begins with a comment is not Markdown: put a word before %s", mark.Text)
	}
	if number == nil {
		return piece{}
	}
	return piece{line: mark.Line, kind: "=", args: number[1:], open: mark.Text}
}

// closes reports whether the first of the marks that follow closes the piece, or finds that
// it does not.
func (c piece) closes(marks []markdown.Comment, f *findings, name string) bool {
	switch {
	case c.kind == "=" && len(marks) > 0 && marks[0].Text == "<!--/-->" && marks[0].Line == c.line:
		return true
	case c.kind == "=":
		f.alone(name, c.line, c.open)
	case len(marks) == 0:
		f.add(name, c.line, "a block that is not closed: %s %s", c.kind, joined(c.args))
	case marks[0].Text == "<!-- end -->" && marks[0].Place == markdown.Alone:
		return true
	default:
		f.add(name, c.line, "a block that is not closed before the next: %s %s", c.kind, joined(c.args))
	}
	return false
}
