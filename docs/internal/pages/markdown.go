package main

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// chapter is a Markdown document on its way to HTML.
type chapter struct {
	*document
	book    *book
	source  []byte
	slugs   slugs
	anchors map[*ast.Heading][]string // the ids above it
	links   []string                  // the documents to which it links
	wrong   []error
}

// render makes the body of a Markdown document, and returns the documents to which it
// links.
func (b *book) render(d *document, source []byte) (links []string, err error) {
	c := &chapter{document: d, book: b, source: source, slugs: slugs{}, anchors: map[*ast.Heading][]string{}}
	markdown := goldmark.New(
		goldmark.WithExtensions(extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)), extension.Strikethrough, extension.Linkify),
		goldmark.WithParserOptions(parser.WithInlineParsers(util.Prioritized(mathParser{}, 50))),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(c, 100))),
	)
	root := markdown.Parser().Parse(text.NewReader(source))
	c.prepare(root)
	var body bytes.Buffer
	if err := markdown.Renderer().Render(&body, source, root); err != nil {
		c.wrong = append(c.wrong, err)
	}
	d.body = body.Bytes()
	return c.links, errors.Join(c.wrong...)
}

// complain notes what is wrong at a node.
func (c *chapter) complain(n ast.Node, format string, arguments ...any) {
	c.wrong = append(c.wrong, c.at(c.offset(n)).wrong(format, arguments...))
}

// at returns the line with that byte of the source.
func (c *chapter) at(offset int) place {
	return place{c.header.Source, 1 + bytes.Count(c.source[:offset], []byte("\n"))}
}

// offset returns where a node begins, or where the block of a node begins that does
// not know it.
func (c *chapter) offset(n ast.Node) int {
	for ; n != nil; n = n.Parent() {
		if t, ok := n.FirstChild().(*ast.Text); ok && n.Type() == ast.TypeInline {
			return t.Segment.Start
		}
		if raw, ok := n.(*ast.RawHTML); ok && raw.Segments.Len() > 0 {
			return raw.Segments.At(0).Start
		}
		if n.Type() == ast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0 {
			return n.Lines().At(0).Start
		}
	}
	return 0
}

var (
	comment     = regexp.MustCompile(`(?s)<!--.*?-->`)
	anchor      = regexp.MustCompile(`^<a id="([a-z0-9-]+)">$`)
	allowed     = regexp.MustCompile(`^</?(br|sub|sup|kbd|details|summary)>$`)
	allowedHere = regexp.MustCompile(`^(\s*</?(details|summary)>[^<>]*)*\s*$`)
)

// prepare takes the title, moves anchors to their headings, and rewrites links or, if
// they lead to what has no page, removes them.
func (c *chapter) prepare(root ast.Node) {
	c.header.Title = c.header.Source
	var gone, unlinked []ast.Node
	ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			if n.Level == 1 {
				c.header.Title = plain(n, c.source)
			}
		case *ast.Paragraph:
			if heading, ids := c.anchorsOf(n); heading != nil {
				c.anchors[heading] = append(c.anchors[heading], ids...)
				gone = append(gone, n)
				return ast.WalkSkipChildren, nil
			}
		case *ast.Link:
			to := c.link(n, string(n.Destination))
			if n.Destination = []byte(to); to == "" {
				unlinked = append(unlinked, n)
			}
		case *ast.Image:
			c.image(n)
		}
		return ast.WalkContinue, nil
	})
	for _, n := range unlinked { // what it is about remains
		for child := n.FirstChild(); child != nil; child = n.FirstChild() {
			n.Parent().InsertBefore(n.Parent(), n, child)
		}
	}
	for _, n := range append(gone, unlinked...) {
		n.Parent().RemoveChild(n.Parent(), n)
	}
}

