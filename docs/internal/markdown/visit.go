package markdown

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	extended "github.com/yuin/goldmark/extension/ast"
)

var (
	anchorTag  = regexp.MustCompile(`<a id="([^"]+)">`)
	anchorLine = regexp.MustCompile(`^(<a id="[^"]+"></a>\s*)+$`)
	attribute  = regexp.MustCompile(`(?:src|href)="([^"]+)"`)
	commentTag = regexp.MustCompile(`(?s)<!--.*?-->`)
	fewTags    = regexp.MustCompile(`^(\s*</?(br|sub|sup|kbd|details|summary)>[^<>]*)*\s*$`)
)

// visit notes what a node has for the lists. Anchors right above a heading become its own.
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
		if n.TeX = n.source; inTable(n) {
			n.TeX = strings.ReplaceAll(n.source, `\|`, "|")
		}
		p.Formulas = append(p.Formulas, Formula{line, n.TeX, false})
		p.addComments(n.source, n.Pos()+2, InCode)
	case *ast.FencedCodeBlock:
		p.addFence(n, line)
	case *ast.CodeSpan:
		if t, is := n.FirstChild().(*ast.Text); is {
			p.addComments(string(p.Source[t.Segment.Start:n.LastChild().(*ast.Text).Segment.Stop]), t.Segment.Start, InCode)
		}
		return ast.WalkSkipChildren, nil
	case *ast.RawHTML:
		p.addTag(p.RawHTML(n), n.Segments.At(0).Start)
	case *ast.HTMLBlock:
		p.addBlock(n)
	case *ast.Text:
		if text := string(n.Value(p.Source)); n.Segment.Start == p.end && len(p.Prose) > 0 {
			p.Prose[len(p.Prose)-1].Text += text
		} else {
			p.Prose = append(p.Prose, Text{p.line(n.Segment.Start), text})
		}
		p.end = n.Segment.Stop
	}
	return ast.WalkContinue, nil
}

func inTable(n ast.Node) bool {
	for ; n != nil; n = n.Parent() {
		if n.Kind() == extended.KindTableCell {
			return true
		}
	}
	return false
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

// addFence notes a fenced block, which may be a formula's.
func (p *Page) addFence(n *ast.FencedCodeBlock, line int) {
	text, language := string(n.Lines().Value(p.Source)), string(n.Language(p.Source))
	if language == "math" {
		p.Formulas = append(p.Formulas, Formula{line, text, true})
	}
	p.Fences = append(p.Fences, Fence{line, language, text})
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

// addTag notes a tag or a comment within a line.
func (p *Page) addTag(tag string, offset int) {
	line := p.line(offset)
	p.HTML = append(p.HTML, Text{line, tag})
	if m := anchorTag.FindStringSubmatch(tag); m != nil {
		p.Anchors = append(p.Anchors, Anchor{line, m[1]})
	}
	if m := attribute.FindStringSubmatch(tag); m != nil {
		p.Links = append(p.Links, Link{Line: line, Target: m[1]})
	}
	p.addComments(tag, offset, Within)
}

// addBlock notes the tags and comments of a block of HTML.
func (p *Page) addBlock(n *ast.HTMLBlock) {
	start, stop := n.Lines().At(0).Start, n.Lines().At(n.Lines().Len()-1).Stop
	if n.HasClosure() {
		stop = n.ClosureLine.Stop
	}
	block := string(p.Source[start:stop])
	p.HTML = append(p.HTML, Text{p.line(start), block})
	for _, m := range attribute.FindAllStringSubmatchIndex(block, -1) {
		p.Links = append(p.Links, Link{Line: p.line(start + m[0]), Target: block[m[2]:m[3]]})
	}
	p.addComments(block, start, Leading)
}

// addComments notes the comments of a text at an offset.
func (p *Page) addComments(text string, offset int, place Place) {
	for _, m := range commentTag.FindAllStringIndex(text, -1) {
		start, stop := offset+m[0], offset+m[1]
		before, after := p.Source[p.starts[p.line(start)-1]:start], p.Source[stop:]
		after, _, _ = bytes.Cut(after, []byte("\n"))
		at := Comment{p.line(start), start, stop, text[m[0]:m[1]], place}
		if place == Leading && len(bytes.TrimSpace(before))+len(bytes.TrimSpace(after)) == 0 {
			at.Place = Alone
		}
		p.Comments = append(p.Comments, at)
	}
}

// Shown returns what readers see of HTML: no comments, anchors as spans. It is not fit for
// a page if it has tags other than a few, or text that Markdown would not be applied to.
func Shown(html string) (shown string, fit bool) {
	rest := commentTag.ReplaceAllString(html, "")
	rest = strings.ReplaceAll(rest, "</a>", "")
	fit = fewTags.MatchString(anchorTag.ReplaceAllString(rest, ""))
	return anchorTag.ReplaceAllString(rest, `<span id="$1"></span>`), fit
}
