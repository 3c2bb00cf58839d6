package book

import (
	"fmt"
	"strings"
)

// kind writes the text of a block, whose mark has at least and at most so many arguments.
type kind struct {
	write       func(b *Book, p *page, args []string) (string, error)
	least, most int
	want        string
}

const many = 1 << 10

var kinds = map[string]kind{
	"code":     {(*Book).code, 2, many, "a file and a declaration, or a file and lines /first/ /last/"},
	"trial":    {(*Book).trial, 0, many, ""},
	"output":   {(*Book).output, 0, many, ""},
	"result":   {(*Book).result, 2, many, "a file of bench/results and a pattern"},
	"example":  {(*Book).example, 2, 2, "a package's folder and an Example function"},
	"errata":   {(*Book).errata, 1, many, "the names of errata: E1 E2 …"},
	"list":     {(*Book).list, 0, 0, "nothing after list"},
	"index":    {(*Book).index, 0, 0, "nothing after index"},
	"contents": {(*Book).contents, 0, 0, "nothing after contents"},
}

// fill returns the text that belongs in a piece.
func (b *Book) fill(p *page, c piece) (string, error) {
	k, known := kinds[c.kind]
	switch {
	case c.kind == "":
		return c.text, nil
	case c.kind == "=":
		return b.value(c.args[0], c.args[1])
	case !known:
		return "", nil // which the parser has found
	case len(c.args) < k.least || len(c.args) > k.most:
		return "", fmt.Errorf("want %s", k.want)
	}
	text, err := k.write(b, p, c.args)
	return strings.TrimRight(text, "\n") + "\n", err
}

// render returns the page as it should be.
func (b *Book) render(p *page, f *findings) string {
	var text strings.Builder
	for _, c := range p.pieces {
		filled, err := b.fill(p, c)
		if err != nil {
			f.add(p.name, c.line, "%v", err)
		}
		text.WriteString(c.open + filled + c.close)
	}
	return text.String()
}

// drift finds the pieces that are not as they should be.
func (b *Book) drift(f *findings) {
	for _, p := range b.pages {
		for _, c := range p.pieces {
			want, err := b.fill(p, c)
			switch {
			case err != nil:
				f.add(p.name, c.line, "%v", err)
			case c.kind == "=" && c.text != want:
				f.add(p.name, c.line, "%s is %q here: want %q", c.args[0], c.text, want)
			case c.text != want:
				line, what := firstDifference(c.text, want)
				f.add(p.name, c.line+line, "the block %q %s", strings.TrimSpace(c.kind+" "+joined(c.args)), what)
			}
		}
	}
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
