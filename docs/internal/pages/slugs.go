package main

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
)

// slugs gives headings their anchors as GitHub does: letters in lower case, digits, - and
// _, spaces as -; one that is taken gets a number.
type slugs map[string]int

func slug(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

// take returns the anchor of a heading with that text.
func (s slugs) take(text string) string {
	name := slug(text)
	n, taken := s[name]
	s[name] = n + 1
	if taken {
		return fmt.Sprintf("%s-%d", name, n)
	}
	return name
}

// plain returns the text of a node without its marks.
func plain(n ast.Node, source []byte) string {
	var b strings.Builder
	ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			b.Write(n.Value(source))
			if n.SoftLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		case *inlineMath:
			b.WriteString(n.tex)
		}
		return ast.WalkContinue, nil
	})
	return strings.TrimSpace(b.String())
}