// anchorsOf returns the ids of a paragraph of nothing else, and the heading that follows;
// no heading if it is another paragraph.
func (c *chapter) anchorsOf(p *ast.Paragraph) (heading *ast.Heading, ids []string) {
	for n := p.FirstChild(); n != nil; n = n.NextSibling() {
		raw, ok := n.(*ast.RawHTML)
		if !ok {
			if t, ok := n.(*ast.Text); ok && t.Segment.Len() == 0 {
				continue
			}
			return nil, nil
		}
		if id := anchor.FindSubmatch(raw.Segments.Value(c.source)); id != nil {
			ids = append(ids, string(id[1]))
		}
	}
	next := p.NextSibling()
	if q, ok := next.(*ast.Paragraph); ok { // with anchors of its own, perhaps
		heading, more := c.anchorsOf(q)
		return heading, append(ids, more...)
	}
	heading, _ = next.(*ast.Heading)
	if len(ids) == 0 {
		return nil, nil
	}
	return heading, ids
}

// Functions that render nodes.

// RegisterFuncs says which nodes are rendered here.
func (c *chapter) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(kindMath, entered(c.renderMath))
	r.Register(ast.KindFencedCodeBlock, entered(c.renderFence))
	r.Register(ast.KindHTMLBlock, entered(c.renderBlock))
	r.Register(ast.KindRawHTML, entered(c.renderRaw))
	r.Register(ast.KindImage, entered(c.renderImage))
	r.Register(ast.KindHeading, c.renderHeading)
	c.registerTable(r)
}

// entered makes a renderer of a function that writes all of a node.
func entered(f func(w util.BufWriter, n ast.Node) error) renderer.NodeRendererFunc {
	return func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		return ast.WalkSkipChildren, f(w, n)
	}
}

func (c *chapter) renderMath(w util.BufWriter, n ast.Node) error {
	m := n.(*inlineMath)
	tex := m.tex
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Kind().String() == "TableCell" {
			tex = strings.ReplaceAll(tex, `\|`, "|")
		}
	}
	formula := c.formula(tex, false, c.at(m.start))
	if len(tex) > longFormula {
		formula = fmt.Appendf(nil, "<span class=\"long\">%s</span>", formula)
	}
	w.Write(formula)
	return nil
}

// longFormula is the length of TeX beyond which a formula within a line may be wider than a
// telephone, where it scrolls by itself.
const longFormula = 30

// formula notes a formula and returns its mark.
func (c *chapter) formula(tex string, display bool, at place) []byte {
	c.formulas = append(c.formulas, formula{tex, display, at})
	return mark(len(c.formulas) - 1)
}

func (c *chapter) renderFence(w util.BufWriter, n ast.Node) error {
	block := n.(*ast.FencedCodeBlock)
	content := block.Lines().Value(c.source)
	if language := string(block.Language(c.source)); language != "math" {
		code, err := highlightBlock(content, language)
		w.WriteString(code)
		return err
	}
	fmt.Fprintf(w, "<div class=\"display\">%s</div>\n", c.formula(string(content), true, c.at(c.offset(n))))
	return nil
}

// renderBlock leaves out comments; other HTML has to be that of details.
func (c *chapter) renderBlock(w util.BufWriter, n ast.Node) error {
	block := n.(*ast.HTMLBlock)
	content := block.Lines().Value(c.source)
	if block.HasClosure() {
		content = append(content, block.ClosureLine.Value(c.source)...)
	}
	rest := strings.TrimSpace(comment.ReplaceAllString(string(content), ""))
	switch {
	case rest == "":
	case !allowedHere.MatchString(rest):
		c.complain(n, "a line that begins with a comment or a tag is no Markdown: %.60s", rest)
	default:
		w.WriteString(rest + "\n")
	}
	return nil
}

// renderRaw leaves out comments, and keeps anchors and a few tags.
func (c *chapter) renderRaw(w util.BufWriter, n ast.Node) error {
	raw := string(n.(*ast.RawHTML).Segments.Value(c.source))
	switch id := anchor.FindStringSubmatch(raw); {
	case id != nil:
		fmt.Fprintf(w, "<span id=\"%s\"></span>", html.EscapeString(id[1]))
	case allowed.MatchString(raw):
		w.WriteString(raw)
	case raw != "</a>" && !strings.HasPrefix(raw, "<!--"):
		c.complain(n, "the tag %s is not among those that pages may have", raw)
	}
	return nil
}
