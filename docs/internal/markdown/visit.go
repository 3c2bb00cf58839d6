package markdown

import (
	"bytes"
	"fmt"
	"regexp"
	"sort"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
)

var (
	anchorTag  = regexp.MustCompile(`<a id="([^"]+)">`)
	anchorLine = regexp.MustCompile(`^(<a id="[^"]+"></a>\s*)+$`)
	attribute  = regexp.MustCompile(`(?:src|href)="([^"]+)"`)
	commentTag = regexp.MustCompile(`(?s)<!--.*?-->`)
	fewTags    = regexp.MustCompile(`^(\s*</?(br|sub|sup|kbd|details|summary)>[^<>]*)*\s*$`)
)

// visit notes what a node has for the lists.
func (p *Page) visit(n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	line := p.line(n.Pos())
	switch n := n.(type) {
	case *ast.Heading:
		p.addHeading(n, line)
	case *ast.Link:
		p.Links = append(p.Links, Link{line, string(n.Destination), p.PlainText(n), false})
	case *ast.Image:
		p.Links = append(p.Links, Link{line, string(n.Destination), p.PlainText(n), true})
	case *ast.AutoLink:
		p.Links = append(p.Links, Link{Line: line, Target: string(n.URL(p.Source))})
	case *FormulaNode:
		p.Formulas = append(p.Formulas, Formula{line, n.TeX, false})
		p.addComments(n.Pos(), n.Pos()+bytes.Index(p.Source[n.Pos():], []byte("`$")), InCode)
	case *ast.FencedCodeBlock:
		p.Fences = append(p.Fences, Fence{line, string(n.Language(p.Source)), string(n.Lines().Value(p.Source))})
		if f := p.Fences[len(p.Fences)-1]; f.Language == "math" {
			p.Formulas = append(p.Formulas, Formula{line, f.Text, true})
		}
	case *ast.CodeSpan:
		if t, is := n.FirstChild().(*ast.Text); is {
			p.addComments(t.Segment.Start, n.LastChild().(*ast.Text).Segment.Stop, InCode)
		}
		return ast.WalkSkipChildren, nil
	case *ast.RawHTML:
		p.addHTML(n.Segments.At(0).Start, n.Segments.At(n.Segments.Len()-1).Stop, Within)
	case *ast.HTMLBlock:
		start := n.Lines().At(0).Start
		p.addHTML(start, start+len(p.RawHTML(n)), Leading)
	case *ast.Text:
		p.addProse(n)
	}
	return ast.WalkContinue, nil
}

// line returns the line of an offset.
func (p *Page) line(offset int) int { return sort.SearchInts(p.starts, offset+1) }

// addProse notes a text, as one with the text right before it.
func (p *Page) addProse(n *ast.Text) {
	text := string(n.Value(p.Source))
	if n.Segment.Start == p.end && len(p.Prose) > 0 {
		p.Prose[len(p.Prose)-1].Text += text
	} else {
		p.Prose = append(p.Prose, Text{p.line(n.Segment.Start), text})
	}
	p.end = n.Segment.Stop
}

// addHeading notes a heading, and takes the paragraphs of nothing but anchors from above it.
func (p *Page) addHeading(n *ast.Heading, line int) {
	h := &Heading{Line: line, Level: n.Level, Text: p.PlainText(n), Source: string(n.Lines().Value(p.Source))}
	for above, is := n.PreviousSibling().(*ast.Paragraph); is; above, is = n.PreviousSibling().(*ast.Paragraph) {
		text := string(above.Lines().Value(p.Source))
		if !anchorLine.MatchString(text) {
			break
		}
		var ids []string
		for _, m := range anchorTag.FindAllStringSubmatch(text, -1) {
			ids = append(ids, m[1])
		}
		h.IDs = append(ids, h.IDs...)
		n.Parent().RemoveChild(n.Parent(), above)
	}
	h.IDs = append(h.IDs, p.slug(h.Text))
	p.Headings, p.nodes[n] = append(p.Headings, h), h
}

// slug returns the anchor that GitHub gives a heading: letters in lower case, digits, - and _,
// spaces as -; a number for one that is taken.
func (p *Page) slug(text string) string {
	slug := strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			return unicode.ToLower(r)
		}
		return -1
	}, text)
	n := p.slugs[slug]
	p.slugs[slug]++
	if n > 0 {
		return fmt.Sprintf("%s-%d", slug, n)
	}
	return slug
}

// RawHTML returns the text of a tag or of a block of tags.
func (p *Page) RawHTML(n ast.Node) string {
	switch n := n.(type) {
	case *ast.RawHTML:
		return string(n.Segments.Value(p.Source))
	case *ast.HTMLBlock:
		text := string(n.Lines().Value(p.Source))
		if n.HasClosure() {
			text += string(n.ClosureLine.Value(p.Source))
		}
		return text
	}
	return ""
}

// addHTML notes the tags and comments between two offsets.
func (p *Page) addHTML(start, stop int, place Place) {
	html := string(p.Source[start:stop])
	p.HTML = append(p.HTML, Text{p.line(start), html})
	for _, m := range anchorTag.FindAllStringSubmatchIndex(html, -1) {
		p.Anchors = append(p.Anchors, Text{p.line(start + m[0]), html[m[2]:m[3]]})
	}
	for _, m := range attribute.FindAllStringSubmatchIndex(html, -1) {
		p.Links = append(p.Links, Link{Line: p.line(start + m[0]), Target: html[m[2]:m[3]]})
	}
	p.addComments(start, stop, place)
}

// addComments notes the comments between two offsets.
func (p *Page) addComments(start, stop int, place Place) {
	for _, m := range commentTag.FindAllIndex(p.Source[start:stop], -1) {
		c := Comment{p.line(start + m[0]), start + m[0], start + m[1], string(p.Source[start+m[0] : start+m[1]]), place}
		before := p.Source[p.starts[c.Line-1]:c.Start]
		after, _, _ := bytes.Cut(p.Source[c.Stop:], []byte("\n"))
		if place == Leading && len(before)+len(bytes.TrimSpace(after)) == 0 {
			c.Place = Alone
		}
		p.Comments = append(p.Comments, c)
	}
}

// Shown returns the part of HTML that readers see: no comments, anchors as spans. It is not fit for
// a page if it has tags other than a few, or text that Markdown would not be applied to.
func Shown(html string) (shown string, fit bool) {
	rest := strings.ReplaceAll(commentTag.ReplaceAllString(html, ""), "</a>", "")
	fit = fewTags.MatchString(anchorTag.ReplaceAllString(rest, ""))
	return anchorTag.ReplaceAllString(rest, `<span id="$1"></span>`), fit
}
