package site

import (
	"bytes"
	"fmt"
	"html"
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	extended "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"

	"chainrule/docs/internal/formulas"
	"chainrule/docs/internal/markdown"
	"chainrule/gradcheck/equations"
)

// document is a page of Markdown while it is rendered.
type document struct {
	*markdown.Page
	name  string
	files fs.FS
	table formulas.Table
	found map[string]string // the target of each file that a link leads to
}

// RegisterFuncs says which nodes are rendered here.
func (d *document) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	for kind, render := range map[ast.NodeKind]func(w util.BufWriter, n ast.Node){
		markdown.KindFormula: d.renderFormula, ast.KindFencedCodeBlock: d.renderFence, ast.KindImage: d.renderImage,
		ast.KindHTMLBlock: d.renderHTML, ast.KindRawHTML: d.renderHTML,
	} {
		r.Register(kind, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
			if entering {
				render(w, n)
			}
			return ast.WalkSkipChildren, nil
		})
	}
	for kind, render := range map[ast.NodeKind]func(w util.BufWriter, n ast.Node, entering bool){
		ast.KindHeading: d.renderHeading, ast.KindLink: d.renderLink, extended.KindTable: renderTable,
	} {
		r.Register(kind, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
			render(w, n, entering)
			return ast.WalkContinue, nil
		})
	}
}

// longFormula is the length of TeX beyond which a formula within a line may be wider than a
// telephone, where it scrolls by itself.
const longFormula = 30

func (d *document) renderFormula(w util.BufWriter, n ast.Node) {
	tex := n.(*markdown.FormulaNode).TeX
	text := d.typeset(markdown.Formula{TeX: tex})
	if len(tex) > longFormula {
		text = `<span class="long">` + text + "</span>"
	}
	w.WriteString(text)
}

// typeset returns a formula as the table has it, or its TeX.
func (d *document) typeset(f markdown.Formula) string {
	f.Line = 0
	text := d.table.MathML(f)
	if text == "" {
		text = "<code>" + html.EscapeString(f.TeX) + "</code>"
	}
	if f.Display {
		return `<div class="display">` + text + "</div>"
	}
	return text
}

func (d *document) renderFence(w util.BufWriter, n ast.Node) {
	block := n.(*ast.FencedCodeBlock)
	code, language := string(block.Lines().Value(d.Source)), string(block.Language(d.Source))
	if language == "math" {
		fmt.Fprintln(w, d.typeset(markdown.Formula{TeX: code, Display: true}))
		return
	}
	fmt.Fprintf(w, "<pre tabindex=\"0\"><code>%s</code></pre>\n", strings.Join(codeLines(language, code), "\n"))
}

func (d *document) renderHTML(w util.BufWriter, n ast.Node) {
	if shown, fit := markdown.Shown(d.RawHTML(n)); fit && strings.TrimSpace(shown) != "" {
		w.WriteString(shown)
	}
}

func renderTable(w util.BufWriter, _ ast.Node, entering bool) {
	if entering {
		w.WriteString("<div class=\"wide\"><table>\n")
	} else {
		w.WriteString("</table></div>\n")
	}
}

// trialNames are the names of trials as they stand beside others, by anchor: (46), B.1, Code 2.
var trialNames = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	for _, t := range equations.All() {
		if names[t.Anchor()] = t.Number; t.IsEquation() {
			names[t.Anchor()] = "(" + t.Number + ")"
		}
	}
	return names
})

// renderHeading writes a heading with its ids, a link to itself, and links to the trials
// of what stands below it. Contents follow the title.
func (d *document) renderHeading(w util.BufWriter, n ast.Node, entering bool) {
	h := d.Heading(n)
	if entering {
		fmt.Fprintf(w, "<h%d id=\"%s\">", h.Level, html.EscapeString(h.IDs[0]))
		for _, id := range h.IDs[1:] {
			fmt.Fprintf(w, "<span id=\"%s\"></span>", html.EscapeString(id))
		}
		return
	}
	if h.Level > 1 {
		fmt.Fprintf(w, " <a class=\"self\" href=\"#%s\" aria-label=\"link to this section\">#</a>", html.EscapeString(h.IDs[0]))
	}
	anchors := h.IDs[:len(h.IDs)-1]
	for _, id := range anchors {
		name, onTrial := trialNames()[id]
		if len(anchors) == 1 {
			name = ""
		}
		if onTrial {
			fmt.Fprintf(w, " <a class=\"try\" href=\"/trial/%s\">%s</a>", id, strings.TrimSpace("live trial "+name))
		}
	}
	fmt.Fprintf(w, "</h%d>\n", h.Level)
	if h.Level == 1 {
		d.renderContents(w)
	}
}

// renderContents lists the sections, if there are several.
func (d *document) renderContents(w util.BufWriter) {
	var items []string
	for _, h := range d.Headings {
		if h.Level == 2 {
			items = append(items, fmt.Sprintf("<li><a href=\"#%s\">%s</a></li>\n", html.EscapeString(h.IDs[len(h.IDs)-1]), html.EscapeString(h.Text)))
		}
	}
	if len(items) > 2 {
		fmt.Fprintf(w, "<details class=\"toc\"><summary>On this page</summary>\n<ul>\n%s</ul>\n</details>\n", strings.Join(items, ""))
	}
}

// renderImage writes an image. One that does not know of dark pages gets a plate.
func (d *document) renderImage(w util.BufWriter, n ast.Node) {
	to, class := string(n.(*ast.Image).Destination), "figure"
	content, _ := fs.ReadFile(d.files, path.Join(path.Dir(d.name), to))
	if !bytes.Contains(content, []byte("prefers-color-scheme")) {
		class += " plate"
	}
	fmt.Fprintf(w, "<img class=\"%s\" src=\"%s\" alt=\"%s\">", class, html.EscapeString(to), html.EscapeString(d.PlainText(n)))
}

// renderLink writes a link, unless it leads to what has no page.
func (d *document) renderLink(w util.BufWriter, n ast.Node, entering bool) {
	to := d.address(string(n.(*ast.Link).Destination))
	switch {
	case to == "":
	case entering:
		fmt.Fprintf(w, "<a href=\"%s\">", html.EscapeString(to))
	default:
		w.WriteString("</a>")
	}
}

// rangeOf matches the fragment of a link to lines of a file.
var rangeOf = regexp.MustCompile(`^L(\d+)(?:-L(\d+))?$`)

// address returns the address of what a link leads to; empty if that has no page. A folder
// stands for the file that tells of it.
func (d *document) address(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.IsAbs() || u.Path == "" {
		return to
	}
	name := path.Join(path.Dir(d.name), u.Path)
	target, known := d.found[name]
	if !known {
		target = targetOf(d.files, name)
		d.found[name] = target
	}
	switch {
	case target == "":
		return ""
	case target != name:
		u.Path = path.Join(u.Path, path.Base(target))
	}
	if m := rangeOf.FindStringSubmatch(u.Fragment); m != nil && path.Ext(name) != ".md" {
		u.RawQuery, u.Fragment = "lines="+m[1], "L"+m[1]
		if m[2] != "" {
			u.RawQuery += "-" + m[2]
		}
	}
	return u.String()
}
