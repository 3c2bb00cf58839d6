package book

import (
	"fmt"
	"strings"
)

// kind writes what stands in a block.
type kind func(b *Book, p *page, args []string) (string, error)

// kinds are the kinds of blocks.
var kinds map[string]kind

func init() {
	kinds = map[string]kind{
		"code": (*Book).code, "trial": (*Book).trial, "output": (*Book).output, "result": (*Book).result,
		"example": (*Book).example, "errata": (*Book).errata, "index": (*Book).index, "contents": (*Book).contents,
	}
}

// fill returns what should stand in a piece.
func (b *Book) fill(p *page, c piece) (string, error) {
	switch {
	case c.kind == "":
		return c.text, nil
	case c.kind == "=":
		return b.value(c.args[0], c.args[1])
	case kinds[c.kind] == nil:
		return "", nil // which the parser has found
	}
	text, err := kinds[c.kind](b, p, c.args)
	return strings.TrimRight(text, "\n") + "\n", err
}

// render returns the page as it should be.
func (b *Book) render(p *page) (string, []Finding) {
	var text strings.Builder
	var findings []Finding
	for _, c := range p.pieces {
		filled, err := b.fill(p, c)
		if err != nil {
			findings = append(findings, Finding{p.name, c.line, err.Error()})
		}
		text.WriteString(c.open + filled + c.close)
	}
	return text.String(), findings
}

// drift finds the pieces that are not as they should be.
func (b *Book) drift(p *page) (findings []Finding) {
	for _, c := range p.pieces {
		want, err := b.fill(p, c)
		switch {
		case err != nil:
			findings = append(findings, Finding{p.name, c.line, err.Error()})
		case c.kind == "=" && c.text != want:
			findings = append(findings, Finding{p.name, c.line, fmt.Sprintf("%s is %q here: want %q", c.args[0], c.text, want)})
		case c.text != want:
			line, what := firstDifference(c.text, want)
			name := strings.TrimSpace(c.kind + " " + joined(c.args))
			findings = append(findings, Finding{p.name, c.line + line, fmt.Sprintf("the block %q %s", name, what)})
		}
	}
	return findings
}

// firstDifference returns the first line, from 1, at which two texts differ, and how.
func firstDifference(have, want string) (line int, what string) {
	h, w := strings.Split(strings.TrimSuffix(have, "\n"), "\n"), strings.Split(strings.TrimSuffix(want, "\n"), "\n")
	n := 0
	for n < len(h) && n < len(w) && h[n] == w[n] {
		n++
	}
	switch {
	case have == "":
		return 1, "is empty"
	case n == len(h):
		return n + 1, fmt.Sprintf("ends before %q", w[n])
	case n == len(w):
		return n + 1, fmt.Sprintf("has %q after its end", h[n])
	}
	return n + 1, fmt.Sprintf("has %q: want %q", h[n], w[n])
}
