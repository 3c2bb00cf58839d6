// Package markdown reads pages of Markdown as GitHub does. A page is parsed once; whoever checks,
// writes or shows it asks for its headings, links, formulas, fences and comments, each with
// its line, or renders the tree itself.
//
// A formula is $`…`$ within a line, or a block fenced as math. An anchor is <a id="…"></a>.
package markdown

import (
	"io"
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Page is a parsed page. Lines count from 1, and all lists are in the order of the page.
type Page struct {
	Source   []byte
	Headings []*Heading
	Anchors  []Text // names of the anchors that are set; headings have more
	Links    []Link
	Formulas []Formula
	Fences   []Fence
	Comments []Comment
	Prose    []Text // text without code, formulas, comments and tags
	HTML     []Text // tags and comments, as they stand

	root   ast.Node
	starts []int // offsets of lines
	slugs  map[string]int
	nodes  map[ast.Node]*Heading
	end    int // offset of the last prose's end
}

// Heading is a heading with the anchors by which links find it.
type Heading struct {
	Line, Level int
	Text        string   // without marks
	Source      string   // with them
	IDs         []string // the anchors right above it, then its slug
}

// Link is a link or an image.
type Link struct {
	Line         int
	Target, Text string
	Image        bool
}

// Formula is a formula in TeX.
type Formula struct {
	Line    int    `json:"-"`
	TeX     string `json:"tex"`
	Display bool   `json:"display"` // in a block of its own
}

// Fence is a fenced block. The language of a formula is math.
type Fence struct {
	Line           int // the one with the opening marks
	Language, Text string
}

// Text is a piece of a page.
type Text struct {
	Line int
	Text string
}

// Comment is an HTML comment.
type Comment struct {
	Line, Start, Stop int // the line, and offsets
	Text              string
	Place             Place
}

// Place is the place of a comment, which decides whether readers see it.
type Place int

const (
	Within  Place = iota // within a line
	Alone                // on a line of its own
	Leading              // before text that is no Markdown for it
	InCode               // in a code span or a formula, where readers see it
)

var extensions = goldmark.WithExtensions(extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)),
	extension.Strikethrough, extension.Linkify)

// reader parses Markdown.
var reader = goldmark.New(extensions, goldmark.WithParserOptions(parser.WithInlineParsers(util.Prioritized(formulaParser{}, 50)))).Parser()

// Parse parses a page.
func Parse(source string) *Page {
	p := &Page{Source: []byte(source), starts: []int{0}, slugs: map[string]int{}, nodes: map[ast.Node]*Heading{}}
	for i, c := range p.Source {
		if c == '\n' {
			p.starts = append(p.starts, i+1)
		}
	}
	p.root = reader.Parse(text.NewReader(p.Source))
	ast.Walk(p.root, p.visit)
	return p
}

// Render writes the page as HTML, by the renderer where it knows a kind of node, and otherwise as
// goldmark does.
func (p *Page) Render(w io.Writer, r renderer.NodeRenderer) error {
	option := goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(r, 100)))
	return goldmark.New(extensions, option).Renderer().Render(w, p.Source, p.root)
}

// Heading returns the heading of a node.
func (p *Page) Heading(n ast.Node) *Heading { return p.nodes[n] }

// Title returns the text of the first heading, or nothing.
func (p *Page) Title() string {
	if len(p.Headings) == 0 {
		return ""
	}
	return p.Headings[0].Text
}

// Has reports whether a link can lead to an anchor.
func (p *Page) Has(id string) bool {
	return slices.ContainsFunc(p.Anchors, func(a Text) bool { return a.Text == id }) ||
		slices.ContainsFunc(p.Headings, func(h *Heading) bool { return slices.Contains(h.IDs, id) })
}

// PlainText returns the text below a node without marks.
func (p *Page) PlainText(n ast.Node) string {
	var b strings.Builder
	ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if text, is := n.(*ast.Text); is && entering {
			b.Write(text.Value(p.Source))
		} else if is && text.SoftLineBreak() {
			b.WriteByte(' ')
		} else if f, is := n.(*FormulaNode); is && entering {
			b.WriteString(f.TeX)
		}
		return ast.WalkContinue, nil
	})
	return strings.TrimSpace(b.String())
}
