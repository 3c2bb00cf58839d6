package book

import (
	"fmt"
	"regexp"
	"strings"
)

// page is a file of the book in pieces.
type page struct {
	name   string // from the module's folder
	text   string
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
	beginMark  = regexp.MustCompile(`^<!-- begin (.*) -->\n?$`)
	endMark    = regexp.MustCompile(`^<!-- end -->\n?$`)
	someMark   = regexp.MustCompile(`<!--\s*(begin|end)\b|<!--=|<!--/-->`)
	numberMark = regexp.MustCompile(`(<!--=([a-zA-Z0-9.-]+)(?: (%[^ >]+))?-->)(.*?)(<!--/-->)`)
	argument   = regexp.MustCompile(`/(?:[^/\\]|\\.)*/(?:\s|$)|\S+`)
	lineStart  = regexp.MustCompile(`^[\s>]*([-*+]|\d+[.)])?\s*$`)
	fenceMark  = regexp.MustCompile("^ {0,3}(```+|~~~+)")
)

// fence follows the fenced blocks of a page.
type fence struct{ mark string }

// in reports whether a line belongs to a fenced block, its first and last included.
func (f *fence) in(line string) bool {
	m := fenceMark.FindStringSubmatch(line)
	switch {
	case m == nil:
		return f.mark != ""
	case f.mark == "":
		f.mark = m[1]
	case strings.HasPrefix(m[1], f.mark) && strings.TrimSpace(line) == m[1]:
		f.mark = ""
	}
	return true
}

// cutter cuts a page into pieces.
type cutter struct {
	*page
	findings []Finding
	fence    fence
	block    *piece // that is open
}

// parse cuts a page into pieces. What is wrong with its marks is found.
func parse(name, text string) (*page, []Finding) {
	p := &cutter{page: &page{name: name, text: text}}
	for i, line := range strings.SplitAfter(text, "\n") {
		p.add(line, i+1)
	}
	if p.block != nil {
		p.find(p.block.line, "a block that is not closed: %s %s", p.block.kind, joined(p.block.args))
	}
	return p.page, p.findings
}

func (p *cutter) find(line int, format string, arguments ...any) {
	p.findings = append(p.findings, Finding{p.name, line, fmt.Sprintf(format, arguments...)})
}

// add adds a line.
func (p *cutter) add(line string, number int) {
	begin := beginMark.FindStringSubmatch(line)
	switch {
	case p.block != nil && begin != nil:
		p.find(p.block.line, "a block that is not closed before the next: %s %s", p.block.kind, joined(p.block.args))
		p.open(begin, number)
	case p.block != nil && endMark.MatchString(line):
		p.block.close = line
		p.pieces, p.block = append(p.pieces, *p.block), nil
	case p.block != nil:
		p.block.text += line
	case p.fence.in(line):
		p.pieces = append(p.pieces, piece{line: number, text: line})
	case begin != nil:
		p.open(begin, number)
	default:
		p.addText(line, number)
	}
}

// open begins a block.
func (p *cutter) open(begin []string, number int) {
	var args []string
	for _, arg := range argument.FindAllString(begin[1], -1) {
		args = append(args, strings.TrimSpace(arg))
	}
	if len(args) == 0 {
		args = []string{""}
	}
	p.block = &piece{line: number, kind: args[0], args: args[1:], open: begin[0]}
	if kinds[args[0]] == nil {
		p.find(number, "no block of the kind %q", args[0])
	}
}

// addText adds a line that may have numbers within it.
func (p *cutter) addText(line string, number int) {
	at := 0
	for _, m := range numberMark.FindAllStringSubmatchIndex(line, -1) {
		if lineStart.MatchString(line[:m[0]]) {
			p.find(number, "a line that begins with a comment is not Markdown: put a word before %s", line[m[2]:m[3]])
		}
		if strings.Count(line[:m[0]], "`")%2 == 1 {
			p.find(number, "a comment within a code span or a formula is shown: %s", line[m[2]:m[3]])
		}
		p.plain(line[at:m[0]], number)
		p.pieces = append(p.pieces, piece{line: number, kind: "=", args: []string{line[m[4]:m[5]], line[max(m[6], 0):max(m[7], 0)]},
			open: line[m[2]:m[3]], text: line[m[8]:m[9]], close: line[m[10]:m[11]]})
		at = m[1]
	}
	p.plain(line[at:], number)
}

// plain adds text as it stands, in which there are no marks.
func (p *cutter) plain(text string, number int) {
	if mark := someMark.FindString(text); mark != "" {
		p.find(number, "a mark that stands alone or is not well formed: %s", mark)
	}
	p.pieces = append(p.pieces, piece{line: number, text: text})
}
