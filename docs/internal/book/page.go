package book

import (
	"regexp"
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

// cutter cuts a page into pieces.
type cutter struct {
	*page
	*findings
	text string
	at   int    // the offset up to which it is cut
	open *piece // the one whose end is to come
}

// parse reads a page and cuts it into pieces. What is wrong with its marks is found.
func parse(name, text string, f *findings) *page {
	c := &cutter{page: &page{name: name, Page: markdown.Parse(text)}, findings: f, text: text}
	for _, comment := range c.Comments {
		if someMark.MatchString(comment.Text) {
			c.cut(comment)
		}
	}
	if c.open != nil {
		c.notClosed("")
	}
	for _, t := range c.Prose {
		if someMark.MatchString(t.Text) {
			c.alone(t.Line, t.Text)
		}
	}
	c.plain(len(text))
	return c.page
}

// notClosed finds that the open piece has no end.
func (c *cutter) notClosed(before string) {
	if c.open.kind == "=" {
		c.alone(c.open.line, c.open.open)
	} else {
		c.add(c.name, c.open.line, "a block that is not closed%s: %s %s", before, c.open.kind, joined(c.open.args))
	}
	c.open = nil
}

func (c *cutter) alone(line int, mark string) {
	c.add(c.name, line, "a mark that stands alone or is not well formed: %s", someMark.FindString(mark))
}

// cut cuts at a mark.
func (c *cutter) cut(mark markdown.Comment) {
	begin, number := beginMark.FindStringSubmatch(mark.Text), numberMark.FindStringSubmatch(mark.Text)
	whole := mark.Place == markdown.Alone && (mark.Start == 0 || c.text[mark.Start-1] == '\n')
	switch inNumber := c.open != nil && c.open.kind == "="; {
	case inNumber && mark.Text == "<!--/-->" && mark.Line == c.open.line, !inNumber && c.open != nil && whole && mark.Text == "<!-- end -->":
		c.open.text, c.open.close = c.text[c.at:mark.Start], mark.Text
		c.pieces, c.open, c.at = append(c.pieces, *c.open), nil, mark.Stop
	case inNumber || c.open != nil && mark.Place != markdown.InCode:
		c.notClosed(" before the next")
		c.cut(mark)
	case whole && begin != nil:
		c.beginBlock(begin[1], mark)
	case number != nil:
		c.beginNumber(number, mark)
	case mark.Place != markdown.InCode:
		c.alone(mark.Line, mark.Text)
	}
}

// beginBlock opens a block.
func (c *cutter) beginBlock(words string, mark markdown.Comment) {
	var args []string
	for _, arg := range argument.FindAllString(words, -1) {
		args = append(args, strings.TrimSpace(arg))
	}
	if len(args) == 0 || kinds[args[0]].write == nil {
		args = append(args, "")
		c.add(c.name, mark.Line, "no block of the kind %q", args[0])
	}
	c.begin(piece{line: mark.Line, kind: args[0], args: args[1:], open: mark.Text + "\n"}, mark.Start)
}

// beginNumber opens a number.
func (c *cutter) beginNumber(number []string, mark markdown.Comment) {
	switch mark.Place {
	case markdown.InCode:
		c.add(c.name, mark.Line, "a comment within a code span or a formula is shown: %s", mark.Text)
	case markdown.Leading:
		c.add(c.name, mark.Line, "a line that begins with a comment is not Markdown: put a word before %s", mark.Text)
	}
	c.begin(piece{line: mark.Line, kind: "=", args: number[1:], open: mark.Text}, mark.Start)
}

// begin ends the text before a piece and opens it.
func (c *cutter) begin(p piece, start int) {
	c.plain(start)
	c.at, c.open = min(start+len(p.open), len(c.text)), &p
}

// plain ends a piece of text as it stands.
func (c *cutter) plain(end int) {
	if end > c.at {
		c.pieces = append(c.pieces, piece{text: c.text[c.at:end]})
	}
}
